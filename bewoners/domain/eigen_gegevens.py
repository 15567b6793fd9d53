"""What we hold of one person around initiatives: to take along (AVG art. 15 and 20), and what goes with an account."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bewoners.domain.adressen import email_sleutel
from bewoners.enums import VOOR_BESLUIT, Initiatiefstatus, Uitdagingstatus
from bewoners.models import (
    Belangenprofiel,
    Belangenverklaring,
    Beoordeling,
    Initiatief,
    Medeindiener,
    Reactie,
    Reactiemelding,
    Steun,
    Uitdaging,
    Volger,
)
from kern.domain.fouten import Weigering
from kern.models import Gebruiker

S = Initiatiefstatus
#: While these last, somebody must be there to answer.
LOPEND = (*VOOR_BESLUIT, S.IN_STEMRONDE, S.UITSLAG_BEKEND, S.VERLEEND, S.IN_UITVOERING, S.VERANTWOORDING_INGEDIEND)

_VELDEN = (
    "titel", "samenvatting", "plan", "resultaat_voor_buurt", "resultaat", "soort_aanvrager", "organisatie",
    "naam", "email", "telefoon", "adres", "iban", "tenaamstelling", "plek_adres", "lengte", "breedte",
    "begindatum", "einddatum", "gevraagd", "toegekend", "vastgesteld", "aangemaakt", "ingediend_op",
    "besloten_op",
)  # fmt: skip


def van(gebruiker: Gebruiker) -> dict[str, Any]:
    """Everything of this person here, as plain data for JSON; dates and amounts as text."""
    sleutel = email_sleutel(gebruiker.email)
    return {
        "plannen": [_plan(i) for i in _plannen(gebruiker)],
        "steun": [
            {"plan": rij.initiatief.titel, "naam": rij.naam, "email": rij.email, "op": str(rij.gegeven_op)}
            for rij in Steun.objects.filter(email_sleutel=sleutel).select_related("initiatief")
        ],
        "doet_mee_met": [
            {"plan": rij.initiatief.titel, "naam": rij.naam, "status": rij.status}
            for rij in Medeindiener.objects.filter(email_sleutel=sleutel).select_related("initiatief")
        ],
        "reacties": [
            {"plan": rij.initiatief.titel, "tekst": rij.tekst, "status": rij.status, "op": str(rij.geplaatst_op)}
            for rij in Reactie.objects.filter(auteur=gebruiker).select_related("initiatief")
        ],
        "volgt": [
            rij.initiatief.titel for rij in Volger.objects.filter(gebruiker=gebruiker).select_related("initiatief")
        ],
        "uitdagingen": [
            {
                naam: str(getattr(rij, naam))
                for naam in (
                    "titel",
                    "samenvatting",
                    "voorstel",
                    "beter",
                    "kosten",
                    "naam",
                    "telefoon",
                    "status",
                    "antwoord",
                )
            }
            for rij in Uitdaging.objects.filter(indiener=gebruiker)
        ],
        "beoordelingen": [
            {
                "plan": rij.initiatief.titel,
                "advies": rij.advies,
                "bedrag": _tekst(rij.bedrag),
                "toelichting": rij.toelichting,
                "ingeleverd_op": _tekst(rij.ingeleverd_op),
            }
            for rij in Beoordeling.objects.filter(beoordelaar=gebruiker).select_related("initiatief")
        ],
        "belangenverklaringen": [
            {"plan": rij.initiatief.titel, "belang": rij.belang, "toelichting": rij.toelichting, "op": str(rij.op)}
            for rij in Belangenverklaring.objects.filter(gebruiker=gebruiker).select_related("initiatief")
        ],
        "belangenprofiel": [
            {"adres": rij.adres, "organisaties": rij.organisaties}
            for rij in Belangenprofiel.objects.filter(gebruiker=gebruiker)
        ],
    }


def bestanden(gebruiker: Gebruiker) -> Iterator[tuple[str, Any]]:
    """Name and stored file of everything this person sent in or got from us."""
    for initiatief in _plannen(gebruiker):
        for bijlage in initiatief.bijlagen.all():
            yield f"plan-{initiatief.pk}/{bijlage.pk}-{bijlage.naam}", bijlage.bestand
        for brief in initiatief.brieven.all():
            yield f"plan-{initiatief.pk}/brief-{brief.pk}.pdf", brief.bestand


def bezwaar_tegen_opzeggen(gebruiker: Gebruiker) -> str:
    """Why this account cannot be closed now, as a sentence; empty when it can."""
    if Initiatief.objects.filter(indiener=gebruiker, status__in=LOPEND).exists():
        return _("U hebt een plan dat nog loopt. Trek het eerst in of rond het af.")
    if Uitdaging.objects.filter(
        indiener=gebruiker, status__in=[Uitdagingstatus.INGEDIEND, Uitdagingstatus.IN_GESPREK, Uitdagingstatus.PROEF]
    ).exists():
        return _("U hebt een uitdaging die nog loopt. Trek die eerst in.")
    return ""


@transaction.atomic
def vergeet(gebruiker: Gebruiker) -> None:
    """Remove what is only of this person: drafts, follows, support before a decision, the name under comments.

    Files that were decided on stay until their term is over (see `bewaren`), under what was written there. Raises
    Weigering while something runs.
    """
    if zin := bezwaar_tegen_opzeggen(gebruiker):
        raise Weigering(zin)
    for concept in Initiatief.objects.select_for_update().filter(indiener=gebruiker, status=S.CONCEPT):
        for bijlage in concept.bijlagen.all():
            if bijlage.bestand.name:
                transaction.on_commit(partial(bijlage.bestand.storage.delete, bijlage.bestand.name))
        concept.bijlagen.all().delete()
        concept.delete()
    Steun.objects.filter(email_sleutel=email_sleutel(gebruiker.email), initiatief__status__in=VOOR_BESLUIT).delete()
    Volger.objects.filter(gebruiker=gebruiker).delete()
    Reactie.objects.filter(auteur=gebruiker).update(auteur=None)
    Reactiemelding.objects.filter(melder=gebruiker).update(melder=None)
    Belangenprofiel.objects.filter(gebruiker=gebruiker).delete()
    Uitdaging.objects.filter(indiener=gebruiker, status=Uitdagingstatus.CONCEPT).delete()
    Uitdaging.objects.filter(indiener=gebruiker).update(telefoon="")


def _plannen(gebruiker: Gebruiker) -> list[Initiatief]:
    return list(
        Initiatief.objects.filter(indiener=gebruiker)
        .select_related("verantwoording")
        .prefetch_related(
            "kosten",
            "dekking",
            "berichten__auteur",
            "nieuws",
            "bijlagen",
            "brieven",
            "wissels",
            "aanvullingen",
            "besluiten",
            "bezwaren",
            "wijzigingsverzoeken",
            "ingebrekestellingen",
        )
        .order_by("pk")
    )


def _plan(initiatief: Initiatief) -> dict[str, Any]:
    gegevens: dict[str, Any] = {naam: _tekst(getattr(initiatief, naam)) for naam in _VELDEN}
    return gegevens | {
        "kenmerk": initiatief.kenmerk,
        "status": initiatief.status_voor_bewoners,
        "kosten": [{"omschrijving": rij.omschrijving, "bedrag": str(rij.bedrag)} for rij in initiatief.kosten.all()],
        "dekking": [{"omschrijving": rij.omschrijving, "bedrag": str(rij.bedrag)} for rij in initiatief.dekking.all()],
        "berichten": [
            {"van": str(rij.auteur), "op": str(rij.op), "tekst": rij.tekst} for rij in initiatief.berichten.all()
        ],
        "nieuws": [{"op": str(rij.op), "tekst": rij.tekst} for rij in initiatief.nieuws.all()],
        "stappen": [{"op": str(rij.op), "van": rij.van, "naar": rij.naar} for rij in initiatief.wissels.all()],
        "aanvullingen": _rijen(initiatief.aanvullingen, "gevraagd_op", "vragen", "antwoord", "aangevuld_op"),
        "besluiten": _rijen(initiatief.besluiten, "datum", "soort", "bedrag", "motivering"),
        "bezwaren": _rijen(initiatief.bezwaren, "ontvangen", "status", "gronden", "verslag", "motivering"),
        "wijzigingen": _rijen(initiatief.wijzigingsverzoeken, "ingediend_op", "status", "wat", "motivering"),
        "ingebrekestellingen": _rijen(initiatief.ingebrekestellingen, "ontvangen", "status", "tekst", "dwangsom"),
        "verantwoording": _rij(verantwoording, "ingediend_op", "status", "gedaan", "anders", "deelnemers", "opmerking")
        if (verantwoording := getattr(initiatief, "verantwoording", None)) is not None
        else None,
    }


def _rijen(verzameling: Any, *velden: str) -> list[dict[str, str | None]]:
    return [_rij(rij, *velden) for rij in verzameling.all()]


def _rij(rij: Any, *velden: str) -> dict[str, str | None]:
    return {veld: _tekst(getattr(rij, veld)) for veld in velden}


def _tekst(waarde: Any) -> str | None:
    return None if waarde is None else str(waarde)
