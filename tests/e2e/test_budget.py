"""The money's way through the pages: entered, approved by another, posted, seen in the matrix, reversed."""

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import leg_ontvangst_vast, zeg_toe
from budgetten.domain.jaren import open_boekjaar
from budgetten.enums import Uitgavestatus
from budgetten.models import Uitgave
from partners.enums import Functie
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in
from tests.factories import MandaatFactory, MedewerkerFactory, VerdeelsleutelFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

#: Set SHOTS to a directory to keep a picture of every page of the walk at both widths.
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def geld(wijken, themas, gemeente, actium, woonconcept, controller):
    """This year with € 800.000 pledged, and € 60.000 on Lariks/groen and on Peelo/jeugd."""
    vandaag = timezone.localdate()
    nieuwjaar = dt.date(vandaag.year, 1, 1)
    boekjaar = open_boekjaar(vandaag.year, door=controller)
    for partner, bedrag in ((gemeente, 400_000), (actium, 250_000), (woonconcept, 150_000)):
        bijdrage = zeg_toe(boekjaar, partner=partner, bedrag=Decimal(bedrag), boekdatum=nieuwjaar, door=controller)
    leg_ontvangst_vast(bijdrage, datum=nieuwjaar, bedrag=Decimal(100_000), kenmerk="W-1", door=controller)
    sleutel = VerdeelsleutelFactory(
        aandelen={gemeente: Decimal(50), actium: Decimal("31.25"), woonconcept: Decimal("18.75")}
    )
    regels = [
        regel_voor(boekjaar, gebied=wijken[wijk], thema=themas[thema])
        for wijk, thema in (("Lariks", "Groen"), ("Peelo", "Jeugd"), ("Lariks", "Ontmoeten"))
    ]
    for regel in regels:
        deel_toe(regel, bedrag=Decimal(60_000), sleutel=sleutel, boekdatum=nieuwjaar, door=controller)
    return regels[0]


@pytest.fixture
def goedkeurder(actium, wijken):
    post = MedewerkerFactory(
        gebruiker__naam="Gea Goedkeurder",
        partner=actium,
        functie=Functie.GEBIEDSCOORDINATOR,
        gebieden=[wijken["Lariks"]],
    )
    MandaatFactory(medewerker=post)
    return post.gebruiker


def leg_vast(page: Page, naam: str) -> None:
    """The page fits both widths; with SHOTS also as pictures."""
    for maat in (TELEFOON, SCHERM):
        page.set_viewport_size(maat)
        assert geen_zijwaarts_schuiven(page), f"{naam} at {maat['width']}"
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{naam}-{maat['width']}.png", full_page=True)


