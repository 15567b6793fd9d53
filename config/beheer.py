"""The Django admin for beheerders only."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class BeheerSite(AdminSite):
    """Admin site whose door is the permission `kern.beheer`, not the `is_staff` flag.

    It has no login of its own: that would pass by the rate limits and the second factor.
    """

    site_title = _("Beheer")
    site_header = _("Beheer")
    index_title = _("Wat wilt u beheren?")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Only an active beheerder, by post."""
        return request.user.is_active and request.user.has_perm("kern.beheer")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A known user without the permission gets 403 instead of another login page."""
        checked = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return checked(request, *args, **kwargs)

        return update_wrapper(inner, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The login page of the site."""
        from django.contrib.auth.views import redirect_to_login  # needs the models, which this module is loaded before

        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index", current_app=self.name))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The page of the site, which also sends a mail about the change."""
        return redirect("account_change_password")


class BeheerConfig(AdminConfig):
    """Makes BeheerSite the default site, so that `@admin.register` finds it."""

    default_site = "config.beheer.BeheerSite"
