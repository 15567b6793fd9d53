"""The application's own addresses and one empty view, for measuring only."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kern.toegang import IEDEREEN, toegang


@toegang(IEDEREEN)
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, through the same middleware as every page."""
    return HttpResponse(b"")


urlpatterns = [path("bench/empty/", empty), path("", include("config.urls"))]
