"""How commitments stand, per payer. Everything in euro follows from the mutaties of their own bookings.

Those are the booking that committed the money, those of expenses that draw on it, of releases and of recoveries, and
the reversal of each of these. There is no second bookkeeping: a reversal puts a stand right by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.db.models import Q

from budgetten.domain.splitsing import splits
from budgetten.enums import Uitgavestatus, Verplichtingstatus
from budgetten.models import Boekjaar, Mutatie, Terugontvangst, Uitgave, Verplichting, Verplichtingvrijval
from partners.models import Partner

NUL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Bedragen:
    """Amounts in euro of one payer, or of all together.

    gevraagd: payment asked for and not yet approved, per payer as it would be split now. besteed: approved, less what
    was reversed. betaald: the part of that which the bank paid. vrijgevallen: free again on the line. terugontvangen:
    spent, and came back; that does not open the commitment again. overgezet: of what was released, the part carried
    over to a later year.
    """

    bedrag: Decimal = NUL
    gevraagd: Decimal = NUL
    besteed: Decimal = NUL
    betaald: Decimal = NUL
    vrijgevallen: Decimal = NUL
    terugontvangen: Decimal = NUL
    overgezet: Decimal = NUL

    @property
    def open(self) -> Decimal:
        """What still stands as committed."""
        return self.bedrag - self.besteed - self.vrijgevallen

    @property
    def te_vragen(self) -> Decimal:
        """What is open and not asked for yet."""
        return self.open - self.gevraagd

    @property
    def netto_besteed(self) -> Decimal:
        """What was spent and did not come back: the most that can still be recovered."""
        return self.besteed - self.terugontvangen


@dataclass(frozen=True, slots=True)
class Betalerstand(Bedragen):
    """The same of one payer. `partner` is always given."""

    partner: Partner | None = None


@dataclass(frozen=True, slots=True)
class Verplichtingstand(Bedragen):
    """A commitment in total, and per payer in payer order. In a row of carried-over commitments: of all together."""

    per_betaler: tuple[Betalerstand, ...] = ()

    @property
    def open_per_betaler(self) -> dict[Partner, Decimal]:
        """Payers with something open, in payer order."""
        return {rij.partner: rij.open for rij in self.per_betaler if rij.open > 0 and rij.partner is not None}


_BEDRAGEN = tuple(veld.name for veld in fields(Bedragen))


def stand(verplichting: Verplichting) -> Verplichtingstand:
    """How this one commitment stands now. Not locked: who decides on it locks the row first."""
    return standen_van([verplichting])[verplichting.pk]


def standen(kenmerken: Collection[str]) -> dict[str, Verplichtingstand]:
    """How the commitments with these kenmerken stand, in a constant number of queries; unknown ones are left out.

    What was carried over to a next year counts with the kenmerk it began under: then `bedrag` is still what was
    decided, and `vrijgevallen` does not hold what only moved to another year.
    """
    rijen = list(Verplichting.objects.met_kenmerk(kenmerken).select_related("oorsprong"))
    per_rij = standen_van(rijen)
    per_kenmerk: dict[str, list[Verplichtingstand]] = defaultdict(list)
    for rij in rijen:
        per_kenmerk[(rij.oorsprong or rij).kenmerk].append(per_rij[rij.pk])
    return {kenmerk: _samen(delen) for kenmerk, delen in per_kenmerk.items() if kenmerk in kenmerken}


def huidige(kenmerk: str) -> Verplichting | None:
    """The commitment that counts now for this kenmerk: the last one it was carried over to."""
    return (
        Verplichting.objects.met_kenmerk([kenmerk])
        .select_related("regel__boekjaar", "regel__gebied__ouder", "regel__thema", "besluit_door")
        .last()
    )


def openstaand(boekjaar: Boekjaar) -> list[tuple[Verplichting, Verplichtingstand]]:
    """The commitments of a year of which something is open, with their stand."""
    rijen = list(
        Verplichting.objects.filter(regel__boekjaar=boekjaar, status=Verplichtingstatus.OPEN)
        .select_related("regel__boekjaar", "regel__gebied", "regel__thema")
        .order_by("pk")
    )
    per_rij = standen_van(rijen)
    return [(rij, per_rij[rij.pk]) for rij in rijen]


def standen_van(
    verplichtingen: Iterable[Verplichting], *, wanneer: Q | None = None, betaald: Collection[int] | None = None
) -> dict[int, Verplichtingstand]:
    """How each of these stands, by primary key; each for itself. Six queries, however many there are.

    `wanneer` counts only those mutaties; `betaald` names the bookings whose expense counts as paid (default: all that
    are).
    """
    rijen = {rij.pk: rij for rij in verplichtingen}
    bedragen: dict[tuple[int, int], dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(_BEDRAGEN, NUL))
    boekingen = _boekingen(rijen, betaald)
    gevraagd: dict[int, Decimal] = defaultdict(lambda: NUL)
    for pk, bedrag in Uitgave.objects.filter(verplichting__in=rijen, status=Uitgavestatus.INGEDIEND).values_list(
        "verplichting", "bedrag"
    ):
        gevraagd[pk] += bedrag
    for boeking, tegen_van, partner, bedrag in Mutatie.objects.filter(
        Q(boeking__in=boekingen) | Q(boeking__tegenboeking_van__in=boekingen), wanneer or Q()
    ).values_list("boeking", "boeking__tegenboeking_van", "van__partner", "bedrag"):
        pk, namen = boekingen[tegen_van if tegen_van is not None else boeking]
        for naam in namen:
            bedragen[pk, partner][naam] += bedrag if tegen_van is None else -bedrag
    partners = list(Partner.objects.filter(pk__in={partner for _pk, partner in bedragen}).order_by("volgorde", "naam"))
    return {pk: _verplichtingstand(pk, bedragen, partners, gevraagd[pk]) for pk in rijen}


def _boekingen(
    rijen: dict[int, Verplichting], betaald: Collection[int] | None = None
) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Per own booking: which commitment, and which amounts of the stand it adds to."""
    boekingen: dict[int, tuple[int, tuple[str, ...]]] = {
        rij.verplichting_id: (pk, ("bedrag",)) for pk, rij in rijen.items()
    }
    for boeking, pk, status in Uitgave.objects.filter(verplichting__in=rijen, boeking__isnull=False).values_list(
        "boeking", "verplichting", "status"
    ):
        is_betaald = status == Uitgavestatus.BETAALD if betaald is None else boeking in betaald
        boekingen[boeking] = (pk, ("besteed", "betaald") if is_betaald else ("besteed",))
    for boeking, pk, naar in Verplichtingvrijval.objects.filter(verplichting__in=rijen).values_list(
        "boeking", "verplichting", "naar"
    ):
        boekingen[boeking] = (pk, ("vrijgevallen",) if naar is None else ("vrijgevallen", "overgezet"))
    for boeking, pk in Terugontvangst.objects.filter(verplichting__in=rijen).values_list("boeking", "verplichting"):
        boekingen[boeking] = (pk, ("terugontvangen",))
    return boekingen


