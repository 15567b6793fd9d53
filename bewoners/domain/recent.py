"""Plans of residents for busy public pages: the newest ones and how many there are of each sort, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window

from bewoners.domain.publiek import GROEP_SLEUTELS, GROEPEN
from bewoners.enums import VOOR_BEWONERS
from bewoners.models import Initiatief
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.adres import adres
from kern.domain.vaste_vraag import Gesteld, VasteVraag

#: Groups of plans that are not finished.
LOPEND = ("nieuw", "stemmen", "bezig")
_AANTAL = 5
_KOLOMMEN = ("pk", "titel", "status", "gebied__naam", "gevraagd", "toegekend")


@dataclass(frozen=True, slots=True)
class Kort:
    """A plan as far as a short list shows it. Amounts in euro."""

    pk: int
    titel: str
    status: str
    gebied: str
    gevraagd: Decimal
    toegekend: Decimal | None

    @property
    def url(self) -> str:
        """The page of the plan."""
        return adres("bewoners:initiatief", self.pk)

    @property
    def status_in_woorden(self) -> str:
        """The status as a resident reads it."""
        return str(VOOR_BEWONERS[self.status])


@dataclass(frozen=True, slots=True)
class Overzicht:
    """Five plans, those that are not finished first, and the number of each group of `publiek.GROEPEN`."""

    plannen: list[Kort]
    aantallen: dict[str, int]

    @property
    def lopend(self) -> int:
        """How many are not finished."""
        return sum(self.aantallen.get(groep, 0) for groep in LOPEND)

    @property
    def groepen(self) -> list[tuple[str, str, int]]:
        """Key, words and number of each group there is something in."""
        return [(sleutel, str(naam), n) for sleutel, naam, _q in GROEPEN if (n := self.aantallen.get(sleutel, 0))]


def _vraag(initiatieven: QuerySet[Initiatief]) -> QuerySet[Initiatief, Any]:
    lopend = Q()
    for sleutel, _naam, q in GROEPEN:
        if sleutel in LOPEND:
            lopend |= q
    return (
        initiatieven.annotate(
            eerst=Case(When(lopend, then=Value(0)), default=Value(1), output_field=IntegerField()),
            **{f"aantal_{sleutel}": Window(Count("pk", filter=q)) for sleutel, _naam, q in GROEPEN},
        )
        .order_by("eerst", "-gepubliceerd_op", "-pk")
        .values_list(*_KOLOMMEN, *(f"aantal_{sleutel}" for sleutel in GROEP_SLEUTELS))[:_AANTAL]
    )


_OVERAL = VasteVraag(lambda: _vraag(Initiatief.objects.openbaar()))
_HIER = VasteVraag(
    lambda gebied: _vraag(
        Initiatief.objects.openbaar().filter(Q(gebied=gebied) | Q(gebied__ouder=gebied))  # not for the city
    ),
    gebied=int,
)


def _hier(gebied: Gebied | None) -> int | None:
    return None if gebied is None or gebied.soort == Gebiedssoort.STAD else gebied.pk


def overzicht_vraag(gebied: Gebied | None = None) -> Gesteld:
    """What `overzicht` will ask."""
    hier = _hier(gebied)
    return _OVERAL.met() if hier is None else _HIER.met(gebied=hier)


def overzicht(gebied: Gebied | None = None) -> Overzicht:
    """Of the whole city, or of an area and below it. One query."""
    hier = _hier(gebied)
    rijen = _OVERAL() if hier is None else _HIER(gebied=hier)
    kolommen = len(_KOLOMMEN)
    aantallen = dict(zip(GROEP_SLEUTELS, rijen[0][kolommen:], strict=True)) if rijen else {}
    return Overzicht([Kort(*rij[:kolommen]) for rij in rijen], aantallen)
