"""How users want to hear news, and stopping mails of a kind with one click from the mail itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kern import meldingsoorten
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.meldingsoorten import Meldingsoort
from kern.models import Gebruiker, Meldingvoorkeur

_ondertekenaar = signing.Signer(salt="kern.meldingen.afmelden")


@dataclass(frozen=True, slots=True)
class Voorkeur:
    """What one user wants of one kind."""

    soort: Meldingsoort
    mail: bool
    app: bool


def voorkeuren(gebruiker: Gebruiker) -> list[Voorkeur]:
    """Of every kind; on unless switched off. One query."""
    gekozen = {rij.soort: rij for rij in Meldingvoorkeur.objects.filter(gebruiker=gebruiker)}
    return [_voorkeur(soort, gekozen.get(soort.code)) for soort in meldingsoorten.soorten()]


def voorkeur(gebruiker: Gebruiker, soort: Meldingsoort) -> Voorkeur:
    """Of one kind."""
    return _voorkeur(soort, Meldingvoorkeur.objects.filter(gebruiker=gebruiker, soort=soort.code).first())


def wil_mail(gebruiker_id: int, soort: str) -> bool:
    """Whether mails of this kind were not switched off; also for kinds that are not registered."""
    return not Meldingvoorkeur.objects.filter(gebruiker=gebruiker_id, soort=soort, mail=False).exists()


@transaction.atomic
def bewaar_voorkeur(gebruiker: Gebruiker, *, soort: str, mail: bool, app: bool, door: Gebruiker) -> Voorkeur:
    """Store a choice; only one's own. The mail of a kind that is `verplicht` stays on."""
    if door.pk != gebruiker.pk:
        raise GeenToestemming(_("U kunt alleen uw eigen voorkeuren wijzigen."))
    wat = meldingsoorten.geef(soort)
    oud = voorkeur(gebruiker, wat)
    rij, _nieuw = Meldingvoorkeur.objects.update_or_create(
        gebruiker=gebruiker, soort=soort, defaults={"mail": mail or wat.verplicht, "app": app}
    )
    nieuw = _voorkeur(wat, rij)
    if nieuw != oud:
        log(
            gebruiker,
            _("voorkeur voor meldingen gewijzigd"),
            door=door,
            wijzigingen={f"{soort} mail": (oud.mail, nieuw.mail), f"{soort} site": (oud.app, nieuw.app)},
        )
    return nieuw


def afmeldadres(gebruiker_id: int, soort: str) -> str:
    """The whole address that stops mails of this kind for this user, without logging in; it does not expire."""
    token = _ondertekenaar.sign_object([gebruiker_id, soort])
    return settings.SITE_URL + reverse("kern:afmelden", args=[token])


def lees_afmeldtoken(token: str) -> tuple[Gebruiker, Meldingsoort]:
    """Whose mails of which kind. Raises Weigering when the address is not one of ours, or nothing is left to stop."""
    kapot = Weigering(_("Deze link werkt niet meer. Log in om uw e-mails te kiezen."))
    try:
        gebruiker_id, code = _ondertekenaar.unsign_object(token)
        soort = meldingsoorten.geef(code)
        gebruiker = Gebruiker.objects.get(pk=gebruiker_id)
    except (signing.BadSignature, ValueError, LookupError, Gebruiker.DoesNotExist):
        raise kapot from None
    if soort.verplicht:
        raise Weigering(_("Deze e-mails horen bij een besluit of een termijn. U kunt zich daar niet voor afmelden."))
    return gebruiker, soort


@transaction.atomic
def meld_af(token: str) -> Meldingsoort:
    """Switch off mails of the kind the token names; news on the site stays as it was. Raises Weigering."""
    gebruiker, soort = lees_afmeldtoken(token)
    oud = voorkeur(gebruiker, soort)
    Meldingvoorkeur.objects.update_or_create(gebruiker=gebruiker, soort=soort.code, defaults={"mail": False})
    if oud.mail:
        with translation.override("nl"):
            log(gebruiker, _("e-mails afgemeld"), door=None, wijzigingen={f"{soort.code} mail": (True, False)})
    return soort


def _voorkeur(soort: Meldingsoort, rij: Meldingvoorkeur | None) -> Voorkeur:
    return Voorkeur(
        soort=soort,
        mail=soort.verplicht or rij is None or rij.mail,
        app=rij is None or rij.app,
    )
