"""Small pages to try the page cache on: each says how often it was rendered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path
from django.utils.translation import get_language
from django.views import View

from kern.toegang import IEDEREEN, ToegangMixin, toegang

gerenderd: list[str] = []


class Publiek(ToegangMixin, View):
    toegang = IEDEREEN
    publiek_cachen = True
    publieke_parameters = {"jaar": r"\d{4}", "maat": r"a|b"}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        gerenderd.append(request.get_full_path())
        wie = request.user.email if request.user.is_authenticated else "vreemde"
        return HttpResponse(f"{len(gerenderd)} {wie} {get_language()}")


class NietGemerkt(Publiek):
    publiek_cachen = False


class NietVoorIedereen(Publiek):
    toegang = "kern.beheer"


class MetCookie(Publiek):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().get(request)
        response.set_cookie("koekje", "1")
        return response


class MetFormulier(Publiek):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponse(super().get(request).content + get_token(request).encode())


class MetBericht(Publiek):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        messages.info(request, "alleen voor u")
        tekst = " ".join(str(bericht) for bericht in messages.get_messages(request))
        return HttpResponse(super().get(request).content + tekst.encode())


class MetSessie(Publiek):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        request.session["gezien"] = True
        return super().get(request)


class Niet200(Publiek):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().get(request)
        response.status_code = 404
        return response


class NietBewaren(Publiek):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().get(request)
        response["Cache-Control"] = "no-store"
        return response


@toegang(IEDEREEN)
def stroom(request: HttpRequest) -> StreamingHttpResponse:
    gerenderd.append(request.path)
    return StreamingHttpResponse([str(len(gerenderd)).encode()])


stroom.publiek_cachen = True  # type: ignore[attr-defined]

urlpatterns = [
    path("proef/publiek/", Publiek.as_view()),
    path("proef/nietgemerkt/", NietGemerkt.as_view()),
    path("proef/nietvooriedereen/", NietVoorIedereen.as_view()),
    path("proef/cookie/", MetCookie.as_view()),
    path("proef/formulier/", MetFormulier.as_view()),
    path("proef/bericht/", MetBericht.as_view()),
    path("proef/sessie/", MetSessie.as_view()),
    path("proef/niet200/", Niet200.as_view()),
    path("proef/nietbewaren/", NietBewaren.as_view()),
    path("proef/stroom/", stroom),
    path("account/", include("allauth.urls")),
]


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Without the header of the real page, which names addresses that are not here."""
    return HttpResponse(status=400)
