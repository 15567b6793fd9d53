"""Who may do what with accounts and tasks. `kern.beheer` itself follows from posts, so partners declares it."""

from __future__ import annotations

from typing import Any

import rules


@rules.predicate
def is_bekend(user: Any) -> bool:
    """Logged in, whoever it is."""
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def vroeg_taak_aan(user: Any, taak: Any = None) -> bool:
    """Without a task at hand: anybody may have tasks of their own."""
    return is_bekend(user) and (taak is None or taak.aangevraagd_door_id == user.pk)


@rules.predicate
def beheert(user: Any) -> bool:
    return is_bekend(user) and user.has_perm("kern.beheer")


rules.add_perm("kern.eigen_account", is_bekend)
rules.add_perm("kern.taak_zien", vroeg_taak_aan | beheert)
