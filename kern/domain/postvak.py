"""Mail: written in the transaction of what it tells about, sent afterwards, tried again while the mail server is away.

What is written is sent at least once. After a crash between sending and noting that, it is sent again under the same
Message-ID, by which mailboxes recognise it.
"""

from __future__ import annotations

import datetime as dt
import logging
from email.utils import formatdate
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerFout

from kern.domain.brief import brieftekst
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.voorkeuren import afmeldadres, wil_mail
from kern.enums import Berichtstatus
from kern.models import Gebruiker, Uitgaandbericht
from kern.sleutels import SleutelOntbreekt

__all__ = [
    "brieftekst",
    "masker_adres",
    "probeer_opnieuw",
    "soorten_met_berichten",
    "stuur",
    "verstuur",
    "wis_oude",
    "zoek",
]

logger = logging.getLogger(__name__)

#: Minutes between attempts; together just under 48 hours. After the last one the message counts as failed.
WACHTTIJDEN = (1, 5, 15, 60, 120, 240, 480, 480, 480, 480, 480)
#: Address and text of a message are wiped after this long.
BEWAREN = dt.timedelta(days=30)
TAAK = "kern.tasks.verstuur_berichten"


def stuur(
    *,
    sleutel: str,
    aan: str,
    onderwerp: str,
    tekst: str,
    soort: str,
    gebruiker: Gebruiker | None = None,
    afmeldbaar: bool = False,
) -> Uitgaandbericht | None:
    """Write a mail in the running transaction; it goes out after commit. The same `sleutel` gives the same row.

    `gebruiker` is the account it goes to, if any; `afmeldbaar` lets them stop mails of this `soort` with one click.
    None when nobody is to get it: the address is none, the account is closed, or mails of this kind were stopped.
    Raises ValueError for `afmeldbaar` without a user.
    """
    if afmeldbaar and gebruiker is None:
        raise ValueError("afmeldbaar needs a user whose preference it is")
    with transaction.atomic(savepoint=False):
        bestaand = Uitgaandbericht.objects.filter(sleutel=sleutel).first()
        if bestaand is not None:
            return bestaand
        adres = _schoon_adres(aan)
        if adres is None or (gebruiker is not None and not _wil(gebruiker, soort, afmeldbaar=afmeldbaar)):
            logger.info("mail %s is not written: nobody is to get it", sleutel)
            return None
        bericht, nieuw = Uitgaandbericht.objects.get_or_create(
            sleutel=sleutel,
            defaults={
                "aan": adres,
                "gebruiker": gebruiker,
                "soort": soort,
                "onderwerp": _een_regel(onderwerp)[:200],
                "tekst": tekst,
                "afmelden": afmeldbaar,
            },
        )
        if nieuw:
            _wek_na_commit()
    return bericht


def verstuur(hoogstens: int = 200) -> int:
    """Send what is due, each under its own lock. Returns how many went out; safe to run twice at once.

    One address that is refused does not hold up the others. A mail server that is away ends this run: the message at
    hand waits longer each time, the rest until the next run.
    """
    te_doen = Uitgaandbericht.objects.filter(status=Berichtstatus.WACHT, volgende_poging__lte=timezone.now())
    gedaan = 0
    for pk in list(te_doen.order_by("volgende_poging", "pk").values_list("pk", flat=True)[:hoogstens]):
        try:
            gedaan += _verstuur_een(pk)
        except _ServerWeg:
            break
        except SleutelOntbreekt:  # the row cannot even be read; it must not hold up the others
            te_doen.filter(pk=pk).update(status=Berichtstatus.MISLUKT, laatste_fout="key missing from VELDSLEUTELS")
            logger.exception("mail %s cannot be read", pk)
    return gedaan


