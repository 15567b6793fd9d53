"""Long work as its asker sees it: the list, one task with its progress, its download, another try."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, ListView

from kern.domain.fouten import Weigering
from kern.domain.logboek import logregels
from kern.domain.taken import POGINGEN, probeer_opnieuw, taken_van
from kern.downloads import bestand_antwoord
from kern.enums import Taakstatus
from kern.models import Taak
from kern.toegang import ObjectToegangMixin, ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek

#: Tasks on one page of the list.
PER_PAGINA = 25


@method_decorator(never_cache, name="dispatch")
class TakenView(ToegangMixin, ListView):
    """My tasks; a beheerder may look at everybody's with `?van=alle`."""

    request: Verzoek
    toegang = "kern.eigen_account"
    template_name = "kern/taken.html"
    context_object_name = "taken"
    paginate_by = PER_PAGINA

    def get_queryset(self) -> QuerySet[Taak]:
        return taken_van(self.request.user, alle=self._alle)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alle=self._alle, mag_alle=self.request.user.has_perm("kern.beheer"), **kwargs)

    @property
    def _alle(self) -> bool:
        return self.request.GET.get("van") == "alle" and self.request.user.has_perm("kern.beheer")


@method_decorator(never_cache, name="dispatch")
class TaakView(ObjectToegangMixin, DetailView):
    """One task. Asked by htmx, only the part that changes."""

    request: Verzoek
    toegang = "kern.taak_zien"
    queryset = Taak.objects.select_related("aangevraagd_door")
    context_object_name = "taak"

    def get_template_names(self) -> list[str]:
        return ["kern/_taakstand.html" if self.request.htmx else "kern/taak.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taak: Taak = self.object
        return super().get_context_data(
            loopt=taak.status in {Taakstatus.WACHT, Taakstatus.BEZIG},
            bestandsnaam=PurePosixPath(taak.bestand.name or "").name,
            pogingen_max=POGINGEN,
            logregels=logregels(taak) if self.request.user.has_perm("kern.log_zien") else None,
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response


@require_safe
@never_cache
@toegang("kern.eigen_account")
def taak_download(request: Verzoek, pk: int) -> HttpResponseBase:
    """The result, for whoever may see the task."""
    taak = get_object_or_404(Taak, pk=pk)
    geweigerd = controleer(request, "kern.taak_zien", taak)
    if geweigerd is not None:
        return geweigerd
    toegang_inhoud = taak.parameters.get("toegang")  # what it took to have it made, it takes to fetch it
    if toegang_inhoud and not request.user.has_perm(toegang_inhoud):
        raise PermissionDenied
    if taak.status != Taakstatus.GEREED or not taak.bestand:
        messages.error(request, _("Deze taak heeft geen bestand."))
        return redirect(taak)
    try:
        bestand = taak.bestand.open("rb")
    except FileNotFoundError:
        messages.error(request, _("Het bestand is er niet meer. Maak het opnieuw."))
        return redirect(taak)
    naam = PurePosixPath(taak.bestand.name or "").name
    return bestand_antwoord(bestand, naam=naam, mimetype=mimetypes.guess_type(naam)[0] or "application/octet-stream")


@require_POST
@toegang("kern.eigen_account")
def taak_opnieuw(request: Verzoek, pk: int) -> HttpResponseBase:
    """Try a failed task again."""
    taak = get_object_or_404(Taak, pk=pk)
    geweigerd = controleer(request, "kern.taak_zien", taak)
    if geweigerd is not None:
        return geweigerd
    try:
        probeer_opnieuw(taak, door=request.user)
    except Weigering as weigering:
        messages.error(request, weigering.bericht)
    else:
        messages.success(request, _("De taak is opnieuw gestart."))
    return redirect(taak)
