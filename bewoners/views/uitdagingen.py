"""Right to challenge: handed in by residents, answered by the coordinator."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from bewoners.domain import uitdagingen
from bewoners.enums import Uitdagingstatus
from bewoners.forms.rechtsmiddel import UitdagingForm, UitdagingStapForm
from bewoners.models import Uitdaging
from bewoners.querysets import van_coordinator
from budgetten.views.hulp import doe_eenmalig
from kern.domain.logboek import logregels
from kern.toegang import IEDEREEN, ObjectToegangMixin, ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op
from partners.enums import Functie
from partners.rules import heeft_functie


def _met_alles() -> QuerySet[Uitdaging]:
    return Uitdaging.objects.select_related("gebied__ouder__ouder", "thema", "indiener", "behandelaar")


class UitdagingenView(ToegangMixin, ListView):
    """What the right to challenge is, the challenges anybody may see, one's own, and what staff may open."""

    toegang = IEDEREEN
    template_name = "bewoners/uitdaging/lijst.html"
    context_object_name = "uitdagingen"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Uitdaging]:
        user = self.request.user
        ingediend = ~Q(status=Uitdagingstatus.CONCEPT)
        zichtbaar = ingediend & Q(openbaar=True)
        if user.is_authenticated:
            zichtbaar |= Q(indiener=user.pk)
        if heeft_functie(user, Functie.CONTROLLER, Functie.STUURGROEPLID):
            zichtbaar |= ingediend
        elif (hier := van_coordinator(user)) is not None:
            zichtbaar |= ingediend & hier
        return _met_alles().filter(zichtbaar)


class UitdagingView(ObjectToegangMixin, DetailView):
    """One challenge, with what this person may do."""

    toegang = "bewoners.uitdaging_zien"
    template_name = "bewoners/uitdaging/uitdaging.html"
    context_object_name = "uitdaging"

    def get_queryset(self) -> QuerySet[Uitdaging]:
        return _met_alles()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_context(self.request.user, self.object), **kwargs)


def _context(user: Any, uitdaging: Uitdaging, **forms: Any) -> dict[str, Any]:
    behandelt = user.has_perm("bewoners.uitdaging_behandelen", uitdaging)
    return {
        "eigen": uitdaging.indiener_id == user.pk,
        "is_open": uitdaging.status in uitdagingen.OPEN,
        "is_concept": uitdaging.status == Uitdagingstatus.CONCEPT,
        "te_laat": uitdagingen.te_laat(uitdaging, vandaag=timezone.localdate()),
        "stapform": UitdagingStapForm(uitdaging=uitdaging)
        if behandelt and uitdaging.status in uitdagingen.VERVOLG
        else None,
        "intern": behandelt,
        "logboek": logregels(uitdaging) if behandelt else None,
        **forms,
    }


class UitdagingInvoerView(ToegangMixin, FormView):
    """Write a challenge, or change one's own draft."""

    request: Verzoek
    toegang = "bewoners.uitdaging_eigen"
    template_name = "bewoners/uitdaging/formulier.html"
    form_class = UitdagingForm
    uitdaging: Uitdaging | None = None

    def get_toegang_object(self) -> Uitdaging | None:
        if "pk" in self.kwargs:
            self.uitdaging = get_object_or_404(_met_alles(), pk=self.kwargs["pk"])
        return self.uitdaging

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "uitdaging": self.uitdaging}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(uitdaging=self.uitdaging, **kwargs)

    def form_valid(self, form: UitdagingForm) -> HttpResponse:
        with weigering_op(form):
            vast = uitdagingen.bewaar(self.uitdaging, door=self.request.user, **form.cleaned_data)
            if self.request.POST.get("actie") == "indienen":
                uitdagingen.dien_in(vast, door=self.request.user)
                messages.success(self.request, _("Uw uitdaging is ingediend. U krijgt binnen acht weken antwoord."))
            else:
                messages.success(self.request, _("Het concept is bewaard."))
            return redirect(vast)
        return self.form_invalid(form)


def _eigen(request: Verzoek, pk: int) -> Uitdaging:
    uitdaging = get_object_or_404(_met_alles(), pk=pk)
    controleer(request, "bewoners.uitdaging_eigen", uitdaging)
    return uitdaging


@require_POST
@toegang("bewoners.uitdaging_eigen")
def intrekken(request: Verzoek, pk: int) -> HttpResponse:
    """The residents take it back."""
    uitdaging = _eigen(request, pk)
    with weigering_als_melding(request):
        uitdagingen.trek_in(uitdaging, door=request.user)
        messages.success(request, _("Uw uitdaging is ingetrokken."))
    return redirect(uitdaging)


@require_POST
@toegang("bewoners.uitdaging_behandelen")
def stap(request: Verzoek, pk: int) -> HttpResponse:
    """The answer of the municipality."""
    uitdaging = get_object_or_404(_met_alles(), pk=pk)
    controleer(request, "bewoners.uitdaging_behandelen", uitdaging)
    form = UitdagingStapForm(request.POST, uitdaging=uitdaging)
    if form.is_valid():

        def actie() -> str:
            data = {naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "eenmalig"}
            vast = uitdagingen.zet_stap(uitdaging, door=request.user, **data)
            messages.success(request, _("Het antwoord is verstuurd."))
            return vast.get_absolute_url()

        if antwoord := doe_eenmalig(request, form, actie, anders=uitdaging.get_absolute_url()):
            return antwoord
    context = {"uitdaging": uitdaging, **_context(request.user, uitdaging, stapform=form)}
    return render(request, "bewoners/uitdaging/uitdaging.html", context)
