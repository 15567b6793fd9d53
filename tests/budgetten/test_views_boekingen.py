"""The list of bookings, one booking, and reversing it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from budgetten.domain.jaren import sluit_periode
from budgetten.domain.queries import totaal
from budgetten.domain.regels import besteed_direct
from budgetten.enums import Boekingsoort, Uitgavestatus
from budgetten.models import Boeking
from tests.budgetten.test_views_matrix import WIE
from tests.budgetten.test_views_uitgaven import berichten, tekst

LIJST = "/budget/boekingen/"


def tegen(boeking: Boeking) -> str:
    return reverse("budgetten:boeking_tegenboeken", args=[boeking.pk])


def omschrijvingen(client, **vraag) -> list[str]:
    return [boeking.omschrijving for boeking in client.get(LIJST, vraag).context["page_obj"]]


def test_list_filters(als, controller, goedgekeurd, gemeente, actium):
    client = als(controller)
    assert len(omschrijvingen(client)) == 5
    assert omschrijvingen(client, soort="besteding") == ["Buurtfeest"]
    assert omschrijvingen(client, maand="5") == ["Buurtfeest"]
    assert omschrijvingen(client, zoek="buurt") == ["Buurtfeest"]
    assert omschrijvingen(client, vanaf="1.000,00", tot="1.000,01") == ["Buurtfeest"]
    assert omschrijvingen(client, jaar="1999", gebied="peelo") == []
    assert omschrijvingen(client, gebied="lariks") == ["Buurtfeest", "Toedeling aan Lariks/sociaal 2011"]
    assert omschrijvingen(client, thema=goedgekeurd.regel.thema.slug, maand="1") == [
        "Toedeling aan Lariks/sociaal 2011"
    ]
    assert omschrijvingen(client, partner=actium.slug, soort="bijdrage") == ["Bijdrage Actium 2011"]


def test_list_shows_sums_in_constant_queries(als, controller, lariks, django_assert_max_num_queries):
    client = als(controller)
    dag = dt.date(2011, 5, 21)
    besteed_direct(lariks, bedrag=Decimal("10.03"), boekdatum=dag, omschrijving="Een", door=None)
    assert "€ 10,03" in tekst(client.get(LIJST))
    for nummer in range(20):
        besteed_direct(lariks, bedrag=Decimal(1), boekdatum=dag, omschrijving=f"Boeking {nummer}", door=None)
    with django_assert_max_num_queries(WIE + 5):
        client.get(LIJST)


def test_booking_shows_its_movements_and_source(als, stuurgroeplid, goedgekeurd):
    pagina = tekst(als(stuurgroeplid).get(goedgekeurd.boeking.get_absolute_url()))
    for deel in ("€ 500,01", "€ 312,50", "€ 187,50", "€ 1.000,01", "Gea Goedkeurder", goedgekeurd.get_absolute_url()):
        assert deel in pagina
    assert "Tegenboeken" not in pagina
    for regel in ("Uitgave ingevoerd", "Uitgave ingediend", "Uitgave goedgekeurd"):
        assert regel in pagina, "the log of what it came from"


def test_booking_of_an_allocation_and_of_a_pledge(als, controller, lariks):
    client = als(controller)
    for soort, in_log in ((Boekingsoort.BIJDRAGE, "Bijdrage toegezegd"), (Boekingsoort.TOEDELING, "")):
        boeking = Boeking.objects.filter(soort=soort).first()
        antwoord = client.get(boeking.get_absolute_url())
        assert antwoord.status_code == 200
        assert in_log in tekst(antwoord)


def test_reversing_asks_first_and_then_does_it_once(als, controller, goedgekeurd, lariks):
    client = als(controller)
    boeking = goedgekeurd.boeking
    pagina = client.get(tegen(boeking))
    assert "De uitgave “Buurtfeest” wordt tegengeboekt." in tekst(pagina)
    assert totaal(lariks.boekjaar).besteed == Decimal("1000.01")
    dag = pagina.context["form"]["boekdatum"].value().isoformat()
    assert dag == "2011-12-31"
    leeg = client.post(tegen(boeking), {"reden": " ", "boekdatum": dag})
    assert leeg.status_code == 200
    antwoord = client.post(tegen(boeking), {"reden": "Dubbel", "boekdatum": dag})
    tegenboeking = Boeking.objects.get(soort=Boekingsoort.TEGENBOEKING)
    assert antwoord.url == tegenboeking.get_absolute_url()
    assert totaal(lariks.boekjaar).besteed == Decimal("0.00")
    goedgekeurd.refresh_from_db()
    assert goedgekeurd.status == Uitgavestatus.TEGENGEBOEKT
    tweede = client.post(tegen(boeking), {"reden": "Dubbel", "boekdatum": dag})
    assert berichten(tweede)[-1] == "Deze boeking is al tegengeboekt."
    assert f"Bekijk tegenboeking {tegenboeking.pk}" in tekst(client.get(boeking.get_absolute_url()))
    assert "Dit is een tegenboeking." in tekst(client.get(tegenboeking.get_absolute_url()))


def test_reversing_in_a_closed_month_keeps_the_reason(als, controller, goedgekeurd, lariks):
    sluit_periode(lariks.boekjaar.perioden.get(maand=5), door=None)
    antwoord = als(controller).post(tegen(goedgekeurd.boeking), {"reden": "Dubbel", "boekdatum": "2011-05-21"})
    assert antwoord.status_code == 200
    assert "is gesloten" in tekst(antwoord)
    assert "Dubbel</textarea>" in tekst(antwoord)


def test_reversing_money_that_moved_on_is_refused(als, controller, goedgekeurd):
    toedeling = Boeking.objects.get(soort=Boekingsoort.TOEDELING)
    antwoord = als(controller).post(tegen(toedeling), {"reden": "Fout", "boekdatum": "2011-12-31"})
    assert "Dit geld is al verder geboekt" in tekst(antwoord)


@pytest.mark.parametrize("rol", ["bewoner", "coordinator", "stuurgroeplid", "partnermedewerker", "beheerder"])
def test_reversing_is_for_controllers(als, goedgekeurd, rol):
    client = als(rol)
    assert client.get(tegen(goedgekeurd.boeking)).status_code == 403
    assert client.post(tegen(goedgekeurd.boeking), {"reden": "x", "boekdatum": "2011-12-31"}).status_code == 403


def test_bookings_are_for_staff(als, goedgekeurd):
    for rol, status in (("bezoeker", 302), ("bewoner", 403), ("stuurgroeplid", 200)):
        client = als(rol)
        assert client.get(LIJST).status_code == status
        assert client.get(goedgekeurd.boeking.get_absolute_url()).status_code == status