def probeer_opnieuw(bericht: Uitgaandbericht, *, door: Gebruiker) -> Uitgaandbericht:
    """Offer a failed message again, from the first attempt. Raises Weigering when it did not fail."""
    if not door.has_perm("kern.beheer"):
        raise GeenToestemming(_("Alleen een beheerder kan een bericht opnieuw versturen."))
    with transaction.atomic():
        gelockt = Uitgaandbericht.objects.select_for_update().get(pk=bericht.pk)
        if gelockt.status != Berichtstatus.MISLUKT:
            raise Weigering(_("Dit bericht is niet mislukt. Opnieuw versturen is niet nodig."))
        gelockt.status, gelockt.pogingen, gelockt.laatste_fout = Berichtstatus.WACHT, 0, ""
        gelockt.volgende_poging = timezone.now()
        gelockt.save(update_fields=["status", "pogingen", "laatste_fout", "volgende_poging"])
        log(gelockt, _("opnieuw aangeboden"), door=door)
        _wek_na_commit()
    return gelockt


def wis_oude() -> int:
    """Wipe address and text of what was sent or given up BEWAREN ago; that it was sent stays known. How many."""
    oud = Uitgaandbericht.objects.filter(aangemaakt__lt=timezone.now() - BEWAREN).exclude(aan="")
    opgegeven = oud.filter(status=Berichtstatus.MISLUKT).update(status=Berichtstatus.VERVALLEN, aan="", tekst="")
    klaar = oud.filter(status__in=[Berichtstatus.VERZONDEN, Berichtstatus.VERVALLEN]).update(aan="", tekst="")
    return opgegeven + klaar


def zoek(*, status: str = "", soort: str = "") -> QuerySet[Uitgaandbericht]:
    """Messages, newest first, without their texts."""
    berichten = Uitgaandbericht.objects.defer("tekst")
    if status:
        berichten = berichten.filter(status=status)
    if soort:
        berichten = berichten.filter(soort=soort)
    return berichten


def soorten_met_berichten() -> list[str]:
    """The kinds of which there are messages."""
    return list(Uitgaandbericht.objects.order_by("soort").values_list("soort", flat=True).distinct())


def masker_adres(adres: str) -> str:
    """Enough to recognise an address, not enough to use it: `j***@example.nl`."""
    naam, apenstaart, domein = adres.rpartition("@")
    return f"{naam[:1]}***@{domein}" if apenstaart else ""


class _ServerWeg(Exception):  # noqa: N818 - what is the case
    """The mail server cannot be talked to now: trying the next message has no use."""


def _verstuur_een(pk: int) -> bool:
    """Send one message if it is still to be sent and nobody else has it. Raises _ServerWeg, with the wait noted."""
    with transaction.atomic():
        bericht = (
            Uitgaandbericht.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("gebruiker")
            .filter(pk=pk, status=Berichtstatus.WACHT, volgende_poging__lte=timezone.now())
            .first()
        )
        if bericht is None:
            return False
        if bericht.gebruiker is not None and not _wil(bericht.gebruiker, bericht.soort, afmeldbaar=bericht.afmelden):
            bericht.status = Berichtstatus.VERVALLEN
            bericht.save(update_fields=["status"])
            return False
        try:
            _mail(bericht).send()
        except (SMTPRecipientsRefused, SMTPDataError) as fout:
            _geweigerd(bericht, fout)
            return False
        except OSError as fout:  # SMTPException is one
            _later(bericht, fout)
            weg = fout
        except Exception as fout:  # a message that cannot be made into a mail must not hold up the others
            logger.exception("mail %s cannot be sent", bericht.pk)
            _mislukt(bericht, type(fout).__name__)
            return False
        else:
            bericht.status, bericht.verzonden_op = Berichtstatus.VERZONDEN, timezone.now()
            bericht.pogingen += 1
            bericht.laatste_fout = ""
            bericht.save(update_fields=["status", "verzonden_op", "pogingen", "laatste_fout"])
            return True
    raise _ServerWeg from weg


