"""The controller's workbook, opened with another library than wrote it and recomputed from its own transactions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import rapportgegevens
from budgetten.domain.queries import standen_per, standen_zoals_bekend
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Waarover
from budgetten.enums import Rekeningsoort
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Rekening
from tests.budgetten.rapporthulp import GEVAARLIJK, Programma
from tests.budgetten.werkboekrekenaar import Rekenaar

BLADEN = ["Toelichting", "Overzicht", "Gebieden", "Partners", "Themas", "Transacties", "Controles"]


def _waarover(programma: Programma, naam: str) -> Waarover:
    return {
        "programma": Waarover(),
        "gebied": Waarover(gebied=programma.peelo.gebied),
        "partner": Waarover(partner=programma.partners[1]),
    }[naam]


@pytest.fixture(params=["programma", "gebied", "partner"])
def waarover(request: pytest.FixtureRequest, programma: Programma) -> Waarover:
    return _waarover(programma, request.param)


@pytest.mark.parametrize("hoogstens", [20_000, 15, 1])
def test_every_formula_recomputed_from_the_transactions_gives_its_stored_value(
    programma: Programma, waarover: Waarover, hoogstens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every mutatie of the year in it, with only those of the month, and with none of them one by one."""
    monkeypatch.setattr(rapportgegevens, "DETAIL_TOT", hoogstens)
    gegevens = verzamel(programma.periode(10), waarover)
    assert gegevens.detail == {20_000: "jaar", 15: "maand", 1: "geen"}[hoogstens]
    boek = Rekenaar(maak_werkboek(gegevens, versie=1))
    cellen = list(boek.formulecellen())
    assert len(cellen) > 60
    for blad, cel in cellen:
        plek = cel.coordinate
        assert boek.herberekend(blad, plek) == boek.bewaard(blad, plek), f"{blad}!{plek}: {cel.value}"


def test_the_three_ways_of_listing_give_the_same_figures(
    programma: Programma, waarover: Waarover, monkeypatch: pytest.MonkeyPatch
) -> None:
    volledig = verzamel(programma.periode(10), waarover)
    for hoogstens in (15, 1):
        monkeypatch.setattr(rapportgegevens, "DETAIL_TOT", hoogstens)
        kort = verzamel(programma.periode(10), waarover)
        for deel in ("overzicht", "gebieden", "themas", "partners"):
            assert kort.data[deel] == volledig.data[deel]


def test_every_control_is_zero_and_says_so(programma: Programma, waarover: Waarover) -> None:
    boek = Rekenaar(maak_werkboek(verzamel(programma.periode(10), waarover), versie=1))
    rijen = boek._tabel("Controles")
    assert len(rijen) > 30
    for rij, inhoud in enumerate(rijen, start=2):
        assert boek.herberekend("Controles", f"D{rij}") == 0, inhoud["Controle"]
        assert boek.herberekend("Controles", f"E{rij}") == inhoud["Oordeel"] == "klopt"


def test_the_totals_are_those_of_the_ledger(programma: Programma) -> None:
    """Against the balances by month, and against the mutaties themselves, as known at that moment."""
    periode = programma.periode(10)
    gegevens = verzamel(periode, Waarover())
    boek = Rekenaar(maak_werkboek(gegevens, versie=1))
    overzicht = {
        rij["Begrip"]: boek.herberekend("Overzicht", f"D{nummer}")
        for nummer, rij in enumerate(boek._tabel("Overzicht"), start=2)
    }
    stand = standen_per(periode)[()]
    assert stand == standen_zoals_bekend(periode, gegevens.bekend_op)[()]
    pot = sum(
        Rekening.objects.filter(soort=Rekeningsoort.POT, boekjaar=programma.boekjaar).values_list("saldo", flat=True)
    )
    assert overzicht == {
        "Toegezegd": Decimal("800000.00"),
        "Overgeheveld": Decimal("999.99"),
        "Nog te verdelen": pot,
        "Begroot": stand.begroot,
        "Toegekend": stand.toegekend,
        "Verplicht": stand.verplicht,
        "Besteed": stand.besteed,
        "Vrij besteedbaar": stand.vrij,
    }
    assert stand.besteed == Decimal("1000.01") + Decimal("123.45") + Decimal("99.99")
    assert pot + stand.begroot == Decimal("800999.99")


