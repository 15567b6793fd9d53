"""What a table in a file is: columns of one kind each, and rows that come one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

#: Cells in the order of the columns: str, int, Decimal, date, datetime (per kind of column) or None.
Rij = Sequence[Any]
Voortgang = Callable[[int], None]

#: A spreadsheet takes text that begins like this for a formula, whatever blanks stand before it. The last four are the
#: wide forms, which some programs read as the plain ones.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What XML 1.0, and so neither XLSX nor ODS, can hold.
ONTOELAATBAAR = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Rows are read and written in portions of this many.
PORTIE = 2000


class Celsoort(Enum):
    """The kind of a column. BEDRAG is euros with two decimals, MOMENT a local date and time without a zone."""

    TEKST = auto()
    GETAL = auto()
    BEDRAG = auto()
    DATUM = auto()
    MOMENT = auto()


#: Width in characters of a column that names none.
_BREEDTES = {
    Celsoort.TEKST: 20,
    Celsoort.GETAL: 9,
    Celsoort.BEDRAG: 15,
    Celsoort.DATUM: 12,
    Celsoort.MOMENT: 19,
}


@dataclass(frozen=True, slots=True)
class Kolomkop:
    """The top of a column. Every cell below is of its kind, or empty."""

    naam: str
    soort: Celsoort = Celsoort.TEKST
    breedte: int | None = None

    @property
    def wijdte(self) -> int:
        """In characters."""
        return self.breedte or _BREEDTES[self.soort]


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table to be written. `rijen` starts reading anew at every call; `aantal` counts without reading them."""

    naam: str
    koppen: tuple[Kolomkop, ...]
    rijen: Callable[[], Iterator[Rij]]
    aantal: Callable[[], int]

    @property
    def namen(self) -> list[str]:
        """The names of the columns; each is there once."""
        return [kop.naam for kop in self.koppen]


def met_voortgang(rijen: Iterator[Rij], voortgang: Voortgang | None) -> Iterator[Rij]:
    """The same rows; `voortgang` hears after every portion how many went by."""
    if voortgang is None:
        yield from rijen
        return
    for nummer, rij in enumerate(rijen):
        if nummer and nummer % PORTIE == 0:
            voortgang(nummer)
        yield rij


def ontwapen(tekst: str) -> str:
    """Text for a format without types: an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{tekst}" if tekst.lstrip(" \u00a0").startswith(FORMULETEKENS) else tekst
