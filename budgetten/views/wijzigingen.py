"""Budget amendments: the list, proposing one, and establishing or refusing it."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import TemplateView

from budgetten.domain import wijzigingen
from budgetten.domain.boekdagen import boekdag
from budgetten.domain.regelinzicht import open_regels, regels_van, vrij_op
from budgetten.enums import Wijzigingstatus
from budgetten.forms.begroting import WijzigingForm
from budgetten.models import Begrotingsregel, Begrotingswijziging
from budgetten.views.hulp import doe_eenmalig, pagina, weigering_als_melding
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.logboek import logregels
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek


def _wijzigingen() -> QuerySet[Begrotingswijziging]:
    return Begrotingswijziging.objects.select_related(
        *(f"{kant}__{veld}" for kant in ("van", "naar") for veld in ("boekjaar", "gebied__ouder", "thema")),
        "ingediend_door",
        "beoordeeld_door",
        "boeking",
    )


class WijzigingenView(ToegangMixin, TemplateView):
    """All amendments; what waits comes first."""

    toegang = "budgetten.begroting_zien"
    request: Verzoek
    template_name = "budgetten/wijzigingen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        rijen = _wijzigingen()
        if status in Wijzigingstatus.values:
            rijen = rijen.filter(status=status)
        statussen = [("", _("Alle")), *((s.value, s.label) for s in Wijzigingstatus if s != Wijzigingstatus.CONCEPT)]
        return super().get_context_data(
            page_obj=pagina(self.request, rijen),
            status=status,
            statussen=statussen,
            mag_indienen=self.request.user.has_perm("budgetten.wijziging_indienen"),
            **kwargs,
        )


@require_safe
@toegang("budgetten.begroting_zien")
def wijziging(request: Verzoek, pk: int) -> HttpResponse:
    """One amendment, with what both lines have free."""
    rij = get_object_or_404(_wijzigingen(), pk=pk)
    wacht = rij.status == Wijzigingstatus.INGEDIEND
    vrij = vrij_op(rij.van) if wacht else None
    return render(
        request,
        "budgetten/wijziging.html",
        {
            "wijziging": rij,
            "wacht": wacht,
            "vrij_van": vrij,
            "te_weinig": vrij is not None and vrij.totaal < rij.bedrag,
            "mag_vaststellen": wacht
            and rij.ingediend_door_id != request.user.pk
            and request.user.has_perm("budgetten.wijziging_vaststellen", rij),
            "eigen": rij.ingediend_door_id == request.user.pk,
            "logregels": logregels(rij),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.wijziging_indienen")
def nieuw(request: Verzoek) -> HttpResponse:
    """Propose to move free money from a line of one's own areas to any line of the same year."""
    eigen = list(regels_van(request.user))
    form = WijzigingForm(
        request.POST or None, initial={"van": request.GET.get("van", "")}, van=eigen, naar=open_regels()
    )
    if request.method == "POST" and form.is_valid():

        def dien_in() -> str:
            data = form.cleaned_data
            _controleer_vrij(data["van"], data["bedrag"])
            rij = wijzigingen.dien_in(
                data["van"], naar=data["naar"], bedrag=data["bedrag"], reden=data["reden"], door=request.user
            )
            messages.success(request, _("De wijziging is ingediend. Iemand anders stelt haar vast."))
            return reverse("budgetten:wijziging", args=[rij.pk])

        antwoord = doe_eenmalig(request, form, dien_in, anders=reverse("budgetten:wijzigingen"))
        if antwoord is not None:
            return antwoord
    van = next((regel for regel in eigen if str(regel.pk) == str(form["van"].value())), None)
    return render(
        request,
        "budgetten/wijziging_formulier.html",
        {"form": form, "geen_regels": not eigen, "vrij": vrij_op(van) if van else None},
    )


def _controleer_vrij(van: Begrotingsregel, bedrag: Decimal) -> None:
    """Say at once that it will not do; establishing checks it again, under lock."""
    vrij = vrij_op(van).totaal
    if bedrag > vrij:
        raise Weigering(_("Op deze regel is nog %(vrij)s vrij.") % {"vrij": euro(vrij)}, veld="bedrag")


@require_POST
@toegang("budgetten.wijziging_vaststellen")
def vaststellen(request: Verzoek, pk: int) -> HttpResponse:
    """Establish and post."""
    rij = get_object_or_404(_wijzigingen(), pk=pk)
    with weigering_als_melding(request):
        wijzigingen.stel_vast(rij, door=request.user, boekdatum=boekdag(rij.van.boekjaar))
        messages.success(request, _("De begrotingswijziging is vastgesteld en geboekt."))
    return redirect("budgetten:wijziging", pk=pk)


@require_POST
@toegang("budgetten.wijziging_vaststellen")
def afwijzen(request: Verzoek, pk: int) -> HttpResponse:
    """Refuse; nothing moves."""
    rij = get_object_or_404(_wijzigingen(), pk=pk)
    with weigering_als_melding(request):
        wijzigingen.wijs_af(rij, door=request.user)
        messages.success(request, _("De begrotingswijziging is afgewezen."))
    return redirect("budgetten:wijziging", pk=pk)
