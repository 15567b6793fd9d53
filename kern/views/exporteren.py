"""Taking a list along as a file. Each list has its own address and permission: subclass `ExportView`."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from kern.domain.fouten import Weigering
from kern.downloads import bestand_antwoord
from kern.exports.formaten import FORMATEN, Formaat
from kern.exports.lijsten import Lijst, vraag_bestand_aan
from kern.exports.tabel import Tabel
from kern.models import Gebruiker
from kern.toegang import ToegangMixin

#: What a query string holds beside the filter.
_GEEN_FILTER = ("formaat", "page")


def bestand_van(lijst: Lijst, tabel: Tabel, formaat: Formaat) -> HttpResponseBase:
    """The file, made now and sent as a stream. Check the permission first."""
    bestand = formaat.bestand(tabel)
    return bestand_antwoord(File(bestand), naam=lijst.bestandsnaam(formaat), mimetype=formaat.mimetype)


class ExportView(ToegangMixin, View):
    """GET gives the file, or for many rows a page with a button; POST has those made in the background.

    `?formaat=` xlsx (the default), ods or csv; the rest of the query string is the filter. The page says so when the
    format does not exist or does not hold so many rows.
    """

    lijst: ClassVar[Lijst]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        formaat = FORMATEN.get(request.GET.get("formaat", "xlsx"))
        tabel = self._tabel()
        aantal = tabel.aantal()
        if formaat is not None and aantal <= settings.EXPORT_DIRECT_MAX:
            return bestand_van(self.lijst, tabel, formaat)
        bezwaar = _("Kies een van deze soorten bestanden.") if formaat is None else ""
        return self._pagina(aantal, formaat or FORMATEN["xlsx"], bezwaar, status=400 if bezwaar else 200)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        formaat = FORMATEN.get(request.POST.get("formaat", ""))
        tabel = self._tabel()
        aantal = tabel.aantal()
        if formaat is None:
            return self._pagina(aantal, FORMATEN["xlsx"], _("Kies een van deze soorten bestanden."), status=400)
        if formaat.rijen_max is not None and aantal > formaat.rijen_max:
            return self._pagina(aantal, formaat, formaat.te_groot().bericht, status=400)
        if aantal <= settings.EXPORT_DIRECT_MAX:
            return bestand_van(self.lijst, tabel, formaat)
        door = cast("Gebruiker", request.user)
        try:
            taak = vraag_bestand_aan(self.lijst, vraag=self._vraag(), formaat=formaat, door=door)
        except Weigering as weigering:
            return self._pagina(aantal, formaat, weigering.bericht, status=429)
        messages.success(request, _("We maken het bestand. U kunt intussen verder werken."))
        return redirect(taak)

    def _tabel(self) -> Tabel:
        return self.lijst.tabel(self.request.user, self.request.GET)

    def _vraag(self) -> str:
        """The filter alone, as a query string."""
        vraag = self.request.GET.copy()
        for naam in _GEEN_FILTER:
            vraag.pop(naam, None)
        return vraag.urlencode()

    def _pagina(self, aantal: int, formaat: Formaat, bezwaar: str, *, status: int) -> HttpResponse:
        context: dict[str, Any] = {
            "lijst": self.lijst,
            "rijen": aantal,
            "aantal": f"{aantal:,}".replace(",", "."),
            "groot": aantal > settings.EXPORT_DIRECT_MAX,
            "formaten": FORMATEN.values(),
            "gekozen": formaat.code,
            "bezwaar": bezwaar,
            "vraag": self._vraag(),
        }
        return render(self.request, "kern/exporteren.html", context, status=status)
