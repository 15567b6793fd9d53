"""The public pages and the work list in a browser: drawn under our security policy, usable by keyboard, accessible."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from budgetten.models import Begrotingsregel
from gebieden.domain.inrichten import richt_gebieden_in
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Partner
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in
from tests.factories import MedewerkerFactory, UitgaveFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Ga = Callable[[str], Page]


def test_money_flows_are_drawn_under_the_security_policy(stad_met_geld: Begrotingsregel, ga_naar: Ga) -> None:
    page = ga_naar("/geld/")
    expect(page.locator("[data-geldstromen][data-klaar] svg")).to_have_count(1)
    expect(page.locator("[data-geldstromen] svg")).to_contain_text("Gemeente Assen")
    page.locator("[data-geldstromen] svg").hover(position={"x": 200, "y": 100})
    page.get_by_role("link", name="besteed").click()
    expect(page.get_by_text("is tot nu toe")).to_be_visible()
    expect(page.get_by_role("row", name="Lariks")).to_contain_text("100,00")


@pytest.mark.parametrize("pad", ["/", "/geld/", "/buurt/lariks/", "/buurt/assen/", "/zoek/?q=de", "/zoek/?q=zzzz"])
@pytest.mark.parametrize("maat", [TELEFOON, SCHERM], ids=["telefoon", "scherm"])
def test_public_page_is_accessible_and_fits(
    stad_met_geld: Begrotingsregel, ga_naar: Ga, axe: Callable[..., list[str]], pad: str, maat: dict[str, int]
) -> None:
    page = ga_naar(pad)
    page.set_viewport_size(maat)
    assert axe(page) == []
    assert geen_zijwaarts_schuiven(page)


@pytest.mark.parametrize("pad", ["/", "/geld/", "/buurt/assen/"])
def test_public_page_without_data_is_accessible(
    transactional_db: None, ga_naar: Ga, axe: Callable[..., list[str]], pad: str
) -> None:
    if "buurt" in pad:
        richt_gebieden_in()
    assert axe(ga_naar(pad)) == []


def test_somebody_finds_the_neighbourhood_with_the_keyboard(stad_met_geld: Begrotingsregel, ga_naar: Ga) -> None:
    page = ga_naar("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Zoek op postcode, wijk of buurt")).to_be_focused()
    page.keyboard.type("kloosterveen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buurt/kloosterveen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kloosterveen")


def test_pages_work_without_scripts(
    stad_met_geld: Begrotingsregel, live_server: LiveServer, browser_page: Page
) -> None:
    context = browser_page.context.browser.new_context(java_script_enabled=False, locale="nl-NL")  # type: ignore[union-attr]
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Lariks").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lariks")
    page.goto(f"{live_server.url}/geld/")
    expect(page.get_by_role("row", name="Totaal").first).to_contain_text("65.000,00")
    context.close()


@pytest.mark.parametrize("maat", [TELEFOON, SCHERM], ids=["telefoon", "scherm"])
def test_work_list_and_inside_of_an_area_are_accessible(
    stad_met_geld: Begrotingsregel,
    ga_naar: Ga,
    live_server: LiveServer,
    browser_page: Page,
    gemeente: Partner,
    als: Callable[..., Client],
    axe: Callable[..., list[str]],
    maat: dict[str, int],
) -> None:
    gebruiker: Gebruiker = MedewerkerFactory(partner=gemeente, functie=Functie.CONTROLLER).gebruiker
    UitgaveFactory(regel=stad_met_geld, ingevoerd_door=gebruiker, omschrijving="Half af")
    log_in(browser_page, als(gebruiker), live_server)
    browser_page.set_viewport_size(maat)
    for pad in ("/werk/", "/buurt/lariks/"):
        page = ga_naar(pad)
        assert axe(page) == []
        assert geen_zijwaarts_schuiven(page)
    expect(page.get_by_role("link", name="Uitgave invoeren").first).to_be_visible()
    ga_naar("/werk/").get_by_role("link", name="Half af").click()
    page.wait_for_url("**/budget/uitgave*/*/")


def test_drawing_and_its_words_fit_the_paper(stad_met_geld: Begrotingsregel, ga_naar: Ga) -> None:
    page = ga_naar("/geld/")
    beeld = page.locator(".geldbeeld svg")
    expect(beeld).to_have_attribute("viewBox", re.compile(r"^0 0 \d+ \d+$"))
    page.emulate_media(media="print")
    breedte = page.evaluate("document.documentElement.clientWidth")
    page.set_viewport_size({"width": 680, "height": 1000})
    rand = beeld.evaluate(
        "svg => Math.max(...[...svg.querySelectorAll('text')].map(t => t.getBoundingClientRect().right))"
    )
    assert rand <= 680 < breedte
    onder = beeld.evaluate("svg => svg.getBoundingClientRect().bottom")
    uitleg = page.get_by_text("Links de betalers").bounding_box()
    assert uitleg is not None
    assert onder <= uitleg["y"], "the words below it stand below it"
