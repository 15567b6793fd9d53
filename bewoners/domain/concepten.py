"""A plan that is not handed in yet: kept from the first field, found back by link, by session or by account.

Until it has an owner, who holds its secret key (in the session, or in the link that was mailed) writes it; views check
that. From the moment it belongs to an account, only that person does.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners.domain import medeindieners, stappen
from bewoners.domain.adressen import email_sleutel
from bewoners.domain.bijlagen import wis_bestand_na_commit
from bewoners.enums import Initiatiefstatus
from bewoners.models import Dekkingspost, Initiatief, Kostenpost
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.postvak import brieftekst, stuur
from kern.models import Gebruiker

#: Seconds the link in the mail opens the draft: 60 days.
LINK_GELDIG = 60 * 24 * 3600
#: Longest invalid input of one step that is kept, in characters.
MAX_KLAD = 60_000
_SALT = "bewoners.verder"
#: What each step may write on the draft.
VELDEN: dict[str, frozenset[str]] = {
    "idee": frozenset(
        {"titel", "samenvatting", "plan", "resultaat_voor_buurt", "thema", "begindatum", "einddatum", "email"}
    ),
    "plek": frozenset({"gebied", "plek_adres", "lengte", "breedte"}),
    "mensen": frozenset(
        {
            "soort_aanvrager",
            "organisatie",
            "naam",
            "toon_naam",
            "telefoon",
            "adres",
            "adres_sleutel",
            "oud_genoeg",
            "iban",
            "tenaamstelling",
        }
    ),
}


class LinkVerlopen(Exception):  # noqa: N818 - what is the case
    """The link is none of ours, too old, or for another address than the draft has now."""


@transaction.atomic
def begin(*, door: Gebruiker | None) -> Initiatief:
    """A new, empty draft. Of somebody with an account it is theirs at once."""
    initiatief = Initiatief(sleutel=nieuwe_sleutel())
    if door is not None:
        _maak_van(initiatief, door)
    initiatief.save()
    log(initiatief, _("begonnen"), door=door)
    return initiatief


def nieuwe_sleutel() -> str:
    """A secret nobody guesses."""
    return secrets.token_urlsafe(32)


@transaction.atomic
def bewaar(
    initiatief: Initiatief, stap: str, *, door: Gebruiker | None, velden: Mapping[str, Any], klad: str = ""
) -> Initiatief:
    """Keep what is right of one step (`velden`), and what is not as it was typed (`klad`, urlencoded; "" clears it).

    Another e-mail address has to be confirmed again. Dates that cannot both be right are refused with Weigering,
    as is a draft that was handed in meanwhile; somebody else's raises GeenToestemming.
    """
    vast = op_slot(initiatief, door=door)
    vreemd = set(velden) - VELDEN[stap]
    if vreemd:
        raise ValueError(f"step {stap} does not write {sorted(vreemd)}")
    if vast.indiener_id is not None:
        velden = {naam: waarde for naam, waarde in velden.items() if naam != "email"}
    if velden.get("email", vast.email) != vast.email:
        vast.email_bevestigd_op = None
    for naam, waarde in velden.items():
        setattr(vast, naam, waarde)
    if vast.begindatum and vast.einddatum and vast.einddatum < vast.begindatum:
        raise Weigering(_("De einddatum ligt voor de begindatum."), veld="einddatum")
    _zet_klad(vast, stap, klad)
    vast.save()
    return vast


@transaction.atomic
def bewaar_klad(initiatief: Initiatief, stap: str, *, door: Gebruiker | None, klad: str) -> Initiatief:
    """Keep only what was typed: a rule refused it. Raises as `bewaar`."""
    vast = op_slot(initiatief, door=door)
    _zet_klad(vast, stap, klad)
    vast.save(update_fields=["klad", "gewijzigd"])
    return vast


@transaction.atomic
def bewaar_geld(
    initiatief: Initiatief,
    *,
    door: Gebruiker | None,
    kosten: Sequence[tuple[str, Decimal]],
    dekking: Sequence[tuple[str, Decimal]],
    klad: str = "",
) -> Initiatief:
    """Keep the lines of costs and of who else pays; what is left is asked of us, in euro. Raises as `bewaar`."""
    vast = op_slot(initiatief, door=door)
    zet_posten(vast, kosten=kosten, dekking=dekking)
    _zet_klad(vast, "kosten", klad)
    vast.save()
    return vast


def zet_posten(
    initiatief: Initiatief, *, kosten: Sequence[tuple[str, Decimal]], dekking: Sequence[tuple[str, Decimal]]
) -> None:
    """Replace the lines of a locked draft and work out what is asked; the caller saves it."""
    initiatief.kosten.all().delete()
    initiatief.dekking.all().delete()
    Kostenpost.objects.bulk_create(
        Kostenpost(initiatief=initiatief, omschrijving=wat, bedrag=bedrag, volgorde=plek)
        for plek, (wat, bedrag) in enumerate(kosten)
    )
    Dekkingspost.objects.bulk_create(
        Dekkingspost(initiatief=initiatief, omschrijving=wat, bedrag=bedrag, volgorde=plek)
        for plek, (wat, bedrag) in enumerate(dekking)
    )
    rest = sum((bedrag for _wat, bedrag in kosten), Decimal(0)) - sum((b for _wat, b in dekking), Decimal(0))
    initiatief.gevraagd = max(rest, Decimal(0))


@transaction.atomic
def bewaar_mensen(
    initiatief: Initiatief,
    *,
    door: Gebruiker | None,
    velden: Mapping[str, Any],
    mede: Sequence[tuple[str, str]] | None,
    klad: str = "",
) -> Initiatief:
    """Keep the applicant and the co-applicants (name, e-mail); None leaves those as they are. Raises as `bewaar`."""
    vast = bewaar(initiatief, "mensen", door=door, velden=velden, klad=klad)
    if mede is not None:
        medeindieners.zet(vast, mensen=mede)
    return vast


@transaction.atomic
def koppel(initiatief: Initiatief, *, gebruiker: Gebruiker) -> Initiatief:
    """Make a draft without an owner this person's: its e-mail address becomes the account's, which is confirmed.

    Raises GeenToestemming when it is somebody else's.
    """
    vast = stappen.op_slot(initiatief)
    if vast.indiener_id == gebruiker.pk:
        return vast
    if vast.indiener_id is not None or vast.papier or vast.status != Initiatiefstatus.CONCEPT:
        raise GeenToestemming(_("Dit plan hoort bij iemand anders."))
    _maak_van(vast, gebruiker)
    vast.save()
    log(vast, _("aan een account gekoppeld"), door=gebruiker)
    if vast.email_bevestigd_op is not None:
        medeindieners.vraag(vast)
    return vast


@transaction.atomic
def bevestig_email(initiatief: Initiatief) -> Initiatief:
    """Note that who writes the draft reads its mailbox: they used the link or the code we sent there."""
    vast = stappen.op_slot(initiatief)
    if vast.status == Initiatiefstatus.CONCEPT and vast.email_bevestigd_op is None:
        vast.email_bevestigd_op = timezone.now()
        vast.save(update_fields=["email_bevestigd_op", "gewijzigd"])
        medeindieners.vraag(vast)
    return vast


@transaction.atomic
def open_met_link(initiatief: Initiatief) -> Initiatief:
    """The draft for who used the link we mailed: they read its mailbox.

    The first time it gets another secret key. Somebody may have begun it with an address that is not theirs; whoever
    opens it here fills in things that are not for the browser it was begun in. Raises LinkVerlopen when it is no draft
    any more or its address changed since the link was read.
    """
    vast = stappen.op_slot(initiatief)
    if vast.status != Initiatiefstatus.CONCEPT or (vast.email, vast.indiener_id) != (
        initiatief.email,
        initiatief.indiener_id,
    ):
        raise LinkVerlopen
    if vast.indiener_id is None and vast.email_bevestigd_op is None:
        vast.sleutel = nieuwe_sleutel()
        vast.save(update_fields=["sleutel", "gewijzigd"])
    return bevestig_email(vast)


@transaction.atomic
def verwijder(initiatief: Initiatief, *, door: Gebruiker | None) -> None:
    """Throw a draft away with everything in it; the log keeps that it was there. Raises as `bewaar`."""
    vast = op_slot(initiatief, door=door)
    log(vast, _("verwijderd"), door=door)
    for bijlage in vast.bijlagen.all():
        wis_bestand_na_commit(bijlage)
    vast.delete()


def op_slot(initiatief: Initiatief, *, door: Gebruiker | None) -> Initiatief:
    """The draft as it is now, locked, after asking whether `door` may write it; of somebody with an account it becomes
    theirs. Raises GeenToestemming or Weigering; call inside a transaction."""
    vast = stappen.op_slot(initiatief)
    if vast.papier or (vast.indiener_id is not None and (door is None or vast.indiener_id != door.pk)):
        raise GeenToestemming(_("Dit plan hoort bij iemand anders."))
    if vast.status != Initiatiefstatus.CONCEPT:
        raise Weigering(_("Dit plan is al ingestuurd. U kunt het hier niet meer wijzigen."))
    return koppel(vast, gebruiker=door) if door is not None and vast.indiener_id is None else vast


def klad_van(initiatief: Initiatief) -> dict[str, str]:
    """What was typed and is not right yet, urlencoded, per step."""
    gelezen: dict[str, str] = json.loads(initiatief.klad) if initiatief.klad else {}
    return gelezen


def eigen_plannen(gebruiker: Gebruiker) -> QuerySet[Initiatief]:
    """The user's own plans, and drafts without an owner whose confirmed address is one of theirs. Newest first."""
    bevestigd = EmailAddress.objects.filter(user=gebruiker, verified=True).values_list("email", flat=True)
    los = Q(  # not iexact: see GebruikerManager.met_email
        kleine_letters__in=[adres.lower() for adres in bevestigd],
        indiener=None,
        papier=False,
        status=Initiatiefstatus.CONCEPT,
    ) & ~Q(email_bevestigd_op=None)
    plannen = Initiatief.objects.alias(kleine_letters=Lower("email")).filter(Q(indiener=gebruiker) | los)
    return plannen.order_by("-aangemaakt", "-pk")


