"""Reading the ledger. Balances are the report: nothing here is a second bookkeeping."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db.models import Q, Sum

from budgetten.enums import REGELSOORTEN, Rekeningsoort
from budgetten.models import Boekjaar, Mutatie, Periode, Periodestand, Rekening
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from partners.models import Partner

NUL = Decimal("0.00")

#: What balances can be grouped by, and where that stands seen from an account.
_GROEPEN = {
    "gebied": "regel__gebied",
    "thema": "regel__thema",
    "domein": "regel__thema__domein",
    "regel": "regel",
    "partner": "partner",
}


@dataclass(frozen=True)
class Stand:
    """Where money stands, in euro. `begroot` is the budget after amendments: always exactly the sum of the four."""

    vrij: Decimal = NUL
    toegekend: Decimal = NUL
    verplicht: Decimal = NUL
    besteed: Decimal = NUL

    @property
    def begroot(self) -> Decimal:
        return self.vrij + self.toegekend + self.verplicht + self.besteed

    def __add__(self, ander: Stand) -> Stand:
        return Stand(
            self.vrij + ander.vrij,
            self.toegekend + ander.toegekend,
            self.verplicht + ander.verplicht,
            self.besteed + ander.besteed,
        )

    def __sub__(self, ander: Stand) -> Stand:
        return Stand(
            self.vrij - ander.vrij,
            self.toegekend - ander.toegekend,
            self.verplicht - ander.verplicht,
            self.besteed - ander.besteed,
        )

    @classmethod
    def som(cls, standen: Iterable[Stand]) -> Stand:
        """The sum of many; zero of none."""
        return sum(standen, cls())


Standen = dict[tuple[Any, ...], Stand]


class Selectie(TypedDict, total=False):
    """Which lines count; `gebied` includes the areas below it."""

    gebied: Gebied | None
    thema: Thema | None
    partner: Partner | None
    domein: str | None


def standen(boekjaar: Boekjaar, *per: str, **selectie: Unpack[Selectie]) -> Standen:
    """Balances now, grouped by any of gebied, thema, domein, regel, partner (ids; domein is text). One query.

    Without groups the one key is ().
    """
    rijen = (
        Rekening.objects.filter(_filter(boekjaar, **selectie))
        .values_list(*(_GROEPEN[naam] for naam in per), "soort")
        .annotate(som=Sum("saldo"))
    )
    return _verzamel(rijen)


def standen_per(periode: Periode, *per: str, **selectie: Unpack[Selectie]) -> Standen:
    """Balances at the end of a period of its year, from the monthly turnover (accounts × months). One query."""
    rijen = (
        Periodestand.objects.filter(
            periode__begin__lte=periode.begin,
            rekening__in=Rekening.objects.filter(_filter(periode.boekjaar, **selectie)),
        )
        .values_list(*(f"rekening__{_GROEPEN[naam]}" for naam in per), "rekening__soort")
        .annotate(som=Sum("erin") - Sum("eruit"))
    )
    return _verzamel(rijen)


def standen_zoals_bekend(periode: Periode, bekend_op: dt.datetime, *per: str) -> Standen:
    """Balances at the end of a period as they were known at a moment: booking date and recorded time together.

    Reads the mutaties themselves, so it takes time in proportion to the year; used to check or reproduce old reports.
    """
    mee = Q(boeking__boekdatum__lte=periode.eind, boeking__vastgelegd_op__lte=bekend_op)
    verzameld: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: NUL)
    for kant, teken in (("naar", 1), ("van", -1)):
        velden = [f"{kant}__{_GROEPEN[naam]}" for naam in per]
        rijen = (
            Mutatie.objects.filter(mee, **{f"{kant}__boekjaar": periode.boekjaar, f"{kant}__soort__in": REGELSOORTEN})
            .values_list(*velden, f"{kant}__soort")
            .annotate(som=Sum("bedrag"))
        )
        for *sleutel, som in rijen:
            verzameld[tuple(sleutel)] += teken * som
    return _verzamel((*sleutel, som) for sleutel, som in verzameld.items())


def totaal(boekjaar: Boekjaar) -> Stand:
    """The whole programme in a year."""
    return standen(boekjaar).get((), Stand())


def potstand(boekjaar: Boekjaar) -> dict[int, Decimal]:
    """What each payer still has in the pot, not yet allocated to a line, by payer id."""
    return dict(
        Rekening.objects.filter(boekjaar=boekjaar, soort=Rekeningsoort.POT)
        .values_list("partner")
        .annotate(Sum("saldo"))
    )


def boekjaren() -> list[Boekjaar]:
    """All fiscal years, newest first."""
    return list(Boekjaar.objects.order_by("-jaar"))


def _filter(
    boekjaar: Boekjaar,
    *,
    gebied: Gebied | None = None,
    thema: Thema | None = None,
    partner: Partner | None = None,
    domein: str | None = None,
) -> Q:
    mee = Q(boekjaar=boekjaar, soort__in=REGELSOORTEN)
    if gebied is not None and gebied.soort != Gebiedssoort.STAD:  # every line of the programme lies in the city
        mee &= Q(regel__gebied__in=Gebied.objects.binnen(gebied))
    if thema is not None:
        mee &= Q(regel__thema=thema)
    if partner is not None:
        mee &= Q(partner=partner)
    if domein:
        mee &= Q(regel__thema__domein=domein)
    return mee


def _verzamel(rijen: Iterable[tuple[Any, ...]]) -> Standen:
    emmers: dict[tuple[Any, ...], dict[str, Decimal]] = defaultdict(dict)
    for *sleutel, soort, som in rijen:
        emmers[tuple(sleutel)][soort] = som
    return {sleutel: Stand(**bedragen) for sleutel, bedragen in emmers.items()}
