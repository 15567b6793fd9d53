"""Documents as PDF/A-2a and PDF/UA-1, set by typst from a template of ours and data.

Templates import `/kern/typst/huis.typ`. A string of the data is text, never markup.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

LETTERS = settings.BASE_DIR / "static" / "vendor" / "ibm-plex-sans-ttf"
#: Outside Latin the letters of these signs are in our font too.
_TEKENS = frozenset("–—‘’“”„†‡•…‰′″‹›⁄€™−√≈≠≤≥◊ ‑")


def zet(sjabloon: Path, inhoud: dict[str, Any], *, moment: dt.datetime) -> bytes:
    """Set the data with the template; `moment` becomes the date of the document, so the same data give the same file.

    Raises typst.TypstError when the document would not meet the standards.
    """
    lokaal = timezone.localtime(moment)
    delen = zip(("jaar", "maand", "dag", "uur", "minuut", "seconde"), lokaal.timetuple()[:6], strict=True)
    gezet = typst.compile(
        str(sjabloon),
        root=str(settings.BASE_DIR),
        font_paths=[str(LETTERS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(leesbaar(inhoud | {"moment": dict(delen)}), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=moment.astimezone(dt.UTC).replace(microsecond=0),
    )
    return bytes(gezet)


def leesbaar(waarde: Any) -> Any:
    """Replace characters that our font has no glyph for: the standards forbid a character that cannot be shown."""
    if isinstance(waarde, str):
        return "".join(teken if in_letter(teken) else "?" for teken in unicodedata.normalize("NFC", waarde))
    if isinstance(waarde, dict):
        return {sleutel: leesbaar(deel) for sleutel, deel in waarde.items()}
    if isinstance(waarde, list):
        return [leesbaar(deel) for deel in waarde]
    return waarde


def in_letter(teken: str) -> bool:
    """Whether our font can show this character."""
    punt = ord(teken)
    return 0x20 <= punt <= 0x7E or 0xA0 <= punt <= 0x17F or teken in _TEKENS
