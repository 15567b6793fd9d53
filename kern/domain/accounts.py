"""What people do with their own account beside what allauth does (e-mail, password, second factor)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kern.domain import postvak
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log, wis_teksten
from kern.enums import Berichtstatus
from kern.models import Gebruiker, Logregel, Meldingvoorkeur, Uitgaandbericht
from kern.models.gebruiker import GESLOTEN


def wijzig_naam(gebruiker: Gebruiker, *, naam: str, door: Gebruiker) -> Gebruiker:
    """Change how somebody is called on the site; only they themselves. Raises Weigering for an empty name."""
    nieuw = " ".join(naam.split())
    if not nieuw:
        raise Weigering(_("Vul uw naam in."), veld="naam")
    if door.pk != gebruiker.pk:
        raise GeenToestemming(_("U kunt alleen uw eigen naam wijzigen."))
    with transaction.atomic():
        gelockt = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
        oud, gelockt.naam = gelockt.naam, nieuw
        if oud != nieuw:
            gelockt.save(update_fields=["naam"])
            log(gelockt, _("naam gewijzigd"), door=door, wijzigingen={"naam": (oud, nieuw)})
    return gelockt


def zet_adres(gebruiker: Gebruiker) -> None:
    """Make the address on the user the only one allauth knows; unverified until its code is entered."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=gebruiker).delete()
        EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, primary=True, verified=False)


def gegevens_van(gebruiker: Gebruiker) -> dict[str, Any]:
    """What kern holds of somebody, as plain data for JSON; `logboek` is what they did."""
    return {
        "account": {
            "naam": gebruiker.naam,
            "email": gebruiker.email,
            "sinds": str(gebruiker.date_joined),
            "laatst_ingelogd": str(gebruiker.last_login) if gebruiker.last_login else None,
            "wachtwoord_ingesteld": gebruiker.has_usable_password(),
            "twee_stappen": [rij.type for rij in Authenticator.objects.filter(user=gebruiker)],
        },
        "meldingen": [
            {"op": str(rij.aangemaakt), "tekst": rij.tekst, "gelezen": str(rij.gelezen_op) if rij.gelezen_op else None}
            for rij in gebruiker.meldingen.all()
        ],
        "voorkeuren": [
            {"soort": rij.soort, "mail": rij.mail, "site": rij.app}
            for rij in Meldingvoorkeur.objects.filter(gebruiker=gebruiker)
        ],
        "mails": [
            {"op": str(rij.aangemaakt), "aan": rij.aan, "onderwerp": rij.onderwerp, "tekst": rij.tekst}
            for rij in Uitgaandbericht.objects.filter(gebruiker=gebruiker)
        ],
        "taken": [{"op": str(rij.aangemaakt), "wat": rij.titel, "status": rij.status} for rij in gebruiker.taken.all()],
        "logboek": [
            {
                "op": str(rij.moment),
                "wat": rij.actie,
                "waaraan": rij.soort.name,
                "nummer": rij.object_id,
                "van_naar": rij.wijzigingen,
                "toelichting": rij.toelichting,
            }
            for rij in Logregel.objects.filter(door=gebruiker).select_related("soort")
        ],
    }


def bestanden_van(gebruiker: Gebruiker) -> Iterator[tuple[str, Any]]:
    """Name and stored file of what was made for somebody in the background."""
    for taak in gebruiker.taken.exclude(bestand=""):
        yield f"taken/{taak.pk}-{PurePosixPath(str(taak.bestand.name)).name}", taak.bestand


@transaction.atomic
def sluit_account(gebruiker: Gebruiker) -> None:
    """Close an account for good: nobody logs in with it, and it is no longer of anybody.

    The row stays without name and address, because what was decided and logged points to it. Call
    `portaal.domain.account.sluit`, which asks the other apps first. Raises Weigering for who has the rights of a
    first installation.
    """
    vast = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if not vast.is_active:
        raise Weigering(_("Dit account is al gesloten."))
    if vast.is_superuser:
        raise Weigering(_("Dit account beheert de installatie. Een andere beheerder moet dat eerst veranderen."))
    postvak.stuur(
        sleutel=f"account-gesloten:{vast.pk}",
        aan=vast.email,
        onderwerp=_("Uw account is gesloten"),
        tekst=postvak.brieftekst(
            vast.naam,
            [
                _("Uw account is gesloten. U kunt er niet meer mee inloggen."),
                _("Wilt u later weer meedoen? Maak dan een nieuw account."),
            ],
        ),
        soort="account",
    )
    _ruim_op(vast)
    vast.email, vast.naam, vast.is_active, vast.last_login = f"verwijderd-{vast.pk}@{GESLOTEN}", "", False, None
    vast.set_unusable_password()
    vast.save(update_fields=["email", "naam", "is_active", "last_login", "password"])
    wis_teksten(vast, reden=_("account gesloten"))
    log(vast, _("account gesloten"), door=vast)


def _ruim_op(gebruiker: Gebruiker) -> None:
    """What is only of this person: addresses, second factors, sessions, news, mails, and files made for them."""
    EmailAddress.objects.filter(user=gebruiker).delete()
    Authenticator.objects.filter(user=gebruiker).delete()
    gebruiker.meldingen.all().delete()
    Meldingvoorkeur.objects.filter(gebruiker=gebruiker).delete()
    mails = Uitgaandbericht.objects.filter(gebruiker=gebruiker)
    mails.filter(status=Berichtstatus.WACHT).update(status=Berichtstatus.VERVALLEN)
    mails.filter(status__in=[Berichtstatus.VERZONDEN, Berichtstatus.VERVALLEN]).update(aan="", tekst="")
    for taak in gebruiker.taken.exclude(bestand=""):
        transaction.on_commit(partial(taak.bestand.storage.delete, str(taak.bestand.name)))
    gebruiker.taken.exclude(bestand="").update(bestand="", melding=_("Het account is gesloten."))
    winkel: Any = import_module(settings.SESSION_ENGINE)
    # sessions keep their user inside: only reading them tells whose they are
    for sessie in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if sessie.get_decoded().get(SESSION_KEY) == str(gebruiker.pk):
            winkel.SessionStore(sessie.session_key).delete()
