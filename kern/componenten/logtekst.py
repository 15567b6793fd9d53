"""How the stored text of a log line is read by people.

The log keeps values as plain text (`1000.01`, `2026-01-14`), because lines may never change and must stay exact;
here they become amounts and dates as everywhere else on the site.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kern.componenten.html import format_html, format_html_join
from kern.componenten.opmaak import datum, datumtekst, euro, getal

#: A number is an amount in euros when the name of what changed contains one of these words.
GELDWOORDEN = ("bedrag", "kosten", "netto", "btw", "ontvangen", "toegezegd")
_GETAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")


def logwaarde(naam: str, tekst: str | None) -> str | SafeString:
    """A stored value as people read it; what is neither a number, a date nor a yes or no stays as it is."""
    if tekst is None or tekst == "":
        return _("leeg")
    if tekst in {"True", "False"}:
        return _("ja") if tekst == "True" else _("nee")
    if _GETAL.fullmatch(tekst):
        return _getal(naam, tekst)
    return _dag(tekst) or tekst


def _getal(naam: str, tekst: str) -> str:
    """Euros when the name says money; a whole number may be a year or the number of a thing, and stays."""
    if any(woord in naam.lower() for woord in GELDWOORDEN):
        return euro(Decimal(tekst))
    return getal(Decimal(tekst)) if "." in tekst else tekst


def _dag(tekst: str) -> str | SafeString | None:
    """The date or moment in words; None when the text is neither."""
    try:
        if _DATUM.fullmatch(tekst):
            return datumtekst(dt.date.fromisoformat(tekst))
        if _MOMENT.fullmatch(tekst):
            return datum(dt.datetime.fromisoformat(tekst), tijd=True)
    except ValueError:
        return None
    return None


def logwijzigingen(wijzigingen: dict[str, Any] | None) -> SafeString:
    """What a log line says changed: a list of from and to; nothing when nothing changed."""
    if not wijzigingen:
        return SafeString("")
    regels = format_html_join(
        "",
        '<li><span class="logboek__veld">{}</span>: {}</li>',
        (
            (capfirst(naam.replace("_", " ")), _van_naar(logwaarde(naam, oud) if oud else None, logwaarde(naam, nieuw)))
            for naam, (oud, nieuw) in wijzigingen.items()
        ),
    )
    return format_html('<ul class="logboek__wijzigingen">{}</ul>', regels)


def _van_naar(oud: str | None, nieuw: str) -> SafeString:
    """Only the new value when there was none before: nobody needs to read "from empty"."""
    if oud is None:
        return format_html("<ins>{}</ins>", nieuw)
    return format_html(
        '<del>{}</del> <span aria-hidden="true">→</span><span class="alleen-voorlezen">{}</span> <ins>{}</ins>',
        oud,
        _("wordt"),
        nieuw,
    )
