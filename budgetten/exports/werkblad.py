"""A sheet with one table, written for people who check figures: frozen header, filter, totals, A4 landscape.

Formulas carry their value, and no text can ever run as a formula.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

GETAL = "#,##0.00;[Red]-#,##0.00"
DATUM = "dd-mm-yyyy"
GROEN = "#0B4A3A"
#: What a spreadsheet could take for the start of a formula, also after copying to another program.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Formule:
    """A formula with the value it has."""

    tekst: str
    waarde: Decimal | str


Cel = str | int | Decimal | dt.date | dt.datetime | Formule | None


@dataclass(frozen=True)
class Kolom:
    """A column of a table: how wide, and whether it holds amounts that are added up underneath."""

    kop: str
    breedte: int
    bedrag: bool = False
    totaal: bool = False


@dataclass
class Blad:
    """One sheet with one table."""

    naam: str
    kolommen: Sequence[Kolom]
    rijen: list[list[Cel]] = field(default_factory=list)
    totalen: bool = False
    afdrukken_tot: int | None = None


class Bladschrijver:
    """Writes sheets in one workbook, with formats of its own."""

    def __init__(self, boek: Workbook) -> None:
        self.boek = boek
        self.formaten = {
            "kop": boek.add_format(
                {"bold": True, "font_color": "white", "bg_color": GROEN, "text_wrap": True, "valign": "top"}
            ),
            "bedrag": boek.add_format({"num_format": GETAL, "valign": "top"}),
            "datum": boek.add_format({"num_format": DATUM, "align": "left", "valign": "top"}),
            "moment": boek.add_format({"num_format": f"{DATUM} hh:mm:ss", "align": "left", "valign": "top"}),
            "tekst": boek.add_format({"valign": "top"}),
            "lang": boek.add_format({"valign": "top", "text_wrap": True}),
            "veilig": boek.add_format({"valign": "top", "quote_prefix": True}),
            "heel": boek.add_format({"num_format": "0", "valign": "top", "align": "left"}),
        }

    def schrijf(self, blad: Blad) -> None:
        """Add the sheet to the workbook."""
        vel = self.boek.add_worksheet(blad.naam)
        vel.set_landscape()
        vel.set_paper(9)  # A4
        vel.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        vel.fit_to_pages(1, 0)
        vel.repeat_rows(0)
        vel.freeze_panes(1, 0)
        vel.set_footer(_("&L&F&C&A&RPagina &P van &N"))
        rijen = blad.rijen or [self._lege_rij(blad)]
        laatste = len(rijen) + (1 if blad.totalen else 0)
        for nummer, kolom in enumerate(blad.kolommen):
            vel.set_column(nummer, nummer, kolom.breedte, self.formaten["bedrag"] if kolom.bedrag else None)
        vel.add_table(
            0,
            0,
            laatste,
            len(blad.kolommen) - 1,
            {
                "name": blad.naam,
                "style": "Table Style Light 15",
                "total_row": blad.totalen,
                "columns": [self._tabelkolom(blad, nummer) for nummer in range(len(blad.kolommen))],
            },
        )
        for nummer, cellen in enumerate(rijen, start=1):
            for plek, cel in enumerate(cellen):
                self._schrijf_cel(vel, nummer, plek, cel, blad.kolommen[plek])
        vel.print_area(0, 0, laatste, blad.afdrukken_tot or len(blad.kolommen) - 1)

    def _tabelkolom(self, blad: Blad, nummer: int) -> dict[str, Any]:
        kolom = blad.kolommen[nummer]
        optie: dict[str, Any] = {"header": kolom.kop, "header_format": self.formaten["kop"]}
        if blad.totalen and kolom.totaal:
            optie |= {
                "total_function": "sum",
                "total_value": float(_som_van(rij[nummer] for rij in blad.rijen)),
                "format": self.formaten["bedrag"],
            }
        elif blad.totalen and nummer == 0:
            optie["total_string"] = _("Totaal")
        return optie

    def _lege_rij(self, blad: Blad) -> list[Cel]:
        """A table needs a row; amounts are zero so that the formulas have something to add up."""
        cellen: list[Cel] = [Decimal("0.00") if kolom.bedrag else None for kolom in blad.kolommen]
        cellen[1] = _("Niets geboekt")
        return cellen

    def _schrijf_cel(self, vel: Worksheet, rij: int, plek: int, cel: Cel, kolom: Kolom) -> None:
        formaten = self.formaten
        if isinstance(cel, Formule):
            waarde = cel.waarde if isinstance(cel.waarde, str) else float(cel.waarde)
            vel.write_formula(rij, plek, cel.tekst, formaten["bedrag" if kolom.bedrag else "tekst"], waarde)
        elif isinstance(cel, dt.datetime):
            vel.write_datetime(rij, plek, cel, formaten["moment"])
        elif isinstance(cel, dt.date):
            vel.write_datetime(rij, plek, cel, formaten["datum"])
        elif isinstance(cel, Decimal):
            vel.write_number(rij, plek, float(cel), formaten["bedrag"])
        elif isinstance(cel, int):
            vel.write_number(rij, plek, cel, formaten["heel"])
        elif cel:
            gevaarlijk = cel.startswith(FORMULETEKENS)
            formaat = "veilig" if gevaarlijk else "lang" if kolom.breedte > 80 else "tekst"
            vel.write_string(rij, plek, cel, formaten[formaat])


def _som_van(cellen: Iterable[Cel]) -> Decimal:
    waarden = (cel.waarde if isinstance(cel, Formule) else cel for cel in cellen)
    return sum((waarde for waarde in waarden if isinstance(waarde, Decimal)), Decimal("0.00"))
