"""The text of a mail: greeting, paragraphs, one link, closing. In Dutch only, whatever language a browser asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings


def brieftekst(
    naam: str, alineas: Sequence[str], *, link: str | None = None, linktekst: str = "", afmeldlink: str | None = None
) -> str:
    """The text as it is sent. `link` and `afmeldlink` are whole addresses, each on a line of its own."""
    delen = [_aanhef(naam), *(" ".join(str(alinea).split()) for alinea in alineas)]
    if link:
        delen.append(f"{linktekst or 'Bekijk het op de site'}:\n{link}")
    delen.append(f"Met vriendelijke groet,\n{settings.SITE_NAAM}")
    if afmeldlink:
        delen.append(f"Wilt u deze e-mails niet meer krijgen? Meld u hier af:\n{afmeldlink}")
    return "\n\n".join(delen) + "\n"


def lijkt_op_adres(tekst: str) -> bool:
    """Whether there is something in it that a mailbox or a reader takes for a web or e-mail address."""
    return re.search(r"[/@<>\\]|www\.|\b[\w-]+\.[a-z]{2,}\b", tekst, re.IGNORECASE) is not None


def _aanhef(naam: str) -> str:
    """Greets by name, but not by one with an address in it: strangers fill in names, and we would send their link."""
    een_regel = " ".join(naam.split())
    if not een_regel or len(een_regel) > 80 or ":" in een_regel or lijkt_op_adres(een_regel):
        return "Hallo,"
    return f"Beste {een_regel},"
