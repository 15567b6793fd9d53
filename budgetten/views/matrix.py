"""The budget matrix: where the money of each area, or of each line of one area, stands."""

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.generic import View

from budgetten.domain import matrix
from budgetten.domain.queries import Stand
from budgetten.forms.filters import MatrixFilter
from kern.componenten.balk import verdeel
from kern.componenten.opmaak import euro
from kern.domain.versie import sleutel
from kern.toegang import ToegangMixin
from kern.verzoek import Verzoek

#: Seconds; every posting makes the matrix new at once, this is for names and years that change.
BEWAAR = 60
_PARAMETERS = ("jaar", "gebied", "thema", "domein", "partner")


class MatrixView(ToegangMixin, View):
    """The matrix is the same for everybody who may see it, so it is kept in the cache until the next posting."""

    toegang = "budgetten.begroting_zien"
    request: Verzoek

    def get(self, request: Verzoek) -> HttpResponse:
        fragment = _fragment(request.GET)
        if request.htmx:
            antwoord = HttpResponse(fragment)
        else:
            antwoord = render(request, "budgetten/matrix.html", {"fragment": fragment})
        patch_vary_headers(antwoord, ["HX-Request"])
        return antwoord


def _fragment(vraag: QueryDict) -> SafeString:
    """Filters, totals and table as HTML; four queries when the cache has none."""
    gevraagd = [(naam, vraag[naam]) for naam in _PARAMETERS if naam in vraag]
    versies = cache.get_many([sleutel("stand"), sleutel("publiek")])
    kern = repr((sorted(versies.items()), get_language(), gevraagd))
    adres = f"matrix:{hashlib.sha256(kern.encode()).hexdigest()}"
    html = cache.get(adres)
    if html is None:
        html = str(render_to_string("budgetten/_matrix.html", _gegevens(vraag)))
        cache.set(adres, html, BEWAAR)
    return mark_safe(html)  # noqa: S308 - our own template's output


def _gegevens(vraag: QueryDict) -> dict[str, Any]:
    form = MatrixFilter(vraag)
    boekjaar, gebied = form.boekjaar, form.gebied_keuze
    filters: dict[str, Any] = {
        "thema": form.thema_keuze,
        "partner": form.partner_keuze,
        "domein": form.gekozen.get("domein"),
    }
    if boekjaar is None:
        rijen: list[matrix.Matrixrij] = []
    elif gebied is None:
        rijen = matrix.per_gebied(boekjaar, form.keuzes, **filters)
    else:
        rijen = matrix.per_regel(boekjaar, gebied, **filters)
    adres = reverse("budgetten:matrix")
    totaal = Stand.som(rij.stand for rij in rijen)
    return {
        "form": form,
        "boekjaar": boekjaar,
        "gebied": gebied,
        "gefilterd": any(filters.values()),
        "zin": [filters["thema"], filters["partner"]],
        "rijen": [{"naam": rij.naam, "url": _url(rij, form, adres), **_als_tekst(rij.stand)} for rij in rijen],
        "totaal": _als_tekst(totaal),
        "delen": totaal,
        "terug": _met(form, adres, gebied=None),
    }


def _url(rij: matrix.Matrixrij, form: MatrixFilter, adres: str) -> str:
    if rij.regel_id is not None:
        return reverse("budgetten:regel", args=[rij.regel_id])
    return _met(form, adres, gebied=rij.gebied.slug if rij.gebied else None)


def _met(form: MatrixFilter, adres: str, **anders: str | None) -> str:
    vraag = QueryDict(mutable=True)
    vraag.update({naam: waarde for naam, waarde in (form.gekozen | anders).items() if waarde})
    return f"{adres}?{vraag.urlencode()}"


def _als_tekst(stand: Stand) -> dict[str, Any]:
    """The amounts as text and the widths of the small bar: a row costs the template nothing but printing."""
    breedtes = verdeel([stand.besteed, stand.verplicht, stand.toegekend, stand.vrij], 100)
    return {
        "begroot": euro(stand.begroot),
        "vrij": euro(stand.vrij),
        "toegekend": euro(stand.toegekend),
        "verplicht": euro(stand.verplicht),
        "besteed": euro(stand.besteed),
        "procent": f"{100 * stand.besteed / stand.begroot:.0f}%" if stand.begroot else "–",
        "b": breedtes[0],
        "v": breedtes[1],
        "t": breedtes[2],
        "x_v": breedtes[0],
        "x_t": breedtes[0] + breedtes[1],
        "leeg": not stand.begroot,
    }
