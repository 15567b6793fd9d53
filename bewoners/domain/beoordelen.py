"""Assessing: points per criterion with a reason, an advice and an amount; hidden until all are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners.domain import belangen, stappen
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import Advies, Initiatiefstatus
from bewoners.models import Beoordeling, Criterium, Initiatief, Score
from kern.componenten.opmaak import euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.models import Gebruiker

S = Initiatiefstatus
HOOGSTE = 5
NUL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Punten:
    """What one assessor gave on one criterion."""

    punten: int
    reden: str


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A whole assessment, when everybody's are in. `totaal` is the weighted average from 1 to 5, one decimal."""

    beoordeling: Beoordeling
    scores: tuple[Score, ...]
    totaal: Decimal


def gewogen_totaal(scores: Iterable[Score]) -> Decimal:
    """The average of the points by the weight of their criteria, one decimal; zero without scores."""
    rijen = list(scores)
    gewicht = sum(score.criterium.gewicht for score in rijen)
    if not gewicht:
        return Decimal("0.0")
    som = sum(score.punten * score.criterium.gewicht for score in rijen)
    return (Decimal(som) / gewicht).quantize(Decimal("0.1"))


def eigen(initiatief: Initiatief, gebruiker: Gebruiker) -> Beoordeling | None:
    """The valid assessment this person has to give or gave."""
    return initiatief.beoordelingen.filter(beoordelaar=gebruiker.pk, vervallen_op=None).first()


def is_klaar(initiatief: Initiatief) -> bool:
    """Whether as many assessments are in as the scheme asks, and none is still awaited."""
    geldig = [b.ingeleverd_op is not None for b in initiatief.beoordelingen.all() if b.vervallen_op is None]
    nodig = initiatief.regelingversie.aantal_beoordelaars if initiatief.regelingversie else 1
    return len(geldig) >= nodig and all(geldig)


def oordelen(initiatief: Initiatief) -> list[Oordeel]:
    """What the assessors scored and advise. Empty until all are in, for everybody: nobody is led by another's score.

    Three queries.
    """
    if not is_klaar(initiatief):
        return []
    rijen = (
        initiatief.beoordelingen.filter(vervallen_op=None)
        .select_related("beoordelaar")
        .prefetch_related("scores__criterium")
    )
    return [Oordeel(rij, tuple(rij.scores.all()), gewogen_totaal(rij.scores.all())) for rij in rijen]


def oordeel_van(beoordeling: Beoordeling) -> Oordeel:
    """One assessment as its own assessor reads it, whoever else is still busy. One query."""
    scores = tuple(beoordeling.scores.select_related("criterium"))
    return Oordeel(beoordeling, scores, gewogen_totaal(scores))


def geadviseerd_bedrag(oordelen_: Iterable[Oordeel]) -> Decimal | None:
    """The lowest amount an assessor advises, in euro: what a decision starts from. None without advice."""
    bedragen = [oordeel.beoordeling.bedrag or NUL for oordeel in oordelen_]
    return min(bedragen, default=None)


@transaction.atomic
def bewaar_concept(beoordeling: Beoordeling, *, velden: Mapping[str, str], door: Gebruiker) -> Beoordeling:
    """Keep the form as it was filled in so far. Only its assessor reads it. Raises as `lever_in`."""
    rij = _op_slot(beoordeling, door=door)
    rij.concept = {str(naam)[:60]: str(waarde)[:3000] for naam, waarde in velden.items()}
    rij.save(update_fields=["concept"])
    return rij


