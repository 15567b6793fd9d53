"""The place of a plan: the area always follows from the point, on the server."""

import pytest

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.models import Initiatief
from gebieden.enums import Gebiedssoort
from tests.bewoners import indienhulp as hulp
from tests.bewoners.indienhulp import stap, teken
from tests.factories import GebiedFactory
from tests.gebieden.test_adressen import locatieserver

__all__ = ["locatieserver"]
pytestmark = pytest.mark.django_db
PLEK = stap("plek")


@pytest.fixture
def buurt(wijken):
    buurt = GebiedFactory(code="BU01060100", naam="Lariks west", ouder=wijken["Lariks"], soort=Gebiedssoort.BUURT)
    teken(wijken["Lariks"], 6.50, 52.98, 6.56, 53.00)
    teken(buurt, 6.50, 52.98, 6.52, 53.00)
    return buurt


@pytest.fixture
def bezig(buurt, themas, client, monkeypatch) -> Initiatief:
    richt_regelingen_in()
    return hulp.begin(client, monkeypatch)


def _plek(bezig: Initiatief) -> tuple:
    bezig.refresh_from_db()
    return bezig.gebied, bezig.lengte, bezig.breedte


def test_pin_gives_the_buurt_whatever_the_list_says(bezig, client, buurt, wijken):
    client.post(PLEK, {"lengte": "6.510001", "breedte": "52.99", "gebied": wijken["Peelo"].pk, "actie": "volgende"})

    assert _plek(bezig) == (buurt, 6.51, 52.99)


def test_pin_outside_the_municipality_is_refused_with_a_sentence(bezig, client, buurt):
    client.post(PLEK, {"lengte": "6.51", "breedte": "52.99", "actie": "volgende"})

    antwoord = client.post(
        PLEK, {"lengte": "4.9", "breedte": "52.37", "plek_adres": "Bij de school", "actie": "volgende"}
    )

    assert "Deze plek ligt buiten de gemeente." in antwoord.content.decode()
    assert _plek(bezig) == (buurt, 6.51, 52.99)
    assert bezig.plek_adres == "Bij de school"


def test_another_area_from_the_list_takes_the_pin_away(bezig, client, wijken):
    client.post(PLEK, {"lengte": "6.51", "breedte": "52.99", "actie": "volgende"})
    client.post(PLEK, {"lengte": "6.51", "breedte": "52.99", "gebied": wijken["Peelo"].pk, "actie": "volgende"})

    assert _plek(bezig) == (wijken["Peelo"], None, None)


def test_moved_pin_changes_the_area_on_the_page(bezig, client, wijken, buurt):
    client.post(PLEK, {"lengte": "6.51", "breedte": "52.99", "actie": "volgende"})
    antwoord = client.post(
        PLEK, {"lengte": "6.55", "breedte": "52.99", "gebied": buurt.pk}, headers={"HX-Request": "true"}
    ).content.decode()

    assert _plek(bezig)[0] == wijken["Lariks"]
    assert "De speld staat in <strong>Lariks</strong>." in antwoord
    assert f'<option value="{wijken["Lariks"].pk}" selected>' in antwoord


def test_address_is_found_and_chosen_without_javascript(bezig, client, buurt, locatieserver):
    locatieserver.antwoord["response"]["docs"][0]["centroide_ll"] = "POINT(6.51 52.99)"
    pagina = client.post(PLEK, {"zoek": "Sparstraat 12", "plek_adres": "Naast nr 12", "actie": "enter"}, follow=True)
    assert "Sparstraat 12, 9404KL Assen" in pagina.content.decode()
    bezig.refresh_from_db()
    assert bezig.plek_adres == "Naast nr 12"

    client.post(PLEK, {"zoek": "", "actie": "kies 6.510000 52.990000 Sparstraat 12, 9404KL Assen"})

    assert _plek(bezig) == (buurt, 6.51, 52.99)
    assert bezig.plek_adres == "Sparstraat 12, 9404KL Assen"


@pytest.mark.parametrize("actie", ["kies", "kies x y z", "kies 4.9 52.37 Amsterdam", "gebied 999999", "gebied x"])
def test_made_up_choice_changes_nothing(bezig, client, actie):
    assert client.post(PLEK, {"actie": actie}).status_code == 302
    assert _plek(bezig) == (None, None, None)


def test_postcode_finds_areas_when_addresses_cannot_be_looked_up(bezig, client, wijken):
    pagina = client.post(PLEK, {"zoek": "Lariks", "actie": "zoek"}, follow=True).content.decode()
    assert f'value="gebied {wijken["Lariks"].pk}"' in pagina

    client.post(PLEK, {"actie": f"gebied {wijken['Lariks'].pk}"})

    assert _plek(bezig) == (wijken["Lariks"], None, None)


def test_city_as_a_whole_is_no_choice(bezig, client, stad):
    antwoord = client.post(PLEK, {"gebied": stad.pk, "actie": "volgende"})

    assert "gebied" in antwoord.context["form"].errors
