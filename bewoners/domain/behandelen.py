"""Handling a file: is it complete, who handles it, is it on the site, does it take longer, is it withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import brieven, stappen, termijnen, toewijzen
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import NIET_OPENBAAR, Briefsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Aantekening, Initiatief, Regelingversie, Termijn, Volledigheidspunt, Volledigheidsvink
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

S = Initiatiefstatus


@dataclass(frozen=True, slots=True)
class Punt:
    """A point of the completeness list and how it was judged; `in_orde` None: not looked at yet."""

    punt: Volledigheidspunt
    in_orde: bool | None
    opmerking: str = ""


def versie_van(initiatief: Initiatief) -> Regelingversie:
    """The version of the scheme it was submitted under. Raises Weigering for a draft."""
    if initiatief.regelingversie is None:
        raise Weigering(_("Dit plan is nog niet ingediend."))
    return initiatief.regelingversie


def controleer_behandelaar(initiatief: Initiatief, *, door: Gebruiker) -> None:
    """Raise GeenToestemming for who does not coordinate its area, Weigering for the applicant's own plan."""
    if not rules.behandelt(door, initiatief):
        raise GeenToestemming(_("Alleen de gebiedscoördinator behandelt dit plan."))
    if rules.is_indiener(door, initiatief):
        raise Weigering(_("Dit is uw eigen plan. Iemand anders behandelt het."))


def volledigheid(initiatief: Initiatief) -> list[Punt]:
    """The completeness list of its scheme with what was judged. Two queries."""
    vinken = {vink.punt_id: vink for vink in initiatief.vinken.all()}
    return [
        Punt(punt, vinken[punt.pk].in_orde, vinken[punt.pk].opmerking) if punt.pk in vinken else Punt(punt, None)
        for punt in versie_van(initiatief).volledigheidspunten.all()
    ]


def is_volledig(initiatief: Initiatief) -> bool:
    """Whether every point of the list is in order."""
    return all(punt.in_orde for punt in volledigheid(initiatief))


@transaction.atomic
def vink_af(
    initiatief: Initiatief, *, vinken: Mapping[Volledigheidspunt, tuple[bool, str]], door: Gebruiker
) -> list[Punt]:
    """Keep how points of the completeness list were judged: (in order, remark). Who does this first handles the file.

    Raises GeenToestemming, and Weigering once the file is past its completeness check.
    """
    vast = stappen.op_slot(initiatief)
    controleer_behandelaar(vast, door=door)
    if vast.status not in {S.INGEDIEND, S.AANVULLING_GEVRAAGD, S.IN_BEOORDELING}:
        raise Weigering(_("De controle op volledigheid is al klaar."))
    van_regeling = {punt.pk for punt in versie_van(vast).volledigheidspunten.all()}
    for punt, (in_orde, opmerking) in vinken.items():
        if punt.pk not in van_regeling:
            raise Weigering(_("Dit punt hoort niet bij deze regeling."))
        Volledigheidsvink.objects.update_or_create(
            initiatief=vast, punt=punt, defaults={"in_orde": in_orde, "opmerking": opmerking.strip()[:300]}
        )
    zet_behandelaar(vast, door)
    goed = sum(1 for in_orde, _opmerking in vinken.values() if in_orde)
    log(
        vast,
        _("volledigheid nagekeken"),
        door=door,
        toelichting=_("%(goed)d van %(alle)d punten in orde") % {"goed": goed, "alle": len(van_regeling)},
    )
    return volledigheid(vast)


@transaction.atomic
def neem_in_behandeling(initiatief: Initiatief, *, door: Gebruiker) -> Initiatief:
    """Everything is there: the file is complete from now, shows on the site, and assessors are drawn.

    Raises GeenToestemming, and Weigering while a point of the completeness list is open.
    """
    vast = stappen.op_slot(initiatief)
    stappen.controleer("neem_in_behandeling", vast, door=door)
    controleer_behandelaar(vast, door=door)
    if not is_volledig(vast):
        raise Weigering(_("Nog niet alle punten zijn in orde. Vraag de aanvrager om een aanvulling."))
    stappen.pas_toe("neem_in_behandeling", vast, door=door, volledig_op=timezone.now())
    termijnen.voldaan(vast, Termijnsoort.VOLLEDIGHEID)
    zet_behandelaar(vast, door)
    begin_beoordeling(vast)
    return vast


def begin_beoordeling(initiatief: Initiatief) -> None:
    """What follows when a file is assessed: on the site the first time, and assessors drawn. The file is locked."""
    eerste_keer = initiatief.wissels.filter(naar=S.IN_BEOORDELING).count() <= 1
    if initiatief.gepubliceerd_op is None and eerste_keer:
        initiatief.gepubliceerd_op = timezone.now()
        initiatief.save(update_fields=["gepubliceerd_op", "gewijzigd"])
        log(initiatief, _("op de website gezet"), door=None)
        verhoog_na_commit("publiek")
    if toewijzen.tekort(initiatief):
        toewijzen.wijs_toe(initiatief, door=None)


