"""Task kinds for tests only; the real worker of tests/celery_worker.py loads this module too."""

import os
import time
from pathlib import Path

from django.core.files.base import ContentFile

from kern.domain.fouten import Weigering
from kern.domain.taken import meld_voortgang, rond_af, taaksoort
from kern.models import Taak


def _noteer(taak: Taak) -> int:
    """Add a line to the file named in the parameters; returns how many there are now."""
    pad = Path(taak.parameters["teller"])
    with pad.open("a") as teller:
        teller.write(f"{os.getpid()} {taak.pogingen}\n")
    return len(pad.read_text().splitlines())


@taaksoort("proef_tel")
def tel(taak: Taak) -> None:
    """Count the runs, take `duur` seconds, leave a file."""
    _noteer(taak)
    meld_voortgang(taak, 50, melding="Halverwege")
    time.sleep(taak.parameters.get("duur", 0))
    rond_af(taak, bestand=ContentFile(b"klaar", name="uitkomst.txt"), melding="Alles geteld")


@taaksoort("proef_stuk")
def stuk(taak: Taak) -> None:
    """Break, always."""
    _noteer(taak)
    raise RuntimeError("geheim detail")


@taaksoort("proef_eerst_stuk")
def eerst_stuk(taak: Taak) -> None:
    """Break the first time only."""
    if _noteer(taak) == 1:
        raise RuntimeError("de eerste keer")


@taaksoort("proef_weiger")
def weiger(taak: Taak) -> None:
    """A rule says no: trying again is no use."""
    _noteer(taak)
    raise Weigering("De periode is gesloten.")


@taaksoort("proef_hangt_eerst")
def hangt_eerst(taak: Taak) -> None:
    """The first run hangs until it is killed."""
    if _noteer(taak) == 1:
        time.sleep(600)
