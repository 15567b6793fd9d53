"""Long work in the background: asked for, claimed by one worker, followed by people, retried, never lost.

A task kind is a function that takes a Taak, registered in its app's `tasks.py`:

    @taaksoort("uitgaven_export")
    def exporteer_uitgaven(taak: Taak) -> None:
        ...
        rond_af(taak, bestand=ContentFile(data, name="uitgaven.xlsx"))

It may run again from the start after a crash, so it must be safe to repeat; `rond_af` publishes its result once.
"""

from __future__ import annotations

import datetime as dt
import errno
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import File
from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerFout

from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak

logger = logging.getLogger(__name__)

#: A task that was not heard of for this long is enqueued again: its worker or its message is gone.
STIL = dt.timedelta(minutes=2)
#: Seconds between signs of life while a task runs.
HARTSLAG = 20.0
#: Attempts before a task counts as failed.
POGINGEN = 3
#: Tasks one person may have waiting or running at once: nobody keeps the workers from the others.
MAX_LOPEND = 20
#: Seconds before the second attempt; the third waits twice as long.
WACHTTIJD = 5

Uitvoerder = Callable[[Taak], object]
_uitvoerders: dict[str, Uitvoerder] = {}


class Overgenomen(Exception):  # noqa: N818 - the state of the task, not an error
    """This worker was silent too long and another has claimed the task: stop without touching it."""


def taaksoort(naam: str) -> Callable[[Uitvoerder], Uitvoerder]:
    """Register the function that does tasks of this kind. Raises ValueError when the name is taken by another."""

    def registreer(functie: Uitvoerder) -> Uitvoerder:
        bekend = _uitvoerders.setdefault(naam, functie)
        if (bekend.__module__, bekend.__qualname__) != (functie.__module__, functie.__qualname__):
            raise ValueError(f"task kind {naam!r} is already taken by {bekend.__module__}.{bekend.__qualname__}")
        return functie

    return registreer


def vraag_aan(
    soort: str,
    *,
    titel: str,
    parameters: dict[str, object],
    door: Gebruiker | None,
    sleutel: str | None = None,
) -> Taak:
    """Ask for a task, to be started when the transaction commits. The same `sleutel` always gives the same task.

    Raises Weigering when this person has MAX_LOPEND under way already.
    """
    with transaction.atomic():
        gegevens = {"soort": soort, "titel": titel, "parameters": parameters, "aangevraagd_door": door}
        if sleutel is None:
            taak = Taak.objects.create(**gegevens)
        else:
            taak, nieuw = Taak.objects.get_or_create(sleutel=sleutel, defaults=gegevens)
            if not nieuw:
                return taak
        if door is not None:
            _begrens(door)
        start(taak)
    return taak


def _begrens(door: Gebruiker) -> None:
    """Refuse one task too many; counted under a lock on the person, so that clicks at the same moment count too."""
    Gebruiker.objects.select_for_update(no_key=True).get(pk=door.pk)
    lopend = Taak.objects.filter(aangevraagd_door=door, status__in=[Taakstatus.WACHT, Taakstatus.BEZIG]).count()
    if lopend > MAX_LOPEND:
        raise Weigering(_("Er lopen al %(aantal)s taken voor u. Wacht tot er een klaar is.") % {"aantal": MAX_LOPEND})


def start(taak: Taak, *, over: int = 0) -> None:
    """Hand the task to a worker after commit, `over` seconds later. A broker that is away is no error: see `veeg`."""
    pk = taak.pk

    def verzend() -> None:
        try:
            current_app.send_task("kern.tasks.voer_uit", args=[pk], countdown=over or None, retry=False)
        except BrokerFout:
            logger.warning("task %s could not be enqueued; the sweep will", pk, exc_info=True)

    transaction.on_commit(verzend)


