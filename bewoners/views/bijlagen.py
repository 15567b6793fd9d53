"""A file of an initiative, for who may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bewoners.models import Bijlage
from bewoners.rules import is_openbare_bijlage
from bewoners.views import plansessie
from kern.downloads import bestand_antwoord
from kern.toegang import IEDEREEN, controleer, toegang


@toegang(IEDEREEN)  # type: ignore[arg-type]
@require_safe
def bijlage(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Public photos for everybody; other files for the applicant, for who writes the draft, and for who handles it."""
    gevonden = get_object_or_404(Bijlage.objects.select_related("initiatief__gebied__ouder"), pk=pk)
    eigen_concept = gevonden.initiatief.status == "concept" and plansessie.houdt(request, gevonden.initiatief)
    if not eigen_concept and (geweigerd := controleer(request, "bewoners.bijlage_zien", gevonden)):
        return geweigerd
    try:
        bestand = gevonden.bestand.open("rb")
    except FileNotFoundError as fout:
        raise Http404 from fout
    return bestand_antwoord(
        bestand,
        naam=gevonden.naam,
        mimetype=gevonden.mimetype,
        tonen=True,
        openbaar=is_openbare_bijlage(gevonden),
    )
