"""News for users: on the site, and by mail when they want that."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kern import meldingsoorten
from kern.domain.postvak import brieftekst, stuur
from kern.domain.voorkeuren import afmeldadres, voorkeur
from kern.models import Gebruiker, Melding

logger = logging.getLogger(__name__)

#: Seconds the number of unread news is kept; every change forgets it at once.
TELLING_BEWAREN = 300


def meld(
    gebruiker: Gebruiker,
    *,
    soort: str,
    sleutel: str,
    tekst: str,
    url: str,
    onderwerp: str | None = None,
    alineas: Sequence[str] = (),
) -> None:
    """Tell one user something, once per `sleutel`; call in the transaction of what it tells about.

    `tekst` is the sentence on the site, and in the mail when there are no `alineas`; `url` is a path of this site. The
    user's preferences decide where it appears; the mail of a kind that is `verplicht` always goes. Closed accounts
    hear nothing. Raises LookupError for a kind that was not registered.
    """
    wat = meldingsoorten.geef(soort)
    if not gebruiker.is_active:
        return
    keuze = voorkeur(gebruiker, wat)
    with transaction.atomic(savepoint=False):
        if keuze.app:
            Melding.objects.bulk_create(
                [Melding(gebruiker=gebruiker, soort=soort, sleutel=sleutel, tekst=tekst[:300], url=url)],
                ignore_conflicts=True,
            )
            _vergeet_telling(gebruiker.pk)
        if keuze.mail:
            stuur(
                sleutel=f"melding:{gebruiker.pk}:{sleutel}",
                aan=gebruiker.email,
                onderwerp=onderwerp or tekst,
                tekst=brieftekst(
                    gebruiker.naam,
                    alineas or [tekst],
                    link=settings.SITE_URL + url,
                    afmeldlink=None if wat.verplicht else afmeldadres(gebruiker.pk, soort),
                ),
                soort=soort,
                gebruiker=gebruiker,
                afmeldbaar=not wat.verplicht,
            )


def meldingen_van(gebruiker: Gebruiker) -> QuerySet[Melding]:
    """The user's news, newest first."""
    return Melding.objects.filter(gebruiker=gebruiker)


def ongelezen(gebruiker: Gebruiker) -> int:
    """How many the user has not opened: from the cache, counted at most once in TELLING_BEWAREN seconds."""
    sleutel = _telsleutel(gebruiker.pk)
    try:
        bewaard: int | None = cache.get(sleutel)
    except Exception:
        logger.warning("unread news not read: the cache is out of reach", exc_info=True)
        return _tel(gebruiker)
    if bewaard is not None:
        return bewaard
    aantal = _tel(gebruiker)
    try:
        cache.set(sleutel, aantal, TELLING_BEWAREN)
    except Exception:
        logger.warning("unread news not kept: the cache is out of reach", exc_info=True)
    return aantal


@transaction.atomic
def lees(melding: Melding) -> None:
    """Note that its user opened it; the first time counts."""
    Melding.objects.filter(pk=melding.pk, gelezen_op=None).update(gelezen_op=timezone.now())
    _vergeet_telling(melding.gebruiker_id)


@transaction.atomic
def lees_alles(gebruiker: Gebruiker) -> int:
    """Note that the user has seen everything. Returns how many were unread."""
    aantal = Melding.objects.filter(gebruiker=gebruiker, gelezen_op=None).update(gelezen_op=timezone.now())
    _vergeet_telling(gebruiker.pk)
    return aantal


def _tel(gebruiker: Gebruiker) -> int:
    return Melding.objects.filter(gebruiker=gebruiker, gelezen_op=None).count()


def _telsleutel(gebruiker_id: int) -> str:
    return f"meldingen:ongelezen:{gebruiker_id}"


def _vergeet_telling(gebruiker_id: int) -> None:
    """After commit, so that nobody counts the old state once more."""
    transaction.on_commit(partial(_vergeet, gebruiker_id))


def _vergeet(gebruiker_id: int) -> None:
    try:
        cache.delete(_telsleutel(gebruiker_id))
    except Exception:
        logger.warning("unread news not forgotten: the cache is out of reach", exc_info=True)