def _verplichtingstand(
    pk: int, bedragen: dict[tuple[int, int], dict[str, Decimal]], partners: list[Partner], gevraagd: Decimal
) -> Verplichtingstand:
    betalers = [
        Betalerstand(partner=partner, **bedragen[pk, partner.pk])
        for partner in partners
        if (pk, partner.pk) in bedragen
    ]
    gewichten = [betaler.open for betaler in betalers]
    if gevraagd and sum(gewichten) > 0:
        delen = splits(gevraagd, gewichten)
        betalers = [replace(betaler, gevraagd=deel) for betaler, deel in zip(betalers, delen, strict=True)]
    som = _som(betalers) | {"gevraagd": gevraagd}
    return Verplichtingstand(per_betaler=tuple(betalers), **som)


def _samen(delen: list[Verplichtingstand]) -> Verplichtingstand:
    """Commitments that carry one another over, as one: what only changed years is no new money and no release."""
    if len(delen) == 1:
        return delen[0]
    per: dict[Partner, list[Betalerstand]] = defaultdict(list)
    for deel in delen:
        for rij in deel.per_betaler:
            if rij.partner is not None:
                per[rij.partner].append(rij)
    betalers = tuple(
        Betalerstand(partner=partner, **_zonder_overgezet(_som(per[partner])))
        for partner in sorted(per, key=lambda p: (p.volgorde, p.naam))
    )
    return Verplichtingstand(per_betaler=betalers, **_zonder_overgezet(_som(delen)))


def _som(standen_: Iterable[Bedragen]) -> dict[str, Decimal]:
    rijen = list(standen_)
    return {naam: sum((getattr(rij, naam) for rij in rijen), NUL) for naam in _BEDRAGEN}


def _zonder_overgezet(som: dict[str, Decimal]) -> dict[str, Decimal]:
    over = som["overgezet"]
    return som | {"bedrag": som["bedrag"] - over, "vrijgevallen": som["vrijgevallen"] - over, "overgezet": NUL}
