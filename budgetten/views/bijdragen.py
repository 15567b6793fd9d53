"""Pledges of partners and what came in."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import TemplateView

from budgetten.domain import bijdragen
from budgetten.domain.boekdagen import boekdag
from budgetten.domain.queries import boekjaren
from budgetten.enums import Jaarstatus
from budgetten.forms.begroting import OntvangstForm, ToezegForm
from budgetten.models import Bijdrage, Boekjaar
from budgetten.views.hulp import doe_eenmalig, weigering_op
from kern.domain.fouten import Weigering
from kern.domain.logboek import logregels
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek
from partners.domain.queries import geldende_overeenkomst
from partners.models import Partner

NUL = Decimal("0.00")


def kies_jaar(vraag: QueryDict, jaren: list[Boekjaar]) -> Boekjaar | None:
    """The year asked for, else the newest open one, else the newest."""
    gevraagd = next((jaar for jaar in jaren if str(jaar.jaar) == vraag.get("jaar")), None)
    return gevraagd or next((jaar for jaar in jaren if jaar.status == Jaarstatus.OPEN), next(iter(jaren), None))


class BijdragenView(ToegangMixin, TemplateView):
    """Per partner what was pledged, received and is outstanding in a year, with the receipts."""

    toegang = "budgetten.begroting_zien"
    request: Verzoek
    template_name = "budgetten/bijdragen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jaren = boekjaren()
        boekjaar = kies_jaar(self.request.GET, jaren)
        rijen = [Bijdragestand(rij) for rij in _bijdragen().filter(boekjaar=boekjaar)] if boekjaar else []
        partners = _per_partner(rijen)
        mag = self.request.user.has_perm("budgetten.bijdrage_toezeggen")
        return super().get_context_data(
            jaren=jaren,
            boekjaar=boekjaar,
            bijdragen=rijen,
            partners=partners,
            totaal={naam: sum((rij[naam] for rij in partners), NUL) for naam in ("toegezegd", "ontvangen", "open")},
            mag=mag and boekjaar is not None and boekjaar.status == Jaarstatus.OPEN,
            mag_ontvangst=mag,
            **kwargs,
        )


class Bijdragestand:
    """A pledge with what came in and what is still to come, in euro; nothing is when it was reversed."""

    def __init__(self, bijdrage: Bijdrage) -> None:
        self.bijdrage = bijdrage
        self.partner = bijdrage.partner
        self.ontvangsten = list(bijdrage.ontvangsten.all())
        self.teruggeboekt = hasattr(bijdrage.boeking, "tegenboeking")
        self.ontvangen = sum((ontvangst.bedrag for ontvangst in self.ontvangsten), NUL)
        self.open = NUL if self.teruggeboekt else bijdrage.bedrag - self.ontvangen


def _bijdragen() -> QuerySet[Bijdrage]:
    return (
        Bijdrage.objects.select_related("partner", "boekjaar", "overeenkomst", "boeking__tegenboeking")
        .prefetch_related("ontvangsten")
        .order_by("partner__volgorde", "pk")
    )


def _per_partner(rijen: list[Bijdragestand]) -> list[dict[str, Any]]:
    """Sums per partner; a pledge that was reversed does not count."""
    per: dict[Partner, list[Bijdragestand]] = defaultdict(list)
    for rij in rijen:
        if not rij.teruggeboekt:
            per[rij.partner].append(rij)
    return [
        {
            "partner": partner,
            "toegezegd": sum((rij.bijdrage.bedrag for rij in eigen), NUL),
            "ontvangen": sum((rij.ontvangen for rij in eigen), NUL),
            "open": sum((rij.open for rij in eigen), NUL),
        }
        for partner, eigen in per.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.bijdrage_toezeggen")
def toezeggen(request: Verzoek, jaar: int) -> HttpResponse:
    """Record a partner's pledge for a year."""
    boekjaar = get_object_or_404(Boekjaar, jaar=jaar)
    dag = boekdag(boekjaar)
    form = ToezegForm(
        request.POST or None,
        initial={"boekdatum": dag},
        partners=Partner.objects.betalend(dag),
    )
    if request.method == "POST" and form.is_valid():
        terug = f"{reverse('budgetten:bijdragen')}?jaar={jaar}"

        def zeg_toe() -> str:
            data = form.cleaned_data
            bijdragen.zeg_toe(
                boekjaar,
                partner=data["partner"],
                bedrag=data["bedrag"],
                boekdatum=_in_jaar(data["boekdatum"], boekjaar),
                door=request.user,
                overeenkomst=geldende_overeenkomst(data["boekdatum"]),
            )
            messages.success(request, _("De bijdrage is vastgelegd."))
            return terug

        antwoord = doe_eenmalig(request, form, zeg_toe, anders=terug)
        if antwoord is not None:
            return antwoord
    return render(request, "budgetten/toezeggen.html", {"form": form, "boekjaar": boekjaar})


def _in_jaar(datum: dt.date, boekjaar: Boekjaar) -> dt.date:
    if datum.year != boekjaar.jaar:
        raise Weigering(_("Kies een dag in %(jaar)s.") % {"jaar": boekjaar.jaar}, veld="boekdatum")
    return datum


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.bijdrage_toezeggen")
def ontvangst(request: Verzoek, pk: int) -> HttpResponse:
    """Record money that came in for a pledge."""
    bijdrage = get_object_or_404(_bijdragen(), pk=pk)
    ontvangen = bijdrage.ontvangsten.aggregate(som=Sum("bedrag"))["som"] or NUL
    open_bedrag = bijdrage.bedrag - ontvangen
    form = OntvangstForm(request.POST or None, initial={"bedrag": open_bedrag if open_bedrag > 0 else None})
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            bijdragen.leg_ontvangst_vast(bijdrage, **form.cleaned_data, door=request.user)
            messages.success(request, _("De ontvangst is vastgelegd."))
            return redirect(f"{reverse('budgetten:bijdragen')}?jaar={bijdrage.boekjaar.jaar}")
    return render(
        request,
        "budgetten/ontvangst.html",
        {
            "form": form,
            "bijdrage": bijdrage,
            "ontvangen": ontvangen,
            "open_bedrag": open_bedrag,
            "logregels": logregels(bijdrage),
        },
    )