@transaction.atomic
def lever_in(
    beoordeling: Beoordeling,
    *,
    scores: Mapping[Criterium, Punten],
    advies: str,
    bedrag: Decimal | None,
    toelichting: str,
    door: Gebruiker,
) -> Beoordeling:
    """Hand it in for good; the last one that is awaited makes the file advised, and tells everybody.

    `bedrag` (euro) is needed for a lower amount; with TOEKENNEN it is what was asked, with AFWIJZEN nothing. Raises
    GeenToestemming for somebody else's, Weigering for an interest, a missing score or reason, or a wrong amount.
    """
    rij = _op_slot(beoordeling, door=door)
    initiatief = rij.initiatief
    _controleer_scores(initiatief, scores)
    if advies not in Advies.values:
        raise Weigering(_("Kies wat u adviseert."), veld="advies")
    rij.bedrag = _bedrag(initiatief, Advies(advies), bedrag)
    if not toelichting.strip():
        raise Weigering(_("Schrijf waarom u dit adviseert."), veld="toelichting")
    rij.advies, rij.toelichting, rij.concept = advies, toelichting.strip(), {}
    rij.ingeleverd_op = timezone.now()
    rij.scores.all().delete()
    Score.objects.bulk_create(
        Score(beoordeling=rij, criterium=criterium, punten=punten.punten, reden=punten.reden.strip()[:500])
        for criterium, punten in scores.items()
    )
    rij.save(update_fields=["advies", "bedrag", "toelichting", "concept", "ingeleverd_op"])
    log(initiatief, _("beoordeling ingeleverd"), door=door)
    if is_klaar(initiatief):
        _rond_af(initiatief)
    return rij


def _op_slot(beoordeling: Beoordeling, *, door: Gebruiker) -> Beoordeling:
    """The assessment with its file, both locked, checked on person, status and interest."""
    initiatief = stappen.op_slot(beoordeling.initiatief)
    rij = Beoordeling.objects.select_for_update(of=("self",)).get(pk=beoordeling.pk)
    rij.initiatief = initiatief
    if rij.beoordelaar_id != door.pk:
        raise GeenToestemming(_("Deze beoordeling is van iemand anders."))
    if rij.vervallen_op is not None:
        raise GeenToestemming(_("U beoordeelt dit plan niet meer."))
    if rij.ingeleverd_op is not None:
        raise Weigering(_("U hebt deze beoordeling al ingeleverd. Zij verandert niet meer."))
    if initiatief.status != S.IN_BEOORDELING:
        raise Weigering(_("Dit plan wordt nu niet beoordeeld."))
    belangen.controleer_vrij(initiatief, door)
    return rij


def _controleer_scores(initiatief: Initiatief, scores: Mapping[Criterium, Punten]) -> None:
    assert initiatief.regelingversie is not None  # noqa: S101 - a submitted file has one, the database says
    for criterium in initiatief.regelingversie.criteria.all():
        gegeven = scores.get(criterium)
        if gegeven is None or not 1 <= gegeven.punten <= HOOGSTE:
            raise Weigering(
                _("Geef 1 tot 5 punten voor ‘%(criterium)s’.") % {"criterium": criterium},
                veld=f"punten_{criterium.pk}",
            )
        if not gegeven.reden.strip():
            raise Weigering(
                _("Schrijf waarom u deze punten geeft voor ‘%(criterium)s’.") % {"criterium": criterium},
                veld=f"reden_{criterium.pk}",
            )
    if any(criterium.versie_id != initiatief.regelingversie_id for criterium in scores):
        raise Weigering(_("Dit criterium hoort niet bij deze regeling."))


def _bedrag(initiatief: Initiatief, advies: Advies, bedrag: Decimal | None) -> Decimal:
    if advies == Advies.AFWIJZEN:
        return NUL
    if advies == Advies.TOEKENNEN:
        return initiatief.gevraagd
    if bedrag is None or not NUL < bedrag < initiatief.gevraagd:
        raise Weigering(
            _("Vul een bedrag in tussen € 0,00 en %(gevraagd)s.") % {"gevraagd": euro(initiatief.gevraagd)},
            veld="bedrag",
        )
    return bedrag


def _rond_af(initiatief: Initiatief) -> None:
    """All are in: the file is advised; assessors may see each other's work, the handler goes on."""
    stappen.pas_toe("adviseer", initiatief, door=None)
    ronde = initiatief.wissels.filter(naar=S.GEADVISEERD).count()
    tekst = _("Alle beoordelingen van ‘%(titel)s’ zijn binnen.") % {"titel": initiatief.titel}
    geldig = initiatief.beoordelingen.filter(vervallen_op=None).select_related("beoordelaar")
    adressen = {beoordeling.beoordelaar: "bewoners:beoordelen" for beoordeling in geldig}
    adressen |= dict.fromkeys(behandelaars(initiatief), "bewoners:dossier")
    for gebruiker, adres in adressen.items():
        meld(
            gebruiker,
            soort="beoordeling",
            sleutel=f"geadviseerd:{initiatief.pk}:{ronde}",
            tekst=tekst,
            url=reverse(adres, args=[initiatief.pk]),
        )
