"""Background work on money. Every task may run twice, or be lost once, without harm."""

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerFout

from budgetten.domain import activiteitkosten, rapporten, rapportmail
from budgetten.domain.controle import controleer_grootboek
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from kern.domain.taken import meld_voortgang, rond_af, taaksoort
from kern.models import Taak

logger = logging.getLogger(__name__)


@shared_task(name="budgetten.tasks.haal_activiteitkosten_op", ignore_result=True)
def haal_activiteitkosten_op() -> int:
    """Sweep: make the expenses of final activities that have costs but no expense yet."""
    return activiteitkosten.haal_op()


@taaksoort(rapporten.TAAKSOORT)
def maandrapportage(taak: Taak) -> None:
    """Make one version of one month report, or find that nothing changed."""
    periode, waarover = rapporten.uit_parameters(taak.parameters)
    rapport = rapporten.maak(
        periode,
        waarover=waarover,
        werkboek=maak_werkboek,
        pdf=maak_pdf,
        reden=str(taak.parameters.get("reden", "")),
        door=taak.aangevraagd_door,
        voortgang=lambda procent: meld_voortgang(taak, procent),
    )
    if rapport is None:
        melding = _("Er is niets veranderd sinds de nieuwste versie. Daarom is er geen nieuwe versie gemaakt.")
    else:
        melding = _("Versie %(versie)s is gemaakt. U vindt het rapport bij Rapporten.") % {"versie": rapport.versie}
        try:
            verstuur_rapportmails.apply_async(retry=False)
        except BrokerFout:
            logger.warning("the mails about report %s wait for the sweep", rapport.pk, exc_info=True)
    rond_af(taak, melding=melding)


@shared_task(name="budgetten.tasks.maak_rapporten", ignore_result=True)
def maak_rapporten() -> int:
    """On the first of the month, every hour and when a worker starts: ask for every month report that is missing."""
    return rapporten.vraag_ontbrekende_aan()


@shared_task(name="budgetten.tasks.verstuur_rapportmails", ignore_result=True)
def verstuur_rapportmails() -> int:
    """Sweep: send the mails about reports that are due. A mail server that is away is tried again at the next sweep."""
    try:
        return rapportmail.verstuur()
    except OSError:
        logger.warning("the mail server is not there; mails about reports wait", exc_info=True)
        return 0


@worker_ready.connect(dispatch_uid="budgetten.maak_rapporten_bij_start")
def bij_start(**_kwargs: Any) -> None:
    """Whatever was down when the month began: make up for it as soon as a worker is there."""
    maak_rapporten.delay()


@shared_task(name="budgetten.tasks.controleer_grootboek", ignore_result=True)
def controleer_grootboek_taak() -> int:
    """Every night: recompute the ledger. Differences are logged as CRITICAL, which production mails."""
    return len(controleer_grootboek())