def _geweigerd(bericht: Uitgaandbericht, fout: SMTPRecipientsRefused | SMTPDataError) -> None:
    """The server is there and refuses this message: for good (5xx), or for now (4xx, as greylisting does)."""
    codes = (
        [code for code, _uitleg in fout.recipients.values()]
        if isinstance(fout, SMTPRecipientsRefused)
        else [fout.smtp_code]
    )
    if not all(500 <= code < 600 for code in codes):
        _later(bericht, fout)
        return
    _mislukt(bericht, _omschrijving(fout))
    logger.warning("mail %s is refused for good: %s", bericht.pk, bericht.laatste_fout)


def _mislukt(bericht: Uitgaandbericht, waarom: str) -> None:
    bericht.status, bericht.laatste_fout = Berichtstatus.MISLUKT, waarom
    bericht.pogingen += 1
    bericht.save(update_fields=["status", "pogingen", "laatste_fout"])


def _later(bericht: Uitgaandbericht, fout: OSError) -> None:
    """Wait longer than the time before; after the last time it counts as failed."""
    bericht.laatste_fout = _omschrijving(fout)
    if bericht.pogingen < len(WACHTTIJDEN):
        bericht.volgende_poging = timezone.now() + dt.timedelta(minutes=WACHTTIJDEN[bericht.pogingen])
    else:
        bericht.status = Berichtstatus.MISLUKT
        logger.error("mail %s is given up: %s", bericht.pk, bericht.laatste_fout)
    bericht.pogingen += 1
    bericht.save(update_fields=["status", "pogingen", "laatste_fout", "volgende_poging"])


def _omschrijving(fout: OSError) -> str:
    """What the server said, without addresses: a refusal repeats the one it refuses."""
    if isinstance(fout, SMTPRecipientsRefused):
        code = next((code for code, _uitleg in fout.recipients.values()), 0)
        return f"{code} recipient refused"
    if isinstance(fout, SMTPDataError):
        return f"{fout.smtp_code} message refused"
    if isinstance(fout, SMTPException):
        return type(fout).__name__
    return f"{type(fout).__name__}: {fout.strerror or ''}".rstrip(": ")[:300]


def _mail(bericht: Uitgaandbericht) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    kenmerk = salted_hmac("kern.postvak", bericht.sleutel).hexdigest()[:24]
    koppen = {
        "Message-ID": f"<bericht-{bericht.pk}-{kenmerk}@{host}>",
        "Date": formatdate(bericht.aangemaakt.timestamp(), localtime=False),
        "Auto-Submitted": "auto-generated",
    }
    if bericht.afmelden and bericht.gebruiker_id is not None:
        koppen["List-Unsubscribe"] = f"<{afmeldadres(bericht.gebruiker_id, bericht.soort)}>"
        koppen["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(subject=bericht.onderwerp, body=bericht.tekst, to=[bericht.aan], headers=koppen)


def _wil(gebruiker: Gebruiker, soort: str, *, afmeldbaar: bool) -> bool:
    return gebruiker.is_active and (not afmeldbaar or wil_mail(gebruiker.pk, soort))


def _schoon_adres(adres: str) -> str | None:
    """One address, or None: never two, never a header in it."""
    adres = adres.strip()
    try:
        validate_email(adres)
    except ValidationError:
        return None
    return None if '"' in adres or "," in adres else adres


def _een_regel(tekst: str) -> str:
    return " ".join("".join(teken if teken.isprintable() else " " for teken in str(tekst)).split())


def _wek_na_commit() -> None:
    """Ask once per transaction for a run after commit."""
    open_punten = {punt for punt in connection.savepoint_ids if punt}
    for haak in connection.run_on_commit:
        punten, functie = haak[0], haak[1]
        if functie is _wek and {punt for punt in punten if punt} <= open_punten:
            return
    transaction.on_commit(_wek)


def _wek() -> None:
    """A broker that is away is no error: the run of the next minute finds what waits."""
    try:
        current_app.send_task(TAAK, retry=False)
    except BrokerFout:
        logger.warning("mails wait for the next run: the broker is out of reach", exc_info=True)
