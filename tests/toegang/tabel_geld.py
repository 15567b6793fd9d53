"""Rows of the permission table about the money of plans, and about what runs beside their main road."""

from typing import Any

from tests.toegang import wereld_geld as besluit
from tests.toegang.rij import (
    ALLEN,
    BEHANDELAAR,
    BEKEND,
    BESLISSERS,
    CONTROLLER,
    GELD,
    GESPREK,
    INDIENER_VAN_PLAN,
    Rij,
    Rollen,
)
from tests.toegang.wereld import Wereld
from tests.toegang.wereld_dossier import dossier

LEZERS_VAN_DOSSIER: Rollen = frozenset({"coordinator", "controller", "stuurgroeplid"})


def _dossier(wereld: Wereld) -> list[Any]:
    return [dossier(wereld).pk]


def _toegekend(wereld: Wereld) -> list[Any]:
    return [besluit.toegekend(wereld).pk]


def _nagekeken(wereld: Wereld) -> list[Any]:
    return [besluit.verantwoording(wereld).initiatief_id]


def _bezwaar(wereld: Wereld) -> list[Any]:
    return [besluit.bezwaar(wereld).pk]


def _uitdaging(wereld: Wereld) -> list[Any]:
    return [besluit.uitdaging(wereld).pk]


def _uitdagingconcept(wereld: Wereld) -> list[Any]:
    return [besluit.uitdaging(wereld, "concept").pk]


def _wijziging(wereld: Wereld) -> list[Any]:
    rij = besluit.verzoek(wereld)
    return [rij.initiatief_id, rij.pk]


GELD_VAN_PLANNEN = [
    Rij("bewoners:rekening", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_toegekend),
    Rij("bewoners:betaling_vragen", BEHANDELAAR, BEHANDELAAR, args=_toegekend),
    Rij("bewoners:verantwoorden", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_toegekend),
    Rij("bewoners:bon_weghalen", None, INDIENER_VAN_PLAN, args=lambda wereld: [besluit.bon(wereld).pk]),
    Rij("bewoners:verantwoording", LEZERS_VAN_DOSSIER, args=_nagekeken),
    Rij(
        "bewoners:verantwoording_terug",
        None,
        BEHANDELAAR,
        args=_nagekeken,
        gegevens=lambda wereld: {"opmerking": "De bon ontbreekt"},
    ),
    Rij(
        "bewoners:steekproef_akkoord",
        None,
        BEHANDELAAR,
        args=lambda wereld: [besluit.verantwoording(wereld, eenvoudig=True).initiatief_id],
    ),
    Rij("bewoners:vaststellen", BESLISSERS, BESLISSERS, args=_nagekeken),
    Rij("bewoners:verlening_intrekken", BESLISSERS, BESLISSERS, args=_toegekend),
    Rij("bewoners:terugvorderen", BESLISSERS, BESLISSERS, args=_toegekend),
    Rij("bewoners:terugbetaling", CONTROLLER, CONTROLLER, args=_toegekend),
]

RECHTSMIDDELEN = [
    Rij("bewoners:wijziging_vragen", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_toegekend),
    Rij("bewoners:wijziging_intrekken", None, INDIENER_VAN_PLAN, args=lambda wereld: [besluit.verzoek(wereld).pk]),
    Rij("bewoners:wijziging_besluit", BESLISSERS, BESLISSERS, args=_wijziging),
    Rij("bewoners:ingebreke", GESPREK, GESPREK, args=_dossier),
    Rij("bewoners:bezwaar_maken", GESPREK, GESPREK, args=_toegekend),
    # everybody who decides on money may handle one, but who took the decision or assessed the plan
    Rij("bewoners:bezwaren", GELD),
    Rij("bewoners:bezwaar", GELD, GELD, args=_bezwaar),
    Rij("bewoners:bezwaar_intrekken", None, INDIENER_VAN_PLAN, args=_bezwaar),
    Rij("bewoners:bezwaar_oppakken", None, GELD, args=_bezwaar),
    Rij("bewoners:bezwaar_horen", None, GELD, args=_bezwaar),
    Rij("bewoners:bezwaar_verdagen", None, GELD, args=_bezwaar),
    Rij("bewoners:bezwaar_beslissen", None, GELD, args=_bezwaar),
    Rij("bewoners:uitdagingen", ALLEN),
    Rij("bewoners:uitdaging_nieuw", BEKEND, BEKEND),
    Rij(
        "bewoners:uitdaging",
        ALLEN,
        args=lambda wereld: [besluit.uitdaging(wereld, openbaar=True).pk],
        geval="openbaar",
    ),
    Rij("bewoners:uitdaging", LEZERS_VAN_DOSSIER | {"bewoner"}, args=_uitdaging, geval="niet openbaar"),
    Rij("bewoners:uitdaging", INDIENER_VAN_PLAN, args=_uitdagingconcept, geval="concept"),
    Rij("bewoners:uitdaging_wijzig", INDIENER_VAN_PLAN, INDIENER_VAN_PLAN, args=_uitdagingconcept),
    Rij("bewoners:uitdaging_intrekken", None, INDIENER_VAN_PLAN, args=_uitdaging),
    Rij("bewoners:uitdaging_stap", None, BEHANDELAAR, args=_uitdaging),
]
