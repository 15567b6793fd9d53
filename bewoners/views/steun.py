"""Supporting a plan: with an e-mail address or as a user, confirming by the link, taking it back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from bewoners import rules
from bewoners.domain import steun
from bewoners.forms.gesprek import NaamtoonForm, SteunBevestigForm, SteunForm
from bewoners.models import Initiatief, Steun
from bewoners.views.publiek import initiatief_of_404
from kern.domain import rem
from kern.models import Gebruiker
from kern.toegang import IEDEREEN, ToegangMixin, toegang
from kern.views.weigeringen import weigering_als_melding, weigering_op

#: Declarations from one internet address in an hour: a school or a flat may share one.
PER_UUR = 20


@method_decorator(never_cache, name="dispatch")
class SteunenView(ToegangMixin, FormView):
    """The form; afterwards the same sentence for everybody, whoever supported what before."""

    toegang = "bewoners.initiatief_zien"
    template_name = "bewoners/publiek/steunen.html"

    def get_toegang_object(self) -> Initiatief:
        self.initiatief = initiatief_of_404(self.kwargs["pk"])
        return self.initiatief

    def get_form_class(self) -> Any:
        return NaamtoonForm if self.request.user.is_authenticated else SteunForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            initiatief=self.initiatief,
            open=steun.is_open(self.initiatief),
            eigen=user.is_authenticated and rules.is_indiener(user, self.initiatief),
            mijn_steun=steun.van(self.initiatief, user) if user.is_authenticated else None,
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        return self._als_gebruiker(form) if self.request.user.is_authenticated else self._als_vreemde(form)

    def _als_gebruiker(self, form: NaamtoonForm) -> HttpResponse:
        with weigering_op(form):
            gebruiker = cast("Gebruiker", self.request.user)
            steun.steun_als(self.initiatief, toon_naam=form.cleaned_data["toon_naam"], door=gebruiker)
            messages.success(self.request, _("Bedankt! U steunt dit plan."))
            return redirect(self.initiatief)
        return self.form_invalid(form)

    def _als_vreemde(self, form: SteunForm) -> HttpResponse:
        if not rem.tel(f"steun:{rem.adres(self.request)}", hoogstens=PER_UUR, seconden=3600):
            form.add_error(
                None, _("Vanaf dit internetadres is al vaak steun gegeven. Probeer het over een uur opnieuw.")
            )
            return self.form_invalid(form)
        with weigering_op(form):
            if not form.robot:
                g = form.cleaned_data
                steun.steun(self.initiatief, naam=g["naam"], email=g["email"], toon_naam=g["toon_naam"])
            return render(
                self.request,
                "bewoners/publiek/steun_onderweg.html",
                {"initiatief": self.initiatief, "email": form.cleaned_data.get("email", "")},
            )
        return self.form_invalid(form)


@toegang(IEDEREEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def steun_bevestigen(request: HttpRequest, sleutel: str) -> HttpResponseBase:
    """The page behind the link in the mail: one button says yes, or takes it back. Only the link opens it."""
    rij = get_object_or_404(Steun.objects.select_related("initiatief__gebied"), sleutel=sleutel)
    form = SteunBevestigForm(
        request.POST if request.POST.get("actie") == "bevestig" else None,
        initial={"naam": rij.naam, "toon_naam": rij.toon_naam},
    )
    if request.method == "POST" and request.POST.get("actie") == "trek_in":
        return _trek_in(request, rij)
    if form.is_bound and form.is_valid():
        with weigering_op(form):
            steun.bevestig(rij, naam=form.cleaned_data["naam"], toon_naam=form.cleaned_data["toon_naam"])
            messages.success(request, _("Bedankt! Uw steun telt mee."))
            return redirect("bewoners:steun_bevestigen", sleutel)
    return render(
        request,
        "bewoners/publiek/steun_bevestigen.html",
        {
            "steun": rij,
            "initiatief": rij.initiatief,
            "openbaar": rules.is_openbaar(rij.initiatief),
            "open": steun.is_open(rij.initiatief),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


def _trek_in(request: HttpRequest, rij: Steun) -> HttpResponse:
    initiatief = rij.initiatief
    with weigering_als_melding(request):
        if not steun.trek_in(rij):
            messages.success(
                request,
                _("Er is al een besluit. Uw steun telde daarbij mee; uw naam staat nu niet meer op de website."),
            )
            return redirect("bewoners:steun_bevestigen", rij.sleutel)
        messages.success(request, _("U steunt dit plan niet meer. Wij zijn uw gegevens vergeten."))
    return redirect(initiatief if rules.is_openbaar(initiatief) else "bewoners:initiatieven")
