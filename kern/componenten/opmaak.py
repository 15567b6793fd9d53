"""Small things inside a line: amounts, dates, numbers, icons, statuses. Plain Python, because lists show hundreds."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kern import statussen
from kern.componenten.html import format_html, veilig

_DUTCH = str.maketrans(",.", ".,")
_LEEG = SafeString('<span class="bedrag bedrag--leeg">–</span>')
_CENT = Decimal("0.01")
_EURO = Decimal(1)


@lru_cache(maxsize=4096)
def cijfers(waarde: Decimal | int, *, centen: bool = True) -> str:
    """`1.234,56`, with a real minus sign; without cents the amount is rounded half up. A page repeats many amounts."""
    exact = Decimal(waarde).quantize(_CENT if centen else _EURO, ROUND_HALF_UP)
    tekst = f"{abs(exact):,}".translate(_DUTCH)
    return f"−{tekst}" if exact < 0 else tekst


def euro(waarde: Decimal | int | None, *, centen: bool = True) -> str:
    """`€ 1.234,56` as plain text, the space not breaking; an en dash when there is no amount."""
    return "–" if waarde is None or waarde == "" else f"€\u00a0{cijfers(waarde, centen=centen)}"


def bedrag(waarde: Decimal | int | None, *, centen: bool = True) -> SafeString:
    """The amount in a span that aligns its digits; negative amounts get a class of their own."""
    if waarde is None or waarde == "":
        return _LEEG
    klasse = "bedrag bedrag--negatief" if waarde < 0 else "bedrag"
    return SafeString(f'<span class="{klasse}">€\u00a0{cijfers(waarde, centen=centen)}</span>')


def getal(waarde: Decimal | int | float | None) -> str:
    """A number with Dutch separators: `1.234` or `2,5`, no zeros at the end; an en dash when there is none."""
    if waarde is None or waarde == "":
        return "–"
    if isinstance(waarde, Decimal):
        waarde = Decimal(f"{waarde.normalize():f}")
    tekst = f"{abs(waarde):,}".translate(_DUTCH)
    return f"−{tekst}" if waarde < 0 else tekst


def datumtekst(waarde: datetime.date | datetime.datetime | None, *, kort: bool = False) -> str:
    """`23 november 2026` as plain text, in the language of the reader; an en dash when there is no date."""
    if not waarde:
        return "–"
    if isinstance(waarde, datetime.datetime):
        waarde = (timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde).date()
    return _dag(waarde, "j M Y" if kort else "j F Y", get_language())


@lru_cache(maxsize=4096)
def _dag(dag: datetime.date, formaat: str, taal: str | None) -> str:
    """Remembered: Django takes a format apart and translates the month again for every date in a list."""
    tekst = date_format(dag, formaat)
    return tekst.lower() if taal == "nl" else tekst


def datum(waarde: datetime.date | datetime.datetime | None, *, tijd: bool = False, kort: bool = False) -> SafeString:
    """`23 november 2026` in a `<time>`; `tijd` adds `om 14:05`, `kort` gives `23 nov 2026` for narrow tables."""
    if not waarde:
        return SafeString('<span class="leeg-waarde">–</span>')
    if isinstance(waarde, datetime.datetime):
        waarde = timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde
        machine = waarde.isoformat(timespec="minutes") if tijd else waarde.date().isoformat()
    else:
        machine, tijd = waarde.isoformat(), False
    tekst = datumtekst(waarde, kort=kort)
    if tijd:
        tekst = _("%(datum)s om %(tijd)s") % {"datum": tekst, "tijd": f"{waarde:%H:%M}"}
    return SafeString(f'<time datetime="{machine}">{veilig(tekst)}</time>')


@cache
def _sprite() -> str:
    return static("img/iconen.svg")


def icoon(naam: str, *, label: str = "", klasse: str = "") -> SafeString:
    """One drawing of our sprite. Decoration unless it has a label."""
    uiterlijk = f"icoon {klasse}" if klasse else "icoon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', uiterlijk, label, _sprite(), naam
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', uiterlijk, _sprite(), naam
    )


@cache
def _status_begin(toon: str) -> str:
    return f'<span class="status status--{toon}">{icoon(statussen.ICONEN[toon])}'


def status(soort: str, waarde: Any, label: Any = None) -> SafeString:
    """A pill with an icon and a word. Without a label: the label of the choice, else the value itself."""
    tekst = label if label is not None and label != "" else getattr(waarde, "label", waarde)
    toon = statussen.toon(soort, str(getattr(waarde, "value", waarde)))
    return SafeString(f"{_status_begin(toon)}{veilig(tekst)}</span>")


def cijfer(waarde: Any, label: str, *, toelichting: str = "", url: str | None = None) -> SafeString:
    """A key figure: big number, small word. A Decimal is an amount in whole euros, an int gets separators."""
    if isinstance(waarde, Decimal):
        tekst: Any = bedrag(waarde, centen=False)
    elif isinstance(waarde, int) and not isinstance(waarde, bool):
        tekst = getal(waarde)
    else:
        tekst = waarde
    return format_html(
        '<div class="cijfer"><span class="cijfer__waarde">{}</span> {}{}</div>',
        tekst,
        format_html('<a class="cijfer__label utrecht-link" href="{}">{}</a>', url, label)
        if url
        else format_html('<span class="cijfer__label">{}</span>', label),
        format_html(' <span class="cijfer__toelichting">{}</span>', toelichting) if toelichting else "",
    )


def voortgang(procent: int | Decimal | None, *, label: str = "") -> SafeString:
    """A progress bar with its number in words; None means busy without knowing how far."""
    naam = label or _("Voortgang")
    if procent is None:
        return format_html('<progress class="voortgang" aria-label="{}"></progress>', naam)
    heel = max(0, min(100, int(procent)))
    return format_html(
        '<span class="voortgang-groep">'
        '<progress class="voortgang" max="100" value="{0}" aria-label="{1}">{0}%</progress> '
        '<span class="voortgang__getal" aria-hidden="true">{0}%</span></span>',
        heel,
        naam,
    )
