"""Schemes: what residents read, and the ceilings controllers set."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from bewoners.domain import regelingen
from bewoners.forms.regelingen import PlafondForm
from bewoners.models import Plafond, Regeling
from budgetten.models import Boekjaar
from kern.toegang import IEDEREEN, ToegangMixin
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_op


class RegelingenView(ToegangMixin, TemplateView):
    """What one can get money for, how much, and what it takes."""

    toegang = IEDEREEN
    template_name = "bewoners/regelingen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(regelingen=regelingen.openbaar(), **kwargs)


class PlafondsView(ToegangMixin, TemplateView):
    """Per scheme what was set, awarded and left in a year."""

    toegang = "budgetten.begroting_zien"
    template_name = "bewoners/plafonds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jaren = list(Boekjaar.objects.order_by("-jaar"))
        gevraagd = self.request.GET.get("jaar", "")
        boekjaar = next((jaar for jaar in jaren if str(jaar.jaar) == gevraagd), jaren[0] if jaren else None)
        standen = regelingen.plafondstanden(boekjaar)
        prefetch_related_objects([s.plafond for s in standen if s.plafond], "regels__gebied", "regels__thema")
        return super().get_context_data(
            jaren=jaren,
            boekjaar=boekjaar,
            standen=standen,
            mag=self.request.user.has_perm("budgetten.begroting_toedelen"),
            **kwargs,
        )


class PlafondView(ToegangMixin, FormView):
    """Set or raise the ceiling of one scheme in one year."""

    request: Verzoek
    toegang = "budgetten.begroting_toedelen"
    template_name = "bewoners/plafond.html"
    form_class = PlafondForm

    def get_toegang_object(self) -> None:
        self.regeling = get_object_or_404(Regeling, slug=self.kwargs["slug"])
        self.boekjaar = get_object_or_404(Boekjaar, jaar=self.kwargs["jaar"])
        self.plafond = Plafond.objects.filter(regeling=self.regeling, boekjaar=self.boekjaar).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "boekjaar": self.boekjaar}

    def get_initial(self) -> dict[str, Any]:
        if self.plafond is None:
            return super().get_initial()
        return {"bedrag": self.plafond.bedrag, "regels": list(self.plafond.regels.values_list("pk", flat=True))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standen = regelingen.plafondstanden(self.boekjaar)
        stand = next(stand for stand in standen if stand.regeling == self.regeling)
        return super().get_context_data(
            regeling=self.regeling, boekjaar=self.boekjaar, stand=stand, terug=self._terug(), **kwargs
        )

    def form_valid(self, form: PlafondForm) -> HttpResponse:
        with weigering_op(form):
            regelingen.zet_plafond(
                self.regeling,
                self.boekjaar,
                bedrag=form.cleaned_data["bedrag"],
                regels=list(form.cleaned_data["regels"]),
                door=self.request.user,
            )
            tekst = _("Het plafond van %(regeling)s is vastgelegd.") % {"regeling": self.regeling}
            messages.success(self.request, tekst)
            return redirect(self._terug())
        return self.form_invalid(form)

    def _terug(self) -> str:
        return f"{reverse('bewoners:plafonds')}?jaar={self.boekjaar.jaar}"
