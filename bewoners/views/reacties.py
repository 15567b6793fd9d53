"""Comments: writing one, reporting one, judging them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView

from bewoners import rules
from bewoners.domain import reacties
from bewoners.enums import Reactiestatus
from bewoners.forms.gesprek import MeldForm, ReactieForm, RedenForm
from bewoners.models import Initiatief, Reactie
from bewoners.views.publiek import initiatief_of_404
from kern.domain import rem
from kern.toegang import ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op

#: Comments of one user in an hour, and reports from one internet address.
REACTIES_PER_UUR = 20
MELDINGEN_PER_UUR = 10


class ReageerView(ToegangMixin, FormView):
    """Write a comment on a public initiative."""

    request: Verzoek
    toegang = "bewoners.reageren"
    template_name = "bewoners/publiek/reageren.html"
    form_class = ReactieForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.initiatief = initiatief_of_404(self.kwargs["pk"])
        return controleer(request, "bewoners.initiatief_zien", self.initiatief) or super().dispatch(
            request, *args, **kwargs
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vooraf = self.initiatief.regelingversie is None or self.initiatief.regelingversie.reacties_vooraf
        return super().get_context_data(
            initiatief=self.initiatief, vooraf=vooraf, open=rules.is_openbaar(self.initiatief), **kwargs
        )

    def form_valid(self, form: ReactieForm) -> HttpResponse:
        if not rem.tel(f"reactie:{self.request.user.pk}", hoogstens=REACTIES_PER_UUR, seconden=3600):
            form.add_error(None, _("U hebt al veel reacties geplaatst. Probeer het over een uur opnieuw."))
            return self.form_invalid(form)
        with weigering_op(form):
            reactie = reacties.plaats(self.initiatief, tekst=form.cleaned_data["tekst"], door=self.request.user)
            messages.success(
                self.request,
                _("Bedankt! Wij lezen uw reactie eerst. Daarna staat die op de website.")
                if reactie.status == Reactiestatus.WACHT
                else _("Bedankt! Uw reactie staat op de website."),
            )
            return redirect(f"{self.initiatief.get_absolute_url()}#reacties")
        return self.form_invalid(form)


@method_decorator(never_cache, name="dispatch")
class ReactieMeldenView(ToegangMixin, FormView):
    """Anybody may say that a visible comment does not belong here."""

    toegang = "bewoners.initiatief_zien"
    template_name = "bewoners/publiek/reactie_melden.html"
    form_class = MeldForm

    def get_toegang_object(self) -> Initiatief:
        self.reactie = get_object_or_404(
            Reactie.objects.select_related("auteur"), pk=self.kwargs["pk"], status=Reactiestatus.ZICHTBAAR
        )
        self.initiatief = initiatief_of_404(self.reactie.initiatief_id)
        return self.initiatief

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(initiatief=self.initiatief, reactie=self.reactie, **kwargs)

    def form_valid(self, form: MeldForm) -> HttpResponse:
        if not rem.tel(f"melden:{rem.adres(self.request)}", hoogstens=MELDINGEN_PER_UUR, seconden=3600):
            form.add_error(None, _("Vanaf dit internetadres is al vaak gemeld. Probeer het over een uur opnieuw."))
            return self.form_invalid(form)
        with weigering_op(form):
            if not form.robot:
                user = self.request.user
                reacties.meld_misplaatst(
                    self.reactie, reden=form.cleaned_data["reden"], door=user if user.is_authenticated else None
                )
            messages.success(self.request, _("Bedankt. Wij kijken ernaar. Tot dan is de reactie niet te zien."))
            return redirect(f"{self.initiatief.get_absolute_url()}#reacties")
        return self.form_invalid(form)


class ReactiesBeherenView(ToegangMixin, ListView):
    """What waits for a look in the user's areas, and what was removed."""

    request: Verzoek
    toegang = "bewoners.behandelen"
    template_name = "bewoners/publiek/reacties_beheren.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return reacties.te_beoordelen(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            verwijderde=reacties.verwijderde(self.request.user), redenform=RedenForm(), **kwargs
        )


def _reactie(request: HttpRequest, pk: int) -> Reactie:
    """The comment, after asking whether this user handles its initiative."""
    reactie = get_object_or_404(Reactie.objects.select_related("initiatief__gebied__ouder"), pk=pk)
    controleer(request, "bewoners.behandelen", reactie.initiatief)
    return reactie


@toegang("bewoners.behandelen")
@require_POST
def toon(request: Verzoek, pk: int) -> HttpResponse:
    """Let a comment be seen."""
    reactie = _reactie(request, pk)
    with weigering_als_melding(request):
        reacties.toon(reactie, door=request.user)
        messages.success(request, _("De reactie staat op de website."))
    return redirect("bewoners:reacties_beheren")


@toegang("bewoners.behandelen")
@require_POST
def haal_weg(request: Verzoek, pk: int) -> HttpResponse:
    """Take a comment off the website, with a reason. Without one the form comes back on a page of its own."""
    reactie = _reactie(request, pk)
    form = RedenForm(request.POST)
    if form.is_valid():
        with weigering_op(form):
            reacties.verwijder(reactie, reden=form.cleaned_data["reden"], door=request.user)
            messages.success(request, _("De reactie is weggehaald. De schrijver krijgt bericht."))
            return redirect("bewoners:reacties_beheren")
    context = {"reactie": reactie, "initiatief": reactie.initiatief, "form": form}
    return render(request, "bewoners/publiek/reactie_weghalen.html", context, status=422)


@toegang("bewoners.reageren")
@require_POST
def haal_eigen_weg(request: Verzoek, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    reactie = get_object_or_404(Reactie.objects.select_related("initiatief"), pk=pk)
    with weigering_als_melding(request):
        reacties.verwijder_eigen(reactie, door=request.user)
        messages.success(request, _("Uw reactie is weg."))
    return redirect(f"{reactie.initiatief.get_absolute_url()}#reacties")
