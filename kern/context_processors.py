"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Name of the site, how to reach its people, the theme file, and whether the figures are examples."""
    return {
        "site_naam": settings.SITE_NAAM,
        "gemeente_naam": settings.GEMEENTE_NAAM,
        "contact_email": settings.CONTACT_EMAIL,
        "thema_css": settings.THEMA_CSS,
        "voorbeeldgegevens": settings.VOORBEELDGEGEVENS,
    }
