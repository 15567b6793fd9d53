"""Who may do what: small predicates on a user's valid posts (`partners.posten`)."""

from __future__ import annotations

from typing import Any

import rules

from partners.enums import Activiteitstatus, Functie
from partners.posten import Post, heeft_functie, heeft_post, partner_ids, posten

__all__ = ["Post", "coordineert", "heeft_functie", "heeft_post", "is_openbaar", "partner_ids", "posten"]


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


def schrijvende_partner_ids(user: Any) -> frozenset[int]:
    """The partners in whose log the user writes; steering group members only read."""
    return frozenset(post.partner_id for post in posten(user) if post.functie != Functie.STUURGROEPLID)


@rules.predicate
def logt_voor_partner(user: Any, activiteit: Any = None) -> bool:
    """Staff write in their own partner's log."""
    schrijvend = schrijvende_partner_ids(user)
    return bool(schrijvend) if activiteit is None else activiteit.partner_id in schrijvend


@rules.predicate
def is_concept(user: Any, activiteit: Any = None) -> bool:
    return activiteit is None or activiteit.status == Activiteitstatus.CONCEPT


def is_openbaar(activiteit: Any) -> bool:
    """Whether anybody may see it: final and public. The queryset says the same."""
    return activiteit.status == Activiteitstatus.DEFINITIEF and activiteit.openbaar


@rules.predicate
def mag_activiteit_zien(user: Any, activiteit: Any = None) -> bool:
    """Public: everybody. Final: anybody with a post. Draft: the partner's own staff."""
    if activiteit is None or is_openbaar(activiteit):
        return True
    if activiteit.status == Activiteitstatus.DEFINITIEF:
        return heeft_post(user)
    return activiteit.partner_id in partner_ids(user)


rules.add_perm("kern.beheer", is_beheerder)
rules.add_perm("kern.log_zien", is_medewerker)
rules.add_perm("partners.intern", is_medewerker)
rules.add_perm("partners.overeenkomst_wijzigen", is_beheerder)
rules.add_perm("partners.activiteit_zien", mag_activiteit_zien)
rules.add_perm("partners.activiteit_maken", logt_voor_partner)
rules.add_perm("partners.activiteit_wijzigen", logt_voor_partner & is_concept)
rules.add_perm("partners.activiteiten_exporteren", is_medewerker)
