"""Amendments, pledges and receipts, years and periods: the pages of controllers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from budgetten.domain import wijzigingen
from budgetten.domain.begroting import regel_voor
from budgetten.domain.queries import potstand, totaal
from budgetten.enums import Jaarstatus, Wijzigingstatus
from budgetten.models import Begrotingswijziging, Bijdrage, Boeking, Boekjaar, Ontvangst
from tests.budgetten.test_uitgaven import sql
from tests.budgetten.test_views_matrix import WIE
from tests.budgetten.test_views_uitgaven import berichten, tekst
from tests.factories import ThemaFactory

SLEUTEL = "b" * 32


@pytest.fixture
def anders(pot, wijken):
    """Another line of 2011, in Peelo, with nothing on it."""
    return regel_voor(pot, gebied=wijken["Peelo"], thema=ThemaFactory(naam="Jeugdwerk"))


@pytest.fixture
def wijziging(lariks, anders, coordinator) -> Begrotingswijziging:
    """€ 1.000 from Lariks to Peelo, submitted by the coordinator of Lariks."""
    return wijzigingen.dien_in(lariks, naar=anders, bedrag=Decimal(1000), reden="Meer jeugd", door=coordinator)


def van(naam: str, *args) -> str:
    return reverse(f"budgetten:{naam}", args=args)


def test_amendment_is_submitted_once(als, coordinator, lariks, anders):
    client = als(coordinator)
    gegevens = {
        "van": lariks.pk,
        "naar": anders.pk,
        "bedrag": "1.000,00",
        "reden": "Meer jeugd",
        "eenmalig": SLEUTEL,
    }
    fout = client.post(van("wijziging_nieuw"), gegevens | {"naar": lariks.pk})
    assert "Kies twee verschillende regels." in tekst(fout)
    assert "Meer jeugd</textarea>" in tekst(fout)
    eerste, tweede = client.post(van("wijziging_nieuw"), gegevens), client.post(van("wijziging_nieuw"), gegevens)
    rij = Begrotingswijziging.objects.get()
    assert (eerste.url, tweede.url) == (van("wijziging", rij.pk),) * 2
    assert (rij.status, rij.bedrag, rij.ingediend_door) == (Wijzigingstatus.INGEDIEND, Decimal("1000.00"), coordinator)


def test_amendment_of_more_than_is_free_is_refused_at_its_amount(als, coordinator, lariks, anders):
    gegevens = {"van": lariks.pk, "naar": anders.pk, "bedrag": "60.000,01", "reden": "Te veel"}
    antwoord = als(coordinator).post(van("wijziging_nieuw"), gegevens)
    assert antwoord.context["form"].errors == {"bedrag": ["Op deze regel is nog €\u00a060.000,00 vrij."]}
    assert not Begrotingswijziging.objects.exists()


def test_amendment_without_enough_free_money_offers_no_button_to_establish(
    als, controller, coordinator, lariks, anders
):
    rij = wijzigingen.dien_in(lariks, naar=anders, bedrag=Decimal("60000.01"), reden="x", door=coordinator)
    pagina = tekst(als(controller).get(van("wijziging", rij.pk)))
    assert "Er is te weinig geld vrij" in pagina
    assert "Vaststellen en boeken" not in pagina
    assert "Afwijzen" in pagina


def test_year_page_logs_the_closing_of_its_months(als, controller, boekjaar):
    periode = boekjaar.perioden.get(maand=1)
    client = als(controller)
    client.post(van("periode_sluiten", periode.pk))
    assert f"{str(periode).capitalize()} gesloten" in tekst(client.get(van("boekjaar", boekjaar.jaar)))


def test_amendment_from_another_area_cannot_be_chosen(als, coordinator_elders, lariks, anders):
    antwoord = als(coordinator_elders).post(
        van("wijziging_nieuw"), {"van": lariks.pk, "naar": anders.pk, "bedrag": "1", "reden": "x"}
    )
    assert antwoord.status_code == 200
    assert not Begrotingswijziging.objects.exists()


def test_amendment_is_established_by_another_and_posts_once(als, controller, wijziging, lariks, anders):
    client = als(controller)
    assert "Vaststellen en boeken" in tekst(client.get(van("wijziging", wijziging.pk)))
    antwoord = client.post(van("wijziging_vaststellen", wijziging.pk))
    assert berichten(antwoord) == ["De begrotingswijziging is vastgesteld en geboekt."]
    wijziging.refresh_from_db()
    assert (wijziging.status, wijziging.boeking.boekdatum.year) == (Wijzigingstatus.VASTGESTELD, 2011)
    tweede = client.post(van("wijziging_vaststellen", wijziging.pk))
    assert berichten(tweede)[-1] == "Deze begrotingswijziging is al beoordeeld: vastgesteld."
    assert "€ 59.000,00" in tekst(client.get(lariks.get_absolute_url()))
    assert client.get(wijziging.boeking.get_absolute_url()).status_code == 200


def test_amendment_is_not_established_by_its_submitter(als, controller, lariks, anders):
    eigen = wijzigingen.dien_in(lariks, naar=anders, bedrag=Decimal(5), reden="x", door=controller)
    client = als(controller)
    assert "Vaststellen en boeken" not in tekst(client.get(van("wijziging", eigen.pk)))
    assert client.post(van("wijziging_vaststellen", eigen.pk)).status_code == 403
    with pytest.raises(IntegrityError, match="wijziging_vier_ogen"):
        sql(
            "UPDATE budgetten_begrotingswijziging SET status = 'afgewezen', beoordeeld_door_id = %s WHERE id = %s",
            controller.pk,
            eigen.pk,
        )


@pytest.mark.parametrize("rol", ["bezoeker", "bewoner", "coordinator_elders", "stuurgroeplid", "partnermedewerker"])
@pytest.mark.parametrize("actie", ["wijziging_vaststellen", "wijziging_afwijzen"])
def test_amendment_is_judged_by_controllers(als, wijziging, rol, actie):
    assert als(rol).post(van(actie, wijziging.pk)).status_code == 403
    assert als(rol).get(van(actie, wijziging.pk)).status_code == 405


def test_amendment_is_refused(als, controller, wijziging, lariks):
    als(controller).post(van("wijziging_afwijzen", wijziging.pk))
    wijziging.refresh_from_db()
    assert (wijziging.status, totaal(lariks.boekjaar).vrij) == (Wijzigingstatus.AFGEWEZEN, Decimal("60000.00"))


def test_amendments_list_in_constant_queries(
    als, controller, wijziging, lariks, anders, coordinator, django_assert_max_num_queries
):
    client = als(controller)
    for nummer in range(15):
        wijzigingen.dien_in(lariks, naar=anders, bedrag=Decimal(1), reden=str(nummer), door=coordinator)
    with django_assert_max_num_queries(WIE + 3):
        assert len(client.get(van("wijzigingen")).context["page_obj"]) == 16
    assert len(client.get(van("wijzigingen"), {"status": "vastgesteld"}).context["page_obj"]) == 0


def test_new_year_from_pledge_to_allocation(als, controller, gemeente, wijken, themas, actium):
    """A controller makes a year ready to be spent, in pages only."""
    client = als(controller)
    assert client.post(van("boekjaar_openen"), {"jaar": "2013"}).url == van("boekjaar", 2013)
    assert client.post(van("boekjaar_openen"), {"jaar": "2013"}).url == van("boekjaar", 2013)
    jaar = Boekjaar.objects.get()
    assert jaar.perioden.count() == 12
    toezegging = {"partner": gemeente.pk, "bedrag": "400.000,00", "boekdatum": "2013-01-02", "eenmalig": SLEUTEL}
    fout = client.post(van("bijdrage_toezeggen", 2013), toezegging | {"boekdatum": "2012-01-02"})
    assert "Kies een dag in 2013." in tekst(fout)
    for _klik in range(2):
        assert client.post(van("bijdrage_toezeggen", 2013), toezegging).status_code == 302
    assert Bijdrage.objects.count() == 1
    toedeling = {
        "gebied": wijken["Lariks"].pk,
        "thema": themas["Groen"].pk,
        "boekdatum": "2013-01-03",
        f"deel_{gemeente.pk}": "1.000,50",
        "eenmalig": SLEUTEL,
    }
    te_veel = client.post(van("toedelen", 2013), toedeling | {f"deel_{gemeente.pk}": "500.000"})
    assert "De pot van Gemeente Assen heeft nog € 400.000,00" in tekst(te_veel)
    assert not jaar.regels.exists()
    for _klik in range(2):
        assert client.post(van("toedelen", 2013), toedeling).status_code == 302
    assert totaal(jaar).vrij == Decimal("1000.50")
    assert potstand(jaar) == {gemeente.pk: Decimal("398999.50")}


def test_allocation_by_a_key(als, controller, pot, sleutel, wijken, themas):
    gegevens = {
        "gebied": wijken["Peelo"].pk,
        "thema": themas["Jeugd"].pk,
        "boekdatum": "2011-02-01",
        "bedrag": "1.000,00",
    }
    client = als(controller)
    assert "Kies hoe het bedrag over de betalers wordt verdeeld." in tekst(client.post(van("toedelen", 2011), gegevens))
    assert client.post(van("toedelen", 2011), gegevens | {"sleutel": sleutel.pk}).status_code == 302
    assert sorted(Boeking.objects.first().mutaties.values_list("bedrag", flat=True)) == [
        Decimal("187.50"),
        Decimal("312.50"),
        Decimal("500.00"),
    ]


def test_allocation_is_one_way_or_the_other(als, controller, pot, sleutel, gemeente, wijken, themas):
    antwoord = als(controller).post(
        van("toedelen", 2011),
        {
            "gebied": wijken["Peelo"].pk,
            "thema": themas["Jeugd"].pk,
            "boekdatum": "2011-02-01",
            "bedrag": "10",
            "sleutel": sleutel.pk,
            f"deel_{gemeente.pk}": "5",
        },
    )
    assert "Niet allebei." in tekst(antwoord)
    assert totaal(pot).begroot == Decimal("0.00")


def test_receipts_count_down_what_is_outstanding(als, controller, pot, actium):
    bijdrage = Bijdrage.objects.get(partner=actium)
    client = als(controller)
    gegevens = {"datum": "2011-02-01", "bedrag": "100.000,00", "kenmerk": "A-1"}
    assert client.post(van("bijdrage_ontvangst", bijdrage.pk), gegevens).status_code == 302
    zelfde = client.post(van("bijdrage_ontvangst", bijdrage.pk), gegevens)
    assert "Dit kenmerk is al vastgelegd bij deze bijdrage." in tekst(zelfde)
    te_veel = client.post(van("bijdrage_ontvangst", bijdrage.pk), gegevens | {"kenmerk": "A-2", "bedrag": "200000"})
    assert "Er staat nog € 150.000,00 open." in tekst(te_veel)
    assert 'value="200000"' in tekst(te_veel)
    assert Ontvangst.objects.count() == 1
    pagina = client.get(van("bijdragen"), {"jaar": "2011"})
    assert [rij["open"] for rij in pagina.context["partners"]] == [
        Decimal("400000.00"),
        Decimal("150000.00"),
        Decimal("150000.00"),
    ]
    assert pagina.context["totaal"] == {
        "toegezegd": Decimal("800000.00"),
        "ontvangen": Decimal("100000.00"),
        "open": Decimal("700000.00"),
    }


def test_contributions_in_constant_queries(als, controller, pot, actium, django_assert_max_num_queries):
    client = als(controller)
    bijdrage = Bijdrage.objects.get(partner=actium)
    for nummer in range(10):
        Ontvangst.objects.create(
            bijdrage=bijdrage, datum=dt.date(2011, 2, 1), bedrag=1, kenmerk=f"K{nummer}", vastgelegd_door=controller
        )
    with django_assert_max_num_queries(WIE + 4):
        client.get(van("bijdragen"))


def test_period_is_closed_and_opened_again(als, controller, lariks):
    periode = lariks.boekjaar.perioden.get(maand=5)
    client = als(controller)
    assert berichten(client.post(van("periode_sluiten", periode.pk))) == ["De periode mei 2011 is gesloten."]
    assert berichten(client.post(van("periode_sluiten", periode.pk)))[-1] == "De periode mei 2011 was al gesloten."
    assert client.post(van("periode_heropenen", periode.pk), {"reden": ""}).status_code == 200
    periode.refresh_from_db()
    assert periode.status == Jaarstatus.GESLOTEN
    assert client.post(van("periode_heropenen", periode.pk), {"reden": "Nagekomen factuur"}).status_code == 302
    periode.refresh_from_db()
    assert periode.status == Jaarstatus.OPEN


def test_year_is_closed_with_the_rest_carried_over(als, controller, lariks, pot):
    client = als(controller)
    assert client.get(van("boekjaar_sluiten", 2011)).status_code == 200
    leeg = client.post(van("boekjaar_sluiten", 2011), {"reden": "Einde jaar"})
    assert leeg.context["form"].errors
    antwoord = client.post(van("boekjaar_sluiten", 2011), {"reden": "Einde jaar", "rest": "overhevelen"})
    assert antwoord.status_code == 302
    pot.refresh_from_db()
    assert pot.status == Jaarstatus.GESLOTEN
    assert sum(potstand(Boekjaar.objects.get(jaar=2012)).values()) == Decimal("60000.00")
    tweede = client.post(van("boekjaar_sluiten", 2011), {"reden": "x", "rest": "laten"})
    assert berichten(tweede)[-1] == "Boekjaar 2011 was al gesloten."


@pytest.mark.parametrize("rol", ["bewoner", "coordinator", "stuurgroeplid", "partnermedewerker", "beheerder"])
def test_years_are_managed_by_controllers(als, lariks, rol):
    client = als(rol)
    periode = lariks.boekjaar.perioden.first()
    bijdrage = Bijdrage.objects.first()
    for adres in (
        van("boekjaar_openen"),
        van("bijdrage_toezeggen", 2011),
        van("bijdrage_ontvangst", bijdrage.pk),
        van("toedelen", 2011),
        van("boekjaar_sluiten", 2011),
        van("periode_sluiten", periode.pk),
        van("periode_heropenen", periode.pk),
    ):
        assert client.post(adres, {"jaar": 2020, "reden": "x"}).status_code == 403, adres
    assert Boekjaar.objects.count() == 1


@pytest.mark.parametrize("naam", ["wijzigingen", "bijdragen", "boekjaren"])
def test_overviews_are_for_staff(als, pot, naam):
    for rol, status in (("bezoeker", 302), ("bewoner", 403), ("stuurgroeplid", 200), ("controller", 200)):
        assert als(rol).get(van(naam)).status_code == status
