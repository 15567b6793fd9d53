"""Entering an application that came in on paper: the same questions on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from bewoners.domain import concepten, papier, regelingkeuze
from bewoners.forms.bestanden import OntvangenForm
from bewoners.forms.indienen import IdeeForm, KostenForm, PlekForm
from bewoners.forms.mensen import MensenForm
from kern.domain import wachtkamer
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.uploads import JPEG
from kern.downloads import bestand_antwoord
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek

#: Which rows the buttons add to.
_RIJEN = ("kosten", "dekking", "mede")


class PapierView(ToegangMixin, View):
    """All steps at once; nothing is kept until everything is right, and nothing that was typed is lost."""

    toegang = "bewoners.papier_invoeren"
    request: Verzoek

    def get(self, request: Verzoek) -> HttpResponse:
        return self._pagina(self._forms(None))

    def post(self, request: Verzoek) -> HttpResponse:
        soort = request.POST.get("actie", "").removeprefix("rij-")
        if soort in _RIJEN:
            ontvangen = OntvangenForm(request.POST, request.FILES, user=request.user)
            ontvangen.is_valid()
            ontvangen.bewaar_bestanden()
            formulieren = self._forms(None, rij=soort)
            formulieren["ontvangen"].wachtend = ontvangen.wachtend  # type: ignore[attr-defined]
            return self._pagina(formulieren)
        formulieren = self._forms(request.POST)
        goed = [form.is_valid() for form in formulieren.values()]  # each of them says what is wrong
        if all(goed):
            antwoord = self._voer_in(formulieren)
            if antwoord is not None:
                return antwoord
        formulieren["ontvangen"].bewaar_bestanden()  # type: ignore[attr-defined]
        return self._pagina(formulieren)

    def _voer_in(self, formulieren: dict[str, Any]) -> HttpResponse | None:
        """Enter it; a refusal lands at the field it is about."""
        ontvangen, kosten, mensen = formulieren["ontvangen"], formulieren["kosten"], formulieren["mensen"]
        velden = {**formulieren["idee"].geldig(), **formulieren["plek"].geldig(), **mensen.geldig()}
        if mensen.half:
            velden["adres"] = mensen.halve_regel()
        try:
            vast = papier.voer_in(
                sleutel=ontvangen.cleaned_data["sleutel"],
                door=self.request.user,
                ontvangen=ontvangen.cleaned_data["ontvangen"],
                velden={**velden, "email": ontvangen.cleaned_data["email"].lower()},
                kosten=kosten.posten("kosten"),
                dekking=kosten.posten("dekking"),
                mede=mensen.mede() or [],
                bestanden=ontvangen.schone_bestanden(),
            )
        except GeenToestemming:
            formulieren["plek"].add_error("gebied", _("U voert alleen aanvragen in voor uw eigen gebied."))
        except Weigering as fout:
            form = next((f for f in formulieren.values() if fout.veld in f.fields), kosten)
            form.add_error(fout.veld if fout.veld in form.fields else None, fout.bericht)
        else:
            ontvangen.ruim_bestanden_op()
            messages.success(
                self.request, _("De aanvraag is ingevoerd. Het kenmerk is %(kenmerk)s.") % {"kenmerk": vast.kenmerk}
            )
            return redirect("bewoners:dossier", vast.pk)
        return None

    def _forms(self, data: QueryDict | None, rij: str = "") -> dict[str, forms.Form]:
        """Every form; without data but with a button for another row: unbound, with what was typed as its beginning."""
        getypt: dict[str, Any] = self.request.POST.dict() if rij else {}
        begin = getypt or {"sleutel": concepten.nieuwe_sleutel()}
        rijen = {soort: _geteld(getypt, soort) + (soort == rij) for soort in _RIJEN} if rij else {}
        bestanden = self.request.FILES if data is not None else None
        return {
            "ontvangen": OntvangenForm(data, bestanden, user=self.request.user, initial=begin),
            "idee": IdeeForm(data, initial=getypt),
            "plek": PlekForm(data, initial=getypt),
            "kosten": KostenForm(data, initial=getypt, rijen=rijen),
            "mensen": MensenForm(data, initial=getypt, rijen=rijen),
        }

    def _pagina(self, formulieren: dict[str, forms.Form]) -> HttpResponse:
        context = {
            **{f"{naam}_form": form for naam, form in formulieren.items()},
            "alles": Samen(list(formulieren.values())),
            "versies": regelingkeuze.geldige_versies(timezone.localdate()),
        }
        return render(self.request, "bewoners/indienen/papier.html", context)


@toegang("bewoners.papier_invoeren")  # type: ignore[arg-type]
@require_safe
def wachtend_bestand(request: Verzoek, sleutel: str) -> HttpResponseBase:
    """A scan that waits for the rest of its page, for its sender only."""
    gevonden = wachtkamer.haal_op([sleutel], door=request.user).get(sleutel)
    if gevonden is None:
        raise Http404
    return bestand_antwoord(
        ContentFile(gevonden.inhoud), naam=gevonden.naam, mimetype=gevonden.mimetype, tonen=gevonden.mimetype == JPEG
    )


class Samen:
    """The errors of several forms on one page, as one form has them: for the summary at its top."""

    def __init__(self, formulieren: list[forms.Form]) -> None:
        self.fields: dict[str, Any] = {}
        self.errors: dict[str, Any] = {}
        self._velden: dict[str, forms.BoundField] = {}
        for form in formulieren:
            self.fields |= form.fields
            self._velden |= {naam: form[naam] for naam in form.fields}
            for naam, fouten in form.errors.items():
                self.errors[naam] = [*self.errors.get(naam, []), *fouten]

    def __getitem__(self, naam: str) -> forms.BoundField:
        return self._velden[naam]


def _geteld(getypt: dict[str, Any], soort: str) -> int:
    """Rows that were on the page."""
    return len({naam.split("-")[1] for naam in getypt if naam.startswith(f"{soort}-") and naam.count("-") == 2})