@pytest.mark.parametrize(
    ("blad", "per", "code"),
    [("Gebieden", "gebied", "code"), ("Themas", "thema", "slug"), ("Partners", "partner", "slug")],
)
def test_each_row_is_the_ledger_of_that_row(programma: Programma, blad: str, per: str, code: str) -> None:
    periode = programma.periode(10)
    boek = Rekenaar(maak_werkboek(verzamel(periode, Waarover()), versie=1))
    standen = standen_per(periode, per)
    rijen = {rij["Code"]: rij for rij in boek._tabel(blad)}
    onderdelen = {
        "gebied": [programma.lariks.gebied, programma.peelo.gebied],
        "thema": [programma.lariks.thema, programma.peelo.thema],
        "partner": programma.partners,
    }[per]
    assert set(rijen) == {getattr(onderdeel, code) for onderdeel in onderdelen}
    for onderdeel in onderdelen:
        rij, stand = rijen[getattr(onderdeel, code)], standen[(onderdeel.pk,)]
        gelezen = [
            Decimal(repr(rij[kop])).quantize(Decimal("0.01")) for kop in ("Begroot", "Besteed", "Vrij besteedbaar")
        ]
        assert gelezen == [stand.begroot, stand.besteed, stand.vrij]


def test_workbook_is_made_for_people_who_check(programma: Programma) -> None:
    boek = Rekenaar(maak_werkboek(verzamel(programma.periode(10), Waarover()), versie=1)).formules
    assert boek.sheetnames == BLADEN
    for vel in boek.worksheets:
        assert vel.freeze_panes == "A2"
        assert not vel.merged_cells.ranges
        assert vel.page_setup.orientation == "landscape"
        assert int(vel.page_setup.paperSize) == 9
        assert vel.tables[vel.title].autoFilter is not None
    transacties = boek["Transacties"]
    assert transacties["B2"].is_date
    assert isinstance(transacties["B2"].value, dt.datetime)
    assert transacties["L2"].number_format == "#,##0.00;[Red]-#,##0.00"
    assert isinstance(transacties["L2"].value, float | int)
    toelichting = {rij[0].value: rij[1].value for rij in boek["Toelichting"].iter_rows()}
    assert toelichting["Waarover"] == "Hele programma"
    assert toelichting["Stand tot en met"] == dt.datetime(2026, 10, 31)
    assert isinstance(toelichting["Stand zoals bekend op"], dt.datetime)
    assert len(toelichting["Sha256 van de cijfers"]) == 64


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_runs_as_a_formula(programma: Programma, begin: str) -> None:
    """It is text, and marked as text for who copies it elsewhere. Excel writes a carriage return as _x000D_."""
    programma.besteed("5.00", omschrijving=f"{begin}1+1")
    gevaarlijk = f"{begin}1+1".replace("\r", "_x000D_")
    boek = Rekenaar(maak_werkboek(verzamel(programma.periode(10), Waarover()), versie=1)).formules
    cellen = [rij[3] for rij in boek["Transacties"].iter_rows(min_row=2)]
    gevonden = [cel for cel in cellen if cel.value in {gevaarlijk, GEVAARLIJK}]
    assert {cel.value for cel in gevonden} == {gevaarlijk, GEVAARLIJK}
    assert {(cel.data_type, cel.quotePrefix) for cel in gevonden} == {("s", True)}


def test_empty_year_makes_a_workbook_that_adds_up(wijken: dict[str, object], programma: Programma) -> None:
    """An area whose only line has nothing on it in that month."""
    boek = Rekenaar(maak_werkboek(verzamel(programma.periode(1), Waarover(gebied=wijken["Pittelo"])), versie=1))
    for blad, cel in boek.formulecellen():
        assert boek.herberekend(blad, cel.coordinate) == boek.bewaard(blad, cel.coordinate)
    assert {rij["Oordeel"] for rij in boek._tabel("Controles")} == {"klopt"}
