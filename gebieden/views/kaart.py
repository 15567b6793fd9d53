"""The map of the areas, and the layers it draws."""

import hashlib
import json
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from gebieden.domain.kaart import maak_kaart, tegelherkomst
from gebieden.domain.queries import kaartlaag, nieuwste_jaar, overzicht
from gebieden.enums import Gebiedssoort
from kern.componenten.opmaak import getal
from kern.domain import versie
from kern.toegang import IEDEREEN, ToegangMixin, toegang

#: Seconds a browser may use a layer without asking again; after that the ETag decides.
LAAG_VERS = 300


def sta_tegels_toe(response: HttpResponseBase) -> HttpResponseBase:
    """Let the page that shows a map fetch background tiles from the host of PDOK_TEGELS, and no other page."""
    herkomst = tegelherkomst()
    if herkomst:
        response._csp_update = {"img-src": [herkomst]}  # type: ignore[attr-defined]  # read by django-csp
    return response


class TegelsMixin:
    """For a view whose page includes `gebieden/_kaart.html`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Widen the content security policy of this page only."""
        return sta_tegels_toe(super().dispatch(request, *args, **kwargs))  # type: ignore[misc]


class KaartView(TegelsMixin, ToegangMixin, TemplateView):
    """Map of the wijken with a list beside it that does the same, each wijk with its buurten."""

    toegang = IEDEREEN
    publiek_cachen = True
    template_name = "gebieden/kaart.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The map coloured by population, and the list."""
        wijken = overzicht()
        bekend = {rij.wijk.code: rij.inwoners for rij in wijken if rij.inwoners is not None}
        jaren = {rij.jaar for rij in wijken if rij.jaar is not None}
        kaart = maak_kaart(
            Gebiedssoort.WIJK,
            titel=_("Kaart van de wijken"),
            waarden=bekend,
            opmaak=lambda waarde: _("%(aantal)s inwoners") % {"aantal": getal(waarde)},
            legenda_titel=_("Inwoners per wijk"),
            legenda_opmaak=getal,
        )
        return super().get_context_data(
            kaart=kaart,
            wijken=wijken,
            totaal=sum(bekend.values()),
            cijferjaar=max(jaren, default=None),
            **kwargs,
        )


@require_safe
@toegang(IEDEREEN)
def geojson(request: HttpRequest, jaar: str, soort: str) -> HttpResponse:
    """The boundaries of one kind in the newest year at or before `jaar`, as GeoJSON anybody may use (CC BY 4.0)."""
    laagjaar = nieuwste_jaar(soort, tot_en_met=int(jaar))
    if laagjaar is None:
        raise Http404
    stand = versie.huidig("publiek")  # None: no cache at hand, so nothing is read from or kept in it
    sleutel = f"gebieden:laag:{stand}:{soort}:{laagjaar}"
    gevonden = cache.get(sleutel) if stand else None
    if gevonden is None:
        inhoud = json.dumps(kaartlaag(soort, laagjaar), ensure_ascii=False, separators=(",", ":")).encode()
        gevonden = (f'"{hashlib.sha256(inhoud).hexdigest()[:32]}"', inhoud)
        if stand:
            cache.set(sleutel, gevonden, timeout=24 * 3600)
    etag, inhoud = gevonden
    response = HttpResponse(inhoud, content_type="application/geo+json")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={LAAG_VERS}"
    antwoord: HttpResponse = get_conditional_response(request, etag=etag, response=response)  # type: ignore[assignment]
    return antwoord
