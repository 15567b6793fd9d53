"""Background work of the foundation."""

from celery import shared_task

from kern.domain import postvak, taken
from kern.domain.hartslag import meld_hartslag
from kern.exports import lijsten
from kern.models import Taak


@shared_task(name="kern.tasks.hartslag", ignore_result=True)
def hartslag() -> None:
    """Show that a task goes all the way: beat published it, a worker ran it."""
    meld_hartslag("worker")


@taken.taaksoort(lijsten.TAAKSOORT)
def exporteer(taak: Taak) -> None:
    """Make a large export; it may run again from the start."""
    lijsten.maak_taakbestand(taak)


@shared_task(name="kern.tasks.voer_uit", soft_time_limit=1740)
def voer_uit(taak_id: int) -> None:
    """Do one Taak; whether it is still to be done is decided under lock."""
    taken.voer_uit(taak_id)


@shared_task(name="kern.tasks.veeg_taken")
def veeg_taken() -> None:
    """Every minute: enqueue again what was lost."""
    taken.veeg()


@shared_task(name="kern.tasks.verstuur_berichten", ignore_result=True)
def verstuur_berichten() -> int:
    """Every minute, and after each commit that wrote a mail: send what is due."""
    return postvak.verstuur()


@shared_task(name="kern.tasks.wis_oude_berichten", ignore_result=True)
def wis_oude_berichten() -> int:
    """Every night: wipe addresses and texts of old mails."""
    return postvak.wis_oude()
