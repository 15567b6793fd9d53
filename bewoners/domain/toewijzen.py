"""Who assesses: drawn by lot within the area team, evenly, never somebody with an interest (Awb 2:4)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen
from bewoners.domain.belangvinder import automatisch_van
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import Belang, Initiatiefstatus
from bewoners.models import Beoordeling, Initiatief
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.models import Gebruiker
from partners.enums import MEEDOENDE_ROLLEN, Functie
from partners.models import Medewerker
from partners.posten import geldig_op

S = Initiatiefstatus
#: Assignments of so long ago still count when the load is compared.
RECENT = dt.timedelta(days=90)
#: Posts that assess.
BEOORDELENDE_FUNCTIES = (Functie.PARTNERMEDEWERKER, Functie.GEBIEDSCOORDINATOR)
_loting = secrets.SystemRandom()


def tekort(initiatief: Initiatief) -> int:
    """How many assessors are still missing."""
    assert initiatief.regelingversie is not None  # noqa: S101 - a submitted file has one, the database says
    geldig = initiatief.beoordelingen.filter(vervallen_op=None).count()
    return max(0, initiatief.regelingversie.aantal_beoordelaars - geldig)


@transaction.atomic
def wijs_toe(initiatief: Initiatief, *, door: Gebruiker | None) -> list[Beoordeling]:
    """Draw as many assessors as the scheme still lacks; `door` is None for the system.

    Fewest open and recent assignments first, by lot among equals. Passed over: the handler, whoever was asked before,
    whoever has an interest. Too few people: fewer are assigned, and `tekort` says how many lack.
    Raises GeenToestemming, and Weigering when the file is not being assessed.
    """
    vast = stappen.op_slot(initiatief)
    if door is not None and not rules.behandelt(door, vast):
        raise GeenToestemming(_("Alleen de gebiedscoördinator wijst beoordelaars toe."))
    if door is not None:
        _controleer_niet_eigen(vast, door)
    if vast.status != S.IN_BEOORDELING:
        raise Weigering(_("Dit plan wordt nu niet beoordeeld."))
    gekozen = _loot(kandidaten(vast), tekort(vast))
    toegewezen = [Beoordeling.objects.create(initiatief=vast, beoordelaar=gebruiker) for gebruiker in gekozen]
    for beoordeling in toegewezen:
        log(vast, _("beoordelaar toegewezen: %(wie)s") % {"wie": beoordeling.beoordelaar}, door=door)
        meld(
            beoordeling.beoordelaar,
            soort="beoordeling",
            sleutel=f"beoordeling:{beoordeling.pk}",
            tekst=_("U beoordeelt het plan ‘%(titel)s’.") % {"titel": vast.titel},
            url=reverse("bewoners:beoordelen", args=[vast.pk]),
        )
    return toegewezen


@transaction.atomic
def vervang(beoordeling: Beoordeling, *, reden: str, door: Gebruiker) -> Beoordeling | None:
    """Let somebody else assess, with a reason. Returns the new assignment; None when nobody else is there.

    Raises GeenToestemming, and Weigering without a reason or when it was handed in or lapsed already.
    """
    vast = stappen.op_slot(beoordeling.initiatief)
    if not rules.behandelt(door, vast):
        raise GeenToestemming(_("Alleen de gebiedscoördinator vervangt een beoordelaar."))
    _controleer_niet_eigen(vast, door)
    if not reden.strip():
        raise Weigering(_("Schrijf waarom iemand anders beoordeelt."), veld="reden")
    rij = Beoordeling.objects.select_for_update().get(pk=beoordeling.pk)
    if rij.ingeleverd_op is not None or rij.vervallen_op is not None:
        raise Weigering(_("Deze beoordeling is al klaar of vervallen."))
    return next(iter(laat_vervallen(rij, initiatief=vast, reden=reden.strip(), door=door)), None)


def laat_vervallen(
    beoordeling: Beoordeling, *, initiatief: Initiatief, reden: str, door: Gebruiker | None
) -> list[Beoordeling]:
    """Let an assessment lapse and draw another assessor; one that was handed in reopens a file that had its advice.

    The file is locked. What was scored is kept for the record and counts no more.
    """
    beoordeling.ingeleverd_op = None
    beoordeling.vervallen_op, beoordeling.vervallen_reden = timezone.now(), reden[:200]
    beoordeling.save(update_fields=["ingeleverd_op", "vervallen_op", "vervallen_reden"])
    log(
        initiatief,
        _("beoordeling van %(wie)s vervallen") % {"wie": beoordeling.beoordelaar},
        door=door,
        toelichting=reden,
    )
    if initiatief.status == S.GEADVISEERD:
        stappen.pas_toe("heropen_na_belang", initiatief, door=None)
    if initiatief.status != S.IN_BEOORDELING:
        return []
    nieuw = wijs_toe(initiatief, door=None)
    if tekort(initiatief):
        for gebruiker in behandelaars(initiatief):
            meld(
                gebruiker,
                soort="dossier",
                sleutel=f"beoordelaar-nodig:{beoordeling.pk}",
                tekst=_("Voor het plan ‘%(titel)s’ is nog een beoordelaar nodig.") % {"titel": initiatief.titel},
                url=reverse("bewoners:dossier", args=[initiatief.pk]),
            )
    return nieuw


def kandidaten(initiatief: Initiatief) -> list[Gebruiker]:
    """Members of the area team who may assess this plan now, in no particular order. Seven queries at most."""
    gebied = initiatief.gebied
    assert gebied is not None  # noqa: S101 - a submitted file has one, the database says
    boven = [pk for pk in (gebied.pk, gebied.ouder_id, gebied.ouder.ouder_id if gebied.ouder else None) if pk]
    posten = (
        Medewerker.objects.filter(
            geldig_op(),
            geldig_op(prefix="partner__deelnames__"),
            Q(gebieden__in=boven) | Q(gebieden=None),
            partner__deelnames__rol__in=MEEDOENDE_ROLLEN,
            functie__in=BEOORDELENDE_FUNCTIES,
        )
        .order_by()
        .values("gebruiker")
    )
    team = Gebruiker.objects.filter(pk__in=posten, is_active=True)
    if initiatief.behandelaar_id is not None:
        team = team.exclude(pk=initiatief.behandelaar_id)
    gevraagd = initiatief.beoordelingen.values("beoordelaar")
    met_belang = initiatief.belangenverklaringen.exclude(belang=Belang.GEEN).values("gebruiker")
    besliste = initiatief.besluiten.values("door")
    vrij = list(team.exclude(pk__in=gevraagd).exclude(pk__in=met_belang).exclude(pk__in=besliste))
    bekend = automatisch_van(initiatief, vrij)
    return [gebruiker for gebruiker in vrij if gebruiker.pk not in bekend]


def _controleer_niet_eigen(initiatief: Initiatief, door: Gebruiker) -> None:
    if rules.is_indiener(door, initiatief):
        raise Weigering(_("Dit is uw eigen plan. Iemand anders behandelt het."))


def _loot(gebruikers: list[Gebruiker], aantal: int) -> list[Gebruiker]:
    """So many of these: who has least on their plate, by lot among equals."""
    if aantal <= 0 or not gebruikers:
        return []
    sinds = timezone.now() - RECENT
    telt = Q(ingeleverd_op=None) | Q(toegewezen_op__gte=sinds)
    last = Counter(
        Beoordeling.objects.filter(telt, beoordelaar__in=gebruikers, vervallen_op=None).values_list(
            "beoordelaar", flat=True
        )
    )
    geschud = list(gebruikers)
    _loting.shuffle(geschud)
    return sorted(geschud, key=lambda gebruiker: last[gebruiker.pk])[:aantal]
