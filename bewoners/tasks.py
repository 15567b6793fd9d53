"""Background work on initiatives. Every task may run twice, or be lost once, without harm."""

from celery import shared_task
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bewoners.domain import bewaren, steun, termijnbewaking
from bewoners.models import Bewaarlijst
from kern.domain.taken import meld_voortgang, rond_af, taaksoort
from kern.models import Taak


@shared_task(name="bewoners.tasks.bewaak_termijnen", ignore_result=True)
def bewaak_termijnen() -> dict[str, int]:
    """Sweep: remind of terms, do what follows when one passes, begin and close what needs nobody."""
    return termijnbewaking.veeg()


@shared_task(name="bewoners.tasks.vergeet_onbevestigde_steun", ignore_result=True)
def vergeet_onbevestigde_steun() -> int:
    """Forget addresses that were given to support a plan and never confirmed. Returns how many."""
    return steun.ruim_op()


@taaksoort(bewaren.TAAKSOORT)
def voer_bewaarlijst_uit(taak: Taak) -> None:
    """Make what is on one approved list anonymous."""
    lijst = Bewaarlijst.objects.get(pk=taak.parameters["lijst"])
    aantal = bewaren.voer_uit(lijst, voortgang=lambda procent: meld_voortgang(taak, procent))
    tekst = ngettext("%(n)s dossier is geanonimiseerd.", "%(n)s dossiers zijn geanonimiseerd.", aantal) % {"n": aantal}
    rond_af(taak, melding=tekst if aantal else _("Er was niets meer te doen."))


@shared_task(name="bewoners.tasks.stel_bewaarlijst_op", ignore_result=True)
def stel_bewaarlijst_op() -> int:
    """Every night: propose files whose time is over, and see to approved lists that were not carried out.

    Returns how many lists there were.
    """
    nieuw = bewaren.stel_lijst_op(door=None)
    open_ = bewaren.open_lijsten()
    for lijst in open_:
        bewaren.start_uitvoering(lijst)
    return len(open_) + (nieuw is not None)
