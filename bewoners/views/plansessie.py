"""Which drafts this browser may write: their secret keys are in its session, the current one first."""

from __future__ import annotations

from django.http import HttpRequest

from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from bewoners.querysets import InitiatiefQuerySet
from kern.models import Gebruiker
from kern.uploadgrens import laat_toe

_SLEUTELS = "plannen"
#: Drafts without an account one browser keeps.
HOOGSTENS = 10


def door_van(request: HttpRequest) -> Gebruiker | None:
    """Who writes: the user, or nobody in particular."""
    return request.user if isinstance(request.user, Gebruiker) else None


def kies(request: HttpRequest, initiatief: Initiatief) -> None:
    """Make this the current draft of this browser. Ask first whether that is allowed."""
    ander = [sleutel for sleutel in request.session.get(_SLEUTELS, []) if sleutel != initiatief.sleutel]
    request.session[_SLEUTELS] = [initiatief.sleutel, *ander][:HOOGSTENS]
    laat_toe(request)


def vergeet(request: HttpRequest, initiatief: Initiatief) -> None:
    """It was handed in or thrown away."""
    over = [sleutel for sleutel in request.session.get(_SLEUTELS, []) if sleutel != initiatief.sleutel]
    request.session[_SLEUTELS] = over


def huidig(request: HttpRequest) -> Initiatief | None:
    """The draft this browser was last busy with; it may belong to somebody else by now, so ask `is_vrij`."""
    sleutels = request.session.get(_SLEUTELS, [])
    return _concepten().filter(sleutel=sleutels[0]).first() if sleutels else None


def heeft_sleutel(request: HttpRequest) -> bool:
    """Whether this browser was busy with a draft, which it may write no more."""
    return bool(request.session.get(_SLEUTELS))


def losse_concepten(request: HttpRequest) -> list[Initiatief]:
    """The drafts of this browser that belong to no account, the current one first. One query."""
    sleutels = request.session.get(_SLEUTELS, [])
    gevonden = {i.sleutel: i for i in _concepten().filter(sleutel__in=sleutels, indiener=None)} if sleutels else {}
    return [gevonden[sleutel] for sleutel in sleutels if sleutel in gevonden]


def houdt(request: HttpRequest, initiatief: Initiatief) -> bool:
    """Whether this browser has the key of a draft without an owner, or its user owns it."""
    if initiatief.indiener_id is not None:
        return initiatief.indiener_id == request.user.pk
    return not initiatief.papier and initiatief.sleutel in request.session.get(_SLEUTELS, [])


def _concepten() -> InitiatiefQuerySet:
    return Initiatief.objects.filter(status=Initiatiefstatus.CONCEPT).select_related(
        "gebied__ouder", "thema", "indiener"
    )
