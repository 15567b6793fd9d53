"""What is done with a commitment: each act has its own form. A second click does nothing twice."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from budgetten.domain import verplichtingen
from budgetten.domain.begroting import regel_voor
from budgetten.domain.boekdagen import boekdag
from budgetten.forms.verplichtingen import BetalingForm, OverzetForm, TerugontvangstForm, VrijgeefForm
from budgetten.models import Boekjaar, Verplichting
from budgetten.views.hulp import doe_eenmalig
from budgetten.views.verplichtingen import haal, mogelijk
from kern.toegang import controleer, toegang
from kern.verzoek import Verzoek


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.verplichting_zien")
def betaling(request: Verzoek, pk: int) -> HttpResponse:
    """Ask a payment on the commitment."""
    rij = haal(request, pk)
    controleer(request, "budgetten.betaling_aanvragen", rij)
    nu = verplichtingen.stand(rij)
    vorige = rij.uitgaven.defer("iban").first()
    form = BetalingForm(
        request.POST or None,
        initial={
            "bedrag": nu.te_vragen,
            "omschrijving": rij.omschrijving,
            "datum": boekdag(rij.regel.boekjaar),
            "begunstigde": vorige.begunstigde if vorige else "",
        },
    )

    def vraag() -> str:
        data = {naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "eenmalig"}
        uitgave = verplichtingen.vraag_betaling(rij, **data, door=request.user)
        messages.success(request, _("De betaling is aangevraagd. Iemand anders beoordeelt haar."))
        return uitgave.get_absolute_url()

    return _formulier(
        request,
        rij,
        form,
        vraag,
        mag="mag_betaling",
        stand=nu,
        titel=_("Betaling aanvragen"),
        uitleg=_(
            "Iemand anders keurt de betaling goed en een derde betaalt. Wie over het plan besloot, doet dat niet."
        ),
        knop=_("Betaling aanvragen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.verplichting_vrijgeven")
def vrijgeven(request: Verzoek, pk: int) -> HttpResponse:
    """Release a part or all that is open."""
    rij = haal(request, pk)
    nu = verplichtingen.stand(rij)
    form = VrijgeefForm(request.POST or None)

    def geef_vrij() -> str:
        verplichtingen.laat_vrijvallen(
            rij,
            bedrag=form.cleaned_data["bedrag"],
            reden=form.cleaned_data["reden"],
            boekdatum=boekdag(rij.regel.boekjaar),
            door=request.user,
        )
        messages.success(request, _("Het geld is weer vrij op de begrotingsregel."))
        return rij.get_absolute_url()

    return _formulier(
        request,
        rij,
        form,
        geef_vrij,
        mag="mag_vrijgeven",
        stand=nu,
        titel=_("Geld vrijgeven"),
        uitleg=_("Wat niet meer nodig is, wordt weer vrij op de begrotingsregel, bij de partner van wie het is."),
        knop=_("Vrijgeven"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.terugontvangst_boeken")
def terugontvangst(request: Verzoek, pk: int) -> HttpResponse:
    """Record money that came back."""
    rij = haal(request, pk)
    nu = verplichtingen.stand(rij)
    form = TerugontvangstForm(request.POST or None)

    def ontvang() -> str:
        data = {naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "eenmalig"}
        verplichtingen.ontvang_terug(rij, **data, door=request.user)
        messages.success(request, _("De terugontvangst is geboekt. Het geld is weer vrij op de begrotingsregel."))
        return rij.get_absolute_url()

    return _formulier(
        request,
        rij,
        form,
        ontvang,
        mag="mag_terug",
        stand=nu,
        titel=_("Terugontvangst boeken"),
        uitleg=_("Geld dat terugkomt, gaat naar de partners die het betaalden, en is weer vrij op de begrotingsregel."),
        knop=_("Terugontvangst boeken"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@toegang("budgetten.verplichting_overzetten")
def overzetten(request: Verzoek, pk: int) -> HttpResponse:
    """Carry what is open over to the next year."""
    rij = haal(request, pk)
    nu = verplichtingen.stand(rij)
    volgend = rij.regel.boekjaar.jaar + 1
    boekjaar = Boekjaar.objects.filter(jaar=volgend).first()
    if boekjaar is None:
        messages.error(
            request,
            _("Boekjaar %(jaar)s is er nog niet. Open het eerst bij Boekjaren; daarna kunt u overzetten.")
            % {"jaar": volgend},
        )
        return redirect(rij)
    form = OverzetForm(request.POST or None)

    def zet_over() -> str:
        naar = regel_voor(boekjaar, gebied=rij.regel.gebied, thema=rij.regel.thema)
        nieuw = verplichtingen.zet_over(rij, naar_regel=naar, reden=form.cleaned_data["reden"], door=request.user)
        messages.success(request, _("De verplichting staat nu op %(jaar)s.") % {"jaar": volgend})
        return nieuw.get_absolute_url()

    return _formulier(
        request,
        rij,
        form,
        zet_over,
        mag="mag_overzetten",
        stand=nu,
        titel=_("Overzetten naar %(jaar)s") % {"jaar": volgend},
        uitleg=_("Wat open staat, gaat per betaler mee naar dezelfde regel in het volgende jaar."),
        knop=_("Overzetten"),
    )


def _formulier(
    request: Verzoek,
    rij: Verplichting,
    form: forms.Form,
    actie: Callable[[], str],
    *,
    mag: str,
    stand: verplichtingen.Verplichtingstand,
    **teksten: Any,
) -> HttpResponse:
    """Do it once when the form is right; otherwise the page with the form. What cannot be done now says so."""
    if request.method == "POST":
        antwoord = doe_eenmalig(request, form, actie, anders=rij.get_absolute_url()) if form.is_valid() else None
        if antwoord is not None:
            return antwoord
    elif not mogelijk(request.user, rij, stand)[mag]:
        messages.info(request, _("Dit kan nu niet met deze verplichting. Hieronder ziet u hoe ze ervoor staat."))
        return redirect(rij)
    context = {"verplichting": rij, "form": form, "stand": stand, **teksten}
    return render(request, "budgetten/verplichting_formulier.html", context)
