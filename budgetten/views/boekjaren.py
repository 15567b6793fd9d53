"""Fiscal years for controllers: open a year, allocate the pot, open and close periods, close the year."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from budgetten.domain import begroting, jaren
from budgetten.domain.boekdagen import boekdag
from budgetten.domain.queries import potstand, totaal
from budgetten.domain.verplichtingstand import Verplichtingstand, openstaand
from budgetten.enums import Jaarstatus
from budgetten.forms.begroting import JaarForm, RedenForm, SluitForm, ToedeelForm
from budgetten.models import Begrotingsregel, Boekjaar, Periode, Verplichting
from budgetten.views.hulp import doe_eenmalig, weigering_als_melding, weigering_op
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.logboek import logregels_met
from kern.domain.versie import verhoog_na_commit
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek
from partners.models import Partner

NUL = Decimal("0.00")


class BoekjarenView(ToegangMixin, TemplateView):
    """All years; a controller opens the next one here."""

    toegang = "budgetten.begroting_zien"
    request: Verzoek
    template_name = "budgetten/boekjaren.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rijen = list(Boekjaar.objects.annotate(aantal_regels=Count("regels")))
        volgend = max((rij.jaar for rij in rijen), default=timezone.localdate().year - 1) + 1
        kwargs.setdefault("form", JaarForm(initial={"jaar": volgend}))
        return super().get_context_data(
            boekjaren=rijen, mag=self.request.user.has_perm("budgetten.begroting_toedelen"), **kwargs
        )


@require_POST
@toegang("budgetten.begroting_toedelen")
def openen(request: Verzoek) -> HttpResponse:
    """Open a year with its twelve periods; a year that exists is simply shown."""
    form = JaarForm(request.POST)
    if form.is_valid():
        with weigering_op(form):
            boekjaar = jaren.open_boekjaar(form.cleaned_data["jaar"], door=request.user)
            verhoog_na_commit("stand")
            messages.success(request, _("Boekjaar %(jaar)s is er.") % {"jaar": boekjaar.jaar})
            return redirect("budgetten:boekjaar", jaar=boekjaar.jaar)
    weergave = BoekjarenView()
    weergave.setup(request)
    return weergave.render_to_response(weergave.get_context_data(form=form))


class BoekjaarView(ToegangMixin, TemplateView):
    """One year: its pot per payer and its periods."""

    toegang = "budgetten.begroting_zien"
    request: Verzoek
    template_name = "budgetten/boekjaar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        boekjaar = get_object_or_404(Boekjaar, jaar=self.kwargs["jaar"])
        pot = potstand(boekjaar)
        partners = Partner.objects.filter(pk__in=pot)
        perioden = list(boekjaar.perioden.annotate(aantal=Count("boekingen")))
        return super().get_context_data(
            boekjaar=boekjaar,
            perioden=perioden,
            pot=[(partner, pot[partner.pk]) for partner in partners],
            pot_totaal=sum(pot.values(), NUL),
            stand=totaal(boekjaar),
            open=boekjaar.status == Jaarstatus.OPEN,
            mag_toedelen=self.request.user.has_perm("budgetten.begroting_toedelen"),
            mag_sluiten=self.request.user.has_perm("budgetten.periode_sluiten"),
            logregels=logregels_met(boekjaar, perioden),
            **kwargs,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.begroting_toedelen")
def toedelen(request: Verzoek, jaar: int) -> HttpResponse:
    """Allocate money from the pot to a line, by a key or per payer."""
    boekjaar = get_object_or_404(Boekjaar, jaar=jaar)
    pot = potstand(boekjaar)
    betalers = list(Partner.objects.filter(pk__in=pot))
    form = ToedeelForm(
        request.POST or None,
        initial={
            "boekdatum": boekdag(boekjaar),
            "gebied": request.GET.get("gebied"),
            "thema": request.GET.get("thema"),
        },
        boekjaar=boekjaar,
        gebieden=Gebied.objects.actief().exclude(soort=Gebiedssoort.BUURT).order_by("soort", "code"),
        betalers=betalers,
    )
    if request.method == "POST" and form.is_valid():
        terug = reverse("budgetten:boekjaar", args=[jaar])

        def deel_toe() -> str:
            data = form.cleaned_data
            regel = begroting.regel_voor(boekjaar, gebied=data["gebied"], thema=data["thema"])
            begroting.deel_toe(
                regel,
                boekdatum=data["boekdatum"],
                door=request.user,
                bedrag=data["bedrag"],
                sleutel=data["sleutel"],
                per_partner=form.per_partner or None,
            )
            messages.success(request, _("Het geld is toegedeeld aan %(regel)s.") % {"regel": regel})
            return regel.get_absolute_url()

        antwoord = doe_eenmalig(request, form, deel_toe, anders=terug)
        if antwoord is not None:
            return antwoord
    return render(
        request,
        "budgetten/toedelen.html",
        {"form": form, "boekjaar": boekjaar, "pot": [(partner, pot[partner.pk]) for partner in betalers]},
    )


@require_POST
@toegang("budgetten.periode_sluiten")
def periode_sluiten(request: Verzoek, pk: int) -> HttpResponse:
    """Close a month."""
    periode = get_object_or_404(Periode.objects.select_related("boekjaar"), pk=pk)
    al = periode.status == Jaarstatus.GESLOTEN
    with weigering_als_melding(request):
        jaren.sluit_periode(periode, door=request.user)
        if al:
            messages.info(request, _("De periode %(periode)s was al gesloten.") % {"periode": periode})
        else:
            messages.success(request, _("De periode %(periode)s is gesloten.") % {"periode": periode})
    return redirect("budgetten:boekjaar", jaar=periode.boekjaar.jaar)


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.periode_sluiten")
def periode_heropenen(request: Verzoek, pk: int) -> HttpResponse:
    """Open a closed month again, with a reason."""
    periode = get_object_or_404(Periode.objects.select_related("boekjaar"), pk=pk)
    if periode.status == Jaarstatus.OPEN:
        messages.info(request, _("De periode %(periode)s is open.") % {"periode": periode})
        return redirect("budgetten:boekjaar", jaar=periode.boekjaar.jaar)
    form = RedenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            jaren.heropen_periode(periode, reden=form.cleaned_data["reden"], door=request.user)
            messages.success(request, _("De periode %(periode)s is weer open.") % {"periode": periode})
            return redirect("budgetten:boekjaar", jaar=periode.boekjaar.jaar)
    return render(
        request,
        "budgetten/reden.html",
        {
            "form": form,
            "boekjaar": periode.boekjaar,
            "titel": _("%(periode)s heropenen") % {"periode": periode},
            "uitleg": _(
                "Er kan daarna weer geboekt worden in deze maand. Rapporten die al gemaakt zijn, veranderen niet."
            ),
            "knop": _("Periode heropenen"),
        },
    )


#: What may happen at the end of a year with money that is left.
_EINDE = {"overhevelen": jaren.hevel_over, "teruggeven": jaren.geef_terug}


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.periode_sluiten")
def sluiten(request: Verzoek, jaar: int) -> HttpResponse:
    """Close a year for good, after saying what happens with the money that is left."""
    boekjaar = get_object_or_404(Boekjaar, jaar=jaar)
    if boekjaar.status == Jaarstatus.GESLOTEN:
        messages.info(request, _("Boekjaar %(jaar)s was al gesloten.") % {"jaar": jaar})
        return redirect("budgetten:boekjaar", jaar=jaar)
    form = SluitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            if einde := _EINDE.get(form.cleaned_data["rest"]):
                einde(boekjaar, reden=form.cleaned_data["reden"], door=request.user)
            jaren.sluit_boekjaar(boekjaar, door=request.user)
            verhoog_na_commit("stand")
            messages.success(request, _("Boekjaar %(jaar)s is gesloten.") % {"jaar": jaar})
            return redirect("budgetten:boekjaar", jaar=jaar)
    lopend = openstaand(boekjaar)
    return render(
        request,
        "budgetten/boekjaar_sluiten.html",
        {
            "form": form,
            "boekjaar": boekjaar,
            "verplichtingen": lopend,
            "openstaand": _los_van(lopend, jaren.open_verplichtingen(boekjaar)),
            "stand": totaal(boekjaar),
            "pot_totaal": sum(potstand(boekjaar).values(), NUL),
        },
    )


def _los_van(
    lopend: list[tuple[Verplichting, Verplichtingstand]], regels: list[tuple[Begrotingsregel, Decimal]]
) -> list[tuple[Begrotingsregel, Decimal]]:
    """What is awarded or committed on the lines beside these commitments."""
    per_regel: dict[int, Decimal] = defaultdict(lambda: NUL)
    for verplichting, nu in lopend:
        per_regel[verplichting.regel_id] += nu.open
    return [(regel, som - per_regel[regel.pk]) for regel, som in regels if som > per_regel[regel.pk]]
