"""The pages of commitments, the payment on the page of an expense, and both as a file."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.jaren import open_boekjaar
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import Uitgavestatus
from budgetten.exports.verplichtingen import VerplichtingResource
from budgetten.models import Uitgave, Verplichting, Verplichtingvrijval
from tests.budgetten.test_exports import haal
from tests.exporthulp import kolom

IBAN = "NL91 ABNA 0417 1643 00"
MASKER = "NL** **** **** **43 00"


def adres(naam: str, rij) -> str:
    return reverse(f"budgetten:{naam}", args=[rij.pk])


def tekst(antwoord) -> str:
    return antwoord.content.decode().replace("\u00a0", " ")


def berichten(antwoord) -> list[str]:
    return [str(bericht) for bericht in get_messages(antwoord.wsgi_request)]


@pytest.fixture
def betaling() -> dict[str, str]:
    """A filled-in request."""
    return {
        "bedrag": "250,00",
        "omschrijving": "Voorschot zaden",
        "datum": "2011-06-01",
        "begunstigde": "Stichting Moestuin",
        "iban": IBAN,
        "eenmalig": "a" * 32,
    }


def test_the_list_shows_what_is_open_and_filters(verplichting, vraag, als, lariks):
    vraag(verplichting, "100.00")
    client = als("partnermedewerker")
    lijst = reverse("budgetten:verplichtingen")
    pagina = tekst(client.get(lijst))
    assert "Moestuin aan de Nobellaan" in pagina
    assert "€ 1.000,00" in pagina
    for filter_, aantal in (
        ({"jaar": "2011"}, 1),
        ({"gebied": "lariks"}, 1),
        ({"gebied": "peelo"}, 0),
        ({"status": "open"}, 1),
        ({"status": "gesloten"}, 0),
        ({"zoek": "initiatief-12"}, 1),
        ({"zoek": "zwembad"}, 0),
    ):
        assert len(client.get(lijst, filter_).context["rijen"]) == aantal, filter_


def test_the_list_takes_the_same_number_of_queries_for_one_and_many(
    verplichting, vraag, als, lariks, gemeente, beslisser, django_assert_max_num_queries
):
    client = als("controller")
    lijst = reverse("budgetten:verplichtingen")
    client.get(lijst)
    with django_assert_max_num_queries(40) as een:
        client.get(lijst)
    for nummer in range(20):
        ander = verplichtingen.ga_aan(
            lariks,
            kenmerk=f"plan-{nummer}",
            omschrijving="Plan",
            url="",
            dekking={gemeente: Decimal(10)},
            boekdatum=dt.date(2011, 5, 1),
            door=beslisser,
        )
        vraag(ander, "1.00")
    with django_assert_max_num_queries(len(een)):
        assert len(client.get(lijst).context["rijen"]) == 21


def test_the_page_shows_the_stand_and_only_acts_one_may_do(verplichting, vraag, goedkeurder, als):
    uitgaven.keur_goed(vraag(verplichting, "333.33"), door=goedkeurder)
    pagina = tekst(als("stuurgroeplid").get(adres("verplichting", verplichting)))
    assert "Van € 1.000,00 staat € 666,67 nog open." in pagina
    assert "€ 133,33" in pagina  # Actium's part
    assert 'href="/initiatieven/12/"' in pagina
    assert "Betaling aanvragen" not in pagina
    assert "Geld vrijgeven" not in pagina
    assert "Betaling aanvragen" in tekst(als("coordinator").get(adres("verplichting", verplichting)))
    controller = tekst(als("controller").get(adres("verplichting", verplichting)))
    for knop in ("Geld vrijgeven", "Overzetten naar volgend jaar", "Terugontvangst boeken"):
        assert knop in controller


def test_a_payment_is_asked_for_once(verplichting, betaling, als):
    client = als("coordinator")
    for _keer in range(2):
        antwoord = client.post(adres("verplichting_betaling", verplichting), betaling)
        assert antwoord.headers["Location"] == Uitgave.objects.get().get_absolute_url()
    uitgave = Uitgave.objects.get()
    assert (uitgave.status, uitgave.bedrag, uitgave.verplichting) == (
        Uitgavestatus.INGEDIEND,
        Decimal("250.00"),
        verplichting,
    )


def test_a_payment_that_cannot_be_stays_on_the_form(verplichting, betaling, als):
    client = als("coordinator")
    pagina = tekst(client.post(adres("verplichting_betaling", verplichting), betaling | {"bedrag": "1000,01"}))
    assert "Op deze verplichting staat nog € 1.000,00 open. Meer kunt u niet aanvragen." in pagina
    pagina = tekst(client.post(adres("verplichting_betaling", verplichting), betaling | {"iban": "NL00"}))
    assert "IBAN" in pagina
    assert not Uitgave.objects.exists()


def test_the_account_number_is_whole_only_for_who_pays(verplichting, vraag, goedkeurder, als):
    uitgave = vraag(verplichting, "10.00")
    wacht = tekst(als(goedkeurder).get(adres("uitgave", uitgave)))
    assert MASKER in wacht
    assert IBAN not in wacht
    assert "Open op de verplichting, per betaler" in wacht
    uitgaven.keur_goed(uitgave, door=goedkeurder)
    for wie in ("coordinator", goedkeurder, "stuurgroeplid", "partnermedewerker"):
        assert IBAN not in tekst(als(wie).get(adres("uitgave", uitgave)))
    assert f"Maak € 10,00 over naar Stichting Moestuin, rekening {IBAN}." in tekst(
        als("controller").get(adres("uitgave", uitgave))
    )


def test_a_payment_taken_back_is_not_edited_but_handed_in_or_thrown_away(verplichting, vraag, als):
    uitgave = vraag(verplichting, "10.00")
    client = als("coordinator")
    antwoord = client.post(adres("uitgave_terughalen", uitgave))
    assert antwoord.headers["Location"] == uitgave.get_absolute_url()
    pagina = tekst(client.get(adres("uitgave", uitgave)))
    assert "Indienen" in pagina
    assert adres("uitgave_wijzig", uitgave) not in pagina
    assert client.get(adres("uitgave_wijzig", uitgave)).headers["Location"] == uitgave.get_absolute_url()
    client.post(adres("uitgave_weggooien", uitgave))
    assert not Uitgave.objects.exists()


def test_a_controller_releases_recovers_and_carries_over(verplichting, vraag, goedkeurder, als):
    uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)
    client = als("controller")

    antwoord = client.post(
        adres("verplichting_vrijgeven", verplichting), {"bedrag": "50", "reden": "Minder", "eenmalig": "a" * 32}
    )
    assert antwoord.headers["Location"] == verplichting.get_absolute_url()
    client.post(
        adres("verplichting_vrijgeven", verplichting), {"bedrag": "50", "reden": "Minder", "eenmalig": "a" * 32}
    )
    assert Verplichtingvrijval.objects.count() == 1

    client.post(
        adres("verplichting_terugontvangst", verplichting), {"bedrag": "10", "datum": "2011-08-01", "kenmerk": "BNK-1"}
    )
    assert verplichtingen.stand(verplichting).terugontvangen == Decimal("10.00")

    antwoord = client.get(adres("verplichting_overzetten", verplichting))
    assert berichten(antwoord)[-1].startswith("Boekjaar 2012 is er nog niet")
    open_boekjaar(2012, door=None)
    assert "Overzetten naar 2012" in tekst(client.get(adres("verplichting_overzetten", verplichting)))
    antwoord = client.post(adres("verplichting_overzetten", verplichting), {"reden": "In maart"})
    nieuw = Verplichting.objects.get(kenmerk="initiatief-12/2")
    assert antwoord.headers["Location"] == nieuw.get_absolute_url()
    assert nieuw.bedrag == Decimal("850.00")
    for pagina, ander in ((verplichting, nieuw), (nieuw, verplichting)):
        assert ander.get_absolute_url() in tekst(client.get(pagina.get_absolute_url()))


def test_a_form_that_has_no_sense_any_more_goes_back_to_the_page(verplichting, als, controller):
    verplichtingen.laat_vrijvallen(
        verplichting, bedrag=None, reden="Gaat niet door", boekdatum=dt.date(2011, 7, 1), door=controller
    )
    client = als("controller")
    for naam in ("verplichting_betaling", "verplichting_vrijgeven", "verplichting_terugontvangst"):
        antwoord = client.get(adres(naam, verplichting))
        assert antwoord.headers["Location"] == verplichting.get_absolute_url()
    pagina = tekst(client.post(adres("verplichting_vrijgeven", verplichting), {"reden": "Nog eens"}))
    assert "gesloten: er staat niets meer open" in pagina


def test_closing_a_year_lists_what_is_open(verplichting, als):
    pagina = tekst(als("controller").get(reverse("budgetten:boekjaar_sluiten", args=[2011])))
    assert "Er staan nog verplichtingen open" in pagina
    assert adres("verplichting_vrijgeven", verplichting) in pagina
    assert adres("verplichting_overzetten", verplichting) in pagina
    assert "Er staat nog geld toegekend of verplicht" not in pagina  # nothing beside this commitment


def test_the_file_holds_per_payer_what_the_page_shows(verplichting, vraag, goedkeurder, controller, als):
    betaald = uitgaven.keur_goed(vraag(verplichting, "333.33"), door=goedkeurder)
    uitgaven.markeer_betaald(betaald, datum=dt.date(2011, 6, 9), kenmerk="BNK", door=controller)
    verplichtingen.laat_vrijvallen(
        verplichting, bedrag=Decimal("66.67"), reden="Minder", boekdatum=dt.date(2011, 7, 1), door=controller
    )
    verplichtingen.ontvang_terug(
        verplichting, bedrag=Decimal("3.33"), datum=dt.date(2011, 8, 1), kenmerk="BNK", door=controller
    )
    rijen = haal(als("controller"), "verplichtingen_export")
    nu = verplichtingen.stand(verplichting)
    for naam, veld in (
        ("Verplicht", "bedrag"),
        ("Besteed", "besteed"),
        ("Betaald", "betaald"),
        ("Vrijgevallen", "vrijgevallen"),
        ("Terugontvangen", "terugontvangen"),
        ("Openstaand", "open"),
    ):
        assert [Decimal(str(cel)) for cel in kolom(rijen, naam)] == [getattr(b, veld) for b in nu.per_betaler], naam
    assert kolom(rijen, "Betaler") == ["Gemeente Assen", "Actium"]


def test_a_file_follows_the_filter_and_a_reversal(verplichting, als, controller):
    assert len(haal(als("controller"), "verplichtingen_export", status="gesloten")) == 1  # the names of the columns
    boek_tegen(verplichting.verplichting, reden="Fout", door=controller)
    tabel = VerplichtingResource().export(Verplichting.objects.all())
    assert tabel["Verplicht"] == [Decimal("0.00"), Decimal("0.00")]
    assert tabel["Openstaand"] == [Decimal("0.00"), Decimal("0.00")]


def test_no_file_holds_an_account_number(verplichting, vraag, als):
    vraag(verplichting, "10.00")
    rijen = haal(als("controller"), "uitgaven_export", tab="alle")
    assert kolom(rijen, "IBAN") == [MASKER]
    assert kolom(rijen, "Begunstigde") == ["Stichting Moestuin"]
    assert kolom(rijen, "Verplichting") == ["initiatief-12"]
