"""What everybody may read of initiatives: the list with its filters, the map, one initiative, its way so far.

Nothing here returns an address, phone number, e-mail address, account number, remark, score or the name of somebody
who did not choose to show it. Cards and points do not even read those columns.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bewoners.domain.steun import aantal_per_plan
from bewoners.enums import VOOR_BESLUIT, VOOR_BEWONERS, Bijlagesoort, Initiatiefstatus
from bewoners.models import Bijlage, Initiatief
from budgetten.domain import verplichtingen
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.adres import adres

S = Initiatiefstatus
#: Points on one map; the newest come first. More than fit on a phone helps nobody, and takes longer each year.
MEESTE_PUNTEN = 200
#: Digits of a degree that are published: about ten metres.
PLEK_CIJFERS = 4

#: Groups of statuses as residents choose them: key, words, which initiatives.
GROEPEN: tuple[tuple[str, Promise, Q], ...] = (
    (
        "nieuw",
        gettext_lazy("Wacht op een besluit"),
        Q(status__in=[S.INGEDIEND, S.AANVULLING_GEVRAAGD, S.IN_BEOORDELING, S.GEADVISEERD]),
    ),
    ("stemmen", gettext_lazy("In een stemronde"), Q(status__in=[S.IN_STEMRONDE, S.UITSLAG_BEKEND])),
    (
        "bezig",
        gettext_lazy("Gaat door"),
        Q(status__in=[S.VERLEEND, S.DIRECT_VASTGESTELD, S.IN_UITVOERING, S.VERANTWOORDING_INGEDIEND]),
    ),
    (
        "klaar",
        gettext_lazy("Klaar"),
        Q(status__in=[S.VASTGESTELD, S.TERUGVORDERING]) | Q(status=S.AFGESLOTEN, toegekend__gt=0),
    ),
    (
        "niet",
        gettext_lazy("Gaat niet door"),
        Q(status__in=[S.AFGEWEZEN, S.VERLENING_INGETROKKEN])
        | (Q(status=S.AFGESLOTEN) & (Q(toegekend=None) | Q(toegekend=0))),
    ),
)
GROEP_SLEUTELS = tuple(sleutel for sleutel, _naam, _q in GROEPEN)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list and the map are filtered on. An area includes the areas in it."""

    gebied: Gebied | None = None
    groep: str = ""
    thema: Thema | None = None
    tekst: str = ""

    def pas_toe(self, initiatieven: QuerySet[Initiatief]) -> QuerySet[Initiatief]:
        """Only the initiatives that fit."""
        if self.gebied is not None and self.gebied.soort != Gebiedssoort.STAD:
            initiatieven = initiatieven.filter(gebied__in=Gebied.objects.binnen(self.gebied))
        if self.groep:
            initiatieven = initiatieven.filter(next(q for sleutel, _naam, q in GROEPEN if sleutel == self.groep))
        if self.thema is not None:
            initiatieven = initiatieven.filter(thema=self.thema)
        for woord in self.tekst.split():
            initiatieven = initiatieven.filter(Q(titel__icontains=woord) | Q(samenvatting__icontains=woord))
        return initiatieven


@dataclass(frozen=True, slots=True)
class Foto:
    """A public photo."""

    pk: int
    alt: str
    breedte: int | None
    hoogte: int | None

    @property
    def url(self) -> str:
        """Where it is shown; that view checks who may see it."""
        return adres("bewoners:bijlage", self.pk)


@dataclass(frozen=True, slots=True)
class Kaartje:
    """An initiative as a card in a list. Amounts in euro; `bedrag` is what was awarded, before that what is asked."""

    pk: int
    titel: str
    samenvatting: str
    status: str
    gebied: str
    gebied_slug: str
    thema: str
    gevraagd: Decimal
    toegekend: Decimal | None
    steun: int
    steun_nodig: int
    gepubliceerd_op: dt.datetime
    foto: Foto | None

    @property
    def url(self) -> str:
        """Its page."""
        return adres("bewoners:initiatief", self.pk)

    @property
    def status_in_woorden(self) -> str:
        """The status as a resident reads it."""
        return str(VOOR_BEWONERS[self.status])

    @property
    def is_toegekend(self) -> bool:
        """Whether money was promised."""
        return bool(self.toegekend)

    @property
    def steun_telt(self) -> bool:
        """Whether support is needed and can still be given."""
        return bool(self.steun_nodig) and self.status in VOOR_BESLUIT

    @property
    def bedrag(self) -> Decimal:
        """Awarded, or asked while nothing is."""
        return self.toegekend or self.gevraagd


def openbare(filter: Filter | None = None) -> QuerySet[Initiatief]:
    """Public initiatives that fit, newest first."""
    initiatieven: QuerySet[Initiatief] = Initiatief.objects.openbaar()
    return (filter.pas_toe(initiatieven) if filter else initiatieven).order_by("-gepubliceerd_op", "-pk")


