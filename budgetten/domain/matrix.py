"""The budget matrix: areas, or the lines of one area, by where their money stands."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from budgetten.domain.keuzes import Keuze, Keuzes
from budgetten.domain.publiek import standen_per_gebied
from budgetten.domain.queries import Stand, standen
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from partners.models import Partner


@dataclass(frozen=True, slots=True)
class Matrixrij:
    """One row. `gebied` for a row of an area, `regel` for a row of a line."""

    naam: str
    stand: Stand
    gebied: Keuze | None = None
    regel_id: int | None = None


def per_gebied(
    boekjaar: Boekjaar,
    keuzes: Keuzes,
    *,
    thema: Keuze | None = None,
    partner: Keuze | None = None,
    domein: str | None = None,
) -> list[Matrixrij]:
    """Every wijk with its money, and the city itself when it has lines of its own. One query."""
    per: dict[int, Stand] = defaultdict(Stand)
    if thema or partner or domein:
        gevonden = standen(boekjaar, "gebied", thema=_thema(thema), partner=_partner(partner), domein=domein)
        per.update({gebied_id: stand for (gebied_id,), stand in gevonden.items()})
    else:  # the page everybody opens first
        per.update(standen_per_gebied(boekjaar))
    bekend = {gebied.pk for gebied in keuzes.gebieden}
    if buurten := per.keys() - bekend:  # rare: lines on a buurt count for its wijk
        for pk, ouder in Gebied.objects.filter(pk__in=buurten).values_list("pk", "ouder"):
            per[ouder or pk] += per.pop(pk)
    return [
        Matrixrij(gebied.naam, per.get(gebied.pk, Stand()), gebied=gebied)
        for gebied in sorted(keuzes.gebieden, key=lambda keuze: keuze.soort == Gebiedssoort.STAD)
        if gebied.soort == Gebiedssoort.WIJK or gebied.pk in per
    ]


def per_regel(
    boekjaar: Boekjaar,
    gebied: Keuze,
    *,
    thema: Keuze | None = None,
    partner: Keuze | None = None,
    domein: str | None = None,
) -> list[Matrixrij]:
    """The lines of one area, with those of the buurten in it. Two queries."""
    per = standen(boekjaar, "regel", thema=_thema(thema), partner=_partner(partner), domein=domein)
    regels = regels_van(boekjaar, gebied=gebied, thema=thema, domein=domein)
    return [
        Matrixrij(
            regel.thema.naam if regel.gebied_id == gebied.pk else f"{regel.gebied.naam} – {regel.thema.naam}",
            per.get((regel.pk,), Stand()),
            regel_id=regel.pk,
        )
        for regel in regels.select_related("gebied", "thema").order_by("gebied__code", "thema__volgorde", "thema__naam")
    ]


def regels_van(
    boekjaar: Boekjaar, *, gebied: Keuze | None = None, thema: Keuze | None = None, domein: str | None = None
) -> QuerySet[Begrotingsregel]:
    """The lines the matrix is about; an area has those of the buurten in it, the city only its own."""
    regels = Begrotingsregel.objects.filter(boekjaar=boekjaar)
    if gebied is not None and gebied.soort == Gebiedssoort.STAD:
        regels = regels.filter(gebied=gebied.pk)
    elif gebied is not None:
        regels = regels.filter(gebied__in=Gebied.objects.binnen(Gebied(pk=gebied.pk)))
    if thema is not None:
        regels = regels.filter(thema=thema.pk)
    if domein:
        regels = regels.filter(thema__domein=domein)
    return regels


def _thema(keuze: Keuze | None) -> Thema | None:
    return Thema(pk=keuze.pk) if keuze else None


def _partner(keuze: Keuze | None) -> Partner | None:
    return Partner(pk=keuze.pk) if keuze else None
