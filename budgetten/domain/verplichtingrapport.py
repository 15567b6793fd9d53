"""Commitments in a month report: what each came to in the year up to the month, and the same by the ledger as a whole.

Per commitment it is added up from its own bookings; the totals come from one sum over all mutaties of those bookings.
A report shows both, so a commitment that is read wrongly shows as a difference.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from budgetten.domain.rapportvorm import NUL, Waarover
from budgetten.domain.verplichtingstand import Bedragen, standen_van
from budgetten.enums import Rekeningsoort, Uitgavestatus
from budgetten.models import Mutatie, Periode, Uitgave, Verplichting
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied


@dataclass(frozen=True, slots=True)
class Jaarbedragen:
    """Of one thing money was committed for, in euro, within one year and up to a month.

    toegekend: committed in this year for the first time; overgekomen: carried over from the year before. betaald: the
    part of `besteed` the bank had paid by then. vrijgevallen does not hold what was carried over to the next year.
    """

    toegekend: Decimal = NUL
    overgekomen: Decimal = NUL
    besteed: Decimal = NUL
    betaald: Decimal = NUL
    terugontvangen: Decimal = NUL
    vrijgevallen: Decimal = NUL
    overgezet: Decimal = NUL

    @property
    def open(self) -> Decimal:
        """What still stands as committed."""
        return self.toegekend + self.overgekomen - self.besteed - self.vrijgevallen - self.overgezet

    def plus(self, ander: Jaarbedragen) -> Jaarbedragen:
        """Both together."""
        return Jaarbedragen(*(getattr(self, naam) + getattr(ander, naam) for naam in self.__slots__))


@dataclass(frozen=True, slots=True)
class Jaaroverzicht:
    """`per_kenmerk` by the kenmerk a commitment began under; `grootboek` has toegekend, besteed and betaald."""

    per_kenmerk: dict[str, Jaarbedragen]
    grootboek: dict[str, Decimal]


def jaaroverzicht(periode: Periode, waarover: Waarover, *, begin: str) -> Jaaroverzicht:
    """Commitments whose kenmerk begins like this, on lines of the year and within the scope of a report.

    Nine queries, however many there are. Call while no booking can be recorded.
    """
    rijen = list(_binnen(periode, waarover, begin).select_related("oorsprong"))
    # read once: who marks an expense as paid does not wait for the lock on bookings
    betaald = frozenset(
        Uitgave.objects.filter(
            verplichting__in=rijen, status=Uitgavestatus.BETAALD, betaald_op__lte=periode.eind
        ).values_list("boeking", flat=True)
    )
    tot = Q(boeking__periode__begin__lte=periode.begin)
    standen = standen_van(rijen, wanneer=tot, betaald=betaald)
    per_kenmerk: dict[str, Jaarbedragen] = defaultdict(Jaarbedragen)
    for rij in rijen:
        bedragen = _van_betaler(standen[rij.pk].per_betaler, waarover) if waarover.partner else standen[rij.pk]
        kenmerk = (rij.oorsprong or rij).kenmerk
        per_kenmerk[kenmerk] = per_kenmerk[kenmerk].plus(_jaarbedragen(bedragen, overgekomen=rij.oorsprong is not None))
    return Jaaroverzicht(dict(per_kenmerk), _grootboek(rijen, betaald, tot, waarover))


def _binnen(periode: Periode, waarover: Waarover, begin: str) -> QuerySet[Verplichting]:
    rijen = Verplichting.objects.filter(
        Q(oorsprong__isnull=True, kenmerk__startswith=begin) | Q(oorsprong__kenmerk__startswith=begin),
        regel__boekjaar=periode.boekjaar_id,
    )
    if waarover.gebied is not None and waarover.gebied.soort != Gebiedssoort.STAD:
        rijen = rijen.filter(regel__gebied__in=Gebied.objects.binnen(waarover.gebied))
    return rijen.order_by("pk")


def _van_betaler(betalers: tuple[Bedragen, ...], waarover: Waarover) -> Bedragen:
    partner = waarover.partner
    return next((rij for rij in betalers if getattr(rij, "partner", None) == partner), Bedragen())


def _jaarbedragen(bedragen: Bedragen, *, overgekomen: bool) -> Jaarbedragen:
    return Jaarbedragen(
        toegekend=NUL if overgekomen else bedragen.bedrag,
        overgekomen=bedragen.bedrag if overgekomen else NUL,
        besteed=bedragen.besteed,
        betaald=bedragen.betaald,
        terugontvangen=bedragen.terugontvangen,
        vrijgevallen=bedragen.vrijgevallen - bedragen.overgezet,
        overgezet=bedragen.overgezet,
    )


def _grootboek(rijen: list[Verplichting], betaald: frozenset[int], tot: Q, waarover: Waarover) -> dict[str, Decimal]:
    nieuw = [rij.verplichting_id for rij in rijen if rij.oorsprong_id is None]
    besteed = Uitgave.objects.filter(verplichting__in=rijen, boeking__isnull=False).values("boeking")
    mutaties = Mutatie.objects.filter(tot)
    if waarover.partner is not None:
        mutaties = mutaties.filter(van__partner=waarover.partner)

    def som(soort: Rekeningsoort, boekingen: object) -> Decimal:
        """What came in on these accounts by these bookings, less what their reversals took out again."""
        erin = Sum("bedrag", filter=Q(naar__soort=soort, boeking__in=boekingen))
        eruit = Sum("bedrag", filter=Q(van__soort=soort, boeking__tegenboeking_van__in=boekingen))
        eigen = Q(boeking__in=boekingen) | Q(boeking__tegenboeking_van__in=boekingen)
        gevonden = mutaties.filter(eigen).aggregate(erin=erin, eruit=eruit)
        return (gevonden["erin"] or NUL) - (gevonden["eruit"] or NUL)

    return {
        "toegekend": som(Rekeningsoort.VERPLICHT, nieuw),
        "besteed": som(Rekeningsoort.BESTEED, besteed),
        "betaald": som(Rekeningsoort.BESTEED, list(betaald)),
    }
