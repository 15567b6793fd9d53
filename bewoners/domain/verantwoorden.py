"""Accounting: what was done, what it really cost, with a receipt per cost line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen, termijnen
from bewoners.enums import Bijlagesoort, Initiatiefstatus, Termijnsoort, Verantwoordingstatus
from bewoners.models import Initiatief, Kostenpost, Verantwoording, Verantwoordingsregel
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker

S = Initiatiefstatus


@dataclass(frozen=True, slots=True)
class Regel:
    """What one cost line really cost, in euro."""

    bedrag: Decimal
    toelichting: str = ""


def wordt_gevraagd(initiatief: Initiatief) -> bool:
    """Whether an account may be handed in now: while carrying out, or for a sampled small grant."""
    if initiatief.status == S.IN_UITVOERING:
        return True
    return bool(initiatief.status == S.DIRECT_VASTGESTELD and initiatief.steekproef)


@transaction.atomic
def begin(initiatief: Initiatief, *, door: Gebruiker) -> Verantwoording:
    """The account of this initiative, made when it is not there yet. Raises when none is asked for."""
    vast = stappen.op_slot(initiatief)
    _controleer_wie(vast, door)
    if not wordt_gevraagd(vast):
        raise Weigering(_("Voor dit plan hoeft u nu niets te verantwoorden."))
    verantwoording, _nieuw = Verantwoording.objects.get_or_create(
        initiatief=vast, defaults={"eenvoudig": vast.status == S.DIRECT_VASTGESTELD}
    )
    return verantwoording


@transaction.atomic
def bewaar(
    verantwoording: Verantwoording,
    *,
    gedaan: str,
    anders: str,
    deelnemers: int | None,
    regels: Mapping[Kostenpost, Regel],
    door: Gebruiker,
) -> Verantwoording:
    """Keep what was filled in so far. Raises Weigering once it was handed in, GeenToestemming for somebody else."""
    vast = _op_slot(verantwoording, door)
    vast.gedaan, vast.anders, vast.deelnemers = gedaan.strip(), anders.strip(), deelnemers
    vast.save(update_fields=["gedaan", "anders", "deelnemers"])
    for post, regel in regels.items():
        if post.initiatief_id != vast.initiatief_id:
            raise GeenToestemming(_("Deze kosten horen bij een ander plan."))
        if regel.bedrag < 0:
            raise Weigering(_("Een bedrag kan niet onder nul zijn."), veld=f"bedrag_{post.pk}")
        Verantwoordingsregel.objects.update_or_create(
            verantwoording=vast,
            kostenpost=post,
            defaults={"bedrag": regel.bedrag, "toelichting": regel.toelichting.strip()[:200]},
        )
    return vast


def ontbreekt(verantwoording: Verantwoording) -> list[str]:
    """What must still be filled in before it can be handed in, in sentences; empty when it is whole."""
    zinnen = []
    if not verantwoording.gedaan:
        zinnen.append(_("Vertel wat u hebt gedaan."))
    if verantwoording.eenvoudig:
        return zinnen
    bedragen = {regel.kostenpost_id: regel.bedrag for regel in verantwoording.regels.all()}
    bonnen = set(
        verantwoording.initiatief.bijlagen.filter(soort=Bijlagesoort.BON).values_list("kostenpost_id", flat=True)
    )
    for post in verantwoording.initiatief.kosten.all():
        if post.pk not in bedragen:
            zinnen.append(_("Vul in wat ‘%(post)s’ heeft gekost.") % {"post": post.omschrijving})
        elif bedragen[post.pk] > 0 and post.pk not in bonnen:
            zinnen.append(_("Voeg een bon toe bij ‘%(post)s’.") % {"post": post.omschrijving})
    return zinnen


@transaction.atomic
def dien_in(verantwoording: Verantwoording, *, door: Gebruiker) -> Verantwoording:
    """Hand it in: the account term ends and, for an awarded plan, the term to settle starts (8 weeks, Awb 4:13)."""
    initiatief = stappen.op_slot(verantwoording.initiatief)
    vast = _op_slot(verantwoording, door)
    if zinnen := ontbreekt(vast):
        raise Weigering(" ".join(zinnen))
    vandaag = timezone.localdate()
    vast.status = Verantwoordingstatus.INGEDIEND
    vast.ingediend_op = timezone.now()
    vast.save(update_fields=["status", "ingediend_op"])
    termijnen.voldaan(initiatief, Termijnsoort.VERANTWOORDING)
    if initiatief.status == S.DIRECT_VASTGESTELD:
        log(initiatief, _("verantwoording ingediend"), door=door)
        return vast
    versie = initiatief.regelingversie
    if versie is None:
        raise Weigering(_("Dit plan valt niet onder een regeling."))
    termijnen.start(initiatief, Termijnsoort.VASTSTELLING, begin=vandaag, dagen=versie.vaststellingstermijn)
    stappen.pas_toe("verantwoord", initiatief, door=door)
    return vast


@transaction.atomic
def stuur_terug(verantwoording: Verantwoording, *, opmerking: str, door: Gebruiker) -> Verantwoording:
    """The coordinator asks to complete it, with the reason. Raises Weigering without one."""
    initiatief = stappen.op_slot(verantwoording.initiatief)
    _controleer_nakijker(initiatief, door)
    vast = Verantwoording.objects.select_for_update().get(pk=verantwoording.pk)
    if vast.status != Verantwoordingstatus.INGEDIEND:
        raise Weigering(_("Deze verantwoording is niet ingediend."))
    if not opmerking.strip():
        raise Weigering(_("Schrijf wat er nog ontbreekt."), veld="opmerking")
    vast.status = Verantwoordingstatus.CONCEPT
    vast.opmerking = opmerking.strip()
    vast.beoordeeld_door, vast.beoordeeld_op = door, timezone.now()
    vast.save(update_fields=["status", "opmerking", "beoordeeld_door", "beoordeeld_op"])
    termijnen.voldaan(initiatief, Termijnsoort.VASTSTELLING)
    if initiatief.status == S.VERANTWOORDING_INGEDIEND:
        stappen.pas_toe("vraag_verantwoording_opnieuw", initiatief, door=door, toelichting=vast.opmerking)
    else:
        log(initiatief, _("verantwoording teruggestuurd"), door=door, toelichting=vast.opmerking)
    termijnen.start(initiatief, Termijnsoort.VERANTWOORDING, begin=timezone.localdate(), dagen=14)
    return vast


@transaction.atomic
def keur_steekproef_goed(verantwoording: Verantwoording, *, door: Gebruiker) -> Verantwoording:
    """The simple account of a sampled small grant is in order."""
    initiatief = stappen.op_slot(verantwoording.initiatief)
    _controleer_nakijker(initiatief, door)
    vast = Verantwoording.objects.select_for_update().get(pk=verantwoording.pk)
    if not vast.eenvoudig or vast.status != Verantwoordingstatus.INGEDIEND:
        raise Weigering(_("Er is geen eenvoudige verantwoording om na te kijken."))
    zet_akkoord(vast, door=door)
    log(initiatief, _("steekproef in orde"), door=door)
    return vast


def zet_akkoord(verantwoording: Verantwoording, *, door: Gebruiker) -> None:
    """Note who found the account in order. Call under the lock of its initiative."""
    verantwoording.status = Verantwoordingstatus.AKKOORD
    verantwoording.beoordeeld_door, verantwoording.beoordeeld_op = door, timezone.now()
    verantwoording.save(update_fields=["status", "beoordeeld_door", "beoordeeld_op"])


def totaal(verantwoording: Verantwoording) -> Decimal:
    """What everything really cost, in euro."""
    return sum((regel.bedrag for regel in verantwoording.regels.all()), Decimal("0.00"))


def _op_slot(verantwoording: Verantwoording, door: Gebruiker) -> Verantwoording:
    vast = (
        Verantwoording.objects.select_for_update(of=("self",))
        .select_related("initiatief__gebied__ouder")
        .get(pk=verantwoording.pk)
    )
    _controleer_wie(vast.initiatief, door)
    if vast.status != Verantwoordingstatus.CONCEPT:
        raise Weigering(_("Deze verantwoording is al ingediend."))
    return vast


def _controleer_nakijker(initiatief: Initiatief, door: Gebruiker) -> None:
    if not rules.behandelt(door, initiatief):
        raise GeenToestemming(_("De gebiedscoördinator kijkt de verantwoording na."))
    if rules.is_indiener(door, initiatief):
        raise Weigering(_("Dit is uw eigen plan. Iemand anders behandelt het."))


def _controleer_wie(initiatief: Initiatief, door: Gebruiker) -> None:
    if not rules.is_indiener_of_papier(door, initiatief):
        raise GeenToestemming(_("Alleen de aanvrager verantwoordt dit plan."))
