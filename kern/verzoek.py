"""A type for annotations: the request as our middleware leaves it, of somebody who is logged in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kern.models import Gebruiker


class Verzoek(HttpRequest):
    """Use it where the permission of the view already excludes strangers."""

    user: Gebruiker
    htmx: HtmxDetails
