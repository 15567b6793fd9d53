"""Finding a draft back, choosing one, throwing it away; and what co-applicants answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView, View

from bewoners.domain import concepten, indienen, medeindieners
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief, Medeindiener, Termijn
from bewoners.views import plansessie
from bewoners.views.indienen import ConceptMixin
from kern.domain.fouten import GeenToestemming, Weigering
from kern.toegang import IEDEREEN, ToegangMixin, toegang
from kern.verzoek import Verzoek


class LaterView(ConceptMixin, TemplateView):
    """It is kept: how to come back to it."""

    template_name = "bewoners/indienen/later.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(initiatief=self.initiatief, **kwargs)


@method_decorator(never_cache, name="dispatch")
class VerderView(ToegangMixin, View):
    """The link from the mail: opening it changes nothing, the button brings the draft to this browser."""

    toegang = IEDEREEN

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            initiatief = concepten.concept_van_link(token)
        except concepten.LinkVerlopen:
            return render(request, "bewoners/indienen/verlopen.html", status=404)
        return render(request, "bewoners/indienen/verder.html", {"initiatief": initiatief, **_stand(initiatief)})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            initiatief = concepten.concept_van_link(token)
        except concepten.LinkVerlopen:
            return render(request, "bewoners/indienen/verlopen.html", status=404)
        if initiatief.status != Initiatiefstatus.CONCEPT or (
            initiatief.indiener_id is not None and initiatief.indiener_id != request.user.pk
        ):
            if request.user.is_authenticated:
                return redirect("bewoners:mijn")
            return redirect_to_login(reverse("bewoners:mijn"))
        try:
            vast = concepten.open_met_link(initiatief)
        except concepten.LinkVerlopen:
            return render(request, "bewoners/indienen/verlopen.html", status=404)
        plansessie.kies(request, vast)
        return redirect("bewoners:indienen_stap", eerste_stap(vast))


class MijnView(ToegangMixin, ListView):
    """My plans and drafts."""

    toegang = "bewoners.eigen"
    template_name = "bewoners/indienen/mijn.html"
    context_object_name = "plannen"
    paginate_by = 20
    request: Verzoek

    def get_queryset(self) -> QuerySet[Initiatief]:
        lopend = Prefetch("termijnen", Termijn.objects.filter(voldaan_op=None).order_by("eind"), to_attr="lopend")
        return concepten.eigen_plannen(self.request.user).select_related("gebied", "thema").prefetch_related(lopend)


@toegang("bewoners.eigen")
@require_POST
def kies(request: Verzoek, pk: int) -> HttpResponse:
    """Go on with one of my drafts."""
    initiatief = get_object_or_404(
        concepten.eigen_plannen(request.user), pk=pk, status=Initiatiefstatus.CONCEPT, papier=False
    )
    try:
        vast = concepten.koppel(initiatief, gebruiker=request.user)
    except GeenToestemming as fout:
        raise PermissionDenied(fout.bericht) from fout
    plansessie.kies(request, vast)
    return redirect("bewoners:indienen_stap", eerste_stap(vast))


@toegang(IEDEREEN)
@require_POST
def kies_los(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with one of the drafts of this browser."""
    for initiatief in plansessie.losse_concepten(request):
        if initiatief.pk == pk:
            plansessie.kies(request, initiatief)
            return redirect("bewoners:indienen_stap", eerste_stap(initiatief))
    raise Http404


class VerwijderView(ToegangMixin, View):
    """Throw one's own draft away, after asking."""

    toegang = IEDEREEN
    initiatief: Initiatief

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Somebody else's draft does not exist here; a stranger may log in to look for it."""
        gevonden = Initiatief.objects.filter(pk=kwargs["pk"], status=Initiatiefstatus.CONCEPT, papier=False).first()
        if gevonden is None or not self._mag(gevonden):
            if request.method == "GET" and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise Http404
        self.initiatief = gevonden
        return super().dispatch(request, *args, **kwargs)

    def _mag(self, initiatief: Initiatief) -> bool:
        if plansessie.houdt(self.request, initiatief):
            return True
        gebruiker = plansessie.door_van(self.request)
        return gebruiker is not None and concepten.eigen_plannen(gebruiker).filter(pk=initiatief.pk).exists()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "bewoners/indienen/verwijderen.html", {"initiatief": self.initiatief})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            concepten.verwijder(self.initiatief, door=plansessie.door_van(request))
        except GeenToestemming as fout:
            raise PermissionDenied(fout.bericht) from fout
        except Weigering as fout:
            messages.error(request, fout.bericht)
        else:
            plansessie.vergeet(request, self.initiatief)
            messages.success(request, _("Uw plan is weggegooid."))
        return redirect("bewoners:mijn" if request.user.is_authenticated else "bewoners:indienen")


@method_decorator(never_cache, name="dispatch")
class MedeView(ToegangMixin, View):
    """A co-applicant reads what the plan is and answers. The secret in the address is who they are."""

    toegang = IEDEREEN

    def get(self, request: HttpRequest, sleutel: str) -> HttpResponse:
        return self._pagina(request, self._mede(sleutel))

    def post(self, request: HttpRequest, sleutel: str) -> HttpResponse:
        mede = self._mede(sleutel)
        try:
            medeindieners.antwoord(mede, doet_mee=request.POST.get("antwoord") == "ja")
        except Weigering as fout:
            messages.error(request, fout.bericht)
        return redirect("bewoners:mede", sleutel)

    def _mede(self, sleutel: str) -> Medeindiener:
        return get_object_or_404(Medeindiener.objects.select_related("initiatief__gebied"), sleutel=sleutel)

    def _pagina(self, request: HttpRequest, mede: Medeindiener) -> HttpResponse:
        context = {
            "mede": mede,
            "initiatief": mede.initiatief,
            "kan_antwoorden": medeindieners.kan_antwoorden(mede.initiatief),
        }
        return render(request, "bewoners/indienen/mede.html", context)


def eerste_stap(initiatief: Initiatief) -> str:
    """Where something is still missing, else the last step."""
    tekort = indienen.ontbreekt(initiatief)
    fout = [stap for stap in indienen.STAPPEN if stap in concepten.klad_van(initiatief)]
    open_stappen = [*fout, *(t.stap for t in tekort)]
    return min(open_stappen, key=indienen.STAPPEN.index, default="controleren")


def _stand(initiatief: Initiatief) -> dict[str, Any]:
    return {
        "ingestuurd": initiatief.status != Initiatiefstatus.CONCEPT,
        "van_account": initiatief.indiener_id is not None,
    }
