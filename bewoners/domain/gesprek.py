"""The one thread between applicant and municipality. Never public; both sides see who wrote what and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen
from bewoners.domain.bijlagen import voeg_bijlage_toe
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import Bijlagesoort
from bewoners.models import Draadbericht, Initiatief
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.domain.uploads import SchoonBestand
from kern.models import Gebruiker


def berichten(initiatief: Initiatief) -> list[Draadbericht]:
    """The thread, oldest first, with authors and files. Two queries."""
    return list(
        Draadbericht.objects.filter(initiatief=initiatief).select_related("auteur").prefetch_related("bijlagen")
    )


def ongelezen(initiatief: Initiatief, gebruiker: Any) -> int:
    """How many messages of the other side this person's side did not read. One query."""
    return _van_de_ander(initiatief, gebruiker).filter(gelezen_op=None).count()


def met_ongelezen(gebruiker: Gebruiker) -> QuerySet[Initiatief]:
    """Initiatives the user handles with a message of the applicant nobody read: for the work list."""
    open_ = Draadbericht.objects.filter(van_indiener=True, gelezen_op=None).values("initiatief")
    return Initiatief.objects.van_coordinator(gebruiker).filter(pk__in=open_)


@transaction.atomic
def schrijf(
    initiatief: Initiatief, *, tekst: str, door: Gebruiker, bestanden: Sequence[SchoonBestand] = ()
) -> Draadbericht:
    """Write to the other side, who hears of it on the site and by mail. What was written to us counts as read.

    Raises GeenToestemming for who is neither applicant nor coordinator of the area, Weigering without a text.
    """
    vast = stappen.op_slot(initiatief)
    if not door.has_perm("bewoners.gesprek", vast):
        raise GeenToestemming(_("Alleen de indiener en de coördinator van dit gebied schrijven hier."))
    tekst = tekst.strip()
    if not tekst:
        raise Weigering(_("Schrijf eerst uw bericht."), veld="tekst")
    bericht = Draadbericht.objects.create(
        initiatief=vast, auteur=door, van_indiener=rules.is_indiener(door, vast), tekst=tekst
    )
    for bestand in bestanden:
        voeg_bijlage_toe(vast, soort=Bijlagesoort.GESPREK, bestand=bestand, door=door, bericht=bericht)
    log(vast, _("bericht geschreven"), door=door)
    _lees(vast, door)
    _vertel(bericht)
    return bericht


@transaction.atomic
def lees(initiatief: Initiatief, *, door: Gebruiker) -> None:
    """Note that this person's side has read the thread; the first time counts. Raises GeenToestemming."""
    vast = stappen.op_slot(initiatief)
    if not door.has_perm("bewoners.gesprek", vast):
        raise GeenToestemming(_("Alleen de indiener en de coördinator van dit gebied lezen dit gesprek."))
    _lees(vast, door)


def _lees(initiatief: Initiatief, door: Gebruiker) -> None:
    _van_de_ander(initiatief, door).filter(gelezen_op=None).update(gelezen_op=timezone.now())


def _van_de_ander(initiatief: Initiatief, gebruiker: Any) -> QuerySet[Draadbericht]:
    return Draadbericht.objects.filter(initiatief=initiatief, van_indiener=not rules.is_indiener(gebruiker, initiatief))


def _vertel(bericht: Draadbericht) -> None:
    """The text itself is not in the mail: a mail is read by more people than a page behind a login."""
    initiatief = bericht.initiatief
    if bericht.van_indiener:
        ontvangers = behandelaars(initiatief)
    else:
        ontvangers = [initiatief.indiener] if initiatief.indiener else []
    with translation.override("nl"):
        tekst = (
            _("De indiener van ‘%(titel)s’ schreef u een bericht.")
            if bericht.van_indiener
            else _("De gemeente schreef u een bericht over ‘%(titel)s’.")
        )
        for ontvanger in ontvangers:
            meld(
                ontvanger,
                soort="bericht",
                sleutel=f"bericht-{bericht.pk}",
                tekst=tekst % {"titel": initiatief.titel},
                url=reverse("bewoners:gesprek", args=[initiatief.pk]),
                alineas=[tekst % {"titel": initiatief.titel}, _("U leest en beantwoordt het op de site.")],
            )