def voer_uit(taak_id: int) -> None:
    """Do the task, if it is there to be done and no other worker has it. Raises nothing: the outcome is on the row."""
    taak = _claim(taak_id)
    if taak is None:
        return
    try:
        with _levend(taak):
            uitvoerder = _uitvoerders.get(taak.soort)
            if uitvoerder is None:
                raise Weigering(_("Deze soort taak bestaat niet (meer)."))
            uitvoerder(taak)
            if taak.status == Taakstatus.BEZIG:
                rond_af(taak)
    except Overgenomen:
        logger.warning("task %s was taken over by another worker", taak.pk)
    except Weigering as weigering:
        mislukt(taak, weigering)
    except Exception as fout:  # whatever goes wrong belongs on the row, for the person who waits
        logger.exception("task %s (%s) failed, attempt %s", taak.pk, taak.soort, taak.pogingen)
        if taak.pogingen < POGINGEN and not isinstance(fout, SoftTimeLimitExceeded):
            _probeer_later(taak)
        else:
            mislukt(taak, fout)


def meld_voortgang(taak: Taak, procent: int, *, melding: str | None = None) -> None:
    """Show how far the task is (0–100). Raises Overgenomen when another worker has it: then stop."""
    procent = max(0, min(100, int(procent)))
    if (procent, melding or taak.melding) == (taak.voortgang, taak.melding):
        return
    taak.voortgang = procent
    taak.melding = melding if melding is not None else taak.melding
    if not _mijn(taak).update(voortgang=procent, melding=taak.melding, gehoord=timezone.now()):
        raise Overgenomen


def rond_af(taak: Taak, *, bestand: File[bytes] | None = None, melding: str = "") -> None:
    """Finish the task; `bestand` (with a name) becomes its download.

    Raises Overgenomen, and leaves no file behind, when another worker has it.
    """
    if bestand is not None:
        taak.bestand.save(bestand.name or "bestand", bestand, save=False)
    nu = timezone.now()
    gedaan = _mijn(taak).update(
        status=Taakstatus.GEREED, voortgang=100, melding=melding, klaar=nu, gehoord=nu, bestand=taak.bestand.name or ""
    )
    if not gedaan:
        if bestand is not None:
            taak.bestand.delete(save=False)
        raise Overgenomen
    taak.status, taak.voortgang, taak.melding, taak.klaar = Taakstatus.GEREED, 100, melding, nu


def mislukt(taak: Taak, fout: Exception | str) -> None:
    """End the task as failed, with the reason in words for the person; the details are in the server's log."""
    melding = fout if isinstance(fout, str) else waarom(fout)
    nu = timezone.now()
    if _mijn(taak).update(status=Taakstatus.MISLUKT, melding=melding, klaar=nu, gehoord=nu):
        taak.status, taak.melding, taak.klaar = Taakstatus.MISLUKT, melding, nu


def probeer_opnieuw(taak: Taak, *, door: Gebruiker | None) -> Taak:
    """Start a failed task again with a fresh number of attempts; `door` is None for the system itself.

    Raises Weigering when it did not fail.
    """
    with transaction.atomic():
        gelockt = Taak.objects.select_for_update().get(pk=taak.pk)
        if door is not None and not door.has_perm("kern.taak_zien", gelockt):
            raise GeenToestemming(_("Deze taak is niet van u."))
        if gelockt.status != Taakstatus.MISLUKT:
            raise Weigering(_("Deze taak is niet mislukt. Opnieuw proberen is niet nodig."))
        gelockt.status, gelockt.voortgang, gelockt.pogingen = Taakstatus.WACHT, 0, 0
        gelockt.melding, gelockt.klaar, gelockt.gehoord = "", None, timezone.now()
        gelockt.save()
        log(gelockt, _("opnieuw gestart"), door=door)
        start(gelockt)
    return gelockt


def veeg() -> int:
    """Enqueue again what waits or runs without a sign of life for STIL. Returns how many; safe to run twice at once."""
    with transaction.atomic():
        stil = list(
            Taak.objects.select_for_update(skip_locked=True)
            .filter(status__in=[Taakstatus.WACHT, Taakstatus.BEZIG])
            .annotate(teken=Coalesce("gehoord", "aangemaakt"))
            .filter(teken__lt=timezone.now() - STIL)
            .order_by("pk")
        )
        for taak in stil:
            taak.status, taak.gehoord = Taakstatus.WACHT, timezone.now()
            taak.save(update_fields=["status", "gehoord"])
            start(taak)
    return len(stil)