def als_kaartjes(initiatieven: QuerySet[Initiatief]) -> QuerySet[Initiatief, Any]:
    """Rows for `kaartje`, by a single query however many: only public columns are read."""
    foto = (
        Bijlage.objects.filter(initiatief=OuterRef("pk"), openbaar=True)
        .order_by("pk")
        .values(gegevens=JSONObject(pk="pk", alt="alt", breedte="breedte", hoogte="hoogte"))
    )
    return initiatieven.values_list(
        "pk",
        "titel",
        "samenvatting",
        "status",
        "gebied__naam",
        "gebied__slug",
        "thema__naam",
        "gevraagd",
        "toegekend",
        Coalesce(Subquery(aantal_per_plan(), output_field=IntegerField()), 0),
        "regelingversie__steun_nodig",
        "gepubliceerd_op",
        Subquery(foto[:1]),
    )


def kaartje(rij: tuple[Any, ...]) -> Kaartje:
    """A card from a row of `als_kaartjes`."""
    gegevens = json.loads(rij[-1]) if isinstance(rij[-1], str) else rij[-1]
    velden: dict[str, Any] = dict(
        zip(Kaartje.__slots__, (*rij[:-1], Foto(**gegevens) if gegevens else None), strict=True)
    )
    return Kaartje(**velden)


def kaartpunten(filter: Filter) -> dict[str, Any]:
    """Where the public initiatives that fit are, as GeoJSON (WGS84), the newest MEESTE_PUNTEN. One query."""
    rijen = (
        openbare(filter)
        .filter(lengte__isnull=False)
        .values_list("pk", "titel", "status", "gebied__naam", "lengte", "breedte")[:MEESTE_PUNTEN]
    )
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": _rond(lengte, breedte)},
                "properties": {
                    "pk": pk,
                    "titel": titel,
                    "status": str(VOOR_BEWONERS[status]),
                    "gebied": gebied,
                    "url": adres("bewoners:initiatief", pk),
                },
            }
            for pk, titel, status, gebied, lengte, breedte in rijen
        ],
    }


def _rond(*graden: float | None) -> list[float]:
    return [round(graad or 0, PLEK_CIJFERS) for graad in graden]


def punt(initiatief: Initiatief) -> tuple[float, float] | None:
    """Where it is, as (longitude, latitude) of about ten metres precise; None when the applicant pinned nothing."""
    if initiatief.lengte is None or initiatief.breedte is None:
        return None
    lengte, breedte = _rond(initiatief.lengte, initiatief.breedte)
    return lengte, breedte


def plek_in_woorden(initiatief: Initiatief) -> str:
    """The applicant's words for the place, unless there is a digit in them: that may be somebody's house."""
    return "" if re.search(r"\d", initiatief.plek_adres) else initiatief.plek_adres


@dataclass(frozen=True, slots=True)
class Fotos:
    """The public photos: of the plan, of its result, and of each news item."""

    plan: list[Foto]
    resultaat: list[Foto]
    nieuws: dict[int, list[Foto]]


def fotos_van(initiatief: Initiatief) -> Fotos:
    """One query."""
    fotos = Fotos([], [], {})
    rijen = Bijlage.objects.filter(initiatief=initiatief, openbaar=True).order_by("pk")
    velden = rijen.values_list("soort", "nieuws", "pk", "alt", "breedte", "hoogte")
    for soort, nieuws, pk, alt, breedte, hoogte in velden:
        foto = Foto(pk, alt, breedte, hoogte)
        if nieuws is not None:
            fotos.nieuws.setdefault(nieuws, []).append(foto)
        else:
            (fotos.resultaat if soort == Bijlagesoort.RESULTAAT else fotos.plan).append(foto)
    return fotos


@dataclass(frozen=True, slots=True)
class Geld:
    """Amounts in euro. What was paid and came back is what the ledger says; there is no other bookkeeping."""

    kosten: Decimal
    gevraagd: Decimal
    toegekend: Decimal | None
    vastgesteld: Decimal | None
    betaald: Decimal | None
    terugontvangen: Decimal = Decimal("0.00")
    betalers: list[tuple[str, Decimal]] = field(default_factory=list)


def geld_van(initiatief: Initiatief) -> Geld:
    """What it costs, what was asked and awarded, and what the ledger says was paid, per payer."""
    kosten = sum((post.bedrag for post in initiatief.kosten.all()), Decimal("0.00"))
    betaald, terug, betalers = None, Decimal("0.00"), []
    if initiatief.verplichting_id is not None:
        kenmerk = f"initiatief-{initiatief.pk}"
        stand = verplichtingen.standen([kenmerk]).get(kenmerk)
        if stand is not None:
            betaald, terug = stand.betaald, stand.terugontvangen
            betalers = [(rij.partner.naam, rij.bedrag) for rij in stand.per_betaler if rij.partner and rij.bedrag]
    return Geld(
        kosten=kosten,
        gevraagd=initiatief.gevraagd,
        toegekend=initiatief.toegekend,
        vastgesteld=initiatief.vastgesteld,
        betaald=betaald,
        terugontvangen=terug,
        betalers=betalers,
    )
