"""Telling subscribers that a report is there: one mail per report and person, with a link and without figures."""

from __future__ import annotations

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from budgetten.models import Rapport, Rapportabonnement, Rapportmail

logger = logging.getLogger(__name__)


def plan(rapport: Rapport) -> int:
    """Note who gets a mail about the report; call in the transaction that makes it. Returns how many."""
    abonnementen = Rapportabonnement.objects.filter(
        scope=rapport.scope, gebied=rapport.gebied_id, partner=rapport.partner_id
    )
    mails = [
        Rapportmail(rapport=rapport, abonnement=abonnement, gebruiker_id=abonnement.gebruiker_id)
        for abonnement in abonnementen
    ]
    Rapportmail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def verstuur(*, hoogstens: int = 200) -> int:
    """Send what is planned and not sent, each under its own lock. Returns how many went out.

    A mail server that is away raises OSError at the first mail; what is left waits for the next time. One address that
    the server refuses does not hold up the others.
    """
    gedaan = 0
    for pk in Rapportmail.objects.filter(verzonden_op=None).order_by("pk").values_list("pk", flat=True)[:hoogstens]:
        try:
            gedaan += _verstuur_een(pk)
        except (SMTPRecipientsRefused, SMTPDataError):
            logger.warning("mail %s about a report was refused by the mail server", pk, exc_info=True)
    return gedaan


@transaction.atomic
def _verstuur_een(pk: int) -> bool:
    mail = (
        Rapportmail.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("gebruiker", "rapport__periode", "rapport__gebied", "rapport__partner")
        .defer("rapport__data")
        .filter(pk=pk, verzonden_op=None)
        .first()
    )
    if mail is None:
        return False
    if not mail.gebruiker.is_active or not mail.gebruiker.has_perm("budgetten.rapport_zien"):
        logger.info("mail %s about a report is dropped: its reader may not see reports any more", pk)
        mail.delete()
        return False
    with translation.override("nl"):
        bericht = _bericht(mail)
    bericht.send()
    mail.verzonden_op = timezone.now()
    mail.save(update_fields=["verzonden_op"])
    return True


def _bericht(mail: Rapportmail) -> EmailMessage:
    rapport = mail.rapport
    waarover = str(rapport.gebied or rapport.partner or rapport.get_scope_display())
    gegevens = {
        "naam": mail.gebruiker.get_short_name(),
        "periode": rapport.periode,
        "waarover": waarover,
        "versie": rapport.versie,
        "reden": rapport.reden,
    }
    regels: list[str] = [
        _("Beste %(naam)s,") % gegevens,
        "",
        _("De maandrapportage van %(periode)s over %(waarover)s staat klaar.") % gegevens,
    ]
    if rapport.versie > 1:
        regels.append(_("Dit is versie %(versie)s. Reden: %(reden)s") % gegevens)
    regels += [
        "",
        _("Bekijk het rapport:"),
        settings.SITE_URL + reverse("budgetten:rapport", args=[rapport.pk]),
        "",
        _("U krijgt deze e-mail omdat u een abonnement hebt op deze rapporten. Stoppen kan hier:"),
        settings.SITE_URL + reverse("budgetten:rapporten"),
        "",
        _("Met vriendelijke groet,"),
        settings.SITE_NAAM,
    ]
    onderwerp = _("Maandrapportage %(periode)s: %(waarover)s") % gegevens
    return EmailMessage(
        subject=" ".join(onderwerp.split()),
        body="\n".join(regels),
        to=[mail.gebruiker.email],
    )
