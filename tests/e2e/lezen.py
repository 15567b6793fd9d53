"""The amounts of a report, read from the ledger, a page, a workbook and a PDF in the same shape, to compare them."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

from playwright.sync_api import Locator, Page
from pypdf import PdfReader

from budgetten.domain.begrippen import KOPPEN
from budgetten.domain.queries import potstand, standen, standen_per, totaal
from budgetten.models import Boekjaar, Periode
from kern.componenten.opmaak import cijfers
from tests.budgetten.werkboekrekenaar import Rekenaar


def bedragen_volgens_het_grootboek(periode: Periode) -> dict[str, Decimal]:
    """Every amount of the report, by way of the queries the screens use; live and by month they are the same."""
    boekjaar: Boekjaar = periode.boekjaar
    stand = standen_per(periode)[()]
    assert stand == standen(boekjaar)[()] == totaal(boekjaar)
    pot = sum(potstand(boekjaar).values(), Decimal("0.00"))
    return {
        "toegezegd": pot + stand.begroot,
        "overgeheveld": Decimal("0.00"),
        "pot": pot,
        "begroot": stand.begroot,
        "toegekend": stand.toegekend,
        "verplicht": stand.verplicht,
        "besteed": stand.besteed,
        "vrij": stand.vrij,
    }


def bedragen_in_het_werkboek(inhoud: bytes) -> dict[str, Decimal]:
    """As stored; and every formula gives what is stored beside it, recomputed from the transactions alone."""
    boek = Rekenaar(inhoud)
    for blad, cel in boek.formulecellen():
        assert boek.herberekend(blad, cel.coordinate) == boek.bewaard(blad, cel.coordinate), f"{blad}!{cel.coordinate}"
    assert {rij["Oordeel"] for rij in boek._tabel("Controles")} == {"klopt"}
    return {
        maat_van(rij["Begrip"]): Decimal(boek.bewaard("Overzicht", f"D{nummer}"))
        for nummer, rij in enumerate(boek._tabel("Overzicht"), start=2)
    }


def staan_in_de_pdf(inhoud: bytes, verwacht: dict[str, Decimal]) -> None:
    bladen = PdfReader(BytesIO(inhoud)).pages
    gelezen = re.sub(r"\s+", " ", " ".join(blad.extract_text() for blad in bladen))
    for maat, bedrag in verwacht.items():
        assert re.search(rf"{KOPPEN[maat]} \S+ \S+ {re.escape(cijfers(bedrag))} ", gelezen), f"{maat} {bedrag}"


def rijen(page: Page, tabel: str) -> list[Locator]:
    """The body rows of the table with this name."""
    return page.get_by_role("table", name=tabel, exact=True).locator("tbody tr").all()


def tekst(bedragen: list[str]) -> list[str]:
    """Amounts with plain spaces, to compare what a browser shows."""
    return [bedrag.replace("\u00a0", " ").strip() for bedrag in bedragen]


def maat_van(kop: str) -> str:
    return next(maat for maat, naam in KOPPEN.items() if naam == kop)


def bedrag_van(getoond: str) -> Decimal:
    """`€ 1.234,56` as a number."""
    assert re.fullmatch(r"€\s−?[\d.]+,\d\d", getoond), getoond
    return Decimal(getoond[2:].replace(".", "").replace(",", ".").replace("−", "-"))
