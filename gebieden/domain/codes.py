"""CBS codes and the limits of a file, shared by the readers of boundaries and of key figures."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from gebieden.enums import Gebiedssoort
from kern.domain.fouten import Weigering

#: Larger files are refused: a whole country does not belong in memory. Assen in full detail is about 2 MB.
MAX_BYTES = 64 * 1024 * 1024

SOORT_VAN_VOORVOEGSEL = {"GM": Gebiedssoort.STAD, "WK": Gebiedssoort.WIJK, "BU": Gebiedssoort.BUURT}
_VOORVOEGSEL_VAN_LENGTE = {4: "GM", 6: "WK", 8: "BU"}
_CODE = re.compile(r"GM\d{4}|WK\d{6}|BU\d{8}")


def normaliseer_code(ruw: object) -> str:
    """`GM0106`, `WK010601` or `BU01060100`, also from ` wk010601 ` or the bare digits; empty when it is no CBS code."""
    code = str(ruw or "").strip().upper()
    if code.isdecimal():
        code = _VOORVOEGSEL_VAN_LENGTE.get(len(code), "") + code
    return code if _CODE.fullmatch(code) else ""


def soort_van(code: str) -> Gebiedssoort:
    """The level in the tree that a normalised code belongs to."""
    return SOORT_VAN_VOORVOEGSEL[code[:2]]


def gemeente_van(code: str) -> str:
    """The municipality inside a wijk or buurt code: its first four digits."""
    return f"GM{code[2:6]}"


def wijk_van(code: str) -> str:
    """The wijk inside a buurt code: its first six digits."""
    return f"WK{code[2:8]}"


def wees_streng_op_grootte(bestand: Path) -> None:
    """Refuse a file that is not there, is empty, or is larger than MAX_BYTES."""
    try:
        grootte = bestand.stat().st_size if bestand.is_file() else None
    except OSError:
        grootte = None
    if grootte is None:
        raise Weigering(_("Het bestand %(bestand)s is er niet.") % {"bestand": bestand})
    if not grootte:
        raise Weigering(_("Het bestand %(bestand)s is leeg.") % {"bestand": bestand.name})
    if grootte > MAX_BYTES:
        raise Weigering(
            _("Het bestand %(bestand)s is te groot (meer dan %(max)s MB): kies bij PDOK alleen uw eigen gemeente.")
            % {"bestand": bestand.name, "max": MAX_BYTES // 1024 // 1024}
        )
