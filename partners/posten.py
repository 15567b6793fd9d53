"""A user's valid posts: what every permission follows from.

Posts are read once per user object (one request), in one query.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from kern.domain.vaste_vraag import VasteVraag
from partners.enums import MEEDOENDE_ROLLEN


def geldig_op(datum: dt.date | None = None, prefix: str = "") -> Q:
    """Filter for rows with `vanaf` and an optional, inclusive `tot`, valid on `datum` (default today)."""
    dag = datum or timezone.localdate()
    return Q(**{f"{prefix}vanaf__lte": dag}) & (Q(**{f"{prefix}tot__isnull": True}) | Q(**{f"{prefix}tot__gte": dag}))


@dataclass(frozen=True)
class Post:
    """One valid post of a user, as far as rules need it."""

    id: int
    partner_id: int
    functie: str
    gebied_ids: frozenset[int]


def posten(user: Any) -> tuple[Post, ...]:
    """The user's posts that are valid today, at partners that take part today: a possible partner has no rights yet."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if not hasattr(user, "_geldige_posten"):
        gebieden: dict[tuple[int, int, str], set[int]] = {}
        for *post, gebied in _GELDIG(gebruiker=user.pk, dag=timezone.localdate()):
            gebieden.setdefault(tuple(post), set()).update(() if gebied is None else (gebied,))
        user._geldige_posten = tuple(Post(*post, frozenset(ids)) for post, ids in gebieden.items())
    return user._geldige_posten


def _geldig(gebruiker: int, dag: dt.date) -> QuerySet[Any, Any]:
    """A row for each valid post and each of its areas. Reached from the user: rules import no models."""
    medewerkers: Any = get_user_model()._meta.get_field("posten").related_model
    return (
        medewerkers.objects.filter(
            geldig_op(dag),
            geldig_op(dag, prefix="partner__deelnames__"),
            gebruiker=gebruiker,
            partner__deelnames__rol__in=MEEDOENDE_ROLLEN,
        )
        .order_by("pk")
        .distinct()
        .values_list("pk", "partner_id", "functie", "gebieden")
    )


#: Asked for on every page of somebody who is logged in.
_GELDIG = VasteVraag(_geldig, gebruiker=int, dag=dt.date)


def heeft_post(user: Any) -> bool:
    """Whether the user works for any partner."""
    return bool(posten(user))


def partner_ids(user: Any) -> frozenset[int]:
    """The partners the user works for."""
    return frozenset(post.partner_id for post in posten(user))


def heeft_functie(user: Any, *functies: str) -> bool:
    """Whether one of the user's posts is one of these."""
    return any(post.functie in functies for post in posten(user))
