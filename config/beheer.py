"""The Django admin for beheerders only."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class BeheerSite(AdminSite):
    """Admin site whose door is the permission `kern.beheer`, not the `is_staff` flag."""

    site_title = _("Beheer")
    site_header = _("Beheer")
    index_title = _("Wat wilt u beheren?")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Only an active beheerder, by post."""
        return request.user.is_active and request.user.has_perm("kern.beheer")


class BeheerConfig(AdminConfig):
    """Makes BeheerSite the default site, so that `@admin.register` finds it."""

    default_site = "config.beheer.BeheerSite"
