"""The PDF of a month report: what it says, and that it keeps to PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader
from pytest_django import Settings

import kern.domain.pdf
from budgetten.domain.queries import standen_per
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Waarover
from budgetten.exports import pdf
from budgetten.exports.pdf import maak_pdf
from kern.componenten.opmaak import cijfers
from tests.budgetten.rapporthulp import GEVAARLIJK, Programma


def _tekst(inhoud: bytes) -> str:
    """The text of all pages, spaces of every kind and line ends made one space."""
    lezer = PdfReader(BytesIO(inhoud))
    return re.sub(r"\s+", " ", " ".join(blad.extract_text() for blad in lezer.pages))


@pytest.mark.parametrize("naam", ["programma", "gebied", "partner"])
def test_every_total_in_the_pdf_is_the_ledger(programma: Programma, naam: str) -> None:
    periode = programma.periode(10)
    partner = programma.partners[1] if naam == "partner" else None
    gebied = programma.peelo.gebied if naam == "gebied" else None
    tekst = _tekst(maak_pdf(verzamel(periode, Waarover(gebied=gebied, partner=partner)), versie=1))
    stand = standen_per(periode, gebied=gebied, partner=partner)[()]
    for kop, bedrag in (
        ("Begroot", stand.begroot),
        ("Toegekend", stand.toegekend),
        ("Verplicht", stand.verplicht),
        ("Besteed", stand.besteed),
        ("Vrij besteedbaar", stand.vrij),
    ):
        assert re.search(rf"{kop} (\S+) (\S+) {re.escape(cijfers(bedrag))} ", tekst), f"{kop} {bedrag}"
    for groep in standen_per(periode, "gebied", gebied=gebied, partner=partner).values():
        rij = " ".join(cijfers(getattr(groep, m)) for m in ("begroot", "toegekend", "verplicht", "besteed", "vrij"))
        assert rij in tekst


def test_pdf_lists_the_bookings_of_the_month_only(programma: Programma) -> None:
    tekst = _tekst(maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1))
    assert "Er zijn 5 boekingen; samen verplaatsten ze € 3.923,55." in tekst
    assert "15-10-2026" in tekst
    assert "Lariks / Ontmoeten 123,45" in tekst
    assert "Na de maand" not in tekst


def test_text_of_people_is_never_markup(programma: Programma) -> None:
    """What would be code or emphasis in the template's language stands there as it was typed."""
    tekst = _tekst(maak_pdf(verzamel(programma.periode(9), Waarover()), versie=1))
    assert GEVAARLIJK.replace(" ", "") in tekst.replace(" ", "")


def test_pdf_says_what_it_is_and_meets_the_standards(programma: Programma) -> None:
    gegevens = verzamel(programma.periode(10), Waarover())
    inhoud = maak_pdf(gegevens, versie=3, reden="Late factuur")
    lezer = PdfReader(BytesIO(inhoud))
    xmp = lezer.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part[>=\"]+2", xmp)
    assert re.search(r"pdfaid:conformance[>=\"]+A", xmp)
    assert re.search(r"pdfuaid:part[>=\"]+1", xmp)
    assert lezer.trailer["/Root"]["/Lang"] == "nl-NL"
    assert lezer.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert lezer.metadata.title == "Maandrapportage oktober 2026 – Hele programma"
    tekst = _tekst(inhoud)
    assert gegevens.sha256 in tekst
    assert "3: Late factuur" in tekst
    assert f"pagina 1 van {len(lezer.pages)}" in tekst
    breedte, hoogte = (float(maat) for maat in lezer.pages[0].mediabox[2:])
    assert (round(breedte), round(hoogte)) == (595, 842)


def test_the_chart_has_its_figures_in_words(programma: Programma) -> None:
    """Every figure in the structure tree has alternative text."""
    lezer = PdfReader(BytesIO(maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1)))
    alternatieven = [
        str(deel.get_object()["/Alt"])
        for nummer in range(1, lezer.trailer["/Size"])
        if isinstance(deel := lezer.get_object(nummer), dict) and "/Alt" in deel
    ]
    assert len(alternatieven) == 1
    assert "Lariks: begroot € 60.000,00, besteed € 1.123,46" in alternatieven[0].replace("\u00a0", " ")


def test_same_figures_give_the_same_file(programma: Programma) -> None:
    gegevens = verzamel(programma.periode(10), Waarover())
    assert maak_pdf(gegevens, versie=1) == maak_pdf(gegevens, versie=1)


def test_long_month_is_cut_with_a_sentence(programma: Programma, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "BOEKINGEN_IN_PDF", 2)
    tekst = _tekst(maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1))
    assert "Er zijn 5 boekingen" in tekst
    assert "Hieronder staan de eerste 2; het Excel-werkboek heeft ze allemaal." in tekst
    assert "Afronding" not in tekst


def test_example_data_says_so(programma: Programma, settings: Settings) -> None:
    settings.VOORBEELDGEGEVENS = True
    assert "deze cijfers zijn niet echt" in _tekst(maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1))


def test_report_during_the_month_says_so(programma: Programma) -> None:
    gegevens = verzamel(programma.periode(10), Waarover())
    assert "tussenstand" not in _tekst(maak_pdf(gegevens, versie=1))
    object.__setattr__(gegevens, "bekend_op", dt.datetime(2026, 10, 31, 22, 59, tzinfo=dt.UTC))
    assert "Dit is een tussenstand" in _tekst(maak_pdf(gegevens, versie=1))
    object.__setattr__(gegevens, "bekend_op", dt.datetime(2026, 10, 31, 23, 1, tzinfo=dt.UTC))
    assert "tussenstand" not in _tekst(maak_pdf(gegevens, versie=1))


def test_letter_outside_the_font_is_refused_by_the_standards(programma: Programma) -> None:
    """Why letters are replaced at all: without it one party popper would stop the report of a whole month."""
    inhoud = pdf._inhoud(verzamel(programma.periode(10), Waarover()), 1, "")
    inhoud["kop"] = "Feest 🎉"
    with pytest.raises(typst.TypstError), pytest.MonkeyPatch.context() as zonder:
        zonder.setattr(kern.domain.pdf, "leesbaar", lambda waarde: waarde)
        pdf.zet(pdf.SJABLOON, inhoud, moment=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


def test_every_letter_we_let_through_is_in_the_font(programma: Programma) -> None:
    """The standards refuse a document with a letter that cannot be shown: none of ours is refused."""
    letters = "".join(chr(punt) for punt in range(0x20, 0x2300) if kern.domain.pdf.in_letter(chr(punt)))
    assert len(letters) > 300
    for begin in range(0, len(letters), 100):
        programma.besteed("1.00", omschrijving="x" + letters[begin : begin + 100] + "x")
    maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1)


def test_letters_the_font_lacks_do_not_stop_a_report(programma: Programma) -> None:
    programma.besteed("1.00", omschrijving="Feest 🎉 in 東京\u0000".replace("\u0000", "\u0007"))
    tekst = _tekst(maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1))
    assert "Feest ? in ???" in tekst


def test_month_without_bookings(programma: Programma) -> None:
    tekst = _tekst(maak_pdf(verzamel(programma.periode(2), Waarover()), versie=1))
    assert "In deze maand is niets geboekt." in tekst
    assert cijfers(Decimal("120000.00")) in tekst
