"""Writing in the activity log: the form and the one-button actions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from kern.domain.fouten import GeenToestemming, Weigering
from kern.toegang import ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from partners.domain import activiteiten, queries
from partners.forms.activiteit import ActiviteitForm
from partners.models import Activiteit


class _InvoerView(FormView):
    """What making and changing share."""

    request: Verzoek

    template_name = "partners/activiteit_formulier.html"
    form_class = ActiviteitForm
    activiteit: Activiteit | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "activiteit": self.activiteit}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(activiteit=self.activiteit, **kwargs)

    def form_valid(self, form: ActiviteitForm) -> HttpResponse:
        definitief = self.request.POST.get("actie") == "definitief"
        try:
            vast = activiteiten.bewaar(
                self.activiteit,
                partner=form.gekozen_partner(),
                door=self.request.user,
                fotos=form.schone_fotos(),
                definitief=definitief,
                **form.velden(),
            )
        except GeenToestemming as fout:
            raise PermissionDenied from fout
        except Weigering as fout:
            form.add_error(fout.veld if fout.veld in form.fields else None, fout.bericht)
            return self.form_invalid(form)
        form.ruim_fotos_op()
        messages.success(
            self.request,
            _("De activiteit is definitief. Bedankt!") if definitief else _("Het concept is bewaard."),
        )
        return redirect(vast)

    def form_invalid(self, form: ActiviteitForm) -> HttpResponse:
        form.bewaar_fotos()
        return super().form_invalid(form)


class ActiviteitNieuwView(ToegangMixin, _InvoerView):
    """Log a new activity."""

    toegang = "partners.activiteit_maken"

    def get_initial(self) -> dict[str, Any]:
        """An area page links here with its own area; anything else in the address is ignored."""
        gebied = self.request.GET.get("gebied", "")
        return {**super().get_initial(), **({"gebied": int(gebied)} if gebied.isdecimal() else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(laatste=queries.laatste_eigen(self.request.user), **kwargs)


class ActiviteitWijzigView(ToegangMixin, _InvoerView):
    """Change a draft."""

    toegang = "partners.activiteit_wijzigen"

    def get_toegang_object(self) -> Activiteit:
        self.activiteit = get_object_or_404(queries.activiteiten_met_alles(), pk=self.kwargs["pk"])
        return self.activiteit


def _eigen(request: Verzoek, pk: int, permissie: str) -> Activiteit:
    """The activity, after asking the permission on it."""
    activiteit = get_object_or_404(queries.activiteiten_met_alles(), pk=pk)
    controleer(request, permissie, activiteit)
    return activiteit


@toegang("partners.activiteit_maken")
@require_POST
def kopieer(request: Verzoek, pk: int) -> HttpResponse:
    """A new draft like this one, ready to be completed."""
    bron = _eigen(request, pk, "partners.activiteit_maken")
    try:
        kopie = activiteiten.kopieer(bron, door=request.user)
    except Weigering as fout:
        messages.error(request, fout.bericht)
        return redirect(bron)
    messages.success(request, _("Dit is een kopie, met de datum van vandaag. Kijk na wat anders is."))
    return redirect("partners:activiteit_wijzig", kopie.pk)


@toegang("partners.activiteit_maken")
@require_POST
def maak_definitief(request: Verzoek, pk: int) -> HttpResponse:
    """Make a draft final."""
    activiteit = _eigen(request, pk, "partners.activiteit_maken")
    try:
        activiteiten.maak_definitief(activiteit, door=request.user)
    except GeenToestemming as fout:
        raise PermissionDenied from fout
    except Weigering as fout:
        messages.error(request, fout.bericht)
    else:
        messages.success(request, _("De activiteit is definitief. Bedankt!"))
    return redirect(activiteit)


@toegang("partners.activiteit_maken")
@require_POST
def verwijder(request: Verzoek, pk: int) -> HttpResponse:
    """Throw a draft away."""
    activiteit = _eigen(request, pk, "partners.activiteit_maken")
    try:
        activiteiten.verwijder(activiteit, door=request.user)
    except GeenToestemming as fout:
        raise PermissionDenied from fout
    except Weigering as fout:
        messages.error(request, fout.bericht)
        return redirect(activiteit)
    messages.success(request, _("Het concept is verwijderd."))
    return redirect("partners:activiteiten")
