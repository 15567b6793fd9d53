"""Following an initiative: who wants to hear of it hears of news and decisions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.models import Besluit, Initiatief, Volger
from kern.domain.fouten import Weigering
from kern.domain.meldingen import meld
from kern.models import Gebruiker


def volgt(initiatief: Initiatief, gebruiker: Gebruiker) -> bool:
    """Whether this user follows it."""
    return Volger.objects.filter(initiatief=initiatief, gebruiker=gebruiker).exists()


@transaction.atomic
def volg(initiatief: Initiatief, *, door: Gebruiker) -> None:
    """Follow it; twice is the same as once. Raises Weigering for what is not public or one's own."""
    if not rules.is_openbaar(initiatief):
        raise Weigering(_("Dit plan staat niet op de website. U kunt het niet volgen."))
    if rules.is_indiener(door, initiatief):
        raise Weigering(_("Dit is uw eigen plan. U hoort altijd hoe het ermee staat."))
    Volger.objects.get_or_create(initiatief=initiatief, gebruiker=door)


@transaction.atomic
def stop(initiatief: Initiatief, *, door: Gebruiker) -> None:
    """Stop following; without following nothing happens."""
    Volger.objects.filter(initiatief=initiatief, gebruiker=door).delete()


def vertel(
    initiatief: Initiatief,
    *,
    soort: str,
    sleutel: str,
    tekst: str,
    onderwerp: str | None = None,
    alineas: Sequence[str] = (),
) -> int:
    """Tell every follower something public, once per `sleutel`. Returns how many followers there were.

    `soort` is a kind of `bewoners.meldingen`. Call it in the transaction of what it tells about. Nothing is told of an
    initiative that is not on the website, and nothing to the applicant, who hears it otherwise.
    """
    if not rules.is_openbaar(initiatief):
        return 0
    volgers = (
        Gebruiker.objects.filter(
            pk__in=Volger.objects.filter(initiatief=initiatief).values("gebruiker"), is_active=True
        )
        .exclude(pk=initiatief.indiener_id or 0)
        .order_by("pk")
    )
    url = initiatief.get_absolute_url()
    for volger in volgers:
        meld(volger, soort=soort, sleutel=sleutel, tekst=tekst, url=url, onderwerp=onderwerp, alineas=alineas)
    return len(volgers)


def vertel_besluit(besluit: Besluit) -> int:
    """Tell followers of a decision, in the words residents read; the status has changed already. As `vertel`."""
    initiatief = besluit.initiatief
    with translation.override("nl"):
        return vertel(
            initiatief,
            soort="nieuws",  # not "besluit": that mail cannot be stopped, and is for whom the decision is about
            sleutel=f"besluit-{besluit.pk}",
            tekst=_("Er is een besluit over het plan ‘%(titel)s’: %(status)s.")
            % {"titel": initiatief.titel, "status": initiatief.status_voor_bewoners.lower()},
        )
