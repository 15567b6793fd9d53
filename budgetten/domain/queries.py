"""Reading the ledger. Balances are the report: nothing here is a second bookkeeping."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from budgetten.enums import REGELSOORTEN, Jaarstatus, Rekeningsoort
from budgetten.models import Boekjaar, Mutatie, Periode, Periodestand, Rekening
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from partners.models import Partner

__all__ = [
    "Geldstroom",
    "PubliekeStand",
    "Stand",
    "boekjaren",
    "geldstromen",
    "huidig_boekjaar",
    "omzet",
    "potstand",
    "publieke_stand",
    "standen",
    "standen_per",
    "standen_zoals_bekend",
    "totaal",
]

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


def standen(
    boekjaar: Boekjaar,
    *per: str,
    gebied: Gebied | None = None,
    thema: Thema | None = None,
    partner: Partner | None = None,
    domein: str | None = None,
) -> Standen:
    """Balances now, grouped by any of gebied, thema, domein, regel, partner (ids; domein is text). One query.

    `gebied` includes the areas below it. Without groups the one key is ().
    """
    rijen = (
        Rekening.objects.filter(_filter(boekjaar, gebied, thema, partner, domein))
        .values_list(*(_GROEPEN[naam] for naam in per), "soort")
        .annotate(som=Sum("saldo"))
    )
    return _verzamel(rijen)


def standen_per(
    periode: Periode,
    *per: str,
    gebied: Gebied | None = None,
    thema: Thema | None = None,
    partner: Partner | None = None,
    domein: str | None = None,
) -> Standen:
    """Balances at the end of a period, of that period's year, from the monthly turnover (accounts × months). One query."""
    return _uit_standen(
        Q(periode__begin__lte=periode.begin), periode, per, _filter(periode.boekjaar, gebied, thema, partner, domein)
    )


def omzet(
    periode: Periode,
    *per: str,
    gebied: Gebied | None = None,
    thema: Thema | None = None,
    partner: Partner | None = None,
    domein: str | None = None,
) -> Standen:
    """How balances changed within a period, grouped like `standen`. One query."""
    return _uit_standen(Q(periode=periode), periode, per, _filter(periode.boekjaar, gebied, thema, partner, domein))


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


def huidig_boekjaar() -> Boekjaar | None:
    """The newest year that is open, else the newest; None before the first."""
    rijen = boekjaren()
    return next((rij for rij in rijen if rij.status == Jaarstatus.OPEN), rijen[0] if rijen else None)


def boekjaren() -> list[Boekjaar]:
    """All fiscal years, newest first."""
    return list(Boekjaar.objects.order_by("-jaar"))


@dataclass(frozen=True)
class PubliekeStand:
    """What everybody may know of an area's money in a year."""

    stand: Stand
    per_partner: list[tuple[Partner, Stand]]
    per_thema: list[tuple[Thema, Stand]]


def publieke_stand(gebied: Gebied, boekjaar: Boekjaar) -> PubliekeStand:
    """Where the money of an area (with the areas below it) stands, in total, per payer and per theme. Three queries.

    The city is the whole programme. Amounts per line are public; single bookings and suppliers are not.
    """
    per = standen(boekjaar, "partner", "thema", gebied=gebied)
    partners = {p.pk: p for p in Partner.objects.filter(pk__in={sleutel[0] for sleutel in per})}
    themas = {t.pk: t for t in Thema.objects.filter(pk__in={sleutel[1] for sleutel in per})}
    return PubliekeStand(
        stand=Stand.som(per.values()),
        per_partner=[(p, Stand.som(s for k, s in per.items() if k[0] == pk)) for pk, p in _geordend(partners)],
        per_thema=[(t, Stand.som(s for k, s in per.items() if k[1] == pk)) for pk, t in _geordend(themas)],
    )


@dataclass(frozen=True)
class Geldstroom:
    """Money of one payer on one line's area and theme."""

    partner: Partner
    gebied: Gebied
    thema: Thema
    stand: Stand


def geldstromen(boekjaar: Boekjaar) -> list[Geldstroom]:
    """Payers → areas → themes, for the money flow page: one row per payer, area and theme. Four queries."""
    per = standen(boekjaar, "partner", "gebied", "thema")
    partners = Partner.objects.in_bulk({sleutel[0] for sleutel in per})
    gebieden = Gebied.objects.in_bulk({sleutel[1] for sleutel in per})
    themas = Thema.objects.in_bulk({sleutel[2] for sleutel in per})
    stromen = [
        Geldstroom(partners[partner], gebieden[gebied], themas[thema], stand)
        for (partner, gebied, thema), stand in per.items()
        if stand.begroot
    ]
    return sorted(stromen, key=lambda s: (s.partner.volgorde, s.partner.naam, s.gebied.code, s.thema.volgorde))


def _filter(
    boekjaar: Boekjaar, gebied: Gebied | None, thema: Thema | None, partner: Partner | None, domein: str | None
) -> Q:
    mee = Q(boekjaar=boekjaar, soort__in=REGELSOORTEN)
    if gebied is not None and gebied.soort == Gebiedssoort.STAD:
        pass  # every line of the programme lies in the city
    elif gebied is not None:
        mee &= Q(regel__gebied__in=Gebied.objects.binnen(gebied))
    if thema is not None:
        mee &= Q(regel__thema=thema)
    if partner is not None:
        mee &= Q(partner=partner)
    if domein:
        mee &= Q(regel__thema__domein=domein)
    return mee


def _uit_standen(wanneer: Q, periode: Periode, per: tuple[str, ...], rekening: Q) -> Standen:
    rijen = (
        Periodestand.objects.filter(wanneer, rekening__in=Rekening.objects.filter(rekening))
        .values_list(*(f"rekening__{_GROEPEN[naam]}" for naam in per), "rekening__soort")
        .annotate(som=Sum("erin") - Sum("eruit"))
    )
    return _verzamel(rijen)


def _verzamel(rijen: Iterable[tuple[Any, ...]]) -> Standen:
    emmers: dict[tuple[Any, ...], dict[str, Decimal]] = defaultdict(dict)
    for *sleutel, soort, som in rijen:
        emmers[tuple(sleutel)][soort] = som
    return {sleutel: Stand(**bedragen) for sleutel, bedragen in emmers.items()}


def _geordend(rijen: dict[int, Any]) -> list[tuple[int, Any]]:
    return sorted(rijen.items(), key=lambda paar: (paar[1].volgorde, paar[1].naam))
