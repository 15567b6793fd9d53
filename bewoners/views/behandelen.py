"""Pages of handling: asking for a supplement and giving it, a new term, withdrawing a plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bewoners import rules
from bewoners.domain import aanvullen, behandelen, bijlagen, kalender, termijnen
from bewoners.enums import VOOR_BESLUIT, Bijlagesoort, Initiatiefstatus, Termijnsoort
from bewoners.forms.behandelen import AanvulForm, IntrekForm, VerdaagForm, VraagAanvullingForm
from bewoners.models import Initiatief
from bewoners.views.dossier import gestuurd, haal
from kern.domain import wachtkamer
from kern.domain.fouten import Weigering
from kern.domain.uploads import SchoonBestand, controleer_document
from kern.toegang import toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_op, zet_op

S = Initiatiefstatus
_METHODEN = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODEN)
@toegang("bewoners.behandelen")
def vraag_aanvulling(request: Verzoek, pk: int) -> HttpResponse:
    """Ask what is missing."""
    initiatief = haal(request, pk, "bewoners.behandelen")
    begin = {
        "vragen": aanvullen.voorstel_vragen(initiatief),
        "uiterlijk": aanvullen.standaarddatum(initiatief),
    }
    form = VraagAanvullingForm(gestuurd(request), initial=begin)
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            aanvullen.vraag_aanvulling(initiatief, door=request.user, **form.cleaned_data)
            messages.success(request, _("De vraag is verstuurd. U hoort het als de aanvrager antwoordt."))
            return redirect("bewoners:dossier", pk)
    beslissen = termijnen.lopende(initiatief, Termijnsoort.BESLISSING)
    return render(
        request,
        "bewoners/dossier/vraag_aanvulling.html",
        {"initiatief": initiatief, "form": form, "beslissen": beslissen},
    )


@require_http_methods(_METHODEN)
@toegang("bewoners.aanvullen")
def vul_aan(request: Verzoek, pk: int) -> HttpResponse:
    """The applicant supplies what was asked; files wait while the form has an error."""
    initiatief = haal(request, pk, "bewoners.aanvullen")
    if initiatief.status != S.AANVULLING_GEVRAAGD:
        messages.info(request, _("Er wordt nu niet om een aanvulling gevraagd."))
        return redirect(_terug(request, initiatief))
    wachtend: dict[str, SchoonBestand] = {}
    form = AanvulForm(gestuurd(request), request.FILES or None, initial=AanvulForm.beginwaarden(initiatief))
    if request.method == "POST":
        geldig = form.is_valid()
        wachtend = _bestanden(request, form)
        if geldig and not form.errors:
            with weigering_op(form):
                for bestand in wachtend.values():
                    bijlagen.voeg_bijlage_toe(
                        initiatief, soort=Bijlagesoort.DOCUMENT, bestand=bestand, door=request.user
                    )
                aanvullen.vul_aan(
                    initiatief, antwoord=form.cleaned_data["antwoord"], velden=form.velden(), door=request.user
                )
                wachtkamer.ruim_op(wachtend, door=request.user)
                messages.success(request, _("Bedankt. Uw aanvulling is binnen en het plan wordt nu bekeken."))
                return redirect(_terug(request, initiatief))
    return render(
        request,
        "bewoners/dossier/aanvullen.html",
        {
            "initiatief": initiatief,
            "form": form,
            "verzoek": aanvullen.open_verzoek(initiatief),
            "wachtend": wachtend,
            "terug": _terug(request, initiatief),
        },
    )


def _bestanden(request: Verzoek, form: AanvulForm) -> dict[str, SchoonBestand]:
    """The checked files of now and of an earlier try, by their key; what is wrong lands on the form."""
    gevonden = wachtkamer.haal_op(request.POST.getlist("bewaard"), door=request.user)
    for bestand in form.cleaned_data.get("bestanden") or []:
        try:
            schoon = controleer_document(bestand)
        except Weigering as fout:
            zet_op(form, Weigering(f"{bestand.name}: {fout.bericht}", veld="bestanden"))
        else:
            gevonden[wachtkamer.zet_neer(schoon, door=request.user)] = schoon
    return gevonden


@require_http_methods(_METHODEN)
@toegang("bewoners.behandelen")
def verdaag(request: Verzoek, pk: int) -> HttpResponse:
    """Name a new last day to decide."""
    initiatief = haal(request, pk, "bewoners.behandelen")
    termijn = termijnen.lopende(initiatief, Termijnsoort.BESLISSING)
    begin = {"tot": kalender.einde(termijn.eind, 28)} if termijn is not None else {}
    form = VerdaagForm(gestuurd(request), initial=begin)
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            behandelen.verdaag(initiatief, door=request.user, **form.cleaned_data)
            messages.success(request, _("De nieuwe termijn staat vast. De aanvrager krijgt een brief."))
            return redirect("bewoners:dossier", pk)
    return render(
        request, "bewoners/dossier/verdagen.html", {"initiatief": initiatief, "form": form, "termijn": termijn}
    )


@require_http_methods(_METHODEN)
@toegang("bewoners.intrekken")
def trek_in(request: Verzoek, pk: int) -> HttpResponse:
    """The applicant stops before the decision."""
    initiatief = haal(request, pk, "bewoners.intrekken")
    form = IntrekForm(gestuurd(request))
    open_ = initiatief.status in VOOR_BESLUIT
    if request.method == "POST" and form.is_valid():
        with weigering_op(form):
            behandelen.trek_in(initiatief, reden=form.cleaned_data["reden"], door=request.user)
            messages.success(request, _("Uw plan is ingetrokken. Het staat niet meer op de website."))
            return redirect(_terug(request, initiatief))
    gegevens: dict[str, Any] = {
        "initiatief": initiatief,
        "form": form,
        "open": open_,
        "terug": _terug(request, initiatief),
    }
    return render(request, "bewoners/dossier/intrekken.html", gegevens)


def _terug(request: Verzoek, initiatief: Initiatief) -> str:
    """The applicant goes back to the plan, the coordinator of a paper one to the file."""
    if rules.is_indiener(request.user, initiatief):
        return initiatief.get_absolute_url()
    return reverse("bewoners:dossier", args=[initiatief.pk])
