"""The budget matrix: where the money of each area, or of each line of one area, stands."""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from budgetten.domain import matrix
from budgetten.domain.queries import Stand
from budgetten.forms.filters import MatrixFilter
from kern.componenten.balk import verdeel
from kern.componenten.html import format_html, veilig
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
    adres = _zonder_gebied(form, reverse("budgetten:matrix"))
    totaal = Stand.som(rij.stand for rij in rijen)
    labels = _labels()
    return {
        "form": form,
        "boekjaar": boekjaar,
        "gebied": gebied,
        "gefilterd": any(filters.values()),
        "zin": [filters["thema"], filters["partner"]],
        "tabelrijen": SafeString(
            "".join(
                _rij(
                    format_html('<a href="{}">{}</a>', _url(rij, adres), rij.naam),
                    rij.stand,
                    labels,
                    klasse="" if rij.stand.begroot else ' class="matrixtabel__leeg"',
                )
                for rij in rijen
            )
        ),
        "totaal": _zin(totaal),
        "totaalrij": SafeString(_rij(veilig(_("Totaal")), totaal, labels)),
        "terug": adres.rstrip("?&"),
    }


def _url(rij: matrix.Matrixrij, adres: str) -> str:
    if rij.regel_id is not None:
        return reverse("budgetten:regel", args=[rij.regel_id])
    return f"{adres}gebied={rij.gebied.slug}" if rij.gebied else adres


def _zonder_gebied(form: MatrixFilter, adres: str) -> str:
    """The address of the matrix with the other filters, to put `gebied=` behind."""
    vraag = urlencode({naam: waarde for naam, waarde in form.gekozen.items() if waarde and naam != "gebied"})
    return f"{adres}?{vraag}&" if vraag else f"{adres}?"


def _zin(stand: Stand) -> dict[str, str]:
    """The amounts of the sentence above the table."""
    return {
        "begroot": euro(stand.begroot),
        "besteed": euro(stand.besteed),
        "vrij": euro(stand.vrij),
        "procent": _procent(stand),
    }


def _procent(stand: Stand) -> str:
    return f"{100 * stand.besteed / stand.begroot:.0f}%" if stand.begroot else "–"


def _labels() -> tuple[str, ...]:
    """The heads of the columns, as HTML; on a phone each stands before its amount."""
    return tuple(
        veilig(label)
        for label in (_("Begroot"), _("Vrij"), _("Toegekend"), _("Verplicht"), _("Besteed"), _("Besteed in %"))
    )


def _rij(kop: str, stand: Stand, labels: Sequence[str], *, klasse: str = "") -> str:
    """A row of the table as HTML. Plain Python: a row of fifteen variables in a template takes five times as long."""
    bedragen = (stand.begroot, stand.vrij, stand.toegekend, stand.verplicht, stand.besteed)
    cellen = "".join(
        f'<td class="getal" data-label="{label}">{euro(bedrag)}</td>'
        for label, bedrag in zip(labels, bedragen, strict=False)
    )
    b, v, t, _vrij = verdeel([stand.besteed, stand.verplicht, stand.toegekend, stand.vrij], 100)
    return (
        f'<tr{klasse}><th scope="row">{kop}</th>{cellen}<td class="matrixtabel__balk" data-label="{labels[-1]}">'
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="balkje--vrij" width="100" height="8"/>'
        f'<rect class="balkje--besteed" width="{b}" height="8"/>'
        f'<rect class="balkje--verplicht" x="{b}" width="{v}" height="8"/>'
        f'<rect class="balkje--toegekend" x="{b + v}" width="{t}" height="8"/>'
        f"</svg><span>{_procent(stand)}</span></td></tr>"
    )
