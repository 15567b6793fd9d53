"""The front page."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bewoners.domain.recent import overzicht, overzicht_vraag
from budgetten.domain.publiek import jaren_vraag
from gebieden.domain import publiek
from gebieden.domain.kaart import maak_kaart
from gebieden.domain.queries import nieuwste_jaar_vraag
from gebieden.enums import Gebiedssoort
from gebieden.views.kaart import TegelsMixin
from kern.componenten.opmaak import euro
from kern.domain.vaste_vraag import samen
from kern.toegang import IEDEREEN, ToegangMixin
from partners.domain.recent import activiteiten_vraag, laatste_activiteiten
from portaal.domain.programma import programma_nu


class HomeView(TegelsMixin, ToegangMixin, TemplateView):
    """What this is, where it happens, what it costs and what is happening now. At most six queries."""

    toegang = IEDEREEN
    publiek_cachen = True
    template_name = "portaal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vragen = (
            *(jaren_vraag(), publiek.wijken_vraag(), nieuwste_jaar_vraag(Gebiedssoort.WIJK), overzicht_vraag()),
            activiteiten_vraag(self.request.user),
        )
        with samen(*vragen):
            return super().get_context_data(**self._inhoud(), **kwargs)

    def _inhoud(self) -> dict[str, Any]:
        programma = programma_nu()
        wijken = publiek.wijken()
        per_gebied = programma.per_gebied if programma else {}
        begroot = {wijk.code: per_gebied[wijk.pk].begroot for wijk in wijken if wijk.pk in per_gebied}
        kaart = maak_kaart(
            Gebiedssoort.WIJK,
            titel=_("Kaart van de wijken"),
            waarden=begroot,
            opmaak=lambda bedrag: euro(bedrag, centen=False),
            legenda_titel=_("Begroot per wijk in %(jaar)s") % {"jaar": programma.jaar} if programma else "",
        )
        return {
            "programma": programma,
            "kaart": kaart,
            "wijken": [
                (wijk, euro(begroot[wijk.code], centen=False) if wijk.code in begroot else "") for wijk in wijken
            ],
            "plannen": overzicht(),
            "activiteiten": laatste_activiteiten(self.request.user),
        }
