"""Logging in, and nothing else: permissions come from django-rules alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class InlogBackend(AuthenticationBackend):
    """Knows who somebody is by e-mail address; never what they may do.

    Django's own backend would ask the database twice for every refused permission, and its per-user flags would be a
    second source of rights beside posts.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
