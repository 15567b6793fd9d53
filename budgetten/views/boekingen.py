"""Bookings: the list, one booking, and reversing it."""

from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import DetailView, TemplateView

from budgetten.domain.tegenboeken import boek_tegen, laatste_open_dag
from budgetten.enums import Boekingsoort, Jaarstatus
from budgetten.forms.begroting import TegenboekForm
from budgetten.forms.filters import BoekingFilter
from budgetten.models import Boeking, Mutatie
from budgetten.views.hulp import pagina, weigering_op
from kern.domain.fouten import Weigering
from kern.domain.logboek import logregels_met
from kern.toegang import ObjectToegangMixin, ToegangMixin, toegang
from kern.verzoek import Verzoek


class BoekingenView(ToegangMixin, TemplateView):
    """All bookings, newest first, with filters."""

    toegang = "budgetten.boeking_zien"
    request: Verzoek
    template_name = "budgetten/boekingen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = BoekingFilter(self.request.GET)
        page_obj = pagina(self.request, form.filter(Boeking.objects.select_related("door")))
        rijen = list(page_obj)
        sommen = dict(
            Mutatie.objects.filter(boeking__in=[rij.pk for rij in rijen])
            .order_by()
            .values_list("boeking")
            .annotate(Sum("bedrag"))
        )
        for rij in rijen:
            rij.bedrag = sommen[rij.pk]
        return super().get_context_data(form=form, page_obj=page_obj, boekingen=rijen, **kwargs)


def _boekingen() -> QuerySet[Boeking]:
    return Boeking.objects.select_related(
        "periode__boekjaar",
        "door",
        "verdeelsleutel",
        "tegenboeking",
        "tegenboeking_van",
        "uitgave",
        "bijdrage__partner",
        "wijziging",
    )


def _mutaties(boeking: Boeking) -> QuerySet[Mutatie]:
    return boeking.mutaties.select_related(
        "van__partner",
        "van__boekjaar",
        "van__regel__gebied",
        "van__regel__thema",
        "van__regel__boekjaar",
        "naar__partner",
        "naar__boekjaar",
        "naar__regel__gebied",
        "naar__regel__thema",
        "naar__regel__boekjaar",
    ).order_by("van__partner__volgorde", "pk")


class BoekingView(ObjectToegangMixin, DetailView):
    """One event: who, when, why, what moved for whom, where it came from and whether it was undone."""

    toegang = "budgetten.boeking_zien"
    request: Verzoek
    template_name = "budgetten/boeking.html"
    context_object_name = "boeking"

    @cached_property
    def _boeking(self) -> Boeking:
        return get_object_or_404(_boekingen(), pk=self.kwargs["pk"])

    def get_object(self, queryset: Any = None) -> Boeking:
        return self._boeking

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        boeking = self.object
        mutaties = list(_mutaties(boeking))
        return super().get_context_data(
            mutaties=mutaties,
            totaal=sum(mutatie.bedrag for mutatie in mutaties),
            logregels=logregels_met(boeking, _aanleiding(boeking)),
            mag_tegenboeken=_kan_tegen(boeking)
            and self.request.user.has_perm("budgetten.boeking_tegenboeken", boeking),
            **kwargs,
        )


def _aanleiding(boeking: Boeking) -> list[Model]:
    """The expense, pledge or amendment it came from, whose log tells who entered and approved what was booked."""
    return [getattr(boeking, naam) for naam in ("uitgave", "bijdrage", "wijziging") if hasattr(boeking, naam)]


def _kan_tegen(boeking: Boeking) -> bool:
    return (
        boeking.soort != Boekingsoort.TEGENBOEKING
        and not hasattr(boeking, "tegenboeking")
        and boeking.periode.boekjaar.status == Jaarstatus.OPEN
    )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.boeking_tegenboeken")
def tegenboeken(request: Verzoek, pk: int) -> HttpResponse:
    """Shows what will be mirrored, and mirrors it when the reason is sent."""
    boeking = get_object_or_404(_boekingen(), pk=pk)
    if hasattr(boeking, "tegenboeking"):
        messages.info(request, _("Deze boeking is al tegengeboekt."))
        return redirect(boeking)
    try:
        dag = laatste_open_dag(boeking)
    except Weigering as fout:
        messages.error(request, fout.bericht)
        return redirect(boeking)
    form = TegenboekForm(request.POST or None, initial={"boekdatum": dag})
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            tegen = boek_tegen(
                boeking, reden=form.cleaned_data["reden"], boekdatum=form.cleaned_data["boekdatum"], door=request.user
            )
            messages.success(request, _("De boeking is tegengeboekt."))
            return redirect(tegen)
    mutaties = list(_mutaties(boeking))
    return render(
        request,
        "budgetten/tegenboeken.html",
        {"boeking": boeking, "form": form, "mutaties": mutaties, "totaal": sum(m.bedrag for m in mutaties)},
    )
