"""Mijn buurt: one page per area, public, with the inside for staff."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bewoners.domain.recent import overzicht, overzicht_vraag
from budgetten.domain.publiek import jaren_vraag, stand_vraag
from budgetten.domain.werk import regels_met_stand
from budgetten.models import Boekjaar
from gebieden.domain import publiek
from gebieden.domain.kaart import Kaart, maak_kaart
from gebieden.domain.queries import Cijfer, kerncijfers, kerncijfers_vraag
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from gebieden.views.kaart import TegelsMixin
from kern.domain.vaste_vraag import Gesteld, samen
from kern.toegang import IEDEREEN, ToegangMixin
from partners.domain.recent import activiteiten_vraag, laatste_activiteiten
from portaal.domain.buurt import geld_van, geldgebied
from portaal.views.geld import jaarkeuze_of_404

#: Key figures shown first; the others fold out.
EERSTE_CIJFERS = ("inwoners", "huishoudens", "woningen", "woz_waarde", "koopwoningen", "corporatiewoningen")


class GebiedView(TegelsMixin, ToegangMixin, TemplateView):
    """An area: where it lies, where its money stands, what happens there, who lives there. At most ten queries."""

    toegang = IEDEREEN
    publiek_cachen = True
    publieke_parameters = {"jaar": r"\d{4}"}
    template_name = "portaal/gebied.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slug = self.kwargs["slug"]
        with samen(publiek.slug_vraag(slug), jaren_vraag()):
            gevonden = publiek.gebied_met_slug(slug)
            if gevonden is None:
                raise Http404
            keuze = jaarkeuze_of_404(self.request.GET.get("jaar", ""))
        gebied, kaartjaren = gevonden
        with samen(*self._vragen(gebied, keuze.gekozen)):
            return super().get_context_data(
                gebied=gebied,
                keuze=keuze,
                boekjaar=keuze.gekozen,
                geld=geld_van(gebied, keuze.gekozen),
                kaart=_kaart(gebied, kaartjaren),
                onderdelen=publiek.onder(gebied),
                plannen=overzicht(gebied),
                activiteiten=laatste_activiteiten(self.request.user, gebied=gebied),
                **_cijfers(gebied),
                **_binnenkant(geldgebied(gebied), gebied, keuze.gekozen, self.request.user),
                **kwargs,
            )

    def _vragen(self, gebied: Gebied, boekjaar: Boekjaar | None) -> Iterator[Gesteld]:
        """What does not wait for another answer."""
        yield kerncijfers_vraag(gebied)
        yield overzicht_vraag(gebied)
        yield activiteiten_vraag(self.request.user, gebied=gebied)
        if gebied.soort != Gebiedssoort.BUURT:
            yield publiek.onder_vraag(gebied)
        if boekjaar is not None:
            yield stand_vraag(geldgebied(gebied), boekjaar)


def _cijfers(gebied: Gebied) -> dict[str, Any]:
    """The key figures; of its wijk when a buurt has none. One query, then two."""
    over, cijfers = gebied, kerncijfers(gebied)
    if not cijfers and gebied.soort == Gebiedssoort.BUURT and gebied.ouder:
        over = gebied.ouder
        cijfers = kerncijfers(over)
    return {
        "cijfergebied": over,
        "eerste_cijfers": [(cijfer.label, cijfer.tekst) for cijfer in cijfers if cijfer.sleutel in EERSTE_CIJFERS],
        "andere_cijfers": [(cijfer.label, cijfer.tekst) for cijfer in cijfers if cijfer.sleutel not in EERSTE_CIJFERS],
        "bronnen": sorted({_bron(cijfer) for cijfer in cijfers}),
    }


def _bron(cijfer: Cijfer) -> str:
    """Where a key figure comes from, with its year."""
    return cijfer.bron if str(cijfer.jaar) in cijfer.bron else f"{cijfer.bron}, {cijfer.jaar}"


def _kaart(gebied: Gebied, jaren: dict[str, int]) -> Kaart | None:
    """The wijken or buurten, with this area marked; None when their boundaries are not known."""
    laag = Gebiedssoort.BUURT if gebied.soort == Gebiedssoort.BUURT else Gebiedssoort.WIJK
    if laag not in jaren:
        return None
    return maak_kaart(
        laag, titel=_("Kaart: %(naam)s") % {"naam": gebied.naam}, gekozen=gebied.code, laagjaar=jaren[laag]
    )


def _binnenkant(geldgebied: Gebied, gebied: Gebied, boekjaar: Boekjaar | None, user: Any) -> dict[str, Any]:
    """What staff see besides: the lines with links, and buttons for what they may do here."""
    if not user.has_perm("partners.intern"):
        return {}
    regels = regels_met_stand(geldgebied, boekjaar) if boekjaar else []
    mag_uitgeven = {regel.pk for regel, _stand in regels if user.has_perm("budgetten.uitgave_op_regel", regel)}
    uitgave_url = reverse("budgetten:uitgave_nieuw")
    return {
        "binnenkant": True,
        "regels": [
            (regel, stand, f"{uitgave_url}?regel={regel.pk}" if regel.pk in mag_uitgeven else "")
            for regel, stand in regels
        ],
        "loggen_url": (
            f"{reverse('partners:activiteit_nieuw')}?gebied={gebied.pk}"
            if user.has_perm("partners.activiteit_maken")
            else ""
        ),
        "uitgave_url": uitgave_url if mag_uitgeven else "",
        "uitgaven_url": f"{reverse('budgetten:uitgaven')}?gebied={geldgebied.slug}",
    }
