"""Residents' plans in a browser: the list with its map, one plan, supporting and commenting; by mouse, keyboard and axe."""

import datetime as dt
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bewoners.domain import gesprek, nieuws, reacties, steun
from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.models import Initiatief, Reactie, Statuswissel, Termijn
from gebieden.domain.inrichten import richt_gebieden_in
from gebieden.models import Gebied
from kern import honingpot
from kern.models import Gebruiker, Uitgaandbericht
from tests.bewoners.fabriek import maak_initiatief
from tests.bewoners.test_publiek import maak_foto
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in
from tests.factories import GebruikerFactory, ThemaFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Ga = Callable[[str], Page]
S = Initiatiefstatus
MATEN = [TELEFOON, SCHERM]


@pytest.fixture(autouse=True)
def _geen_haast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))


@pytest.fixture
def plannen(transactional_db: None, bewoner: Gebruiker) -> list[Initiatief]:
    """Three plans on the map: one asks for support, one is carried out, one is done."""
    richt_gebieden_in()
    thema = ThemaFactory(naam="Groen")
    gebieden = {naam: Gebied.objects.get(slug=naam) for naam in ("lariks", "peelo", "kloosterveen")}
    nieuw = maak_initiatief(
        gebied=gebieden["lariks"], thema=thema, indiener=bewoner, lengte=6.5505, breedte=53.0031,
        titel="Bloembakken in de Sparstraat", plek_adres="Bij de vijver",
    )  # fmt: skip
    loopt = maak_initiatief(
        gebied=gebieden["peelo"], thema=thema, indiener=bewoner, lengte=6.5577, breedte=53.0155,
        titel="Een jeu-de-boulesbaan voor jong en oud", status=S.IN_UITVOERING, toegekend=350,
    )  # fmt: skip
    klaar = maak_initiatief(
        gebied=gebieden["kloosterveen"], thema=thema, indiener=bewoner, lengte=6.508, breedte=52.99,
        titel="Buurtfeest", status=S.VASTGESTELD, toegekend=400, vastgesteld=390, resultaat="Het was een feest!",
    )  # fmt: skip
    nu = timezone.now()
    Statuswissel.objects.create(initiatief=loopt, van=S.CONCEPT, naar=S.INGEDIEND, op=nu - dt.timedelta(days=40))
    Statuswissel.objects.create(initiatief=loopt, van=S.GEADVISEERD, naar=S.VERLEEND, op=nu - dt.timedelta(days=9))
    Termijn.objects.create(
        initiatief=nieuw, soort=Termijnsoort.BESLISSING, begin=nu.date(), dagen=56, eind=nu.date() + dt.timedelta(56)
    )
    maak_foto(loopt)
    maak_foto(klaar)
    nieuws.plaats(loopt, tekst="Het hout is binnen.", door=bewoner)
    buur = GebruikerFactory(naam="Bo Buur")
    steun.steun_als(nieuw, toon_naam=True, door=buur)
    reacties.plaats(nieuw, tekst="Wat een mooi plan. Ik help graag mee met timmeren.", door=buur)
    Reactie.objects.update(status="zichtbaar")
    gesprek.schrijf(nieuw, tekst="Mag het ook bij de vijver?", door=bewoner)
    return [nieuw, loopt, klaar]


def kijk(page: Page, naam: str) -> None:
    """Keep a screenshot when SCHERMBEELDEN names a directory."""
    if map_ := os.environ.get("SCHERMBEELDEN"):
        page.screenshot(path=f"{map_}/{naam}.png", full_page=True)


