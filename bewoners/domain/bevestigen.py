"""The e-mail code instead of a password: six digits that show the applicant reads the address they gave."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners.domain import concepten, stappen
from bewoners.domain.adressen import email_sleutel
from bewoners.enums import Initiatiefstatus
from bewoners.models import Bevestigingscode, Initiatief
from kern.domain.fouten import Weigering
from kern.domain.postvak import brieftekst, stuur
from kern.domain.versleuteling import blinde_index
from kern.models import Gebruiker

#: How long a code is good, how often somebody may try, and how soon another one is sent: who presses twice gets one.
GELDIG = dt.timedelta(minutes=15)
TUSSENPOOS = dt.timedelta(seconds=20)
POGINGEN = 5


@translation.override("nl")  # a mail is Dutch, whatever the language of the page
@transaction.atomic
def stuur_code(initiatief: Initiatief) -> None:
    """Mail a new code to the address of a draft; an earlier one is worth nothing from now on.

    Raises Weigering when the draft has no address or was handed in. How often one may ask is up to the caller.
    """
    vast = concepten.op_slot(initiatief, door=None)
    if not vast.email:
        raise Weigering(_("Vul eerst uw e-mailadres in."), veld="email")
    vorige = Bevestigingscode.objects.filter(initiatief=vast, pogingen=0, gebruikt_op=None).first()
    if (
        vorige is not None
        and vorige.email_sleutel == email_sleutel(vast.email)
        and vorige.verstuurd_op + TUSSENPOOS > timezone.now()
    ):
        return
    code = f"{secrets.randbelow(1_000_000):06d}"
    rij, _nieuw = Bevestigingscode.objects.update_or_create(
        initiatief=vast,
        defaults={
            "email_sleutel": email_sleutel(vast.email),
            "code_sleutel": _sleutel(vast, code),
            "verstuurd_op": timezone.now(),
            "pogingen": 0,
            "gebruikt_op": None,
            "nummer": F("nummer") + 1,
        },
        create_defaults={
            "email_sleutel": email_sleutel(vast.email),
            "code_sleutel": _sleutel(vast, code),
            "verstuurd_op": timezone.now(),
        },
    )
    rij.refresh_from_db(fields=["nummer"])
    stuur(
        sleutel=f"code:{vast.pk}:{rij.nummer}",
        aan=vast.email,
        onderwerp=_("Uw code: %(code)s") % {"code": code},
        tekst=brieftekst(
            "",
            [
                _("Uw code om uw plan in te sturen is: %(code)s") % {"code": code},
                _("De code werkt 15 minuten. Geef hem aan niemand."),
                _("Wilt u geen plan insturen? Dan hoeft u niets te doen."),
            ],
        ),
        soort="code",
    )


def bevestig(initiatief: Initiatief, *, code: str) -> None:
    """Use the code. Raises Weigering (veld="code") when it is wrong, too old, used, or tried too often.

    The same right code for a plan that was handed in with it is no error: somebody pressed twice.
    """
    fout = _probeer(initiatief, "".join(code.split()))
    if fout is not None:
        raise Weigering(fout, veld="code")


@transaction.atomic
def _probeer(initiatief: Initiatief, code: str) -> str | None:
    """What is wrong, or None. A wrong code counts, so it must not undo the transaction by raising."""
    vast = stappen.op_slot(initiatief)
    rij = Bevestigingscode.objects.select_for_update().filter(initiatief=vast).first()
    opnieuw = _("Vraag een nieuwe code aan.")
    if rij is None or rij.email_sleutel != email_sleutel(vast.email):
        return opnieuw
    if rij.verstuurd_op + GELDIG < timezone.now() or rij.pogingen >= POGINGEN:
        return _("Deze code werkt niet meer.") + " " + opnieuw
    rij.pogingen += 1
    goed = hmac.compare_digest(rij.code_sleutel, _sleutel(vast, code))
    eerder = rij.gebruikt_op is not None
    if goed and not eerder:
        rij.gebruikt_op = timezone.now()
        concepten.bevestig_email(vast)
    rij.save(update_fields=["pogingen", "gebruikt_op"])
    if not goed:
        advies = _("Kijk de cijfers in uw e-mail nog een keer na.") if rij.pogingen < POGINGEN else opnieuw
        return _("Deze code klopt niet.") + " " + advies
    if eerder and vast.status == Initiatiefstatus.CONCEPT:
        return _("Deze code is al gebruikt.") + " " + opnieuw
    return None


@transaction.atomic
def gebruiker_voor(initiatief: Initiatief) -> Gebruiker:
    """The account of the address of a draft, made when there is none. Call after `bevestig`.

    Raises Weigering when the code was not used for the address the draft has now (it may have changed since), and for
    an account that was closed.
    """
    bewijs = Bevestigingscode.objects.filter(
        initiatief=initiatief, email_sleutel=email_sleutel(initiatief.email), gebruikt_op__gt=timezone.now() - GELDIG
    )
    if not bewijs.exists():
        raise Weigering(_("Bevestig eerst uw e-mailadres."), veld="email")
    gebruiker = Gebruiker.objects.met_email(initiatief.email)
    if gebruiker is None:
        try:
            with transaction.atomic():
                gebruiker = Gebruiker.objects.create_user(initiatief.email, naam=initiatief.naam)
        except IntegrityError:  # somebody with the same address was a moment earlier
            gebruiker = Gebruiker.objects.met_email(initiatief.email)
            if gebruiker is None:
                raise
        else:
            EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, primary=True, verified=True)
    if not gebruiker.is_active:
        raise Weigering(_("Het account bij dit e-mailadres is gesloten. Neem contact op met de gemeente."))
    if not EmailAddress.objects.filter(user=gebruiker, email__iexact=gebruiker.email).exists():
        EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, primary=True, verified=False)
    return gebruiker


def _sleutel(initiatief: Initiatief, code: str) -> str:
    return blinde_index(code, doel=f"code {initiatief.pk}")
