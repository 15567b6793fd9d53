"""The kinds of news a user may hear of: each app registers its own at start, in its `navigatie.py` or `apps.py`.

    registreer("besluit", _("Besluit over uw initiatief"), _("Als er een besluit is genomen."), verplicht=True)

The page with preferences shows them in the order in which they were registered.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Meldingsoort:
    """`verplicht`: always mailed, nobody can switch that off (a decision, a request with a term)."""

    code: str
    naam: str | Promise
    uitleg: str | Promise
    verplicht: bool = False


_soorten: dict[str, Meldingsoort] = {}


def registreer(code: str, naam: str | Promise, uitleg: str | Promise, verplicht: bool = False) -> None:
    """Add a kind; the same code again replaces it. Give lazy translations."""
    _soorten[code] = Meldingsoort(code, naam, uitleg, verplicht)


def soorten() -> tuple[Meldingsoort, ...]:
    """Every kind."""
    return tuple(_soorten.values())


def geef(code: str) -> Meldingsoort:
    """One kind. Raises LookupError for a code that no app registered: a mistake in the program."""
    try:
        return _soorten[code]
    except KeyError:
        raise LookupError(f"kind of news {code!r} is not registered (kern.meldingsoorten)") from None


def soortnaam(code: str) -> str:
    """The name of a kind, or the code itself for what no app registered (any more)."""
    soort = _soorten.get(code)
    return str(soort.naam) if soort else code
