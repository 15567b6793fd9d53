"""Public pages of initiatives: the list with its map, one initiative, figures, feed and share picture."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView, TemplateView

from bewoners import rules
from bewoners.domain import (
    bezwaren,
    geld,
    gesprek,
    nieuws,
    publiek,
    reacties,
    stappen,
    steun,
    tijdlijn,
    verantwoorden,
    volgen,
)
from bewoners.domain.cijfers import cijfers
from bewoners.domain.deelplaatje import BREED, HOOG, deelplaatje
from bewoners.forms.publiek import InitiatiefFilterForm
from bewoners.models import Brief, Initiatief
from gebieden.domain.kaart import maak_kaart
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from gebieden.views.kaart import TegelsMixin
from kern.exports.tabel import ONTOELAATBAAR
from kern.toegang import IEDEREEN, ObjectToegangMixin, ToegangMixin, controleer, toegang

#: What a public page does not need is not read: these columns come only when somebody asks for them.
PRIVE = ("telefoon", "adres", "adres_sleutel", "iban", "tenaamstelling", "email", "sleutel")
#: Filters of which pages are kept: their values are few.
_SLUG = r"[a-z0-9-]{1,110}"
_GROEP = "|".join(publiek.GROEP_SLEUTELS)
#: Items in the feed.
FEED_LENGTE = 30


def initiatief_of_404(pk: int) -> Initiatief:
    """One initiative as public pages show it, without its private columns. Ask the permission on it."""
    return get_object_or_404(
        Initiatief.objects.select_related("regelingversie", "gebied__ouder__ouder", "thema", "indiener").defer(*PRIVE),
        pk=pk,
    )


class InitiatievenView(TegelsMixin, ToegangMixin, ListView):
    """Cards of public initiatives with filters and a map. The same number of queries however many there are."""

    toegang = IEDEREEN
    publiek_cachen = True
    publieke_parameters = {"page": r"[1-9]\d?", "gebied": _SLUG, "groep": _GROEP, "thema": _SLUG, "tekst": ""}
    template_name = "bewoners/publiek/initiatieven.html"
    paginate_by = 12

    @cached_property
    def filterform(self) -> InitiatiefFilterForm:
        return InitiatiefFilterForm(self.request.GET)

    def get_queryset(self) -> QuerySet[Initiatief, Any]:
        return publiek.als_kaartjes(publiek.openbare(self.filterform.filter()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filter = self.filterform.filter()
        context = super().get_context_data(**kwargs)
        vraag = self.request.GET.copy()
        vraag.pop("page", None)
        gebied = filter.gebied
        return context | {
            "filterform": self.filterform,
            "kaartjes": [publiek.kaartje(rij) for rij in context["page_obj"].object_list],
            "kaart": maak_kaart(
                Gebiedssoort.WIJK, titel=_("Kaart van de plannen"), gekozen=gebied.code if gebied else ""
            ),
            "punten_url": f"{reverse('bewoners:kaartpunten')}{'?' if vraag else ''}{vraag.urlencode()}",
            "kaart_toont": publiek.MEESTE_PUNTEN if context["paginator"].count > publiek.MEESTE_PUNTEN else None,
            "feed_url": f"{reverse('bewoners:feed')}{f'?gebied={gebied.slug}' if gebied else ''}",
            "mag_reacties": self.request.user.has_perm("bewoners.behandelen"),
        }

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        antwoord = super().render_to_response(context, **response_kwargs)
        if self.filterform.errors:  # made-up values fill no cache
            add_never_cache_headers(antwoord)
        return antwoord


@toegang(IEDEREEN)
@require_safe
def kaartpunten(request: HttpRequest) -> HttpResponse:
    """Where the initiatives of the list are, all pages of it, as GeoJSON."""
    form = InitiatiefFilterForm(request.GET)
    antwoord = JsonResponse(
        publiek.kaartpunten(form.filter()),
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    if form.errors:
        add_never_cache_headers(antwoord)
    return antwoord


kaartpunten.publiek_cachen = True  # type: ignore[attr-defined]
kaartpunten.publieke_parameters = InitiatievenView.publieke_parameters  # type: ignore[attr-defined]


class InitiatiefView(TegelsMixin, ObjectToegangMixin, DetailView):
    """One initiative: for everybody what is public, for the applicant what to do next, for staff the way inside."""

    toegang = "bewoners.initiatief_zien"
    publiek_cachen = True
    publiek_per_object = True
    template_name = "bewoners/publiek/initiatief.html"
    context_object_name = "initiatief"

    def get_object(self, queryset: Any = None) -> Initiatief:
        if not hasattr(self, "_object"):
            self._object = initiatief_of_404(self.kwargs["pk"])
        return self._object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initiatief: Initiatief = self.object
        fotos = publiek.fotos_van(initiatief)
        aantal = steun.aantal(initiatief)
        nodig = initiatief.regelingversie.steun_nodig if initiatief.regelingversie else 0
        return super().get_context_data(
            openbaar=rules.is_openbaar(initiatief),
            fotos=fotos,
            geld=publiek.geld_van(initiatief),
            stappen=tijdlijn.tijdlijn(initiatief),
            plek=publiek.plek_in_woorden(initiatief),
            punt=publiek.punt(initiatief),
            kaart=maak_kaart(Gebiedssoort.WIJK, titel=_("Waar is het?")) if initiatief.lengte is not None else None,
            steun=aantal,
            steun_nodig=nodig,
            steun_procent=min(100, 100 * aantal // nodig) if nodig else None,
            steun_open=steun.is_open(initiatief),
            steunnamen=steun.namen(initiatief),
            nieuws=[(bericht, fotos.nieuws.get(bericht.pk, [])) for bericht in nieuws.berichten(initiatief)],
            reacties=reacties.zichtbare(initiatief),
            deelplaatje=f"{settings.SITE_URL}{reverse('bewoners:deelplaatje', args=[initiatief.pk])}",
            adres=f"{settings.SITE_URL}{initiatief.get_absolute_url()}",
            deelmaat=(BREED, HOOG),
            **self._voor_mij(initiatief),
            **kwargs,
        )

    def _voor_mij(self, initiatief: Initiatief) -> dict[str, Any]:
        """What only this visitor sees. Nothing for a stranger: their page is kept for everybody."""
        user = self.request.user
        if not user.is_authenticated:
            return {}
        eigen = rules.is_indiener(user, initiatief)
        return {
            "eigen": eigen,
            "mag_dossier": user.has_perm("bewoners.dossier_zien", initiatief),
            "mag_gesprek": user.has_perm("bewoners.gesprek", initiatief),
            "ongelezen": gesprek.ongelezen(initiatief, user) if user.has_perm("bewoners.gesprek", initiatief) else 0,
            "mijn_steun": None if eigen else steun.van(initiatief, user),
            "volg_ik": not eigen and volgen.volgt(initiatief, user),
            "mijn_reacties": reacties.eigen_verborgen(initiatief, user),
            **(self._voor_indiener(initiatief) if eigen else {}),
        }

    def _voor_indiener(self, initiatief: Initiatief) -> dict[str, Any]:
        user = self.request.user
        return {
            "kan": {naam: stappen.kan(naam, initiatief, user) for naam in ("vul_aan", "trek_in")},
            "kan_verantwoorden": verantwoorden.wordt_gevraagd(initiatief),
            "kan_bezwaar": bool(bezwaren.aanvechtbaar(initiatief)),
            "heeft_bezwaar": initiatief.bezwaren.exists(),
            "is_te_laat": tijdlijn.is_te_laat(initiatief),
            "kan_nieuws": nieuws.kan_nieuws(initiatief, user),
            "kan_resultaat": nieuws.kan_resultaat(initiatief, user),
            "kan_wijzigen": initiatief.status in nieuws.LOOPT,
            "kan_rekening": initiatief.status in geld.BETAALBAAR,
            "rekening_nodig": initiatief.status in geld.BETAALBAAR and not initiatief.iban,
            "brieven": Brief.objects.filter(initiatief=initiatief).defer("bestand"),
            "medeindieners": initiatief.medeindieners.all(),
        }


class CijfersView(ToegangMixin, TemplateView):
    """How many, how fast, how much and where."""

    toegang = IEDEREEN
    publiek_cachen = True
    template_name = "bewoners/publiek/cijfers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cijfers=cijfers(), **kwargs)


@toegang("bewoners.initiatief_zien")
@require_safe
def deelplaatje_bestand(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The share picture of a public initiative; of others nobody needs one."""
    initiatief = initiatief_of_404(pk)
    if geweigerd := controleer(request, "bewoners.initiatief_zien", initiatief):
        return geweigerd
    if not rules.is_openbaar(initiatief):
        raise Http404
    return HttpResponse(
        deelplaatje(initiatief), content_type="image/jpeg", headers={"Cache-Control": "public, max-age=3600"}
    )


