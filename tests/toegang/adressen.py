"""Every address of the application, as Django knows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

#: Our apps, plus the health pages, which config names itself.
EIGEN_RUIMTEN = frozenset({"portaal", "bewoners", "budgetten", "partners", "gebieden", "kern"})
EIGEN_NAMEN = frozenset({"healthz", "readyz"})


@dataclass(frozen=True)
class Adres:
    """One URL pattern: its full name, its path as written, and its view."""

    naam: str
    pad: str
    view: Callable[..., Any]

    @property
    def eigen(self) -> bool:
        return self.naam in EIGEN_NAMEN or self.naam.split(":")[0] in EIGEN_RUIMTEN

    @property
    def toegang(self) -> str | None:
        """The permission the view names."""
        return getattr(getattr(self.view, "view_class", self.view), "toegang", None)


def adressen() -> list[Adres]:
    """All of them, in the order Django tries them."""
    return list(_loop(get_resolver(), "", ()))


def _loop(resolver: URLResolver, begin: str, ruimten: tuple[str, ...]) -> Iterator[Adres]:
    for patroon in resolver.url_patterns:
        pad = begin + str(patroon.pattern)
        if isinstance(patroon, URLPattern):
            yield Adres(":".join((*ruimten, patroon.name or "")), pad, patroon.callback)
        else:
            yield from _loop(patroon, pad, (*ruimten, patroon.namespace) if patroon.namespace else ruimten)
