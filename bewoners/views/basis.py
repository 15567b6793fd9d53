"""What pages with one form about one initiative share."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import FormView

from bewoners.domain import belangen, geld
from bewoners.models import Initiatief
from bewoners.views.beoordelen import verklaren
from budgetten.views.hulp import doe_eenmalig
from kern.toegang import ToegangMixin
from kern.verzoek import Verzoek


def haal(pk: int) -> Initiatief:
    """The initiative with what its pages show; 404 when there is none."""
    return get_object_or_404(
        Initiatief.objects.select_related(
            "regelingversie__regeling", "gebied__ouder__ouder", "thema", "indiener", "regel", "verplichting"
        ),
        pk=pk,
    )


class DossierFormView(ToegangMixin, FormView):
    """A form about one initiative: what it asks is done once, and one goes back to where one came from.

    A subclass names its permission, form, words and act. `get_toegang_object` has set `initiatief`.
    """

    request: Verzoek
    template_name = "bewoners/formulier.html"
    titel: str | Promise = ""
    uitleg: str | Promise = ""
    knop: str | Promise = ""
    gelukt: str | Promise = ""
    knopsoort = "primair"
    #: Whether it is a decision: who takes it first declares to have no interest (Awb 2:4).
    is_besluit = False

    def get_toegang_object(self) -> Initiatief:
        self.initiatief = haal(self.kwargs["pk"])
        return self.initiatief

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._eerst_verklaren() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._eerst_verklaren() or super().post(request, *args, **kwargs)

    def _eerst_verklaren(self) -> HttpResponse | None:
        if not self.is_besluit or belangen.is_vrij(self.initiatief, self.request.user):
            return None
        return verklaren(self.request, self.initiatief, hierna=self.request.path, beslissen=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            initiatief=self.initiatief,
            geld=geld.stand_van(self.initiatief),
            titel=self.titel,
            uitleg=self.uitleg,
            knop_tekst=self.knop,
            knop_soort=self.knopsoort,
            terug=self.terug(),
            **kwargs,
        )

    def terug(self) -> str:
        """Where one came from: the applicant from the plan, staff from the file."""
        if self.request.user.pk == self.initiatief.indiener_id:
            return self.initiatief.get_absolute_url()
        return reverse("bewoners:dossier", args=[self.initiatief.pk])

    def doe(self, data: dict[str, Any]) -> object:
        """The act itself."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        def actie() -> str:
            self.doe({naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "eenmalig"})
            messages.success(self.request, str(self.gelukt))
            return self.terug()

        return doe_eenmalig(self.request, form, actie, anders=self.terug()) or self.form_invalid(form)
