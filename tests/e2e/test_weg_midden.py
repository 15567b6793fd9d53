"""Beside the shortest road, with the keyboard alone: a plan that was not complete, one refused at first, one on paper."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bewoners.domain import kalender
from bewoners.models import Beoordeling, Besluit, Brief, Initiatief, Opschorting, Termijn
from budgetten.domain.controle import controleer_grootboek
from kern.componenten.opmaak import datumtekst
from tests.e2e import wegstappen as stap
from tests.e2e.weg import Weg
from tests.e2e.wegstappen import Aanvraag, status

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
VERLENEN = "Toekennen: de aanvrager verantwoordt na afloop"
#: Days between the request for a supplement and the answer, and the days the term to decide stood still.
GEWACHT, STIL = 8, 7


def test_term_to_decide_moves_by_the_days_a_supplement_took(maak_weg: Callable[..., Weg]) -> None:
    weg = maak_weg(toetsen=True)
    plan = stap.dient_in(weg, Aanvraag("Een moestuin aan de Sparstraat", [("Grond", "1.400"), ("Hek", "1.000,00")]))
    assert plan.gevraagd == 2400
    vraagt_om_aanvulling(weg, plan)
    assert status(plan) == "aanvulling_gevraagd"
    stap.dagen_later(plan, GEWACHT)
    vult_aan(weg, plan)

    beslissen = Termijn.objects.get(initiatief=plan, soort="beslissing")
    stil = Opschorting.objects.get(termijn=beslissen)
    assert (stil.eind - stil.begin).days == STIL
    zonder = beslissen.begin + dt.timedelta(days=56)
    assert beslissen.eind == kalender.volgende_werkdag(zonder + dt.timedelta(days=STIL))
    w = stap.open_dossier(weg, plan, weg.team.coordinator)
    w.leest(datumtekst(beslissen.eind))

    stap.beoordeelt(weg, plan, Beoordeling.objects.get(initiatief=plan).beoordelaar)
    stap.besluit(weg, plan, VERLENEN)
    assert status(plan) == "verleend"
    stap.begint(plan)
    stap.veeg(lambda: status(plan) == "in_uitvoering", "the plan begins on its first day")
    weg.bewoner.ga(plan.get_absolute_url())
    weg.bewoner.leest("De uitvoering is begonnen")


def vraagt_om_aanvulling(weg: Weg, plan: Initiatief) -> None:
    w = stap.open_dossier(weg, plan, weg.team.coordinator)
    w.volg("Om aanvulling vragen")
    w.vul("Wat ontbreekt er?", "Van wie is de grond?")
    w.klik("Vraag versturen")
    w.leest("De aanvrager")


def vult_aan(weg: Weg, plan: Initiatief) -> None:
    """The resident follows the mail."""
    w = weg.bewoner
    w.ga(weg.post("nel@example.nl", rf"http\S+/{plan.pk}/aanvullen/"))
    w.leest("Van wie is de grond?")
    w.vul("Uw antwoord", "Van de gemeente. Wij mogen hem gebruiken.")
    w.klik("Aanvulling versturen")
    w.leest("Uw aanvulling is binnen")


def test_refusal_becomes_an_award_after_an_objection_with_the_keyboard_alone(maak_weg: Callable[..., Weg]) -> None:
    weg = maak_weg(toetsen=True)
    plan = stap.dient_in(weg, Aanvraag("Een bankje bij de vijver", [("Bankje", "450")]))
    stap.neemt_in_behandeling(weg, plan)
    stap.beoordeelt(weg, plan, Beoordeling.objects.get(initiatief=plan).beoordelaar, advies="Afwijzen")
    stap.besluit(weg, plan, "Afwijzen", grond="te weinig steun van buurtbewoners")
    assert status(plan) == "afgewezen"
    maakt_bezwaar(weg, plan)

    w = weg.collega(weg.team.beslisser)
    w.ga("/initiatieven/bezwaren/")
    expect(w.page.get_by_text(plan.titel)).to_have_count(0)  # who refused does not judge the objection (Awb 7:5)
    hoort_en_beslist(weg, plan)
    assert status(plan) == "verleend"
    assert [b.door for b in Besluit.objects.filter(initiatief=plan)] == [weg.team.beslisser, weg.team.controller]
    b = weg.bewoner
    b.ga(plan.get_absolute_url())
    b.leest("Na bezwaar gaat het plan toch door")
    brief = b.brief(re.compile(re.escape(Brief.objects.get(initiatief=plan, soort="bezwaar").onderwerp)))
    assert "gegrond" in brief
    assert controleer_grootboek() == []


def maakt_bezwaar(weg: Weg, plan: Initiatief) -> None:
    """The letter names the grounds and how to object; the resident does so from their own page."""
    w = weg.bewoner
    w.ga(plan.get_absolute_url())
    brief = w.brief(re.compile(re.escape(Brief.objects.get(initiatief=plan, soort="besluit").onderwerp)))
    assert "te weinig steun van buurtbewoners" in brief
    assert "bezwaar" in brief
    w.volg("Bezwaar maken")
    w.vul("Waarom bent u het niet eens met dit besluit?", "Twintig buren doen mee. Hun namen stonden in de bijlage.")
    w.klik("Bezwaar versturen")
    w.leest("Wij hebben uw bezwaar ontvangen.")


def hoort_en_beslist(weg: Weg, plan: Initiatief) -> None:
    """Somebody else: free of interests, hears, finds for the resident and awards in the same decision."""
    w = weg.collega(weg.team.controller)
    w.ga("/werk/")
    w.volg(re.compile(re.escape(plan.titel)))
    stap.verklaart(w)
    w.klik("Ik behandel dit bezwaar")
    w.vul("Dag van het gesprek", dt.date(timezone.localdate().year, 1, 1))
    w.vul("Verslag", "Mevrouw liet de handtekeningen zien.")
    w.klik("Vastleggen")
    w.leest("Het gesprek is vastgelegd.")
    w.keuze("Gegrond")
    w.vul("Motivering", "De steun was er wel.")
    w.kies("Begrotingsregel", w.page.locator("[name=regel] option").nth(1).inner_text().strip())
    w.vul("Gemeente Assen betaalt", "450")
    w.klik("Beslissen en brief sturen")
    w.leest("Op het bezwaar is beslist.")


def test_paper_application_gets_letters_to_print(maak_weg: Callable[..., Weg]) -> None:
    weg = maak_weg(toetsen=True)
    plan = voert_papier_in(weg)
    post_brief(weg, plan, "ontvangst")
    stap.neemt_in_behandeling(weg, plan)
    stap.beoordeelt(weg, plan, Beoordeling.objects.get(initiatief=plan).beoordelaar)
    stap.besluit(weg, plan, VERLENEN)
    besluit = Besluit.objects.get(initiatief=plan)
    assert besluit.bekendgemaakt_op is None
    post_brief(weg, plan, "besluit")
    besluit.refresh_from_db()
    assert besluit.bekendgemaakt_op == timezone.localdate()
    assert Termijn.objects.filter(initiatief=plan, soort="bezwaar", begin=besluit.bekendgemaakt_op).count() == 1
    assert [bericht["To"] for bericht in weg.postbus.berichten if "piet" in str(bericht["To"]).lower()] == []


def voert_papier_in(weg: Weg) -> Initiatief:
    w = weg.collega(weg.team.coordinator)
    w.ga("/werk/")
    w.ga("/initiatieven/papier/")
    jaar = timezone.localdate().year + 1
    for label, tekst in (
        ("Naam van het plan", "Jeu de boules op het veld"),
        ("In het kort", "Een baan voor jong en oud."),
        ("Wat gaan zij doen?", "Een baan van grind aanleggen."),
        ("Wat heeft de buurt eraan?", "Buren ontmoeten elkaar."),
        ("Begint op", dt.date(jaar, 4, 4)),
        ("Is klaar op", dt.date(jaar, 5, 5)),
        ("Waarvoor?", "Grind"),
        ("Bedrag", "600"),
        ("Uw naam", "Piet Papier"),
        ("Telefoonnummer", "0592 654321"),
        ("Straat", "Dennenweg"),
        ("Huisnummer", "3"),
        ("Postcode", "9404 LA"),
    ):
        w.vul(label, tekst)
    w.kies("Onderwerp", "Groen")
    w.kies("Wijk of buurt", "Lariks (hele wijk)")
    w.vink("Ik ben 18 jaar of ouder")
    w.klik("Voer in")
    w.leest("De aanvraag is ingevoerd.")
    plan = Initiatief.objects.get(titel="Jeu de boules op het veld")
    assert (plan.papier, plan.indiener, status(plan)) == (True, None, "ingediend")
    return plan


def post_brief(weg: Weg, plan: Initiatief, soort: str) -> None:
    """Printed and posted by the coordinator; then it is off the list."""
    brief = Brief.objects.get(initiatief=plan, soort=soort)
    w = weg.collega(weg.team.coordinator)
    w.ga("/initiatieven/brieven/")
    tekst = w.brief(re.compile(f"Brief openen.*{plan.kenmerk}"))
    assert "Piet Papier" in tekst
    assert "Dennenweg 3" in tekst
    w.klik(f"Op de post gedaan: {plan.kenmerk} {brief.onderwerp}")
    expect(w.page.get_by_role("button", name=re.compile(re.escape(brief.onderwerp)))).to_have_count(0)