def koppel_bevestigde(gebruiker: Gebruiker) -> None:
    """Give somebody who has just logged in every draft whose confirmed address is theirs."""
    for initiatief in eigen_plannen(gebruiker).filter(indiener=None):
        koppel(initiatief, gebruiker=gebruiker)


def verder_adres(initiatief: Initiatief) -> str:
    """The path of the page that opens this draft on any device, as long as it keeps its e-mail address."""
    return reverse("bewoners:verder", args=[_token(initiatief)])


def concept_van_link(token: str) -> Initiatief:
    """The draft (or what became of it) the link was for. Raises LinkVerlopen."""
    try:
        pk, adres = signing.loads(token, salt=_SALT, max_age=LINK_GELDIG)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkVerlopen from None
    initiatief = Initiatief.objects.filter(pk=pk).first()
    if initiatief is None or email_sleutel(initiatief.email)[:16] != adres:
        raise LinkVerlopen
    return initiatief


@translation.override("nl")  # a mail is Dutch, whatever the language of the page
def stuur_link(initiatief: Initiatief) -> None:
    """Mail the link, once per draft and address. Nothing somebody typed is in the mail: it may go to a stranger."""
    stuur(
        sleutel=f"verder:{initiatief.pk}:{email_sleutel(initiatief.email)[:16]}",
        aan=initiatief.email,
        onderwerp=_("Ga verder met uw plan"),
        tekst=brieftekst(
            "",
            [
                _("U bent begonnen met een plan voor uw buurt. Wij bewaren het voor u."),
                _("Met deze link kunt u verder, ook op een ander apparaat. De link werkt 60 dagen."),
                _("Stuur deze e-mail niet door: wie de link heeft, kan uw plan lezen en wijzigen."),
                _("Bent u dit niet? Dan heeft iemand zich vergist. U hoeft niets te doen."),
            ],
            link=settings.SITE_URL + verder_adres(initiatief),
            linktekst=_("Ga verder met uw plan"),
        ),
        soort="concept",
    )


def _token(initiatief: Initiatief) -> str:
    return signing.dumps([initiatief.pk, email_sleutel(initiatief.email)[:16]], salt=_SALT)


def _maak_van(initiatief: Initiatief, gebruiker: Gebruiker) -> None:
    """Owner, address and, when it was not filled in, name."""
    initiatief.indiener = gebruiker
    initiatief.email = gebruiker.email
    bevestigd = EmailAddress.objects.filter(user=gebruiker, email__iexact=gebruiker.email, verified=True).exists()
    initiatief.email_bevestigd_op = timezone.now() if bevestigd else None
    initiatief.naam = initiatief.naam or gebruiker.naam


def _zet_klad(initiatief: Initiatief, stap: str, klad: str) -> None:
    alles = klad_van(initiatief)
    alles.pop(stap, None)
    if klad and len(klad) <= MAX_KLAD:
        alles[stap] = klad
    initiatief.klad = json.dumps(alles) if alles else ""
