"""What is done with an expense: one button, one POST. A second click says that it was done already."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from budgetten.domain import uitgavedocumenten, uitgaven
from budgetten.forms.uitgaven import AfkeurForm, BetaaldForm, DocumentForm
from budgetten.models import Uitgave, UitgaveDocument
from budgetten.views.hulp import weigering_als_melding, weigering_op
from budgetten.views.uitgaven import haal, toon
from kern.downloads import bestand_antwoord
from kern.toegang import toegang
from kern.verzoek import Verzoek


@require_POST
@toegang("budgetten.uitgave_zien")
def indienen(request: Verzoek, pk: int) -> HttpResponse:
    """Hand in one's own draft."""
    uitgave = haal(request, pk)
    with weigering_als_melding(request):
        uitgaven.dien_in(uitgave, door=request.user)
        messages.success(request, _("De uitgave is ingediend. Iemand anders beoordeelt haar."))
    return redirect(uitgave)


@require_POST
@toegang("budgetten.uitgave_beoordelen")
def goedkeuren(request: Verzoek, pk: int) -> HttpResponse:
    """Approve, which posts."""
    uitgave = haal(request, pk)
    with weigering_als_melding(request):
        uitgaven.keur_goed(uitgave, door=request.user, gezien=request.POST.get("gezien", ""))
        messages.success(request, _("De uitgave is goedgekeurd en geboekt."))
    return redirect(uitgave)


@require_POST
@toegang("budgetten.uitgave_beoordelen")
def afkeuren(request: Verzoek, pk: int) -> HttpResponse:
    """Refuse with a reason."""
    uitgave = haal(request, pk)
    return _met_form(
        request,
        uitgave,
        AfkeurForm(request.POST),
        "afkeurform",
        lambda data: uitgaven.keur_af(uitgave, reden=data["reden"], door=request.user),
        _("De uitgave is afgekeurd. De indiener ziet de reden."),
    )


@require_POST
@toegang("budgetten.uitgave_zien")
def terughalen(request: Verzoek, pk: int) -> HttpResponse:
    """Take one's own refused or waiting expense back to draft and go on to correct it."""
    uitgave = haal(request, pk)
    with weigering_als_melding(request):
        uitgaven.haal_terug(uitgave, door=request.user)
        if uitgave.verplichting_id is not None:
            messages.success(request, _("De betaling is weer een concept. Dien haar opnieuw in of gooi haar weg."))
            return redirect(uitgave)
        messages.success(request, _("De uitgave is weer een concept. Pas haar aan en dien haar opnieuw in."))
        return redirect("budgetten:uitgave_wijzig", pk=pk)
    return redirect(uitgave)


@require_POST
@toegang("budgetten.uitgave_zien")
def weggooien(request: Verzoek, pk: int) -> HttpResponse:
    """Throw away one's own draft."""
    uitgave = haal(request, pk)
    with weigering_als_melding(request):
        uitgaven.gooi_weg(uitgave, door=request.user)
        messages.success(request, _("Het concept is weggegooid."))
        return redirect("budgetten:uitgaven")
    return redirect(uitgave)


@require_POST
@toegang("budgetten.uitgave_betalen")
def betaald(request: Verzoek, pk: int) -> HttpResponse:
    """Record the payment by the bank."""
    uitgave = haal(request, pk)
    return _met_form(
        request,
        uitgave,
        BetaaldForm(request.POST),
        "betaaldform",
        lambda data: uitgaven.markeer_betaald(uitgave, **data, door=request.user),
        _("De uitgave is als betaald gemarkeerd."),
    )


@require_POST
@toegang("budgetten.uitgave_zien")
def document_toevoegen(request: Verzoek, pk: int) -> HttpResponse:
    """One more document."""
    uitgave = haal(request, pk)
    return _met_form(
        request,
        uitgave,
        DocumentForm(request.POST, request.FILES),
        "documentform",
        lambda data: uitgavedocumenten.voeg_document_toe(uitgave, bestand=data["document"], door=request.user),
        _("Het document is toegevoegd."),
    )


@require_POST
@toegang("budgetten.uitgave_zien")
def document_weghalen(request: Verzoek, pk: int) -> HttpResponse:
    """Take a document from one's own draft."""
    document = _document(request, pk)
    with weigering_als_melding(request):
        uitgavedocumenten.verwijder_document(document, door=request.user)
        messages.success(request, _("Het document is weggehaald."))
    return redirect("budgetten:uitgave", pk=document.uitgave_id)


@require_safe
@toegang("budgetten.uitgave_zien")
def document(request: Verzoek, pk: int) -> FileResponse:
    """Download; `?tonen` shows a photo in the page."""
    rij = _document(request, pk)
    try:
        bestand = rij.bestand.open("rb")
    except FileNotFoundError as fout:
        raise Http404 from fout
    return bestand_antwoord(bestand, naam=rij.naam, mimetype=rij.mimetype, tonen="tonen" in request.GET)


def _document(request: Verzoek, pk: int) -> UitgaveDocument:
    """The document when this person may see its expense; otherwise 404."""
    zichtbaar = Uitgave.objects.zichtbaar_voor(request.user)
    return get_object_or_404(UitgaveDocument, pk=pk, uitgave__in=zichtbaar)


def _met_form(request: Verzoek, uitgave: Uitgave, form: Any, naam: str, actie: Any, gelukt: str) -> HttpResponse:
    """Do it when the form is right; otherwise the page again, with the form as it was filled in."""
    if form.is_valid():
        with weigering_op(form):
            actie(form.cleaned_data)
            messages.success(request, gelukt)
            return redirect(uitgave)
    return toon(request, uitgave, **{naam: form})
