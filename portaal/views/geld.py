"""Waar gaat het geld heen: the flows of a year, drawn, in tables and as a file."""

import json
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from budgetten.domain.publiek import geldstromen
from budgetten.domain.queries import potstand
from kern.toegang import IEDEREEN, ToegangMixin, toegang
from portaal.domain.geldkaart import Maat, geldkaart
from portaal.domain.jaarkeuze import Jaarkeuze, kies_jaar
from portaal.exports import geldstromen_csv, geldstromen_xlsx


def jaarkeuze_of_404(gevraagd: str) -> Jaarkeuze:
    """The year of a page, or 404 for a year that does not exist."""
    try:
        return kies_jaar(gevraagd)
    except LookupError:
        raise Http404(_("Dit jaar is er niet.")) from None


class GeldView(ToegangMixin, TemplateView):
    """Payers → areas → themes."""

    toegang = IEDEREEN
    publiek_cachen = True
    publieke_parameters = {"jaar": r"\d{4}", "maat": r"begroot|besteed"}
    template_name = "portaal/geld.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        maat = self.request.GET.get("maat") or "begroot"
        if maat not in {"begroot", "besteed"}:
            raise Http404
        keuze = jaarkeuze_of_404(self.request.GET.get("jaar", ""))
        boekjaar = keuze.gekozen
        context = super().get_context_data(keuze=keuze, boekjaar=boekjaar, maat=maat, **kwargs)
        if boekjaar is None:
            return context
        stromen = geldstromen(boekjaar)
        kaart = geldkaart(stromen, cast("Maat", maat))
        return context | {
            "kaart": kaart,
            "tekening": json.dumps(kaart.tekening, ensure_ascii=False, separators=(",", ":")),
            "zin": kaart.zin(boekjaar.jaar) if kaart.totaal else "",
            "in_pot": sum(potstand(boekjaar).values()),
            "jaren_extra": f"&maat={maat}" if maat != "begroot" else "",
            "csv_url": reverse("portaal:geldstromen_bestand", args=[boekjaar.jaar, "csv"]) if stromen else "",
            "xlsx_url": reverse("portaal:geldstromen_bestand", args=[boekjaar.jaar, "xlsx"]) if stromen else "",
        }


@toegang(IEDEREEN)
@require_safe
def geldstromen_bestand(request: HttpRequest, jaar: str, soort: str) -> HttpResponse:
    """The table behind the drawing, as CSV or XLSX: public, so amounts per line and payer and nothing else."""
    boekjaar = jaarkeuze_of_404(jaar).gekozen
    stromen = geldstromen(boekjaar) if boekjaar else []
    inhoud, mimetype = (
        (geldstromen_csv(stromen, int(jaar)), "text/csv; charset=utf-8")
        if soort == "csv"
        else (
            geldstromen_xlsx(stromen, int(jaar)),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    )
    return HttpResponse(
        inhoud,
        content_type=mimetype,
        headers={"Content-Disposition": f'attachment; filename="geldstromen-{jaar}.{soort}"'},
    )
