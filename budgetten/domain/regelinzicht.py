"""Budget lines as a person may use them, and what is left on them per payer."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from budgetten.domain.regels import verdeel
from budgetten.domain.verplichtingslot import verdeel_open
from budgetten.domain.verplichtingstand import stand
from budgetten.enums import Jaarstatus, Rekeningsoort
from budgetten.models import Begrotingsregel, Rekening, Uitgave, Verplichting
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Partner
from partners.rules import is_controller, posten

NUL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Betaaldeel:
    """One payer on a line, in euro: free now, its part of an expense, free after it."""

    partner: Partner
    vrij: Decimal
    deel: Decimal = NUL

    @property
    def na(self) -> Decimal:
        return self.vrij - self.deel


def eigen_gebieden(user: Gebruiker, pad: str = "") -> Q:
    """Filter on areas (reached by `pad`, like "regel__gebied") where this person has a say over money.

    Controllers: everywhere. Coordinators: their areas and what lies in them. Others: nowhere. The same rule as
    `budgetten.rules.mag_op_regel`, for lists.
    """
    if is_controller(user):
        return Q()
    ids: set[int] = set()
    for post in posten(user):
        if post.functie == Functie.GEBIEDSCOORDINATOR:
            if not post.gebied_ids:
                return Q()
            ids |= post.gebied_ids
    voor = f"{pad}__" if pad else ""
    return (
        Q(**{f"{voor}pk__in": ids}) | Q(**{f"{voor}ouder__in": ids}) | Q(**{f"{voor}ouder__ouder__in": ids})
        if ids
        else Q(pk__in=[])
    )


def met_namen(regels: QuerySet[Begrotingsregel]) -> QuerySet[Begrotingsregel]:
    """With everything their name and rules need, so that a list of them is one query."""
    return regels.select_related("boekjaar", "gebied__ouder", "thema").order_by(
        "-boekjaar__jaar", "gebied__code", "thema__volgorde", "thema__naam"
    )


def open_regels() -> QuerySet[Begrotingsregel]:
    """Lines of years that are open."""
    return met_namen(Begrotingsregel.objects.filter(boekjaar__status=Jaarstatus.OPEN))


def regels_van(user: Gebruiker) -> QuerySet[Begrotingsregel]:
    """Lines of open years on which this person may enter expenses."""
    return open_regels().filter(eigen_gebieden(user, "gebied"))


def vrij_per_betaler(regel: Begrotingsregel) -> list[Betaaldeel]:
    """What each payer has free on the line, in payer order. One query."""
    return [Betaaldeel(rekening.partner, rekening.saldo) for rekening in _vrije_rekeningen(regel)]


@dataclass(frozen=True, slots=True)
class VrijOpRegel:
    """What a line has free, in euro, and of whom."""

    regel: Begrotingsregel
    delen: list[Betaaldeel]
    totaal: Decimal


def vrij_op(regel: Begrotingsregel) -> VrijOpRegel:
    """What is free on the line now. Not a promise: who spends it computes it again under lock. One query."""
    delen = vrij_per_betaler(regel)
    return VrijOpRegel(regel, delen, sum((deel.vrij for deel in delen), NUL))


def verdeling(uitgave: Uitgave) -> tuple[list[Betaaldeel], str]:
    """Who would pay what if the expense were approved now, and why it cannot be (empty when it can).

    Of a payment on a commitment `vrij` is what is open on that commitment. Not a promise: approval computes it again
    under lock.
    """
    if uitgave.verplichting is not None:
        return _verdeling_verplichting(uitgave.verplichting, uitgave.bedrag)
    bronnen = {rekening.partner_id: rekening for rekening in _vrije_rekeningen(uitgave.regel)}
    dekking = {rij.partner: rij.bedrag for rij in uitgave.dekking.all()} or None
    try:
        delen, bezwaar = verdeel(bronnen, uitgave.bedrag, dekking, plek=str(uitgave.regel)), ""
    except Weigering as fout:
        delen, bezwaar = {}, fout.bericht
        if dekking:
            delen = {partner.pk: bedrag for partner, bedrag in dekking.items()}
    return [
        Betaaldeel(rekening.partner, rekening.saldo, delen.get(partner_id, NUL))
        for partner_id, rekening in bronnen.items()
    ], bezwaar


def _verdeling_verplichting(verplichting: Verplichting, bedrag: Decimal) -> tuple[list[Betaaldeel], str]:
    nu = stand(verplichting)
    try:
        delen, bezwaar = verdeel_open(nu, bedrag), ""
    except Weigering as fout:
        delen, bezwaar = {}, fout.bericht
    return [
        Betaaldeel(rij.partner, rij.open, delen.get(rij.partner, NUL))
        for rij in nu.per_betaler
        if rij.partner is not None
    ], bezwaar


def _vrije_rekeningen(regel: Begrotingsregel) -> QuerySet[Rekening]:
    return (
        Rekening.objects.filter(regel=regel, soort=Rekeningsoort.VRIJ)
        .select_related("partner")
        .order_by("partner__volgorde", "partner")
    )