@pytest.mark.parametrize("maat", MATEN, ids=["390", "1280"])
def test_public_pages_have_no_violations_and_fit(plannen: list[Initiatief], ga_naar: Ga, axe: Any, maat: Any) -> None:
    nieuw, loopt, klaar = plannen
    reactie = Reactie.objects.get()
    paden = {
        "lijst": "/initiatieven/",
        "leeg": "/initiatieven/?tekst=niets",
        "nieuw": nieuw.get_absolute_url(),
        "loopt": loopt.get_absolute_url(),
        "klaar": klaar.get_absolute_url(),
        "steunen": f"{nieuw.get_absolute_url()}steunen/",
        "melden": f"/initiatieven/reacties/{reactie.pk}/melden/",
        "cijfers": "/initiatieven/cijfers/",
        "home": "/",
        "buurt": "/buurt/lariks/",
    }
    for naam, pad in paden.items():
        page = ga_naar(pad)
        page.set_viewport_size(maat)
        if naam in {"lijst", "nieuw"}:
            expect(page.locator("[data-plannenkaart][data-klaar]")).to_have_count(1)
        kijk(page, f"{naam}-{maat['width']}")
        assert axe(page) == [], pad
        assert geen_zijwaarts_schuiven(page), pad


@pytest.mark.parametrize("maat", MATEN, ids=["390", "1280"])
def test_pages_behind_a_login_have_no_violations_and_fit(
    plannen: list[Initiatief], ga_naar: Ga, axe: Any, als: Any, live_server: Any, maat: Any, context: Any,
    bewoner: Gebruiker,
) -> None:  # fmt: skip
    nieuw, loopt, klaar = plannen
    page = ga_naar("/over/")
    log_in(page, als(bewoner), live_server)
    page.set_viewport_size(maat)
    for naam, pad in {
        "eigen-nieuw": nieuw.get_absolute_url(),
        "eigen-loopt": loopt.get_absolute_url(),
        "gesprek": f"{nieuw.get_absolute_url()}gesprek/",
        "nieuws": f"{loopt.get_absolute_url()}nieuws/",
        "resultaat": f"{klaar.get_absolute_url()}resultaat/",
        "reageren": f"{nieuw.get_absolute_url()}reageren/",
    }.items():
        ga_naar(pad)
        kijk(page, f"{naam}-{maat['width']}")
        assert axe(page) == [], pad
        assert geen_zijwaarts_schuiven(page), pad


@pytest.mark.parametrize("maat", MATEN, ids=["390", "1280"])
def test_coordinator_judges_comments(
    plannen: list[Initiatief], ga_naar: Ga, axe: Any, als: Any, live_server: Any, maat: Any, gemeente: Any
) -> None:
    from partners.enums import Functie
    from tests.factories import MedewerkerFactory

    nieuw = plannen[0]
    post = MedewerkerFactory(partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR)
    reacties.meld_misplaatst(Reactie.objects.get(), reden="Dit is reclame", door=None)
    page = ga_naar("/over/")
    log_in(page, als(post.gebruiker), live_server)
    page.set_viewport_size(maat)
    ga_naar("/initiatieven/reacties/")
    kijk(page, f"beheren-{maat['width']}")
    assert axe(page) == []
    assert geen_zijwaarts_schuiven(page)
    page.get_by_text("Weghalen", exact=True).first.click()
    page.get_by_label("Waarom haalt u deze reactie weg?").fill("Reclame")
    page.get_by_role("button", name="Weghalen").click()
    expect(page.get_by_text("De reactie is weggehaald.")).to_be_visible()
    ga_naar(f"{nieuw.get_absolute_url()}gesprek/")
    expect(page.get_by_text("De nieuwe berichten zijn gelezen.")).to_have_count(1)  # noted without a click
    kijk(page, f"gesprek-coordinator-{maat['width']}")
    assert gesprek.ongelezen(nieuw, post.gebruiker) == 0
    assert axe(page) == []


