"""Areas for busy public pages: the same rows as the models give, by queries that are built once."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Subquery

from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, GebiedVersie
from kern.domain.vaste_vraag import Gesteld, VasteVraag

_VELDEN = tuple(veld.attname for veld in Gebied._meta.concrete_fields)  # from_db wants all, in this order
_N = len(_VELDEN)

_KAARTLAGEN = (Gebiedssoort.WIJK, Gebiedssoort.BUURT)
_MET_SLUG = VasteVraag(
    lambda slug: Gebied.objects.filter(slug=slug).values_list(
        *(f"{weg}{veld}" for weg in ("", "ouder__", "ouder__ouder__") for veld in _VELDEN),
        *(
            Subquery(GebiedVersie.objects.filter(gebied__soort=soort).order_by("-jaar").values("jaar")[:1])
            for soort in _KAARTLAGEN
        ),
    ),
    slug=str,
)
_WIJKEN = VasteVraag(lambda: Gebied.objects.wijken().actief().values_list(*_VELDEN))
_ONDER = VasteVraag(
    lambda ouder: Gebied.objects.actief().filter(ouder=ouder).order_by("code").values_list(*_VELDEN), ouder=int
)


def gebied_met_slug(slug: str) -> tuple[Gebied, dict[str, int]] | None:
    """The area with this name in the address, with what it lies in at hand, and the year of each layer of the map.

    One query.
    """
    rij = next(iter(_MET_SLUG(slug=slug)), None)
    if rij is None:
        return None
    gebied, ouder, grootouder = (_gebied(rij[i * _N : (i + 1) * _N]) for i in range(3))
    if gebied is None:
        return None
    if ouder is not None:
        ouder.ouder = grootouder
        gebied.ouder = ouder
    return gebied, {soort: jaar for soort, jaar in zip(_KAARTLAGEN, rij[3 * _N :], strict=True) if jaar is not None}


def slug_vraag(slug: str) -> Gesteld:
    """What `gebied_met_slug` will ask."""
    return _MET_SLUG.met(slug=slug)


def wijken_vraag() -> Gesteld:
    """What `wijken` will ask."""
    return _WIJKEN.met()


def onder_vraag(gebied: Gebied) -> Gesteld:
    """What `onder` will ask of an area that may have others below it."""
    return _ONDER.met(ouder=gebied.pk)


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
