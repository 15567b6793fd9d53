"""The error pages, in the same look as every other page."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def slecht_verzoek(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood."""
    return _pagina(request, "400.html", 400)


def geen_toegang(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a known user asked for something that is not theirs."""
    return _pagina(request, "403.html", 403)


def niet_gevonden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing at this address."""
    return _pagina(request, "404.html", 404)


def storing(request: HttpRequest) -> HttpResponse:
    """500: our fault. Nothing here may ask the database, the cache or the user: any of those may be what broke."""
    return HttpResponse(_kaal("500.html", _("Er ging iets mis")), status=500)


def _pagina(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Render in the full page, or bare when the header itself fails (say, the session store is away)."""
    try:
        return HttpResponse(render_to_string(template, request=request), status=status)
    except Exception:
        logger.exception("error page %s failed", template)
        return HttpResponse(_kaal("500.html", _("Er ging iets mis")), status=status)


def _kaal(template: str, noodtekst: str) -> str:
    """A page without request; when even that fails, one sentence."""
    try:
        return render_to_string(template, {"site_naam": settings.SITE_NAAM, "thema_css": settings.THEMA_CSS})
    except Exception:
        logger.exception("bare error page %s failed", template)
        return noodtekst
