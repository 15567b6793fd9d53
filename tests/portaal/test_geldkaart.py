"""The money flows added up for the drawing, the tables and the files."""

import csv
import io
import json
from decimal import Decimal

import openpyxl

from budgetten.domain.publiek import Geldstroom, geldstromen
from budgetten.domain.queries import totaal
from gebieden.models import Thema
from partners.models import Partner
from portaal.domain.geldkaart import geldkaart
from portaal.exports import geldstromen_csv, geldstromen_xlsx
from tests.portaal.conftest import Programma


def test_tables_add_up_to_the_ledger(programma: Programma) -> None:
    stromen = geldstromen(programma.boekjaar)
    for maat in ("begroot", "besteed"):
        kaart = geldkaart(stromen, maat)
        assert kaart.totaal == getattr(totaal(programma.boekjaar), maat)
        assert sum(rij.totaal for rij in kaart.gebieden) == kaart.totaal
        assert sum(rij.totaal for rij in kaart.themas) == kaart.totaal
        assert sum(kaart.totalen) == kaart.totaal
        for rijen in (kaart.gebieden, kaart.themas):
            assert [sum(kolom) for kolom in zip(*(rij.bedragen for rij in rijen), strict=True)] == kaart.totalen


def test_budget_is_in_the_order_of_the_programme(programma: Programma) -> None:
    kaart = geldkaart(geldstromen(programma.boekjaar), "begroot")
    assert kaart.betalers == ["Gemeente Assen", "Actium", "Woonconcept"]
    assert [rij.naam for rij in kaart.gebieden][:2] == ["Assen centrum", "Lariks"]
    assert [rij.naam for rij in kaart.themas] == ["Groen", "Openbare ruimte", "Ontmoeten", "Jeugd"]
    assert kaart.totalen == [Decimal("160000.00"), Decimal("100000.00"), Decimal("60000.00")]


def test_spent_leaves_out_what_nothing_was_spent_on(programma: Programma) -> None:
    kaart = geldkaart(geldstromen(programma.boekjaar), "besteed")
    assert [(rij.naam, rij.totaal) for rij in kaart.gebieden] == [("Lariks", Decimal("1000.01"))]
    assert kaart.totalen == [Decimal("500.01"), Decimal("312.50"), Decimal("187.50")]


def test_drawing_carries_the_same_money_in_and_out_of_each_area(programma: Programma) -> None:
    tekening = json.loads(json.dumps(geldkaart(geldstromen(programma.boekjaar), "begroot").tekening))
    knopen = {knoop["id"]: knoop["laag"] for knoop in tekening["knopen"]}
    assert len(knopen) == 3 + 10 + 4
    for knoop, laag in knopen.items():
        erin = sum(Decimal(s["bedrag"]) for s in tekening["stromen"] if s["naar"] == knoop)
        eruit = sum(Decimal(s["bedrag"]) for s in tekening["stromen"] if s["van"] == knoop)
        if laag == 1:
            assert erin == eruit == Decimal(32000)


def test_sentence_names_the_largest(programma: Programma) -> None:
    stromen = geldstromen(programma.boekjaar)
    assert geldkaart(stromen, "besteed").zin(2026) == (
        "In 2026 is tot nu toe €\u00a01.000,01 besteed. Het meeste betaalde Gemeente Assen. "
        "Het meeste ging naar Lariks en naar het thema Groen."
    )


def test_no_flows_give_an_empty_map() -> None:
    kaart = geldkaart([], "begroot")
    assert (kaart.totaal, kaart.gebieden, kaart.tekening) == (Decimal(0), [], {"knopen": [], "stromen": []})


def test_csv_opens_in_dutch_excel(programma: Programma) -> None:
    inhoud = geldstromen_csv(geldstromen(programma.boekjaar), 2026)
    assert inhoud.startswith(b"\xef\xbb\xbfJaar;Betaler;")
    rijen = list(csv.reader(io.StringIO(inhoud.decode("utf-8-sig")), delimiter=";"))
    assert len(rijen) == 1 + 3 * 10 * 4
    lariks = next(rij for rij in rijen if rij[1] == "Actium" and rij[3] == "Lariks" and rij[5] == "Groen")
    assert lariks == [
        "2026", "Actium", "WK010601", "Lariks", "Fysiek", "Groen", "2500,00", "1562,50", "625,00", "0,00", "312,50",
    ]  # fmt: skip


def test_xlsx_holds_numbers_that_add_up(programma: Programma) -> None:
    blad = openpyxl.load_workbook(io.BytesIO(geldstromen_xlsx(geldstromen(programma.boekjaar), 2026))).active
    rijen = list(blad.iter_rows(min_row=2, values_only=True))
    assert sum(Decimal(str(rij[6])) for rij in rijen) == totaal(programma.boekjaar).begroot
    assert sum(Decimal(str(rij[10])) for rij in rijen) == Decimal("1000.01")
    assert blad["G2"].number_format == "#,##0.00;[Red]-#,##0.00"
    assert blad.freeze_panes == "A2"
    assert blad.auto_filter.ref == f"A1:K{len(rijen) + 1}"


def _kwaad(stromen: list[Geldstroom], naam: str) -> list[Geldstroom]:
    eerste = stromen[0]
    return [Geldstroom(Partner(naam=naam), eerste.gebied, Thema(naam=naam, domein="fysiek"), eerste.stand)]


def test_names_never_run_as_a_formula(programma: Programma) -> None:
    stromen = geldstromen(programma.boekjaar)
    for teken in "=+-@\t\r":
        kwaad = _kwaad(stromen, f"{teken}HYPERLINK(1)")
        rij = list(
            csv.reader(io.StringIO(geldstromen_csv(kwaad, 2026).decode("utf-8-sig"), newline=""), delimiter=";")
        )[1]
        assert (rij[1], rij[5]) == (f"'{teken}HYPERLINK(1)",) * 2
        blad = openpyxl.load_workbook(io.BytesIO(geldstromen_xlsx(kwaad, 2026))).active
        assert (blad["B2"].data_type, blad["F2"].data_type) == ("s", "s")
