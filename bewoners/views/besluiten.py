"""Deciding: declare, fill in, look at the letters, confirm."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bewoners.domain import belangen, beoordelen, besluiten, besluitkeuzes, brieven, stappen
from bewoners.enums import Besluitsoort, Briefsoort
from bewoners.forms.besluiten import MET_GELD, BesluitForm
from bewoners.models import Initiatief
from bewoners.views.beoordelen import plan, verklaren
from bewoners.views.dossier import eigen_plan, gestuurd, haal
from budgetten.domain.mandaten import mandaat_in
from budgetten.views.hulp import doe_eenmalig
from kern.domain.fouten import Weigering
from kern.downloads import bestand_antwoord
from kern.toegang import toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import zet_op
from partners.enums import Partnersoort

B = Besluitsoort
_STAPPEN = {
    B.DIRECTE_VASTSTELLING: "stel_direct_vast",
    B.VERLENING: "verleen",
    B.AFWIJZING: "wijs_af",
    B.BUITEN_BEHANDELING: "laat_buiten_behandeling",
}


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("bewoners.beslissen")
def besluitpagina(request: Verzoek, pk: int) -> HttpResponse:
    """The decision: first the form, then a look at the letters, then it is final."""
    initiatief = haal(request, pk, "bewoners.beslissen")
    soorten = mogelijk(request, initiatief)
    if (antwoord := _eerst(request, initiatief, soorten)) is not None:
        return antwoord
    form = _form(request, initiatief, soorten)
    if request.method == "POST" and form.is_valid():
        if "bevestigen" in request.POST:
            klaar = doe_eenmalig(
                request,
                form,
                lambda: _besluit(request, initiatief, form),
                anders=reverse("bewoners:dossier", args=[pk]),
            )
            if klaar is not None:
                return klaar
        elif "aanpassen" not in request.POST and _past(request, initiatief, form):
            return _controleren(request, initiatief, form)
    return _toon(request, initiatief, form)


def _eerst(request: Verzoek, initiatief: Initiatief, soorten: list[Besluitsoort]) -> HttpResponse | None:
    """What comes before the form: somebody else decides, nothing is to be decided, or a declaration is due."""
    if (antwoord := eigen_plan(request, initiatief)) is not None:
        return antwoord
    if not soorten:
        messages.info(request, _("Over dit plan kan nu geen besluit worden genomen."))
        return redirect("bewoners:dossier", initiatief.pk)
    if initiatief.beoordelingen.filter(beoordelaar=request.user, vervallen_op=None).exists():
        messages.info(request, _("U bent beoordelaar van dit plan. Iemand anders beslist."))
        return redirect("bewoners:dossier", initiatief.pk)
    if not belangen.is_vrij(initiatief, request.user):
        return verklaren(
            request, initiatief, hierna=reverse("bewoners:besluiten", args=[initiatief.pk]), beslissen=True
        )
    return None


@require_POST
@toegang("bewoners.beslissen")
def voorbeeld(request: Verzoek, pk: int) -> HttpResponseBase:
    """One of the letters of a decision that is not taken yet, as a PDF marked as a preview."""
    initiatief = haal(request, pk, "bewoners.beslissen")
    form = _form(request, initiatief, mogelijk(request, initiatief))
    if not form.is_valid() or not belangen.is_vrij(initiatief, request.user):
        messages.error(request, _("Vul het besluit eerst helemaal in."))
        return redirect("bewoners:besluiten", pk)
    gegevens = form.gegevens(request.user)
    for soort, partner in besluiten.brieven_van(gegevens):
        if request.POST.get("brief") == _naam(soort, partner.pk if partner else 0):
            pdf = brieven.voorbeeld(initiatief, soort, gegevens=gegevens, partner=partner)
            return bestand_antwoord(ContentFile(pdf), naam=f"voorbeeld-{soort}.pdf", mimetype="application/pdf")
    raise Http404


def mogelijk(request: Verzoek, initiatief: Initiatief) -> list[Besluitsoort]:
    """The decisions that are open now, the usual one first."""
    soorten = [soort for soort, stap in _STAPPEN.items() if stappen.kan(stap, initiatief, request.user)]
    versie = initiatief.regelingversie
    if B.DIRECTE_VASTSTELLING in soorten and versie is not None and initiatief.gevraagd > versie.direct_tot:
        soorten.sort(key=lambda soort: soort == B.DIRECTE_VASTSTELLING)
    return soorten


def _form(request: Verzoek, initiatief: Initiatief, soorten: list[Besluitsoort]) -> BesluitForm:
    regels = list(besluitkeuzes.regels_voor(initiatief))
    betalers = besluitkeuzes.betalers_voor(initiatief)
    advies = beoordelen.geadviseerd_bedrag(beoordelen.oordelen(initiatief))
    bedrag = advies if advies else initiatief.gevraagd
    begin: dict[str, Any] = {"bedrag": bedrag, "regel": regels[0] if regels else None}
    for partner in betalers:
        begin[f"deel_{partner.pk}"] = bedrag if partner.soort == Partnersoort.GEMEENTE else None
    if len(soorten) == 1:
        begin["soort"] = soorten[0]
    return BesluitForm(
        gestuurd(request), initial=begin, initiatief=initiatief, soorten=soorten, regels=regels, betalers=betalers
    )


def _past(request: Verzoek, initiatief: Initiatief, form: BesluitForm) -> bool:
    """Whether amounts, payers and mandate are right before the letters are shown; the decision itself judges again."""
    data = form.cleaned_data
    soort = Besluitsoort(data["soort"])
    try:
        if soort in MET_GELD:
            besluiten.controleer_dekking(initiatief, bedrag=data["bedrag"], dekking=form.dekking(), regel=data["regel"])
            besluiten.controleer_bevoegd(initiatief, door=request.user, bedrag=data["bedrag"], regel=data["regel"])
        else:
            besluiten.controleer_bevoegd(initiatief, door=request.user)
    except Weigering as fout:
        zet_op(form, fout)
        return False
    return True


def _besluit(request: Verzoek, initiatief: Initiatief, form: BesluitForm) -> str:
    data, door = form.cleaned_data, request.user
    soort = Besluitsoort(data["soort"])
    if soort in MET_GELD:
        doe = besluiten.verleen if soort == B.VERLENING else besluiten.stel_direct_vast
        doe(
            initiatief,
            bedrag=data["bedrag"],
            dekking=form.dekking(),
            regel=data["regel"],
            motivering=data["motivering"],
            volgorde_reden=data["volgorde_reden"],
            door=door,
        )
    elif soort == B.AFWIJZING:
        besluiten.wijs_af(initiatief, gronden=list(data["gronden"]), motivering=data["motivering"], door=door)
    else:
        besluiten.laat_buiten_behandeling(initiatief, motivering=data["motivering"], door=door)
    messages.success(request, _("Het besluit is genomen. De brieven zijn onderweg."))
    return reverse("bewoners:dossier", args=[initiatief.pk])


def _controleren(request: Verzoek, initiatief: Initiatief, form: BesluitForm) -> HttpResponse:
    """The last look: what is decided, and every letter as it will go out."""
    gegevens = form.gegevens(request.user)
    return render(
        request,
        "bewoners/dossier/besluit_controleren.html",
        {
            "initiatief": initiatief,
            "form": form,
            "gegevens": gegevens,
            "soort": dict(form.fields["soort"].choices)[gegevens.soort],  # type: ignore[attr-defined]
            "regel": form.cleaned_data["regel"] if gegevens.dekking else None,
            "brieven": [
                (_naam(soort, partner.pk if partner else 0), _titel(soort, str(partner) if partner else ""))
                for soort, partner in besluiten.brieven_van(gegevens)
            ],
            "waarden": _waarden(request),
        },
    )


def _toon(request: Verzoek, initiatief: Initiatief, form: BesluitForm) -> HttpResponse:
    oordelen = beoordelen.oordelen(initiatief)
    ruimte = besluitkeuzes.ruimte_van(initiatief)
    regels = list(besluitkeuzes.regels_voor(initiatief))
    vrij = besluitkeuzes.vrij_per_regel(regels)
    return render(
        request,
        "bewoners/dossier/besluit.html",
        {
            **plan(initiatief, request.user),
            "form": form,
            "oordelen": oordelen,
            "ruimte": ruimte,
            "gaat_voor": besluitkeuzes.gaat_voor(initiatief, initiatief.gevraagd, ruimte.over) if ruimte else [],
            "regels": [
                (regel, [(partner, vrij[regel.pk].get(partner.pk, Decimal(0))) for partner in form.betalers])
                for regel in regels
            ],
            "mandaat": mandaat_in(request.user, initiatief.gebied) if initiatief.gebied else Decimal(0),
        },
    )


def _waarden(request: Verzoek) -> list[tuple[str, str]]:
    """What was filled in, to be sent along with the buttons of the last look."""
    weg = {"csrfmiddlewaretoken", "controleren", "bevestigen", "aanpassen", "brief"}
    return [(naam, waarde) for naam, rij in request.POST.lists() if naam not in weg for waarde in rij]


def _naam(soort: Briefsoort, partner: int) -> str:
    return f"{soort}-{partner}"


def _titel(soort: Briefsoort, partner: str) -> str:
    return f"{soort.label} ({partner})" if partner else str(soort.label)
