"""Who may do what: small predicates on a user's valid posts.

Posts are read once per user object (one request), in one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import rules

from partners.enums import MEEDOENDE_ROLLEN, Activiteitstatus, Functie
from partners.querysets import geldig_op


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
        rows = (
            user.posten.filter(
                geldig_op(),
                geldig_op(prefix="partner__deelnames__"),
                partner__deelnames__rol__in=MEEDOENDE_ROLLEN,
            )
            .distinct()
            .prefetch_related("gebieden")
        )
        user._geldige_posten = tuple(
            Post(row.pk, row.partner_id, row.functie, frozenset(g.pk for g in row.gebieden.all())) for row in rows
        )
    return user._geldige_posten


def heeft_post(user: Any) -> bool:
    """Whether the user works for any partner."""
    return bool(posten(user))


def partner_ids(user: Any) -> frozenset[int]:
    """The partners the user works for."""
    return frozenset(post.partner_id for post in posten(user))


def heeft_functie(user: Any, *functies: str) -> bool:
    """Whether one of the user's posts is one of these."""
    return any(post.functie in functies for post in posten(user))


def coordineert(user: Any, gebied: Any) -> bool:
    """Whether the user coordinates this area, an area it lies in, or the whole city."""
    ids = {gebied.pk, gebied.ouder_id, gebied.ouder.ouder_id if gebied.ouder_id else None} - {None}
    return any(
        post.functie == Functie.GEBIEDSCOORDINATOR and (not post.gebied_ids or post.gebied_ids & ids)
        for post in posten(user)
    )


@rules.predicate
def is_medewerker(user: Any) -> bool:
    return heeft_post(user)


@rules.predicate
def is_controller(user: Any) -> bool:
    return heeft_functie(user, Functie.CONTROLLER)


@rules.predicate
def is_beheerder(user: Any) -> bool:
    return heeft_functie(user, Functie.BEHEERDER)


@rules.predicate
def is_coordinator(user: Any) -> bool:
    return heeft_functie(user, Functie.GEBIEDSCOORDINATOR)


@rules.predicate
def is_stuurgroeplid(user: Any) -> bool:
    return heeft_functie(user, Functie.STUURGROEPLID)


@rules.predicate
def logt_voor_partner(user: Any, activiteit: Any = None) -> bool:
    """Staff write in their own partner's log; steering group members only read."""
    schrijvend = frozenset(p.partner_id for p in posten(user) if p.functie != Functie.STUURGROEPLID)
    return bool(schrijvend) if activiteit is None else activiteit.partner_id in schrijvend


@rules.predicate
def is_concept(user: Any, activiteit: Any = None) -> bool:
    return activiteit is None or activiteit.status == Activiteitstatus.CONCEPT


@rules.predicate
def mag_activiteit_zien(user: Any, activiteit: Any = None) -> bool:
    """Public: everybody. Final: anybody with a post. Draft: the partner's own staff."""
    if activiteit is None:
        return True
    if activiteit.status == Activiteitstatus.DEFINITIEF:
        return activiteit.openbaar or heeft_post(user)
    return activiteit.partner_id in partner_ids(user)


rules.add_perm("kern.beheer", is_beheerder)
rules.add_perm("kern.log_zien", is_medewerker)
rules.add_perm("partners.intern", is_medewerker)
rules.add_perm("partners.overeenkomst_wijzigen", is_beheerder)
rules.add_perm("partners.activiteit_zien", mag_activiteit_zien)
rules.add_perm("partners.activiteit_maken", logt_voor_partner)
rules.add_perm("partners.activiteit_wijzigen", logt_voor_partner & is_concept)
rules.add_perm("partners.activiteiten_exporteren", is_medewerker)