def test_expense_is_entered_approved_posted_and_reversed(
    ga_naar, als, live_server, geld, coordinator, goedkeurder, controller, axe
):
    page = ga_naar("/over/")
    log_in(page, als(coordinator), live_server)
    page.goto(f"{live_server.url}/budget/uitgaven/nieuw/")
    page.get_by_label("Begrotingsregel").select_option(label="Lariks – Groen")
    expect(page.locator("#vrij")).to_contain_text("60.000,00")
    page.get_by_label("Waar is de uitgave voor?").fill("Bomen voor de Beukenlaan")
    page.get_by_label("Leverancier").fill("Hovenier Hagens")
    page.get_by_label("Factuurnummer").fill("H-2026-1")
    page.get_by_label("Bedrag zonder btw").fill("veel")
    page.get_by_role("button", name="Indienen").click()
    expect(page.locator(".foutenoverzicht")).to_be_focused()
    leg_vast(page, "uitgave-fout")
    page.get_by_label("Bedrag zonder btw").fill("826,45")
    page.get_by_label("Btw (niet verplicht)").fill("173,56")
    page.get_by_role("button", name="Indienen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bomen voor de Beukenlaan")
    leg_vast(page, "uitgave-ingediend")

    log_in(page, als(goedkeurder), live_server)
    page.goto(f"{live_server.url}/budget/uitgaven/")
    leg_vast(page, "uitgaven-beoordelen")
    page.get_by_role("link", name="Bomen voor de Beukenlaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bomen voor de Beukenlaan")
    leg_vast(page, "uitgave-beoordelen")
    assert axe(page) == []
    page.get_by_role("button", name="Goedkeuren en boeken").click()
    expect(page.get_by_text("De uitgave is goedgekeurd en geboekt.")).to_be_visible()
    uitgave = Uitgave.objects.select_related("boeking").get()
    assert (uitgave.status, uitgave.bedrag) == (Uitgavestatus.GOEDGEKEURD, Decimal("1000.01"))

    log_in(page, als(controller), live_server)
    page.goto(f"{live_server.url}/budget/")
    lariks = page.get_by_role("row", name="Lariks")
    expect(lariks).to_contain_text("€ 1.000,01")
    assert axe(page) == []
    leg_vast(page, "matrix")
    page.goto(f"{live_server.url}/budget/?gebied=lariks")
    leg_vast(page, "matrix-wijk")
    page.get_by_role("link", name="Groen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lariks – Groen")
    assert axe(page) == []
    leg_vast(page, "regel")
    page.locator("#boekingen").get_by_role("link", name="Bomen voor de Beukenlaan").click()
    page.wait_for_url("**/budget/boeking/*/")
    leg_vast(page, "boeking")
    page.get_by_role("link", name="Tegenboeken").click()
    page.get_by_label("Waarom boekt u tegen?").fill("Factuur was voor Peelo")
    leg_vast(page, "tegenboeken")
    page.get_by_role("button", name="Tegenboeken").click()
    expect(page.get_by_text("De boeking is tegengeboekt.")).to_be_visible()
    page.goto(f"{live_server.url}/budget/")
    expect(lariks).not_to_contain_text("1.000,01")
    uitgave.refresh_from_db()
    assert uitgave.status == Uitgavestatus.TEGENGEBOEKT


def test_matrix_filters_without_a_new_page_and_back_again(ga_naar, als, live_server, geld, controller):
    page = ga_naar("/over/")
    log_in(page, als(controller), live_server)
    page.goto(f"{live_server.url}/budget/")
    lariks = page.get_by_role("row", name="Lariks")
    expect(lariks).to_contain_text("€ 120.000,00")
    page.get_by_label("Fysiek of sociaal").select_option(label="Sociaal")
    expect(lariks).to_contain_text("€ 60.000,00")
    assert "domein=sociaal" in page.url
    page.go_back()
    expect(lariks).to_contain_text("€ 120.000,00")


@pytest.mark.parametrize(
    ("naam", "pad"),
    [
        ("boekingen", "/budget/boekingen/?soort=toedeling"),
        ("uitgaven", "/budget/uitgaven/?tab=alle"),
        ("uitgave-nieuw", "/budget/uitgaven/nieuw/"),
        ("wijzigingen", "/budget/wijzigingen/"),
        ("wijziging-nieuw", "/budget/wijzigingen/nieuw/"),
        ("bijdragen", "/budget/bijdragen/"),
        ("boekjaren", "/budget/jaren/"),
        ("boekjaar", "/budget/jaar/{jaar}/"),
        ("toedelen", "/budget/jaar/{jaar}/toedelen/"),
        ("sluiten", "/budget/jaar/{jaar}/sluiten/"),
        ("toezeggen", "/budget/bijdragen/{jaar}/toezeggen/"),
    ],
)
def test_pages_for_controllers_are_accessible(ga_naar, als, live_server, geld, controller, axe, naam, pad):
    page = ga_naar("/over/")
    log_in(page, als(controller), live_server)
    page.goto(live_server.url + pad.format(jaar=geld.boekjaar.jaar))
    leg_vast(page, naam)
    assert axe(page) == []
