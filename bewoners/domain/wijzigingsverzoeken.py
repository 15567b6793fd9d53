"""An applicant asks to carry out an awarded plan otherwise."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import brieven, stappen, termijnen
from bewoners.domain.bevoegdheid import controleer_beslisser
from bewoners.enums import Besluitsoort, Briefsoort, Initiatiefstatus, Termijnsoort, Verzoekstatus
from bewoners.models import Besluit, Initiatief, Wijzigingsverzoek
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker

#: While carrying out, and before.
WIJZIGBAAR = (Initiatiefstatus.VERLEEND, Initiatiefstatus.IN_UITVOERING, Initiatiefstatus.DIRECT_VASTGESTELD)


@transaction.atomic
def vraag(initiatief: Initiatief, *, wat: str, einddatum: dt.date | None, door: Gebruiker) -> Wijzigingsverzoek:
    """Ask to change an awarded plan; `einddatum` when it takes longer. One request at a time."""
    vast = stappen.op_slot(initiatief)
    if not rules.is_indiener_of_papier(door, vast):
        raise GeenToestemming(_("Alleen de aanvrager vraagt een wijziging."))
    if vast.status not in WIJZIGBAAR:
        raise Weigering(_("U kunt een wijziging vragen zolang het plan loopt."))
    if not wat.strip():
        raise Weigering(_("Schrijf wat u anders wilt doen."), veld="wat")
    if einddatum is not None and vast.begindatum is not None and einddatum < vast.begindatum:
        raise Weigering(_("De einddatum ligt voor de begindatum."), veld="einddatum")
    if vast.wijzigingsverzoeken.filter(status=Verzoekstatus.INGEDIEND).exists():
        raise Weigering(_("Uw vorige verzoek wacht nog op een antwoord."))
    verzoek = Wijzigingsverzoek.objects.create(initiatief=vast, wat=wat.strip(), einddatum=einddatum)
    log(vast, _("wijziging gevraagd"), door=door)
    return verzoek


@transaction.atomic
def trek_in(verzoek: Wijzigingsverzoek, *, door: Gebruiker) -> Wijzigingsverzoek:
    """The applicant takes the request back."""
    vast = _op_slot(verzoek)
    if not rules.is_indiener_of_papier(door, vast.initiatief):
        raise GeenToestemming(_("Alleen de aanvrager trekt een verzoek in."))
    vast.status = Verzoekstatus.INGETROKKEN
    vast.save(update_fields=["status"])
    log(vast.initiatief, _("wijzigingsverzoek ingetrokken"), door=door)
    return vast


@transaction.atomic
def beslis(verzoek: Wijzigingsverzoek, *, toewijzen: bool, motivering: str, door: Gebruiker) -> Besluit:
    """Decide on the request, with a letter. Allowed: the new end date counts, and the term to account moves along.

    Raises GeenToestemming or Weigering for who may not decide, a missing reason or a request that was answered.
    """
    initiatief = stappen.op_slot(verzoek.initiatief)
    vast = _op_slot(verzoek)
    controleer_beslisser(initiatief, door=door)
    if not motivering.strip():
        raise Weigering(_("Schrijf waarom u dit besluit."), veld="motivering")
    vast.status = Verzoekstatus.TOEGEWEZEN if toewijzen else Verzoekstatus.AFGEWEZEN
    vast.beslist_door, vast.beslist_op, vast.motivering = door, timezone.now(), motivering.strip()
    vast.save(update_fields=["status", "beslist_door", "beslist_op", "motivering"])
    oud = initiatief.einddatum
    if toewijzen and vast.einddatum is not None and vast.einddatum != oud:
        initiatief.einddatum = vast.einddatum
        initiatief.save(update_fields=["einddatum", "gewijzigd"])
        if termijn := termijnen.lopende(initiatief, Termijnsoort.VERANTWOORDING):
            termijn.begin = vast.einddatum
            termijn.save(update_fields=["begin"])
            termijnen.herbereken(termijn)
    besluit = Besluit.objects.create(
        initiatief=initiatief,
        soort=Besluitsoort.WIJZIGING,
        door=door,
        datum=timezone.localdate(),
        motivering=motivering.strip(),
    )
    log(
        initiatief,
        _("wijziging toegestaan") if toewijzen else _("wijziging afgewezen"),
        door=door,
        toelichting=motivering.strip()[:500],
        wijzigingen={"einddatum": (oud, initiatief.einddatum)},
    )
    brieven.verstuur(
        initiatief,
        Briefsoort.WIJZIGING,
        door=door,
        besluit=besluit,
        extra={"uitkomst": vast.status, "wat": vast.wat},
    )
    return besluit


def _op_slot(verzoek: Wijzigingsverzoek) -> Wijzigingsverzoek:
    vast = (
        Wijzigingsverzoek.objects.select_for_update(of=("self",))
        .select_related("initiatief__gebied__ouder__ouder")
        .get(pk=verzoek.pk)
    )
    if vast.status != Verzoekstatus.INGEDIEND:
        raise Weigering(_("Op dit verzoek is al geantwoord."))
    return vast
