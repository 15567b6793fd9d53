"""What waits for a person in the files of initiatives. One query per kind of work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bewoners.domain import bewaren, brieven, gesprek, reacties, rechtsmiddelen
from bewoners.enums import Initiatiefstatus, Termijnsoort, Verdeling
from bewoners.models import Beoordeling, Initiatief
from kern.domain.werk import HOOGSTENS, Werkpunt
from kern.models import Gebruiker
from partners.rules import is_controller, is_coordinator

S = Initiatiefstatus
T = Termijnsoort


def te_behandelen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Completeness checks of a coordinator, the soonest last day first."""
    return _van_coordinator(gebruiker, Q(status=S.INGEDIEND), T.VOLLEDIGHEID, _("Kijken of het plan compleet is"))


def niet_aangevuld(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Supplements that did not come in time: handle it as it is, or say that it is not handled."""
    return _van_coordinator(
        gebruiker,
        Q(status=S.AANVULLING_GEVRAAGD, termijnen__soort=T.BUITEN_BEHANDELING, termijnen__voldaan_op=None),
        T.BUITEN_BEHANDELING,
        _("Niet aangevuld: kiezen wat er gebeurt"),
    )


def beoordelaars_nodig(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Files in assessment with too few assessors."""
    if not is_coordinator(gebruiker):
        return []
    rijen = (
        _met_termijn(Initiatief.objects.van_coordinator(gebruiker), T.BESLISSING)
        .filter(status=S.IN_BEOORDELING)
        .annotate(geldig=Count("beoordelingen", filter=Q(beoordelingen__vervallen_op=None), distinct=True))
        .filter(geldig__lt=F("regelingversie__aantal_beoordelaars"))
    )
    return _punten(rijen, _("Beoordelaar zoeken"))


def te_beslissen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Advised files for who may decide: controllers everywhere, coordinators in own areas; not what they assessed."""
    if not (is_coordinator(gebruiker) or is_controller(gebruiker)):
        return []
    basis = Initiatief.objects.all() if is_controller(gebruiker) else Initiatief.objects.van_coordinator(gebruiker)
    klaar = Q(status=S.UITSLAG_BEKEND) | (Q(status=S.GEADVISEERD) & ~Q(regelingversie__verdeling=Verdeling.STEMRONDE))
    beoordeeld = Beoordeling.objects.filter(beoordelaar=gebruiker, vervallen_op=None)
    rijen = _met_termijn(basis, T.BESLISSING).filter(klaar).exclude(pk__in=beoordeeld.values("initiatief"))
    return _punten(rijen.exclude(indiener=gebruiker), _("Beslissen"))


def vast_te_stellen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Accounts that came in and wait for settlement."""
    return _van_coordinator(
        gebruiker, Q(status=S.VERANTWOORDING_INGEDIEND), T.VASTSTELLING, _("Verantwoording nakijken en vaststellen")
    )


def te_beoordelen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Plans this person still has to assess."""
    rijen = (
        Beoordeling.objects.filter(
            beoordelaar=gebruiker, vervallen_op=None, ingeleverd_op=None, initiatief__status=S.IN_BEOORDELING
        )
        .annotate(uiterlijk=_einde(T.BESLISSING, "initiatief__"))
        .select_related("initiatief__gebied")
        .order_by(F("uiterlijk").asc(nulls_last=True), "toegewezen_op", "pk")
    )
    return [
        Werkpunt(
            wat=_("Plan beoordelen"),
            titel=rij.initiatief.titel,
            url=reverse("bewoners:beoordelen", args=[rij.initiatief_id]),
            sinds=localtime(rij.toegewezen_op).date(),
            plaats=_naam(rij.initiatief),
            bedrag=rij.initiatief.gevraagd,
            uiterlijk=rij.uiterlijk,
        )
        for rij in rijen[:HOOGSTENS]
    ]


def ongelezen_vragen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Files with messages of the applicant that nobody read yet."""
    if not is_coordinator(gebruiker):
        return []
    ongelezen = Q(berichten__van_indiener=True, berichten__gelezen_op=None)
    rijen = (
        gesprek.met_ongelezen(gebruiker)
        .annotate(sinds=Min("berichten__op", filter=ongelezen))
        .select_related("gebied")
        .order_by("sinds", "pk")
    )
    return [
        Werkpunt(
            wat=_("Vraag van de indiener beantwoorden"),
            titel=rij.titel,
            url=reverse("bewoners:gesprek", args=[rij.pk]),
            sinds=localtime(rij.sinds).date(),
            plaats=_naam(rij),
        )
        for rij in rijen[:HOOGSTENS]
    ]


def reacties_te_lezen(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Comments that wait for a look before they show, or were reported."""
    if not is_coordinator(gebruiker):
        return []
    return [
        Werkpunt(
            wat=_("Reactie nakijken"),
            titel=rij.initiatief.titel,
            url=reverse("bewoners:reacties_beheren"),
            sinds=localtime(rij.geplaatst_op).date(),
            plaats=_naam(rij.initiatief),
        )
        for rij in reacties.te_beoordelen(gebruiker)[:HOOGSTENS]
    ]


def brieven_te_posten(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Letters to people without an e-mail address that still have to be printed and posted."""
    if not is_coordinator(gebruiker):
        return []
    return [
        Werkpunt(
            wat=_("Brief op de post doen"),
            titel=f"{brief.initiatief.kenmerk} {brief.onderwerp}",
            url=reverse("bewoners:brieven_te_posten"),
            sinds=localtime(brief.verzonden_op).date(),
            plaats=_naam(brief.initiatief),
        )
        for brief in brieven.te_posten(gebruiker)[:HOOGSTENS]
    ]


def werk_van(gebruiker: Gebruiker) -> list[list[Werkpunt]]:
    """Every kind of work of this person in initiatives."""
    return [
        te_behandelen(gebruiker),
        niet_aangevuld(gebruiker),
        beoordelaars_nodig(gebruiker),
        te_beoordelen(gebruiker),
        te_beslissen(gebruiker),
        vast_te_stellen(gebruiker),
        ongelezen_vragen(gebruiker),
        reacties_te_lezen(gebruiker),
        brieven_te_posten(gebruiker),
        *rechtsmiddelen.werk_van(gebruiker),
        bewaren.te_keuren(gebruiker),
    ]


def _van_coordinator(gebruiker: Gebruiker, welke: Q, soort: Termijnsoort, wat: str) -> list[Werkpunt]:
    if not is_coordinator(gebruiker):
        return []
    return _punten(_met_termijn(Initiatief.objects.van_coordinator(gebruiker).filter(welke), soort), wat)


def _einde(soort: Termijnsoort, prefix: str = "") -> Min:
    voorwaarde = {f"{prefix}termijnen__soort": soort, f"{prefix}termijnen__voldaan_op": None}
    return Min(f"{prefix}termijnen__eind", filter=Q(**voorwaarde))


def _met_termijn(rijen: QuerySet[Initiatief], soort: Termijnsoort) -> QuerySet[Initiatief]:
    """With the last day of a running term, soonest first."""
    return (
        rijen.annotate(uiterlijk=_einde(soort))
        .select_related("gebied")
        .order_by(F("uiterlijk").asc(nulls_last=True), "status_sinds", "pk")
    )


def _punten(rijen: Any, wat: str) -> list[Werkpunt]:
    return [
        Werkpunt(
            wat=wat,
            titel=rij.titel,
            url=reverse("bewoners:dossier", args=[rij.pk]),
            sinds=_sinds(rij),
            plaats=_naam(rij),
            bedrag=rij.gevraagd,
            uiterlijk=rij.uiterlijk,
        )
        for rij in rijen[:HOOGSTENS]
    ]


def _sinds(initiatief: Initiatief) -> dt.date:
    return localtime(initiatief.status_sinds).date()


def _naam(initiatief: Initiatief) -> str:
    return initiatief.gebied.naam if initiatief.gebied else ""