def zet_behandelaar(initiatief: Initiatief, gebruiker: Gebruiker) -> None:
    """Make this person the handler when nobody is yet. The file is locked."""
    if initiatief.behandelaar_id is None:
        initiatief.behandelaar = gebruiker
        initiatief.save(update_fields=["behandelaar", "gewijzigd"])


@transaction.atomic
def neem_over(initiatief: Initiatief, *, door: Gebruiker) -> Initiatief:
    """Become the handler. Raises GeenToestemming, and Weigering for who assesses the plan."""
    vast = stappen.op_slot(initiatief)
    controleer_behandelaar(vast, door=door)
    if vast.behandelaar_id == door.pk:
        return vast
    if vast.beoordelingen.filter(beoordelaar=door, vervallen_op=None).exists():
        raise Weigering(_("U beoordeelt dit plan. Daarom behandelt iemand anders het."))
    log(vast, _("behandelaar"), door=door, wijzigingen={"behandelaar": (vast.behandelaar, door)})
    vast.behandelaar = door
    vast.save(update_fields=["behandelaar", "gewijzigd"])
    return vast


@transaction.atomic
def haal_van_site(initiatief: Initiatief, *, reden: str, door: Gebruiker) -> Initiatief:
    """Take the plan off the public site, with a reason for the log."""
    return _publiceer(initiatief, None, reden=reden, door=door)


@transaction.atomic
def zet_op_site(initiatief: Initiatief, *, reden: str, door: Gebruiker) -> Initiatief:
    """Put the plan on the public site (again), with a reason for the log."""
    return _publiceer(initiatief, timezone.now(), reden=reden, door=door)


def _publiceer(initiatief: Initiatief, op: dt.datetime | None, *, reden: str, door: Gebruiker) -> Initiatief:
    vast = stappen.op_slot(initiatief)
    controleer_behandelaar(vast, door=door)
    if not reden.strip():
        raise Weigering(_("Geef een reden."), veld="reden")
    if vast.status in NIET_OPENBAAR:
        raise Weigering(_("Een plan met deze status staat nooit op de website."))
    if (vast.gepubliceerd_op is None) == (op is None):
        return vast
    vast.gepubliceerd_op = op
    vast.save(update_fields=["gepubliceerd_op", "gewijzigd"])
    actie = _("van de website gehaald") if op is None else _("op de website gezet")
    log(vast, actie, door=door, toelichting=reden.strip())
    verhoog_na_commit("publiek")
    return vast


@transaction.atomic
def verdaag(initiatief: Initiatief, *, tot: dt.date, reden: str, door: Gebruiker) -> Termijn:
    """Name a new last day to decide, before the old one has passed, and write it to the applicant (Awb 4:14).

    Raises GeenToestemming, and Weigering when that is too late, no later day, without a reason or while suspended.
    """
    vast = stappen.op_slot(initiatief)
    controleer_behandelaar(vast, door=door)
    termijn = termijnen.lopende(vast, Termijnsoort.BESLISSING)
    if termijn is None:
        raise Weigering(_("Er loopt geen termijn om te beslissen."))
    if vast.status == S.AANVULLING_GEVRAAGD:
        raise Weigering(_("De termijn staat stil: u wacht op een aanvulling."))
    oud = termijn.eind
    termijn = termijnen.verdaag(termijn, tot=tot, reden=reden)
    log(
        vast,
        _("beslissing verdaagd"),
        door=door,
        toelichting=reden.strip(),
        wijzigingen={"uiterlijk": (datumtekst(oud), datumtekst(termijn.eind))},
    )
    brieven.verstuur(
        vast,
        Briefsoort.VERDAGING,
        door=door,
        extra={"uiterlijk": datumtekst(termijn.eind), "reden": reden.strip()},
    )
    return termijn


@transaction.atomic
def trek_in(initiatief: Initiatief, *, reden: str, door: Gebruiker) -> Initiatief:
    """The applicant stops before the decision; every term ends, and assessors need not go on. A reason is not owed."""
    vast = stappen.op_slot(initiatief)
    # the coordinator enters this for paper applications; the applicant always may
    stappen.pas_toe("trek_in", vast, door=door, toelichting=reden.strip())
    termijnen.voldaan(vast, *Termijnsoort)
    vast.beoordelingen.filter(vervallen_op=None, ingeleverd_op=None).update(
        vervallen_op=timezone.now(), vervallen_reden=_("plan ingetrokken")
    )
    for gebruiker in behandelaars(vast):
        if gebruiker.pk != door.pk:
            meld(
                gebruiker,
                soort="dossier",
                sleutel=f"ingetrokken:{vast.pk}",
                tekst=_("Het plan ‘%(titel)s’ is ingetrokken door de aanvrager.") % {"titel": vast.titel},
                url=reverse("bewoners:dossier", args=[vast.pk]),
            )
    return vast


@transaction.atomic
def voeg_aantekening_toe(initiatief: Initiatief, *, tekst: str, door: Gebruiker) -> Aantekening:
    """An internal remark, never shown to residents."""
    controleer_behandelaar(initiatief, door=door)
    if not tekst.strip():
        raise Weigering(_("Schrijf eerst iets op."), veld="tekst")
    return Aantekening.objects.create(initiatief=initiatief, auteur=door, tekst=tekst.strip())
