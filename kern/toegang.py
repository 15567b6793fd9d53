"""Who may see a page: every view names its permission, and the mixin or decorator here enforces it.

Deny by default: a view that names nothing fails a test and answers 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

#: The permission of a public page: anybody, logged in or not.
IEDEREEN = "iedereen"


def controleer(request: HttpRequest, permission: str, obj: Any = None) -> HttpResponseBase | None:
    """None when allowed, a redirect to the login page for a stranger; raises PermissionDenied for a known user."""
    if permission == IEDEREEN or request.user.has_perm(permission, obj):
        return None
    if not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


class ToegangMixin:
    """View mixin: `toegang` names the permission; a view on one object checks it on that object.

    `get_toegang_object` returns the object to judge (default: `get_object()` when the view has one, else None).
    """

    toegang: ClassVar[str] = ""

    def get_toegang_object(self) -> object:
        """The object whose permission is asked; None for a list or a creation."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.toegang:
            raise ImproperlyConfigured(f"{type(self).__name__} names no permission (toegang)")
        return controleer(request, self.toegang, self.get_toegang_object()) or super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )


class ObjectToegangMixin(ToegangMixin):
    """The same for a view with `get_object()`: the permission is asked for that object, which is fetched once."""

    def get_toegang_object(self) -> object:
        return self.get_object()

    def get_object(self, queryset: Any = None) -> Any:
        if not hasattr(self, "_object"):
            self._object = super().get_object(queryset)  # type: ignore[misc]
        return self._object


def toegang(permission: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponse]]:
    """Decorator for a function view. A view on one object calls `controleer(request, permission, obj)` itself too."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return controleer(request, permission) or view(request, *args, **kwargs)

        inner.toegang = permission  # type: ignore[attr-defined]
        return inner  # type: ignore[return-value]

    return decorate
