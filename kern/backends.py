"""Logging in, and nothing else: permissions come from django-rules alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from kern.domain.vaste_vraag import VasteVraag
from kern.models import Gebruiker

_VELDEN = tuple(veld.attname for veld in Gebruiker._meta.concrete_fields)  # from_db wants all, in this order
_GEBRUIKER = VasteVraag(lambda pk: Gebruiker.objects.filter(pk=pk).values_list(*_VELDEN), pk=int)


class InlogBackend(AuthenticationBackend):
    """Knows who somebody is by e-mail address; never what they may do.

    Django's own backend would ask the database twice for every refused permission, and its per-user flags would be a
    second source of rights beside posts.
    """

    def get_user(self, user_id: int) -> Gebruiker | None:
        """Who is logged in, as long as the account is active. One query, on every page of theirs: built once."""
        rij = next(iter(_GEBRUIKER(pk=user_id)), None)
        gebruiker = Gebruiker.from_db("default", _VELDEN, rij) if rij is not None else None
        return gebruiker if gebruiker is not None and self.user_can_authenticate(gebruiker) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
