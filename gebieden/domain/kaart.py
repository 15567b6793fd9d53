"""What a map on a page needs: which layer, which colours, which background."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gebieden.domain.queries import nieuwste_jaar
from kern.adres import adres

#: More classes cannot be told apart, by eye or in a legend.
MEESTE_KLASSEN = 5


@dataclass(frozen=True, slots=True)
class Klasse:
    """One colour of the legend, numbered from light (1) to dark."""

    nummer: int
    tekst: str


@dataclass(frozen=True, slots=True)
class Kaart:
    """A map for `{% include "gebieden/_kaart.html" %}`. Make it with `maak_kaart`."""

    titel: str | Promise
    laag_url: str
    bron: str
    gekozen: str = ""
    legenda_titel: str | Promise = ""
    legenda: Sequence[Klasse] = ()
    waarden: Mapping[str, Mapping[str, int | str]] = field(default_factory=dict)
    tegels: str = ""

    @property
    def waarden_json(self) -> str:
        """Per code the class and the words, for the script."""
        return json.dumps(self.waarden, ensure_ascii=False)


def maak_kaart(
    soort: str,
    *,
    titel: str | Promise,
    laagjaar: int | None = None,
    gekozen: str = "",
    waarden: Mapping[str, Decimal | int] | None = None,
    opmaak: Callable[[Decimal | int], str] = str,
    legenda_titel: str | Promise = "",
    legenda_opmaak: Callable[[Decimal | int], str] | None = None,
) -> Kaart | None:
    """A map of the areas of one kind; None when no boundaries are known yet.

    `waarden` (code → number) colours the areas in at most MEESTE_KLASSEN classes with a legend titled
    `legenda_titel`; `opmaak` writes a number with the name of an area ("5.455 inwoners"), `legenda_opmaak` in the
    legend, where the title says the unit. `gekozen` is the code of the area the page is about. `laagjaar` is the year
    of the boundaries, when it is known; otherwise the newest, for one query.
    """
    if laagjaar is None:
        laagjaar = nieuwste_jaar(soort)
    if laagjaar is None:
        return None
    kort = legenda_opmaak or opmaak
    klassen = verdeel_in_klassen(list((waarden or {}).values()))
    return Kaart(
        titel=titel,
        laag_url=adres("gebieden:geojson", f"{laagjaar:04d}", soort),
        bron=_("Grenzen: CBS/Kadaster %(jaar)s") % {"jaar": laagjaar},
        gekozen=gekozen,
        legenda_titel=legenda_titel,
        legenda=[
            Klasse(nummer, kort(laag) if laag == hoog else f"{kort(laag)} – {kort(hoog)}")
            for nummer, (laag, hoog) in enumerate(klassen, start=1)
        ],
        waarden={
            code: {
                "klasse": next(n for n, (laag, hoog) in enumerate(klassen, start=1) if laag <= waarde <= hoog),
                "tekst": opmaak(waarde),
            }
            for code, waarde in (waarden or {}).items()
        },
        tegels=tegeladres(),
    )


def verdeel_in_klassen(waarden: Sequence[Decimal | int]) -> list[tuple[Decimal | int, Decimal | int]]:
    """Lowest and highest value of each class: about as many areas in each, and equal values never apart."""
    verschillend = sorted(set(waarden))
    aantal = min(MEESTE_KLASSEN, len(verschillend))
    grenzen = [round(i * len(verschillend) / aantal) for i in range(aantal + 1)] if aantal else []
    return [(verschillend[a], verschillend[b - 1]) for a, b in pairwise(grenzen)]


def tegeladres() -> str:
    """The address template of background tiles (setting PDOK_TEGELS), or empty: a map works without them.

    A setting that is no web address with {z}, {x} and {y} counts as none: a missing background is no reason to fail.
    """
    adres: str = settings.PDOK_TEGELS.strip()
    compleet = all(deel in adres for deel in ("{z}", "{x}", "{y}"))
    return adres if compleet and re.match(r"https?://[^/\s;,'\"]+/[^\s;,'\"]*$", adres) else ""


def tegelherkomst() -> str:
    """Scheme and host of the tiles, for the content security policy of a page with a map; empty without tiles."""
    delen = urlsplit(tegeladres())
    return f"{delen.scheme}://{delen.netloc}" if delen.netloc else ""
