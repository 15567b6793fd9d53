"""The account: filling it in by the applicant, looking at it by the coordinator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, View

from bewoners.domain import bijlagen, verantwoorden
from bewoners.enums import Bijlagesoort
from bewoners.forms.verantwoorden import TerugstuurForm, VerantwoordingForm
from bewoners.models import Bijlage, Initiatief, Verantwoording
from bewoners.views.basis import haal
from kern.domain.fouten import Weigering
from kern.toegang import ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op


class VerantwoordenView(ToegangMixin, View):
    """GET shows the account, POST keeps it and hands it in when asked. Whatever was right is kept, also receipts."""

    request: Verzoek
    toegang = "bewoners.verantwoorden"

    def get_toegang_object(self) -> Initiatief:
        self.initiatief = haal(self.kwargs["pk"])
        return self.initiatief

    def get(self, request: Verzoek, pk: int) -> HttpResponse:
        verantwoording = self._verantwoording()
        if verantwoording is None:
            # nothing is written on a GET: an account that was not begun is shown as an empty one
            verantwoording = Verantwoording(
                initiatief=self.initiatief, eenvoudig=self.initiatief.steekproef and not self._voluit()
            )
            if not verantwoorden.wordt_gevraagd(self.initiatief):
                messages.info(request, _("Voor dit plan hoeft u nu niets te verantwoorden."))
                return redirect(self.initiatief)
        return self._pagina(VerantwoordingForm(verantwoording=verantwoording), verantwoording)

    def post(self, request: Verzoek, pk: int) -> HttpResponse:
        try:
            verantwoording = verantwoorden.begin(self.initiatief, door=request.user)
        except Weigering as fout:
            messages.error(request, fout.bericht)
            return redirect(self.initiatief)
        form = VerantwoordingForm(request.POST, request.FILES, verantwoording=verantwoording)
        goed = form.is_valid()
        with weigering_op(form):
            for post, bestand in form.bonnen():
                bijlagen.voeg_bijlage_toe(
                    self.initiatief, soort=Bijlagesoort.BON, bestand=bestand, kostenpost=post, door=request.user
                )
        if not goed or form.errors:
            return self._pagina(form, verantwoording, status=422)
        with weigering_op(form):
            velden = {naam: form.cleaned_data[naam] for naam in ("gedaan", "anders", "deelnemers")}
            vast = verantwoorden.bewaar(verantwoording, regels=form.regels(), door=request.user, **velden)
        if form.errors:
            return self._pagina(form, verantwoording, status=422)
        if request.POST.get("actie") != "indienen":
            messages.success(request, _("Bewaard. U kunt later verdergaan."))
            return redirect("bewoners:verantwoorden", pk)
        with weigering_op(form):
            verantwoorden.dien_in(vast, door=request.user)
            messages.success(request, _("Uw verantwoording is ingediend. Bedankt! U hoort binnen 8 weken van ons."))
            return redirect(self.initiatief)
        return self._pagina(form, vast, status=422)

    def _voluit(self) -> bool:
        return self.initiatief.status != "direct_vastgesteld"

    def _verantwoording(self) -> Verantwoording | None:
        return (
            Verantwoording.objects.filter(initiatief=self.initiatief)
            .select_related("initiatief")
            .prefetch_related("regels")
            .first()
        )

    def _pagina(self, form: VerantwoordingForm, verantwoording: Verantwoording, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "verantwoording": verantwoording,
            "initiatief": self.initiatief,
            "concept": verantwoording.status == "concept",
        }
        return render(self.request, "bewoners/geld/verantwoorden.html", context, status=status)


@require_POST
@toegang("bewoners.eigen")
def bon_weghalen(request: Verzoek, pk: int) -> HttpResponse:
    """Take a receipt off an account that was not handed in."""
    bon = get_object_or_404(Bijlage.objects.select_related("initiatief__gebied__ouder"), pk=pk, soort=Bijlagesoort.BON)
    controleer(request, "bewoners.verantwoorden", bon.initiatief)
    with weigering_als_melding(request):
        bijlagen.verwijder_bijlage(bon, door=request.user)
        messages.success(request, _("De bon is weggehaald."))
    return redirect("bewoners:verantwoorden", bon.initiatief_id)


class NakijkenView(ToegangMixin, TemplateView):
    """The account as it was handed in, for who handles and decides."""

    request: Verzoek
    toegang = "bewoners.dossier_zien"
    template_name = "bewoners/geld/nakijken.html"

    def get_toegang_object(self) -> Initiatief:
        self.initiatief = haal(self.kwargs["pk"])
        return self.initiatief

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verantwoording = get_object_or_404(
            Verantwoording.objects.select_related("beoordeeld_door").prefetch_related("regels__kostenpost__bonnen"),
            initiatief=self.initiatief,
        )
        user = self.request.user
        return {
            "initiatief": self.initiatief,
            "verantwoording": verantwoording,
            "totaal": verantwoorden.totaal(verantwoording),
            "mag_terugsturen": verantwoording.status == "ingediend"
            and user.has_perm("bewoners.behandelen", self.initiatief),
            "mag_vaststellen": self.initiatief.status == "verantwoording_ingediend"
            and user.has_perm("bewoners.beslissen", self.initiatief),
            "fotos": self.initiatief.bijlagen.filter(soort=Bijlagesoort.RESULTAAT),
            "form": TerugstuurForm(),
            **super().get_context_data(**kwargs),
        }


def _eigen(request: HttpRequest, pk: int) -> Verantwoording:
    verantwoording = get_object_or_404(
        Verantwoording.objects.select_related("initiatief__gebied__ouder__ouder"), initiatief=pk
    )
    controleer(request, "bewoners.behandelen", verantwoording.initiatief)
    return verantwoording


@require_POST
@toegang("bewoners.behandelen")
def terugsturen(request: Verzoek, pk: int) -> HttpResponse:
    """Ask to complete the account."""
    verantwoording = _eigen(request, pk)
    form = TerugstuurForm(request.POST)
    with weigering_als_melding(request):
        opmerking = form.cleaned_data["opmerking"] if form.is_valid() else ""
        verantwoorden.stuur_terug(verantwoording, opmerking=opmerking, door=request.user)
        messages.success(request, _("De aanvrager krijgt bericht."))
        return redirect("bewoners:dossier", pk)
    return redirect("bewoners:verantwoording", pk)


@require_POST
@toegang("bewoners.behandelen")
def steekproef_akkoord(request: Verzoek, pk: int) -> HttpResponse:
    """A sampled small grant is in order."""
    verantwoording = _eigen(request, pk)
    with weigering_als_melding(request):
        verantwoorden.keur_steekproef_goed(verantwoording, door=request.user)
        messages.success(request, _("De steekproef is in orde."))
    return redirect("bewoners:dossier", pk)
