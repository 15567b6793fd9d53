"""An application that came in on paper, typed in by a coordinator. It counts from the day it was received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from bewoners.domain import concepten, indienen, medeindieners
from bewoners.domain.bijlagen import voeg_bijlage_toe
from bewoners.enums import Bijlagesoort
from bewoners.models import Initiatief
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.postvak import brieftekst, stuur
from kern.domain.uploads import SchoonBestand
from kern.models import Gebruiker


def voer_in(
    *,
    sleutel: str,
    door: Gebruiker,
    ontvangen: dt.date,
    velden: Mapping[str, Any],
    kosten: Sequence[tuple[str, Decimal]],
    dekking: Sequence[tuple[str, Decimal]],
    mede: Sequence[tuple[str, str]] = (),
    bestanden: Sequence[SchoonBestand] = (),
) -> Initiatief:
    """Enter a whole paper application, all or nothing. The same `sleutel` again gives the application it made.

    With the address of an existing account it becomes that person's, and they are told. Raises GeenToestemming for an
    area `door` does not coordinate, Weigering for what is missing.
    """
    eerder = Initiatief.objects.filter(sleutel=sleutel, ingevoerd_door=door).first()
    if eerder is not None:
        return eerder
    nieuw: list[Any] = []
    try:
        with transaction.atomic():
            return _maak(sleutel, door, ontvangen, velden, kosten, dekking, mede, bestanden, nieuw)
    except IntegrityError:  # the button was pressed twice, and the other was first
        eerder = Initiatief.objects.filter(sleutel=sleutel, ingevoerd_door=door).first()
        _ruim_op(nieuw)
        if eerder is None:
            raise
        return eerder
    except Exception:
        _ruim_op(nieuw)
        raise


def _maak(
    sleutel: str,
    door: Gebruiker,
    ontvangen: dt.date,
    velden: Mapping[str, Any],
    kosten: Sequence[tuple[str, Decimal]],
    dekking: Sequence[tuple[str, Decimal]],
    mede: Sequence[tuple[str, str]],
    bestanden: Sequence[SchoonBestand],
    nieuw: list[Any],
) -> Initiatief:
    if not door.has_perm("bewoners.papier_invoeren"):
        raise GeenToestemming(_("Alleen een gebiedscoördinator voert aanvragen op papier in."))
    initiatief = Initiatief(sleutel=sleutel, papier=True, ingevoerd_door=door, **velden)
    initiatief.indiener = _gebruiker(initiatief.email)
    initiatief.save()
    concepten.zet_posten(initiatief, kosten=kosten, dekking=dekking)
    initiatief.save(update_fields=["gevraagd", "gewijzigd"])
    medeindieners.zet(initiatief, mensen=mede)
    for bestand in bestanden:
        nieuw.append(voeg_bijlage_toe(initiatief, soort=Bijlagesoort.DOCUMENT, bestand=bestand, door=door))
    if initiatief.gebied_id is None:  # otherwise nobody would handle it, and that is all one would hear
        raise Weigering(_("Kies in welke wijk of buurt het plan is."), veld="gebied")
    vast = indienen.dien_in(initiatief, door=door, ontvangen=ontvangen)
    if vast.indiener is not None:
        _vertel(vast, vast.indiener, ontvangen)
    return vast


def _gebruiker(email: str) -> Gebruiker | None:
    """The open account of which this is a confirmed address."""
    adres = (
        EmailAddress.objects.select_related("user")
        .annotate(kleine_letters=Lower("email"))  # not iexact: see GebruikerManager.met_email
        .filter(kleine_letters=email.lower(), verified=True, user__is_active=True)
        .first()
        if email
        else None
    )
    gebruiker: Gebruiker | None = adres.user if adres is not None else None
    return gebruiker


@translation.override("nl")  # a mail is Dutch, whatever the language of the page
def _vertel(initiatief: Initiatief, gebruiker: Gebruiker, ontvangen: dt.date) -> None:
    stuur(
        sleutel=f"papier:{initiatief.pk}",
        aan=gebruiker.email,
        onderwerp=_("Uw plan staat nu ook online: %(kenmerk)s") % {"kenmerk": initiatief.kenmerk},
        tekst=brieftekst(
            gebruiker.naam,
            [
                _("Wij kregen op %(datum)s uw aanvraag op papier. Wij hebben hem voor u ingevoerd.")
                % {"datum": datumtekst(ontvangen)},
                _("Log in om te zien hoe het met uw plan gaat. Klopt er iets niet? Laat het ons weten."),
            ],
            link=settings.SITE_URL + initiatief.get_absolute_url(),
        ),
        soort="papier",
        gebruiker=gebruiker,
    )


def _ruim_op(bijlagen: list[Any]) -> None:
    """Files whose rows were undone."""
    for bijlage in bijlagen:
        bijlage.bestand.storage.delete(bijlage.bestand.name or "")
