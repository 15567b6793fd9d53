"""Lists of money as files: what is filtered on screen is what is in the file, to the cent, for who may have it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budgetten.domain.bijdragen import leg_ontvangst_vast
from budgetten.domain.queries import standen, totaal
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.domain.uitgaven import dien_in, maak
from budgetten.domain.wijzigingen import dien_in as dien_wijziging_in
from budgetten.domain.wijzigingen import stel_vast
from budgetten.enums import BtwBehandeling, Uitgavestatus
from budgetten.exports.resources import BegrotingResource, BoekingResource
from budgetten.models import Begrotingsregel, Bijdrage, Boeking, Boekjaar, Mutatie, Uitgave
from kern.models import Gebruiker, Taak
from partners.models import Partner
from tests.budgetten.conftest import DAG, KWAAD
from tests.exporthulp import FORMATEN, csv_rijen, inhoud, kolom, lees
from tests.factories import BegrotingsregelFactory, LeverancierFactory, UitgaveFactory

Als = Callable[[Gebruiker | str | None], Client]

ADRESSEN = ("boekingen_export", "begroting_export", "uitgaven_export", "bijdragen_export")


def haal(client: Client, adres: str, **vraag: Any) -> list[list[Any]]:
    """The rows of an export, as read back."""
    formaat = vraag.setdefault("formaat", "xlsx")
    antwoord = client.get(reverse(f"budgetten:{adres}"), vraag)
    assert antwoord.status_code == 200
    return lees(inhoud(antwoord), formaat)


# Who


@pytest.mark.parametrize("adres", ADRESSEN)
@pytest.mark.parametrize(
    ("rol", "status"),
    [
        ("bezoeker", 302),
        ("bewoner", 403),
        ("medewerker_mogelijke_partner", 403),
        ("ex_medewerker", 403),
        ("partnermedewerker", 200),
        ("coordinator", 200),
        ("stuurgroeplid", 200),
        ("controller", 200),
    ],
)
def test_exports_are_for_staff(adres: str, rol: str, status: int, als: Als, lariks: Begrotingsregel) -> None:
    assert als(rol).get(reverse(f"budgetten:{adres}")).status_code == status


@pytest.mark.parametrize("adres", ADRESSEN)
@pytest.mark.parametrize("rol", ["bezoeker", "bewoner"])
def test_no_task_for_who_may_not_export(adres: str, rol: str, als: Als, lariks: Begrotingsregel, settings: Any) -> None:
    settings.EXPORT_DIRECT_MAX = 0
    assert als(rol).post(reverse(f"budgetten:{adres}"), {"formaat": "csv"}).status_code == 403
    assert not Taak.objects.exists()


# What: bookings


@pytest.mark.parametrize("formaat", FORMATEN)
def test_bookings_are_the_ledger_to_the_cent(formaat: str, als: Als, geboekt: Begrotingsregel) -> None:
    rijen = haal(als("controller"), "boekingen_export", formaat=formaat)
    mutaties = Mutatie.objects.all()
    assert len(rijen) - 1 == mutaties.count()
    assert sum(kolom(rijen, "Bedrag")) == sum(mutatie.bedrag for mutatie in mutaties)
    assert set(kolom(rijen, "Boeking")) == {Decimal(boeking.pk) for boeking in Boeking.objects.all()}
    assert all(type(datum) is dt.date for datum in kolom(rijen, "Boekdatum"))
    eerste = rijen[1]
    assert eerste[0] == max(kolom(rijen, "Boeking"))
    assert set(kolom(rijen, "Omschrijving")) >= {("'" if formaat == "csv" else "") + KWAAD}


def test_bookings_have_twelve_columns(geboekt: Begrotingsregel) -> None:
    boeking = Boeking.objects.get(omschrijving=KWAAD)
    tabel = BoekingResource().tabel(Boeking.objects.filter(pk=boeking.pk))
    assert tabel.namen == [
        "Boeking", "Boekdatum", "Vastgelegd op", "Soort", "Omschrijving", "Betaler", "Van", "Naar", "Gebied", "Thema",
        "Jaar", "Bedrag",
    ]  # fmt: skip
    boeking.refresh_from_db()
    moment = timezone.localtime(boeking.vastgelegd_op).replace(tzinfo=None, microsecond=0)
    assert next(tabel.rijen()) == [
        boeking.pk, DAG, moment, "Besteding", KWAAD, "Gemeente Assen", "Vrij besteedbaar", "Besteed", "Lariks",
        "Sociaal", 2011, Decimal("500.01"),
    ]  # fmt: skip
    assert tabel.aantal() == len(list(tabel.rijen())) == 3


def test_amendment_names_both_lines(
    geboekt: Begrotingsregel, pot: Boekjaar, wijken: dict[str, Any], controller: Gebruiker, coordinator: Gebruiker
) -> None:
    naar = BegrotingsregelFactory(boekjaar=pot, gebied=wijken["Peelo"], thema=geboekt.thema)
    wijziging = dien_wijziging_in(geboekt, naar=naar, bedrag=Decimal(10), reden="Meer nodig", door=coordinator)
    stel_vast(wijziging, door=controller, boekdatum=DAG)
    rij = next(BoekingResource().tabel(Boeking.objects.filter(soort="wijziging")).rijen())
    assert (rij[8], rij[9]) == ("Lariks → Peelo", "Sociaal")


@pytest.mark.parametrize(
    "vraag",
    [
        {},
        {"soort": "besteding"},
        {"maand": "5"},
        {"gebied": "lariks"},
        {"partner": "actium"},
        {"vanaf": "99,99", "tot": "1.000,01"},
        {"zoek": "buurttuin"},
        {"soort": "besteding", "zoek": "hyperlink"},
        {"jaar": "2010"},
        {"jaar": "x", "soort": "' OR 1=1 --", "vanaf": "veel", "page": "3", "pk__in": "1"},
        {"boeking__door__password__startswith": "a"},
    ],
)
def test_file_holds_what_the_page_shows(vraag: dict[str, str], als: Als, geboekt: Begrotingsregel) -> None:
    client = als("stuurgroeplid")
    scherm = client.get(reverse("budgetten:boekingen"), vraag).context["boekingen"]
    rijen = haal(client, "boekingen_export", **vraag)
    assert set(kolom(rijen, "Boeking")) == {Decimal(boeking.pk) for boeking in scherm}
    assert sum(kolom(rijen, "Bedrag")) == sum(boeking.bedrag for boeking in scherm)


# What: budget


def test_budget_has_a_row_for_each_line_and_payer(als: Als, geboekt: Begrotingsregel, pot: Boekjaar) -> None:
    BegrotingsregelFactory(boekjaar=pot, gebied=geboekt.gebied, omschrijving="@leeg")
    rijen = haal(als("coordinator"), "begroting_export")
    vol = [rij for rij in rijen[1:] if rij[5]]
    assert [rij[5] for rij in vol] == ["Gemeente Assen", "Actium", "Woonconcept"]
    assert vol[0] == [
        2011, "Lariks", "Sociaal", "Sociaal", None, "Gemeente Assen", 30000, Decimal("28499.99"), 1000, 0,
        Decimal("500.01"),
    ]  # fmt: skip
    (leeg,) = [rij for rij in rijen[1:] if not rij[5]]
    assert leeg[4:] == ["@leeg", None, 0, 0, 0, 0, 0]
    stand = totaal(pot)
    for naam, bedrag in (
        ("Begroot", stand.begroot), ("Vrij besteedbaar", stand.vrij), ("Toegekend", stand.toegekend),
        ("Verplicht", stand.verplicht), ("Besteed", stand.besteed),
    ):  # fmt: skip
        assert sum(kolom(rijen, naam)) == bedrag


def test_budget_filters_like_the_matrix(als: Als, geboekt: Begrotingsregel, pot: Boekjaar, actium: Partner) -> None:
    client = als("controller")
    assert len(haal(client, "begroting_export", domein="fysiek")) == 1
    assert len(haal(client, "begroting_export", gebied="peelo")) == 1
    assert len(haal(client, "begroting_export", gebied="lariks", thema=geboekt.thema.slug)) == 4
    rijen = haal(client, "begroting_export", partner="actium")
    assert kolom(rijen, "Betaler") == ["Actium"]
    assert kolom(rijen, "Begroot") == [standen(pot, partner=actium)[()].begroot]


# What: pledges


def test_pledges_tell_what_is_outstanding(als: Als, pot: Boekjaar, gemeente: Partner, controller: Gebruiker) -> None:
    toezegging = Bijdrage.objects.get(partner=gemeente)
    leg_ontvangst_vast(toezegging, datum=DAG, bedrag=Decimal("100.10"), kenmerk="a", door=controller)
    leg_ontvangst_vast(toezegging, datum=DAG, bedrag=Decimal("0.01"), kenmerk="b", door=controller)
    boek_tegen(Bijdrage.objects.get(partner__naam="Actium").boeking, reden="Vergissing", door=controller)
    rijen = haal(als("controller"), "bijdragen_export", jaar=2011)
    assert [rij[1] for rij in rijen[1:]] == ["Gemeente Assen", "Actium", "Woonconcept"]
    assert kolom(rijen, "Toegezegd") == [400_000, 250_000, 150_000]
    assert kolom(rijen, "Ontvangen") == [Decimal("100.11"), 0, 0]
    assert kolom(rijen, "Openstaand") == [Decimal("399899.89"), 0, 150_000]
    assert kolom(rijen, "Tegengeboekt") == ["nee", "ja", "nee"]
    scherm = als("controller").get(reverse("budgetten:bijdragen"), {"jaar": 2011}).context["totaal"]
    assert sum(kolom(rijen, "Openstaand")) == scherm["open"]
    assert sum(kolom(rijen, "Ontvangen")) == scherm["ontvangen"]


# What: expenses


@pytest.fixture
def uitgaven(lariks: Begrotingsregel, coordinator: Gebruiker) -> list[Uitgave]:
    """A draft and a handed in expense."""
    gegevens = {"datum": DAG, "netto": Decimal("100.00"), "btw_behandeling": BtwBehandeling.KOSTEN, "door": coordinator}
    een = maak(
        lariks, omschrijving="+31 bellen", leverancier="@Bakker", factuurnummer="-1", btw=Decimal("9.00"), **gegevens
    )
    twee = maak(
        lariks, omschrijving="Verf", leverancier="Schilder", factuurnummer="2", btw=Decimal("21.00"), **gegevens
    )
    dien_in(twee, door=coordinator)
    return [een, twee]


@pytest.mark.parametrize("formaat", FORMATEN)
@pytest.mark.parametrize(
    "vraag", [{"tab": "alle"}, {"tab": "concepten"}, {"tab": "beoordelen"}, {"tab": "alle", "zoek": "bakker"}]
)
def test_expenses_follow_the_tab_and_the_filter(
    formaat: str, vraag: dict[str, str], als: Als, uitgaven: list[Uitgave]
) -> None:
    for rol in ("coordinator", "controller", "partnermedewerker"):
        client = als(rol)
        scherm = list(client.get(reverse("budgetten:uitgaven"), vraag).context["page_obj"])
        rijen = haal(client, "uitgaven_export", formaat=formaat, **vraag)
        assert kolom(rijen, "Uitgave") == [Decimal(uitgave.pk) for uitgave in scherm]
        assert sum(kolom(rijen, "Ten laste van het programma")) == sum(uitgave.bedrag for uitgave in scherm)


def test_expense_texts_are_harmless_and_amounts_are_numbers(als: Als, uitgaven: list[Uitgave]) -> None:
    antwoord = als("controller").get(reverse("budgetten:uitgaven_export"), {"tab": "alle", "formaat": "csv"})
    assert antwoord["Content-Type"] == "text/csv; charset=utf-8"
    assert antwoord["Cache-Control"] == "private, no-store"
    kop, *rijen = csv_rijen(inhoud(antwoord))
    (rij,) = [dict(zip(kop, rij, strict=True)) for rij in rijen if rij[0] == str(uitgaven[0].pk)]
    assert (rij["Omschrijving"], rij["Leverancier"], rij["Factuurnummer"]) == ("'+31 bellen", "'@Bakker", "'-1")
    assert (rij["Bedrag zonder btw"], rij["Btw"], rij["Status"]) == ("100,00", "9,00", "Concept")


def test_visible_expenses_only(uitgaven: list[Uitgave], bewoner: Gebruiker, controller: Gebruiker) -> None:
    """Even past the permission of the page, rows are those this user may see."""
    from kern.exports.lijsten import zoek

    lijst = zoek("budgetten.uitgaven")
    assert lijst is not None
    assert lijst.tabel(bewoner, QueryDict("tab=alle")).aantal() == 0
    assert lijst.tabel(controller, QueryDict("tab=alle")).aantal() == 2


def test_statuses_are_in_words(lariks: Begrotingsregel, als: Als) -> None:
    UitgaveFactory(regel=lariks, leverancier=LeverancierFactory(naam="Bakker"), status=Uitgavestatus.INGEDIEND)
    rijen = haal(als("controller"), "uitgaven_export", tab="alle")
    assert kolom(rijen, "Status") == ["Wacht op goedkeuring"]
    assert kolom(rijen, "Behandeling van btw") == ["Btw is kosten"]


# The page, the button and the format


def test_button_carries_the_filter_of_the_page(als: Als, geboekt: Begrotingsregel, uitgaven: list[Uitgave]) -> None:
    from lxml import html

    client = als("coordinator")
    for adres, vraag, verwacht in (
        ("boekingen", {"soort": "besteding", "page": "1", "rommel": "x"}, {"soort": "besteding", "jaar": "2011"}),
        ("matrix", {"partner": "actium"}, {"partner": "actium", "jaar": "2011"}),
        ("uitgaven", {}, {"tab": "concepten"}),
        ("bijdragen", {}, {"jaar": "2011"}),
    ):
        boom = html.fromstring(client.get(reverse(f"budgetten:{adres}"), vraag).content)
        (formulier,) = boom.xpath("//form[contains(@class, 'exporteer')]")
        assert {i.get("name"): i.get("value") for i in formulier.xpath("input[@type='hidden']")} == verwacht
        assert formulier.xpath(".//select[@name='formaat']/option/@value") == list(FORMATEN)
        assert client.get(formulier.get("action"), verwacht | {"formaat": "ods"}).status_code == 200


def test_unknown_format_is_explained(als: Als, geboekt: Begrotingsregel) -> None:
    antwoord = als("controller").get(reverse("budgetten:boekingen_export"), {"formaat": "exe", "soort": "besteding"})
    assert antwoord.status_code == 400
    tekst = antwoord.content.decode()
    assert "Kies een van deze soorten bestanden." in tekst
    assert 'action="?soort=besteding"' in tekst


def test_file_is_named_and_never_kept(als: Als, geboekt: Begrotingsregel) -> None:
    antwoord = als("controller").get(reverse("budgetten:boekingen_export"), {"formaat": "ods"})
    dag = timezone.localdate().isoformat()
    assert antwoord["Content-Disposition"] == f'attachment; filename="boekingen-{dag}.ods"'
    assert antwoord["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert antwoord["Cache-Control"] == "private, no-store"
    assert int(antwoord["Content-Length"]) == len(inhoud(antwoord))


def test_export_takes_the_same_queries_for_one_and_many(
    als: Als, geboekt: Begrotingsregel, django_assert_num_queries: Any
) -> None:
    resource = BoekingResource()
    with django_assert_num_queries(1):
        list(resource.tabel(Boeking.objects.filter(omschrijving=KWAAD)).rijen())
    with django_assert_num_queries(1):
        assert len(list(resource.tabel(Boeking.objects.all()).rijen())) > 10
    with django_assert_num_queries(1):
        list(BegrotingResource().tabel(Begrotingsregel.objects.all()).rijen())


def test_stock_interface_gives_the_same_rows(geboekt: Begrotingsregel) -> None:
    resource = BoekingResource()
    dataset = resource.export(Boeking.objects.all())
    tabel = resource.tabel(Boeking.objects.all())
    assert dataset.headers == tabel.namen
    assert [list(rij) for rij in dataset] == list(tabel.rijen())
    assert resource.export(Boeking.objects.all(), export_fields=["bedrag", "nummer"]).headers == ["Boeking", "Bedrag"]