def naar_speld(page: Page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('speld')"):
            return
    raise AssertionError("the map cannot be reached with Tab")


def naam_met_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_map_is_one_tab_stop_and_opens_a_plan(plannen: list[Initiatief], ga_naar: Ga) -> None:
    page = ga_naar("/initiatieven/")
    expect(page.locator(".speld")).to_have_count(3)
    naar_speld(page)
    gezien = {naam_met_focus(page)}
    for toets in ("ArrowUp", "ArrowLeft", "ArrowDown", "Home", "ArrowLeft", "ArrowUp", "ArrowRight", "End"):
        page.keyboard.press(toets)
        gezien.add(naam_met_focus(page))
    assert len(gezien) == 3
    expect(page.locator(".gebiedstip")).to_have_count(1)
    expect(page.locator(".plan.is-aangewezen")).to_have_count(1)
    page.keyboard.press("Tab")
    assert naam_met_focus(page) == "Inzoomen"
    page.keyboard.press("Shift+Tab")
    doel = naam_met_focus(page).split(",")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/initiatieven/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(doel)


def test_map_follows_the_filters_and_the_list_lights_up_the_pin(plannen: list[Initiatief], ga_naar: Ga) -> None:
    page = ga_naar("/initiatieven/?groep=bezig")
    expect(page.locator(".speld")).to_have_count(1)
    page.get_by_role("link", name="Een jeu-de-boulesbaan voor jong en oud", exact=True).focus()
    expect(page.locator(".speld.is-aangewezen")).to_have_count(1)
    page.locator(".speld").click()
    page.wait_for_url(f"**{plannen[1].get_absolute_url()}")


def test_without_scripts_the_list_is_the_page(plannen: list[Initiatief], browser: Any, live_server: Any) -> None:
    with browser.new_context(java_script_enabled=False, locale="nl-NL") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/initiatieven/")
        expect(page.locator(".gebiedskaart__vlak")).to_be_hidden()
        page.get_by_role("link", name="Buurtfeest", exact=True).click()
        page.wait_for_url(f"**{plannen[2].get_absolute_url()}")


def test_a_neighbour_supports_a_plan(plannen: list[Initiatief], ga_naar: Ga, live_server: Any) -> None:
    nieuw = plannen[0]
    page = ga_naar(nieuw.get_absolute_url())
    page.set_viewport_size(TELEFOON)
    expect(page.get_by_text("1 mens steunt dit plan. Er zijn er 5 nodig.")).to_be_visible()
    page.get_by_role("link", name="Steun dit plan").first.click()
    page.get_by_role("button", name="Steun dit plan").click()
    expect(page.locator(".foutenoverzicht")).to_be_focused()
    page.get_by_label("Uw naam", exact=True).fill("Nel Nieuw")
    page.get_by_label("Uw e-mailadres").fill("nel@example.nl")
    page.get_by_role("button", name="Steun dit plan").click()
    expect(page.get_by_role("heading", name="Kijk in uw mailbox")).to_be_visible()
    kijk(page, "onderweg-390")
    bericht = next(b for b in Uitgaandbericht.objects.all() if b.aan == "nel@example.nl")
    link = re.search(r"/initiatieven/steun/\S+", bericht.tekst)
    assert link
    ga_naar(link[0])
    kijk(page, "bevestigen-390")
    page.get_by_role("button", name="Ja, ik steun dit plan").click()
    expect(page.get_by_role("heading", name="U steunt dit plan")).to_be_visible()
    kijk(page, "bevestigd-390")
    assert steun.aantal(nieuw) == 2


def test_a_neighbour_comments(plannen: list[Initiatief], ga_naar: Ga, als: Any, live_server: Any) -> None:
    page = ga_naar("/over/")
    log_in(page, als(GebruikerFactory(naam="Rie Reactie")), live_server)
    ga_naar(plannen[0].get_absolute_url())
    page.get_by_role("link", name="Reageer").click()
    page.get_by_label("Uw reactie").fill("Leuk!")
    page.get_by_role("button", name="Plaats reactie").click()
    expect(page.get_by_text("Wij lezen uw reactie eerst.")).to_be_visible()
    expect(page.locator(".reactie--eigen")).to_contain_text("Leuk!")
    kijk(page, "eigen-reactie-1280")
