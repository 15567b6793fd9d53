"""A small plan, from a telephone without an account to the closed file, with the keyboard alone."""

import re
from collections.abc import Callable

import pytest

from bewoners.models import Beoordeling, Brief
from budgetten.domain.controle import controleer_grootboek
from tests.e2e import wegstappen as stap
from tests.e2e.weg import Weg
from tests.e2e.wegstappen import Aanvraag, status

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_small_plan_is_settled_at_once_paid_and_closed_with_the_keyboard_alone(maak_weg: Callable[..., Weg]) -> None:
    weg = maak_weg(toetsen=True)
    plan = stap.dient_in(weg, Aanvraag("Bloembakken in de Sparstraat", [("Hout", "250,00"), ("Aarde", "150")]))
    assert weg.post("nel@example.nl", Brief.objects.get(initiatief=plan, soort="ontvangst").sleutel)
    stap.neemt_in_behandeling(weg, plan)
    buur_steunt(weg, plan.get_absolute_url())

    stap.beoordeelt(weg, plan, Beoordeling.objects.get(initiatief=plan).beoordelaar)
    weg.staf.leest("Alle beoordelingen zijn binnen")
    stap.besluit(weg, plan, "Toekennen en meteen vaststellen: de aanvrager hoeft niet te verantwoorden")
    assert status(plan) == "direct_vastgesteld"
    assert weg.post("nel@example.nl", Brief.objects.get(initiatief=plan, soort="besluit").sleutel)

    stap.geeft_rekening_door(weg, plan)
    stap.betaalt(weg, plan, "400,00")
    assert stap.geld_op_de_pagina(weg.buur, plan) == {
        "Het hele plan kost": "€ 400,00",
        "Gevraagd": "€ 400,00",
        "Toegekend": "€ 400,00",
        "Gemeente Assen": "€ 400,00",
        "Betaald": "€ 400,00",
        "Definitief bedrag": "€ 400,00",
    }

    stap.begint(plan, klaar=True)
    stap.laat_voorbijgaan(plan, "bezwaar")
    stap.veeg(lambda: status(plan) == "afgesloten", "the file is closed after the term to object")
    weg.bewoner.ga(plan.get_absolute_url())
    weg.bewoner.leest("Het dossier is afgesloten")
    assert controleer_grootboek() == []


def buur_steunt(weg: Weg, pad: str) -> None:
    """A neighbour without an account: first a name and an address, then the link from the mail."""
    w = weg.buur
    w.ga(pad)
    w.volg("Steun dit plan")
    w.vul("Uw naam", "Bo Buur")
    w.vul("Uw e-mailadres", "bo@example.nl")
    w.vink(re.compile("naam"))
    w.klik("Steun dit plan")
    w.kop("Kijk in uw mailbox")
    w.ga(weg.post("bo@example.nl", r"http\S+/steun/\S+"))
    w.klik("Ja, ik steun dit plan")
    w.kop("U steunt dit plan")
    w.ga(pad)
    w.leest(re.compile("1 mens steunt dit plan"))
    w.leest(re.compile("Bo Buur"))
