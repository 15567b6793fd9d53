"""A large plan of two payers: an assessor with an interest, an advance, receipts, less than was promised, money back."""

import re
from collections.abc import Callable

import pytest

from bewoners.models import Beoordeling, Brief, Initiatief
from budgetten.domain.controle import controleer_grootboek
from tests.e2e import wegstappen as stap
from tests.e2e.weg import Weg
from tests.e2e.wegstappen import Aanvraag, status
from tests.partners.afbeeldingen import foto_bytes, pdf_bytes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
BON = {"name": "bon hout.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
FOTO = {"name": "bon planten.jpg", "mimeType": "image/jpeg", "buffer": foto_bytes(maat=(300, 400))}


def test_large_plan_of_two_payers_is_settled_lower_and_pays_back_to_the_cent(maak_weg: Callable[..., Weg]) -> None:
    weg = maak_weg(toetsen=True)
    aanvraag = Aanvraag("Een speelplek voor de hele wijk", [("Hout", "3.000"), ("Planten", "2.000")], dekking="200")
    plan = stap.dient_in(weg, aanvraag)
    assert plan.gevraagd == 4800
    stap.neemt_in_behandeling(weg, plan)
    belang_wordt_vervangen(weg, plan)
    for beoordeling in Beoordeling.objects.filter(initiatief=plan, vervallen_op=None).order_by("pk"):
        stap.beoordeelt(weg, plan, beoordeling.beoordelaar)

    w = stap.besluit(
        weg,
        plan,
        "Toekennen: de aanvrager verantwoordt na afloop",
        dekking={"Gemeente Assen": "3.000", "Actium": "1.800"},
    )
    assert stap.geld_in_het_dossier(w)["Actium"] == ["€ 1.800,00", "€ 0,00", "€ 0,00", "€ 0,00", "€ 1.800,00"]
    alleen_de_gemeente_noemt_bezwaar(weg, plan, "besluit", "toezegging")

    stap.geeft_rekening_door(weg, plan)
    stap.betaalt(weg, plan, "3840,00")
    stap.begint(plan, klaar=True)
    stap.veeg(lambda: status(plan) == "in_uitvoering", "the plan begins on its first day")
    verantwoordt(weg, plan)
    stelt_lager_vast(weg, plan)
    alleen_de_gemeente_noemt_bezwaar(weg, plan, "vaststelling", "afrekening")
    vordert_terug(weg, plan)
    w = stap.open_dossier(weg, plan, weg.team.coordinator)
    assert stap.geld_in_het_dossier(w) == {
        "Gemeente Assen": ["€ 3.000,00", "€ 2.400,00", "€ 600,00", "€ 524,99", "€ 0,00"],
        "Actium": ["€ 1.800,00", "€ 1.440,00", "€ 360,00", "€ 315,00", "€ 0,00"],
        "Totaal": ["€ 4.800,00", "€ 3.840,00", "€ 960,00", "€ 839,99", "€ 0,00"],
    }
    assert stap.geld_op_de_pagina(weg.buur, plan) == {
        "Het hele plan kost": "€ 5.000,00",
        "Gevraagd": "€ 4.800,00",
        "Toegekend": "€ 4.800,00",
        "Gemeente Assen": "€ 3.000,00",
        "Actium": "€ 1.800,00",
        "Betaald": "€ 3.840,00",
        "Definitief bedrag": "€ 3.000,01",
        "Teruggekomen": "€ 839,99",
    }
    assert controleer_grootboek() == []
    stap.laat_voorbijgaan(plan, "bezwaar")
    stap.veeg(lambda: status(plan) == "afgesloten", "the file is closed after the term to object")


def belang_wordt_vervangen(weg: Weg, plan: Initiatief) -> None:
    """One of the two that were drawn takes part in the plan: the third is asked, and the first sees nothing of it."""
    eerste = Beoordeling.objects.filter(initiatief=plan).order_by("pk")[0]
    gevraagd = set(Beoordeling.objects.filter(initiatief=plan).values_list("beoordelaar", flat=True))
    w = weg.collega(eerste.beoordelaar)
    w.ga("/werk/")
    w.volg(re.compile(re.escape(plan.titel)))
    stap.verklaart(w, "Ik steun het plan of doe zelf mee")
    w.leest("Iemand anders bekijkt dit plan.")
    antwoord = w.page.request.get(f"{w.url}/initiatieven/{plan.pk}/beoordelen/")
    assert antwoord.status == 403
    nu = set(Beoordeling.objects.filter(initiatief=plan, vervallen_op=None).values_list("beoordelaar", flat=True))
    assert nu == {wie.pk for wie in weg.team.beoordelaars} - {eerste.beoordelaar_id}
    assert nu - gevraagd, "somebody who was not asked before"


def alleen_de_gemeente_noemt_bezwaar(weg: Weg, plan: Initiatief, gemeente: str, corporatie: str) -> None:
    """The decision of the municipality can be objected to, the promise of the corporation cannot."""
    w = weg.bewoner
    w.ga(plan.get_absolute_url())
    teksten = {
        soort: w.brief(Brief.objects.get(initiatief=plan, soort=soort).onderwerp) for soort in (gemeente, corporatie)
    }
    assert "bezwaar maken" in teksten[gemeente]
    assert "bezwaar" not in teksten[corporatie]
    assert "Actium" in teksten[corporatie]


def verantwoordt(weg: Weg, plan: Initiatief) -> None:
    """What it really cost, with a receipt for each line; without them it is not taken and nothing typed is lost."""
    w = weg.bewoner
    w.ga(plan.get_absolute_url())
    w.volg("Verantwoorden")
    w.vul("Wat hebt u gedaan?", "De speelplek staat er. De glijbaan kwam er niet.")
    bedragen = w.page.get_by_label("Werkelijk bedrag")
    bedragen.nth(0).fill("1.900,01")
    bedragen.nth(1).fill("1.300")
    w.klik("Indienen")
    w.leest(re.compile("Voeg een bon toe bij ‘Hout’"))
    for nummer, bestand in enumerate((BON, FOTO)):
        w.page.get_by_label("Bonnen").nth(nummer).set_input_files(bestand)
    w.klik("Indienen")
    w.leest("Uw verantwoording is ingediend.")
    assert status(plan) == "verantwoording_ingediend"


def stelt_lager_vast(weg: Weg, plan: Initiatief) -> None:
    """On the ground that not everything was carried out (Awb 4:46 lid 2, under a)."""
    w = stap.open_dossier(weg, plan, weg.team.beslisser)
    w.volg("Verantwoording")
    w.leest("€ 3.200,01")
    w.volg("Vaststellen")
    w.vul("Vastgesteld bedrag", "3.000,01")
    w.vul("Motivering", "De glijbaan is niet gemaakt.")
    w.klik("Vaststellen en brief sturen")
    w.leest("Kies waarom het bedrag lager is dan verleend.")
    w.kies("Waarom lager dan verleend?", "Het plan is niet of niet helemaal uitgevoerd.")
    w.klik("Vaststellen en brief sturen")
    w.leest("De subsidie is vastgesteld.")
    w.leest("Er is € 839,99 te veel betaald.")


def vordert_terug(weg: Weg, plan: Initiatief) -> None:
    """The decider asks it back, finance books what came in."""
    w = stap.open_dossier(weg, plan, weg.team.beslisser)
    w.volg("Terugvorderen")
    w.vul("Motivering", "Er is meer betaald dan vastgesteld.")
    w.klik("Terugvorderen en brief sturen")
    assert status(plan) == "terugvordering"
    weg.bewoner.ga(plan.get_absolute_url())
    brief = weg.bewoner.brief(Brief.objects.get(initiatief=plan, soort="terugvordering").onderwerp)
    assert "839,99" in brief
    w = stap.open_dossier(weg, plan, weg.team.kassier)
    w.volg("Terugbetaling boeken")
    w.vul("Bedrag", "839,99")
    w.vul("Kenmerk van de bank", "BNG 0099")
    w.klik("Boeken")
    w.leest("De terugbetaling is geboekt.")
