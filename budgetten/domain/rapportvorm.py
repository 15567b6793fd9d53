"""The shapes of a month report: what it is about, the amounts it has, and what was read for it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone

from budgetten.enums import Rapportscope
from budgetten.models import Periode
from gebieden.models import Gebied
from partners.models import Partner

NUL = Decimal("0.00")
#: Version of the shape of `data`; a reader of an old report looks here.
SCHEMA = 1

#: What a budget line has.
REGELMATEN = ("begroot", "toegekend", "verplicht", "besteed", "vrij")
#: What the programme and a payer have on top of that.
ALLE_MATEN = ("toegezegd", "overgeheveld", "pot", *REGELMATEN)

#: jaar: every mutatie of the year; maand: those of the month, earlier ones as sums; geen: sums only.
Detail = Literal["jaar", "maand", "geen"]


@dataclass(frozen=True, slots=True)
class Waarover:
    """What a report is about: the whole programme, an area with what lies in it, or one payer."""

    gebied: Gebied | None = None
    partner: Partner | None = None

    @property
    def scope(self) -> Rapportscope:
        if self.gebied is not None:
            return Rapportscope.GEBIED
        return Rapportscope.PROGRAMMA if self.partner is None else Rapportscope.PARTNER

    @property
    def naam(self) -> str:
        return str(self.gebied or self.partner or Rapportscope.PROGRAMMA.label)

    @property
    def slug(self) -> str:
        """For file names."""
        onderdeel = self.gebied or self.partner
        return onderdeel.slug if onderdeel is not None else "programma"

    @property
    def velden(self) -> dict[str, Any]:
        """The fields of Rapport and Rapportabonnement that say this."""
        return {"scope": self.scope, "gebied": self.gebied, "partner": self.partner}

    @property
    def maten(self) -> tuple[str, ...]:
        """The amounts it has: pledges are made to the programme, never to an area."""
        return REGELMATEN if self.gebied is not None else ALLE_MATEN


@dataclass(frozen=True, slots=True)
class Bedragen:
    """Euros in every place money can stand, of one thing. `bron` is negative: what partners brought in."""

    bron: Decimal = NUL
    pot: Decimal = NUL
    vrij: Decimal = NUL
    toegekend: Decimal = NUL
    verplicht: Decimal = NUL
    besteed: Decimal = NUL

    @property
    def toegezegd(self) -> Decimal:
        """Pledged by the payers this year, less what was given back."""
        return -self.bron

    @property
    def begroot(self) -> Decimal:
        return self.vrij + self.toegekend + self.verplicht + self.besteed

    @property
    def overgeheveld(self) -> Decimal:
        """Came from another year, less what went to the next: the part of the money that was not pledged this year."""
        return self.pot + self.begroot + self.bron

    def als_tekst(self, maten: Iterable[str]) -> dict[str, str]:
        """Exact decimals as text, for JSON."""
        return {maat: f"{getattr(self, maat):.2f}" for maat in maten}


@dataclass(frozen=True, slots=True)
class Kant:
    """One side of a movement: where the money comes from or goes to."""

    soort: str
    gebied_code: str = ""
    gebied: str = ""
    thema_code: str = ""
    thema: str = ""


@dataclass(frozen=True, slots=True)
class Transactie:
    """A row of the sheet Transacties: one mutatie, or (without numbers) the sum of an account's earlier ones."""

    boeking: int | None
    boekdatum: dt.date
    maand: int
    soort: str
    omschrijving: str
    betaler_code: str
    betaler: str
    van: Kant
    naar: Kant
    bedrag: Decimal


@dataclass(frozen=True)
class Rapportgegevens:
    """Everything a report is made of, as known on `bekend_op`. `data` is what gets frozen and has the checksum."""

    periode: Periode
    waarover: Waarover
    bekend_op: dt.datetime
    data: dict[str, Any]
    transacties: list[Transactie]
    detail: Detail

    @property
    def sha256(self) -> str:
        return checksum(self.data)

    @property
    def tussentijds(self) -> bool:
        """Whether the month was not over yet."""
        return not na_afloop(self.bekend_op, self.periode)


def na_afloop(moment: dt.datetime, periode: Periode) -> bool:
    """Whether a moment lies after the period, by the clock of the Netherlands."""
    return timezone.localtime(moment).date() > periode.eind


def checksum(data: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8. Amounts are text, so no number can change shape."""
    canoniek = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canoniek.encode()).hexdigest()
