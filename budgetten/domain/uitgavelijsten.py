"""Expenses by what somebody has to do with them."""

from django.db.models import Count, Q, QuerySet

from budgetten.domain.regelinzicht import eigen_gebieden
from budgetten.enums import Jaarstatus, Uitgavestatus
from budgetten.models import Uitgave
from budgetten.querysets import besloten_door
from kern.models import Gebruiker
from partners.rules import is_controller


def met_namen(uitgaven: QuerySet[Uitgave]) -> QuerySet[Uitgave]:
    """With everything a row of a list shows; an account number is not decrypted for that."""
    return uitgaven.select_related(
        "regel__boekjaar", "regel__gebied__ouder", "regel__thema", "leverancier", "ingevoerd_door"
    ).defer("iban")


def te_beoordelen(user: Gebruiker) -> Q:
    """Handed in by somebody else, on a line this person has a say over."""
    ander = ~Q(ingevoerd_door=user) & ~besloten_door(user)
    return Q(status=Uitgavestatus.INGEDIEND) & ander & eigen_gebieden(user, "regel__gebied")


def eigen_concepten(user: Gebruiker) -> Q:
    """Begun or sent back, and waiting for this person; of a closed year nothing waits any more."""
    return Q(
        ingevoerd_door=user,
        status__in=[Uitgavestatus.CONCEPT, Uitgavestatus.AFGEKEURD],
        regel__boekjaar__status=Jaarstatus.OPEN,
    )


def te_betalen(user: Gebruiker) -> Q:
    """Approved and not yet paid, when this person may be the third who says so."""
    if not is_controller(user):
        return Q(pk__in=[])
    ander = ~Q(ingevoerd_door=user) & ~Q(beoordeeld_door=user) & ~besloten_door(user)
    return Q(status=Uitgavestatus.GOEDGEKEURD) & ander


def aantallen(user: Gebruiker) -> dict[str, int]:
    """How many of each wait for this person, in one query."""
    return Uitgave.objects.zichtbaar_voor(user).aggregate(
        beoordelen=Count("pk", filter=te_beoordelen(user)),
        concepten=Count("pk", filter=eigen_concepten(user)),
        betalen=Count("pk", filter=te_betalen(user)),
    )
