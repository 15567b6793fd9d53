"""The navigation: each app registers its own pages, the header shows those a person may open.

An app has a module `navigatie.py` that calls `registreer` for each page that belongs in a menu; `KernConfig.ready`
imports those modules. So kern knows no page of a higher app, and the header needs no list that goes stale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise

from kern.adres import adres
from kern.toegang import IEDEREEN

#: openbaar: first row, for everybody; werk: second row, for staff; budget: above the pages of the budget;
#: account: under one's own name; voet: at the bottom.
Groep = Literal["openbaar", "werk", "budget", "account", "voet"]


@dataclass(frozen=True, slots=True, eq=False)
class Navigatiepunt:
    """One link in a menu, equal only to itself, so that what is made of it can be kept. `permission` is a permission
    name or IEDEREEN. `ook`: how the names of the views below this page begin, for pages whose address does not begin
    with the address of this one."""

    label: str | Promise
    url_naam: str
    permission: str
    groep: Groep
    volgorde: int
    ook: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address of the page."""
        return adres(self.url_naam)


_punten: dict[tuple[str, str], Navigatiepunt] = {}
_gesorteerd: dict[str, tuple[Navigatiepunt, ...]] = {}


def registreer(
    label: str | Promise,
    url_naam: str,
    *,
    permission: str = IEDEREEN,
    groep: Groep = "openbaar",
    volgorde: int = 50,
    ook: tuple[str, ...] = (),
) -> None:
    """Add a page without arguments to a menu. Registering the same page in the same group again replaces it.

    Lower `volgorde` comes first; give a lazy translation as label.
    """
    _punten[(groep, url_naam)] = Navigatiepunt(label, url_naam, permission, groep, volgorde, ook)
    _gesorteerd.clear()


def punten(groep: Groep) -> tuple[Navigatiepunt, ...]:
    """Every registered page of a group, in order, whoever asks."""
    if groep not in _gesorteerd:
        van_groep = [punt for punt in _punten.values() if punt.groep == groep]
        _gesorteerd[groep] = tuple(sorted(van_groep, key=lambda punt: (punt.volgorde, punt.url_naam)))
    return _gesorteerd[groep]


def zichtbare_punten(groep: Groep, user: Any) -> tuple[Navigatiepunt, ...]:
    """The pages of a group this user may open. A stranger gets the public ones: no permission asked, no query."""
    bekend = user is not None and user.is_authenticated
    return tuple(
        punt for punt in punten(groep) if punt.permission == IEDEREEN or (bekend and user.has_perm(punt.permission))
    )


def actieve_url(urls: list[str], pad: str) -> str | None:
    """The address in the menu that `pad` belongs to: the longest one it starts with. The root matches only itself."""
    wortel = get_script_prefix()
    treffers = [url for url in urls if pad == url or (url != wortel and pad.startswith(url.rstrip("/") + "/"))]
    return max(treffers, key=len, default=None)


def actief_adres(punten: Sequence[Navigatiepunt], request: HttpRequest | None) -> str | None:
    """The address of the menu's page that is asked for or that the page asked for lies below."""
    if request is None:
        return None
    gevonden = request.resolver_match
    weergave = gevonden.view_name if gevonden is not None else ""
    for punt in punten:
        if punt.ook and weergave.startswith(punt.ook):
            return punt.url
    return actieve_url([punt.url for punt in punten], request.path)