@toegang(IEDEREEN)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest public initiatives as Atom, everywhere or in one area and below it."""
    slug = request.GET.get("gebied", "")
    if slug and not slug_re.match(slug):
        raise Http404
    gebied = get_object_or_404(Gebied.objects.actief(), slug=slug) if slug else None
    titel = _("Plannen in %(gebied)s") % {"gebied": gebied.naam} if gebied else _("Plannen van bewoners")
    lijst = f"{settings.SITE_URL}{reverse('bewoners:initiatieven')}{f'?gebied={gebied.slug}' if gebied else ''}"
    eigen = f"{settings.SITE_URL}{reverse('bewoners:feed')}{f'?gebied={gebied.slug}' if gebied else ''}"
    atom = Atom1Feed(
        title=f"{titel} – {settings.SITE_NAAM}",
        link=lijst,
        description=_("Wat bewoners bedenken en doen in hun buurt."),
        feed_url=eigen,
        language="nl",
    )
    for rij in publiek.als_kaartjes(publiek.openbare(publiek.Filter(gebied=gebied)))[:FEED_LENGTE]:
        plan = publiek.kaartje(rij)
        atom.add_item(
            title=ONTOELAATBAAR.sub("", plan.titel),
            link=f"{settings.SITE_URL}{plan.url}",
            unique_id=f"{settings.SITE_URL}{plan.url}",
            description=ONTOELAATBAAR.sub("", f"{plan.samenvatting} ({plan.gebied}: {plan.status_in_woorden})"),
            pubdate=plan.gepubliceerd_op,
            updateddate=plan.gepubliceerd_op,
            categories=[plan.gebied, plan.thema],
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


feed.publiek_cachen = True  # type: ignore[attr-defined]
feed.publieke_parameters = {"gebied": _SLUG}  # type: ignore[attr-defined]