def taken_van(gebruiker: Gebruiker, *, alle: bool = False) -> QuerySet[Taak]:
    """The user's tasks, newest first; with `alle` everybody's, for a beheerder. Raises GeenToestemming for others."""
    taken = Taak.objects.select_related("aangevraagd_door")
    if not alle:
        return taken.filter(aangevraagd_door=gebruiker)
    if not gebruiker.has_perm("kern.beheer"):
        raise GeenToestemming(_("Alleen een beheerder ziet de taken van iedereen."))
    return taken


def waarom(fout: Exception) -> str:
    """A sentence for the person who asked, without technical detail."""
    if isinstance(fout, Weigering):
        return fout.bericht
    if isinstance(fout, OSError) and fout.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("De schijf van de server is vol. Vraag de beheerder om ruimte te maken en probeer het daarna opnieuw.")
    if isinstance(fout, MemoryError):
        return _("Er was te weinig geheugen. Kies minder gegevens tegelijk en probeer het opnieuw.")
    if isinstance(fout, SoftTimeLimitExceeded):
        return _("Het duurde te lang. Kies minder gegevens tegelijk en probeer het opnieuw.")
    if isinstance(fout, OperationalError):
        return _("De database was niet bereikbaar. Probeer het later opnieuw.")
    return _("Er ging iets mis op de server. De beheerder vindt de oorzaak in het logbestand.")


def _mijn(taak: Taak) -> QuerySet[Taak]:
    """The row as long as it is ours: `gestart` is different for every claim."""
    return Taak.objects.filter(pk=taak.pk, status=Taakstatus.BEZIG, gestart=taak.gestart)


def _claim(taak_id: int) -> Taak | None:
    """Take the task under lock; None when it is done, gone, or in the hands of a living worker."""
    with transaction.atomic():
        taak = Taak.objects.select_for_update().filter(pk=taak_id).first()
        if taak is None or taak.status not in {Taakstatus.WACHT, Taakstatus.BEZIG}:
            return None
        nu = timezone.now()
        if taak.status == Taakstatus.BEZIG and taak.gehoord is not None and taak.gehoord > nu - STIL:
            return None
        taak.gestart, taak.gehoord = nu, nu
        if taak.pogingen >= POGINGEN:
            taak.status, taak.klaar = Taakstatus.MISLUKT, nu
            taak.melding = _("De taak is %(aantal)s keer begonnen en steeds afgebroken.") % {"aantal": POGINGEN}
            taak.save()
            logger.error("task %s (%s) was interrupted %s times", taak.pk, taak.soort, taak.pogingen)
            return None
        taak.status, taak.voortgang, taak.melding = Taakstatus.BEZIG, 0, ""
        taak.pogingen += 1
        taak.save()
    return taak


def _probeer_later(taak: Taak) -> None:
    with transaction.atomic():
        opnieuw = _mijn(taak).update(
            status=Taakstatus.WACHT,
            voortgang=0,
            melding=_("Het lukte niet meteen. We proberen het zo nog eens."),
            gehoord=timezone.now(),
        )
        if opnieuw:
            start(taak, over=WACHTTIJD * taak.pogingen)


@contextmanager
def _levend(taak: Taak) -> Iterator[None]:
    """Give a sign of life every HARTSLAG seconds, from a thread with a connection of its own."""
    klaar = threading.Event()

    def tik() -> None:
        try:
            while not klaar.wait(HARTSLAG):
                close_old_connections()
                try:
                    _mijn(taak).update(gehoord=timezone.now())
                except OperationalError:
                    logger.warning("no sign of life of task %s could be written", taak.pk, exc_info=True)
        finally:
            connection.close()

    thread = threading.Thread(target=tik, name=f"taak-{taak.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        klaar.set()
        thread.join()
