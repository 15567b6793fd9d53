"""What the area page says about money, in words and in parts of a bar."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgetten.domain.publiek import GebiedStand, stand_van
from budgetten.domain.queries import Stand
from budgetten.models import Boekjaar
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.componenten.opmaak import euro

Deel = tuple[str, str, Decimal]


@dataclass(frozen=True)
class Geld:
    """Where the money of an area stands. `gebied` is what the amounts are about: of a buurt, its wijk."""

    gebied: Gebied
    boekjaar: Boekjaar
    publiek: GebiedStand

    @property
    def stand(self) -> Stand:
        """All payers and themes together."""
        return self.publiek.stand

    @property
    def zin(self) -> str:
        """The bar in one sentence."""
        stand = self.stand
        return _("Voor %(gebied)s is %(begroot)s begroot. Daarvan is %(besteed)s besteed en %(vrij)s nog vrij.") % {
            "gebied": self.gebied.naam,
            "begroot": euro(stand.begroot),
            "besteed": euro(stand.besteed),
            "vrij": euro(stand.vrij),
        }

    @property
    def delen(self) -> list[Deel]:
        """The parts of the bar."""
        return delen(self.stand)

    @property
    def betalers(self) -> list[tuple[str, list[Deel]]]:
        """The same bar per payer."""
        return [(naam, delen(stand, kort=True)) for naam, stand in self.publiek.per_partner]


def delen(stand: Stand, *, kort: bool = False) -> list[Deel]:
    """The four places money can stand, from free to spent; `kort` for a narrow column."""
    return [(plek, label, getattr(stand, plek)) for plek, label in _plekken(kort, get_language())]


@cache
def _plekken(kort: bool, _taal: str | None) -> tuple[tuple[str, str], ...]:
    """Their names, remembered per language: a page has a bar for each payer."""
    return (
        ("vrij", _("Vrij") if kort else _("Vrij besteedbaar")),
        ("toegekend", _("Toegekend")),
        ("verplicht", _("Verplicht")),
        ("besteed", _("Besteed")),
    )


def geldgebied(gebied: Gebied) -> Gebied:
    """The area whose money a page shows: lines are per wijk, so a buurt shows its wijk."""
    return gebied.ouder if gebied.soort == Gebiedssoort.BUURT and gebied.ouder else gebied


def geld_van(gebied: Gebied, boekjaar: Boekjaar | None) -> Geld | None:
    """Where the money stands; None before the first fiscal year. One query."""
    if boekjaar is None:
        return None
    over = geldgebied(gebied)
    return Geld(over, boekjaar, stand_van(over, boekjaar))
