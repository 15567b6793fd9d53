"""Parts of the month report that a higher app adds: sheets of the workbook with what only that app knows.

    rapportdelen.registreer("initiatieven", delen)

`delen(periode, waarover)` is called inside the transaction of the report, while no booking can be recorded, and gives
plain tables. They are frozen in the report's data like everything else, so the checksum covers them and a report that
was made stays readable whatever the app becomes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from budgetten.domain.rapportvorm import Waarover
from budgetten.models import Periode

Waarde = str | int | dt.date | Decimal | None
Soort = Literal["tekst", "getal", "datum", "bedrag"]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column. Amounts (euro) are added up underneath when `totaal`.

    `som_van` (sheet, its key column, its amount column): the cells are the sum of the rows of another sheet whose key
    is the first cell of this row; the values given are what that comes to.
    """

    kop: str
    breedte: int
    soort: Soort = "tekst"
    totaal: bool = False
    som_van: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Controle:
    """What the sum of a column must be, by the ledger."""

    kolom: str
    grootboek: Decimal


@dataclass(frozen=True, slots=True)
class Deel:
    """One sheet. `naam` is its name and that of its table: one word, letters only. `kort`: the PDF shows it too."""

    naam: str
    uitleg: str
    kolommen: Sequence[Kolom]
    rijen: Sequence[Sequence[Waarde]]
    controles: Sequence[Controle] = field(default=())
    kort: bool = False

    def als_data(self) -> dict[str, Any]:
        """Plain JSON: amounts and dates as text, so that no number can change shape."""
        return {
            "naam": self.naam,
            "uitleg": self.uitleg,
            "kort": self.kort,
            "kolommen": [
                {
                    "kop": kolom.kop,
                    "breedte": kolom.breedte,
                    "soort": kolom.soort,
                    "totaal": kolom.totaal,
                    "som_van": list(kolom.som_van) if kolom.som_van else None,
                }
                for kolom in self.kolommen
            ],
            "rijen": [[_als_tekst(waarde) for waarde in rij] for rij in self.rijen],
            "controles": [
                {"kolom": controle.kolom, "grootboek": f"{controle.grootboek:.2f}"} for controle in self.controles
            ],
        }


Maker = Callable[[Periode, Waarover], Sequence[Deel]]
_makers: dict[str, Maker] = {}


def registreer(naam: str, maker: Maker) -> None:
    """Add a maker of parts; the last one with a name counts."""
    _makers[naam] = maker


def verzamel_delen(periode: Periode, waarover: Waarover) -> list[dict[str, Any]]:
    """The parts of every app, as data. Call while the ledger is locked."""
    return [deel.als_data() for maker in _makers.values() for deel in maker(periode, waarover)]


def lees(soort: Soort, cel: str | int | None) -> Waarde:
    """A value back from the data."""
    if cel is None or isinstance(cel, int):
        return cel
    if soort == "bedrag":
        return Decimal(cel)
    return dt.date.fromisoformat(cel) if soort == "datum" else cel


def _als_tekst(waarde: Waarde) -> str | int | None:
    if isinstance(waarde, Decimal):
        return f"{waarde:.2f}"
    return waarde.isoformat() if isinstance(waarde, dt.date) else waarde
