"""Where the money stands, for busy public pages: the same balances as `queries`, by queries that are built once.

Amounts per area, payer and theme are public; single bookings and suppliers are not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from budgetten.domain.queries import Stand
from budgetten.enums import REGELSOORTEN
from budgetten.models import Boekjaar, Rekening
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.domain.vaste_vraag import Gesteld, VasteVraag
from partners.models import Partner


@dataclass(frozen=True)
class GebiedStand:
    """What everybody may know of an area's money in a year; payers and themes by name, in their own order."""

    stand: Stand
    per_partner: list[tuple[str, Stand]]
    per_thema: list[tuple[str, Stand]]


@dataclass(frozen=True)
class Geldstroom:
    """Money of one payer on one line's area and theme."""

    partner: Partner
    gebied: Gebied
    thema: Thema
    stand: Stand


_JAARVELDEN = tuple(veld.attname for veld in Boekjaar._meta.concrete_fields)  # from_db wants all, in this order
_JAREN = VasteVraag(lambda: Boekjaar.objects.order_by("-jaar").values_list(*_JAARVELDEN))


def boekjaren() -> list[Boekjaar]:
    """All fiscal years, newest first. One query."""
    return [Boekjaar.from_db("default", _JAARVELDEN, rij) for rij in _JAREN()]


def _rekeningen(boekjaar: int) -> QuerySet[Rekening]:
    return Rekening.objects.filter(boekjaar=boekjaar, soort__in=REGELSOORTEN)


def _in(gebied: int) -> Q:
    """Lines of a wijk or buurt, or of a buurt in it. Not for the city, which is everything."""
    return Q(regel__gebied=gebied) | Q(regel__gebied__ouder=gebied)


def _per_betaler_en_thema(rekeningen: QuerySet[Rekening]) -> QuerySet[Rekening, Any]:
    return (
        rekeningen.values_list(
            "partner__volgorde", "partner__naam", "regel__thema__volgorde", "regel__thema__naam", "soort"
        )
        .annotate(som=Sum("saldo"))
        .order_by()
    )


_PER_GEBIED = VasteVraag(
    lambda boekjaar: _rekeningen(boekjaar).values_list("regel__gebied", "soort").annotate(som=Sum("saldo")).order_by(),
    boekjaar=int,
)
_STAD = VasteVraag(lambda boekjaar: _per_betaler_en_thema(_rekeningen(boekjaar)), boekjaar=int)
_GEBIED = VasteVraag(
    lambda boekjaar, gebied: _per_betaler_en_thema(_rekeningen(boekjaar).filter(_in(gebied))), boekjaar=int, gebied=int
)


_STROMEN = VasteVraag(
    lambda boekjaar: (
        _rekeningen(boekjaar)
        .values_list(
            *("partner", "partner__naam", "partner__volgorde"),
            *("regel__gebied", "regel__gebied__naam", "regel__gebied__code", "regel__gebied__slug"),
            *("regel__thema", "regel__thema__naam", "regel__thema__volgorde", "regel__thema__domein"),
        )
        .annotate(**{soort: Sum("saldo", filter=Q(soort=soort), default=Decimal("0.00")) for soort in REGELSOORTEN})
        .order_by("partner__volgorde", "partner__naam", "regel__gebied__code", "regel__thema__volgorde")
    ),
    boekjaar=int,
)


def geldstromen(boekjaar: Boekjaar) -> list[Geldstroom]:
    """Payers → areas → themes: one row per payer, area and theme. One query; of each model only what is shown."""
    partners: dict[int, Partner] = {}
    gebieden: dict[int, Gebied] = {}
    themas: dict[int, Thema] = {}
    stromen = []
    for rij in _STROMEN(boekjaar=boekjaar.pk):
        stand = Stand(*rij[11:])
        if not stand.begroot:
            continue
        if rij[0] not in partners:
            partners[rij[0]] = Partner(pk=rij[0], naam=rij[1], volgorde=rij[2])
        if rij[3] not in gebieden:
            gebieden[rij[3]] = Gebied(pk=rij[3], naam=rij[4], code=rij[5], slug=rij[6])
        if rij[7] not in themas:
            themas[rij[7]] = Thema(pk=rij[7], naam=rij[8], volgorde=rij[9], domein=rij[10])
        stromen.append(Geldstroom(partners[rij[0]], gebieden[rij[3]], themas[rij[7]], stand))
    return stromen


def standen_per_gebied(boekjaar: Boekjaar) -> dict[int, Stand]:
    """Balances per area id: of the lines of that very area. One query."""
    per = _verzamel(((gebied,), soort, som) for gebied, soort, som in _PER_GEBIED(boekjaar=boekjaar.pk))
    return {sleutel[0]: stand for sleutel, stand in per.items()}


def _stand_van(gebied: Gebied, boekjaar: Boekjaar) -> tuple[VasteVraag, dict[str, Any]]:
    if gebied.soort == Gebiedssoort.STAD:
        return _STAD, {"boekjaar": boekjaar.pk}
    return _GEBIED, {"boekjaar": boekjaar.pk, "gebied": gebied.pk}


def stand_vraag(gebied: Gebied, boekjaar: Boekjaar) -> Gesteld:
    """What `stand_van` will ask."""
    vraag, waarden = _stand_van(gebied, boekjaar)
    return vraag.met(**waarden)


def jaren_vraag() -> Gesteld:
    """What `boekjaren` will ask."""
    return _JAREN.met()


def stand_van(gebied: Gebied, boekjaar: Boekjaar) -> GebiedStand:
    """Balances of an area and what lies below it; the city is the whole programme. One query."""
    vraag, waarden = _stand_van(gebied, boekjaar)
    rijen = vraag(**waarden)
    per_partner = _verzamel((rij[0:2], rij[4], rij[5]) for rij in rijen)
    per_thema = _verzamel((rij[2:4], rij[4], rij[5]) for rij in rijen)
    return GebiedStand(
        stand=Stand.som(per_partner.values()),
        per_partner=[(naam, per_partner[volgorde, naam]) for volgorde, naam in sorted(per_partner)],
        per_thema=[(naam, per_thema[volgorde, naam]) for volgorde, naam in sorted(per_thema)],
    )


def _verzamel(rijen: Iterable[tuple[tuple[Any, ...], str, Decimal]]) -> dict[tuple[Any, ...], Stand]:
    emmers: dict[tuple[Any, ...], dict[str, Decimal]] = defaultdict(dict)
    for sleutel, soort, som in rijen:
        emmer = emmers[sleutel]
        emmer[soort] = emmer[soort] + som if soort in emmer else som
    return {sleutel: Stand(**bedragen) for sleutel, bedragen in emmers.items()}
