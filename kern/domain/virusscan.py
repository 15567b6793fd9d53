"""Does a virus scanner know this file? It is asked before anything else looks inside.

`UPLOAD_SCANNER` names the function that asks; `vraag_clamd` speaks the protocol of ClamAV's clamd (`CLAMD`). A scanner
that is named but does not answer refuses everything: a file nobody looked at is not let in.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kern.domain.fouten import Weigering

#: Takes the bytes of a file; returns the name of what is in it, or None. Raises anything when it cannot say.
Scanner = Callable[[bytes], str | None]

#: Seconds for connecting, and for the whole answer.
VERBINDTIJD = 5.0
ANTWOORDTIJD = 30.0
BLOK = 64 * 1024
LANGSTE_ANTWOORD = 4096

logger = logging.getLogger(__name__)


def controleer(inhoud: bytes) -> None:
    """Raise Weigering when the scanner finds something or does not answer; without a scanner nothing is asked."""
    if not settings.UPLOAD_SCANNER:
        return
    try:
        scanner: Scanner = import_string(settings.UPLOAD_SCANNER)
        gevonden = scanner(inhoud)
    except Exception as fout:  # whatever is wrong with the scanner, the file was not looked at
        logger.exception("the virus scanner does not answer; an upload is refused")
        raise Weigering(_("Wij kunnen bestanden nu niet controleren. Probeer het later opnieuw.")) from fout
    if gevonden is not None:
        logger.warning("an upload is refused: %s", gevonden)
        raise Weigering(_("Dit bestand bevat een virus. Wij hebben het niet bewaard. Controleer uw apparaat."))


def vraag_clamd(inhoud: bytes) -> str | None:
    """Ask clamd with INSTREAM: pieces with their length before them, an empty one at the end.

    Raises OSError for anything but a plain yes or no, a file over clamd's own limit included.
    """
    uiterlijk = time.monotonic() + ANTWOORDTIJD
    with _verbind() as lijn:
        lijn.settimeout(ANTWOORDTIJD)
        lijn.sendall(b"zINSTREAM\0")
        for begin in range(0, len(inhoud), BLOK):
            blok = inhoud[begin : begin + BLOK]
            lijn.settimeout(_over(uiterlijk))
            lijn.sendall(len(blok).to_bytes(4, "big") + blok)
        lijn.sendall(bytes(4))
        antwoord = _lees(lijn, uiterlijk)
    if antwoord == "stream: OK":
        return None
    if antwoord.startswith("stream: ") and antwoord.endswith(" FOUND"):
        return antwoord.removeprefix("stream: ").removesuffix(" FOUND")
    raise OSError(f"clamd says {antwoord[:200]!r}")


def _verbind() -> socket.socket:
    adres = urlsplit(settings.CLAMD)
    if adres.scheme == "tcp":
        return socket.create_connection((adres.hostname or "", adres.port or 3310), timeout=VERBINDTIJD)
    lijn = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        lijn.settimeout(VERBINDTIJD)
        lijn.connect(adres.path)
    except OSError:
        lijn.close()
        raise
    return lijn


def _lees(lijn: socket.socket, uiterlijk: float) -> str:
    antwoord = b""
    while not antwoord.endswith(b"\0") and len(antwoord) < LANGSTE_ANTWOORD:
        lijn.settimeout(_over(uiterlijk))
        stuk = lijn.recv(LANGSTE_ANTWOORD)
        if not stuk:
            break
        antwoord += stuk
    return antwoord.rstrip(b"\0\n").decode("utf-8", "replace")


def _over(uiterlijk: float) -> float:
    """Seconds left. Raises TimeoutError, an OSError, when there are none."""
    over = uiterlijk - time.monotonic()
    if over <= 0:
        raise TimeoutError("clamd takes too long")
    return over
