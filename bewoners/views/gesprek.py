"""The thread between applicant and municipality, following, news and results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from bewoners import rules
from bewoners.domain import gesprek, nieuws, volgen
from bewoners.forms.gesprek import BerichtForm, MetBestandenForm, NieuwsForm, ResultaatForm
from bewoners.models import Initiatief, Voortgangsbericht
from bewoners.views.publiek import initiatief_of_404
from kern.toegang import ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op


class _MetBestandenView(ToegangMixin, FormView):
    """A form with files about one initiative. Files that are fine wait when the rest is wrong."""

    request: Verzoek

    def get_toegang_object(self) -> Initiatief:
        self.initiatief = initiatief_of_404(self.kwargs["pk"])
        return self.initiatief

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(initiatief=self.initiatief, **kwargs)

    def bewaar(self, form: Any) -> str:
        """Write it; returns the sentence to say."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.initiatief.get_absolute_url()

    def form_valid(self, form: Any) -> HttpResponse:
        with weigering_op(form):
            zin = self.bewaar(form)
            form.ruim_op()
            messages.success(self.request, zin)
            return redirect(self.get_success_url())
        return self.form_invalid(form)

    def form_invalid(self, form: MetBestandenForm) -> HttpResponse:
        form.bewaar()
        return super().form_invalid(form)


class GesprekView(_MetBestandenView):
    """The thread and the form to write in it. Looking changes nothing; a small POST notes what was read."""

    toegang = "bewoners.gesprek"
    template_name = "bewoners/publiek/gesprek.html"
    form_class = BerichtForm

    def get_success_url(self) -> str:
        return f"{self.request.path}#laatste"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        eigen = rules.is_indiener(self.request.user, self.initiatief)
        berichten = gesprek.berichten(self.initiatief)
        return super().get_context_data(
            berichten=berichten,
            eigen=eigen,
            ongelezen=sum(b.gelezen_op is None and b.van_indiener != eigen for b in berichten),
            **kwargs,
        )

    def bewaar(self, form: BerichtForm) -> str:
        gesprek.schrijf(
            self.initiatief, tekst=form.cleaned_data["tekst"], bestanden=form.schone(), door=self.request.user
        )
        return _("Uw bericht is verstuurd.")


@toegang("bewoners.gesprek")
@require_POST
def gelezen(request: Verzoek, pk: int) -> HttpResponse:
    """Note that this side has read the thread: by htmx when it is shown, else by a button."""
    initiatief = initiatief_of_404(pk)
    controleer(request, "bewoners.gesprek", initiatief)
    with weigering_als_melding(request):
        gesprek.lees(initiatief, door=request.user)
    if request.htmx:
        return render(request, "bewoners/publiek/_gelezen.html")
    return redirect("bewoners:gesprek", pk)


@toegang("bewoners.reageren")
@require_POST
def volg(request: Verzoek, pk: int) -> HttpResponse:
    """Follow an initiative, or stop."""
    initiatief = initiatief_of_404(pk)
    controleer(request, "bewoners.initiatief_zien", initiatief)
    with weigering_als_melding(request):
        if request.POST.get("actie") == "stop":
            volgen.stop(initiatief, door=request.user)
            messages.success(request, _("U volgt dit plan niet meer."))
        else:
            volgen.volg(initiatief, door=request.user)
            messages.success(request, _("U volgt dit plan. U hoort het als er nieuws is."))
    return redirect(initiatief)


class NieuwsView(_MetBestandenView):
    """The applicant tells how it goes."""

    toegang = "bewoners.eigen"
    template_name = "bewoners/publiek/vertellen.html"
    form_class = NieuwsForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kan=nieuws.kan_nieuws(self.initiatief, self.request.user),
            titel=_("Nieuws plaatsen"),
            uitleg=_("Vertel buren hoe het gaat met uw plan. Wie uw plan volgt, krijgt bericht."),
            te_laat=_("Nieuws plaatsen kan zolang uw plan wordt uitgevoerd."),
            **kwargs,
        )

    def bewaar(self, form: NieuwsForm) -> str:
        g = form.cleaned_data
        nieuws.plaats(self.initiatief, tekst=g["tekst"], fotos=form.schone(), alt=g["alt"], door=self.request.user)
        return _("Uw nieuws staat op de website.")


class ResultaatView(_MetBestandenView):
    """The applicant tells how it went."""

    toegang = "bewoners.eigen"
    template_name = "bewoners/publiek/vertellen.html"
    form_class = ResultaatForm

    def get_initial(self) -> dict[str, Any]:
        return {"tekst": self.initiatief.resultaat}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kan=nieuws.kan_resultaat(self.initiatief, self.request.user),
            titel=_("Vertellen hoe het ging"),
            uitleg=_("Laat de buurt zien wat er van uw plan is geworden. Dit is geen verantwoording van het geld."),
            te_laat=_("U kunt nu niet vertellen hoe uw plan ging."),
            **kwargs,
        )

    def bewaar(self, form: ResultaatForm) -> str:
        g = form.cleaned_data
        nieuws.vertel_resultaat(
            self.initiatief, tekst=g["tekst"], fotos=form.schone(), alt=g["alt"], door=self.request.user
        )
        return _("Uw verhaal staat op de website.")


@toegang("bewoners.reageren")
@require_POST
def nieuws_weghalen(request: Verzoek, pk: int) -> HttpResponse:
    """Take news back."""
    bericht = get_object_or_404(Voortgangsbericht.objects.select_related("initiatief__gebied__ouder"), pk=pk)
    with weigering_als_melding(request):
        nieuws.verwijder(bericht, door=request.user)
        messages.success(request, _("Het nieuws is weggehaald."))
    return redirect(bericht.initiatief)
