"""Areas for busy public pages: the same rows as the models give, by queries that are built once."""

from collections.abc import Iterable
from typing import Any

from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.vaste_vraag import VasteVraag

_VELDEN = tuple(veld.attname for veld in Gebied._meta.concrete_fields)  # from_db wants all, in this order
_N = len(_VELDEN)

_MET_SLUG = VasteVraag(
    lambda slug: Gebied.objects.filter(slug=slug).values_list(
        *(f"{weg}{veld}" for weg in ("", "ouder__", "ouder__ouder__") for veld in _VELDEN)
    ),
    slug=str,
)
_WIJKEN = VasteVraag(lambda: Gebied.objects.wijken().actief().values_list(*_VELDEN))
_ONDER = VasteVraag(
    lambda ouder: Gebied.objects.actief().filter(ouder=ouder).order_by("code").values_list(*_VELDEN), ouder=int
)


def gebied_met_slug(slug: str) -> Gebied | None:
    """The area with this name in the address, with what it lies in at hand. One query."""
    rij = next(iter(_MET_SLUG(slug=slug)), None)
    if rij is None:
        return None
    gebied, ouder, grootouder = (_gebied(rij[i * _N : (i + 1) * _N]) for i in range(3))
    if ouder is not None and gebied is not None:
        ouder.ouder = grootouder
        gebied.ouder = ouder
    return gebied


def wijken() -> list[Gebied]:
    """The wijken that still exist, in CBS order. One query."""
    return list(_gebieden(_WIJKEN()))


def onder(gebied: Gebied) -> list[Gebied]:
    """The areas directly below that still exist, in CBS order. One query; none for a buurt, which has nothing below."""
    return [] if gebied.soort == Gebiedssoort.BUURT else list(_gebieden(_ONDER(ouder=gebied.pk)))


def _gebied(rij: tuple[Any, ...]) -> Gebied | None:
    return Gebied.from_db("default", _VELDEN, rij) if rij[0] is not None else None


def _gebieden(rijen: Iterable[tuple[Any, ...]]) -> Iterable[Gebied]:
    return (Gebied.from_db("default", _VELDEN, rij) for rij in rijen)
