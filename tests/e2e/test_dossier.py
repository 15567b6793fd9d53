"""A plan from the completeness check to the decision in a real browser: phone and desk, keyboard, accessible."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bewoners.domain import aanvullen
from bewoners.enums import Initiatiefstatus
from bewoners.models import Besluit, Initiatief
from kern.models import Gebruiker
from partners.models import Partner
from tests.bewoners.behandeling import geadviseerd, geef_geld, geef_woningen, met_termijnen
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, verklaar_geen_belang
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kijk(axe: Callable[..., list[str]]) -> Callable[[Page, str], None]:
    """At both sizes: accessible, and nothing to scroll sideways. BEELDEN: a directory for screenshots."""

    def _kijk(page: Page, naam: str) -> None:
        for maat in (TELEFOON, SCHERM):
            page.set_viewport_size(maat)
            if map_ := os.environ.get("BEELDEN"):
                page.screenshot(path=Path(map_) / f"{naam}-{maat['width']}.png", full_page=True)
            assert geen_zijwaarts_schuiven(page), naam
            assert axe(page) == [], naam

    return _kijk


@pytest.fixture
def plan(wijken, themas, bewoner) -> Initiatief:
    return met_termijnen(maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner))


def test_a_file_is_found_checked_and_taken_on(
    plan: Initiatief,
    coordinator: Gebruiker,
    partnermedewerker: Gebruiker,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    log_in(browser_page, als(coordinator), live_server)
    page = ga_naar("/initiatieven/dossiers/")
    kijk(page, "lijst")
    page.get_by_role("link", name=plan.titel).click()
    kijk(page, "dossier-nieuw")
    page.get_by_role("link", name="Om aanvulling vragen").click()
    kijk(page, "aanvulling-vragen")
    page.go_back()
    for vink in page.locator(".vinklijst input[type=checkbox]").all():
        vink.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Compleet: in behandeling nemen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Het plan wordt nu beoordeeld")).to_be_visible()
    expect(page.locator(".personen")).to_contain_text(partnermedewerker.naam)
    kijk(page, "dossier-beoordeling")


def test_an_applicant_supplies_on_a_phone(
    plan: Initiatief,
    coordinator: Gebruiker,
    bewoner: Gebruiker,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    aanvullen.vraag_aanvulling(
        plan,
        vragen="- Wilt u de kosten per onderdeel noemen?\n- Van wie is de grond?",
        uiterlijk=aanvullen.standaarddatum(plan),
        door=coordinator,
    )
    log_in(browser_page, als(bewoner), live_server)
    page = ga_naar(f"/initiatieven/{plan.pk}/intrekken/")
    kijk(page, "intrekken")
    page = ga_naar(f"/initiatieven/{plan.pk}/aanvullen/")
    kijk(page, "aanvullen")
    page.get_by_role("button", name="Aanvulling versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf wat u aanvult")
    kijk(page, "aanvullen-fout")
    page.get_by_label("Uw antwoord").fill("De grond is van de gemeente.")
    page.get_by_role("button", name="Aanvulling versturen").click()
    expect(page.get_by_text("Uw aanvulling is binnen")).to_be_visible()
    plan.refresh_from_db()
    assert plan.status == Initiatiefstatus.IN_BEOORDELING


def test_an_assessor_declares_and_judges(
    wijken: dict,
    themas: dict,
    bewoner: Gebruiker,
    partnermedewerker: Gebruiker,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    plan = met_termijnen(
        maak_initiatief(
            gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=Initiatiefstatus.IN_BEOORDELING
        )
    )
    plan.beoordelingen.create(beoordelaar=partnermedewerker)
    log_in(browser_page, als(partnermedewerker), live_server)
    page = ga_naar("/initiatieven/belangen/")
    kijk(page, "mijn-belangen")
    page = ga_naar(f"/initiatieven/{plan.pk}/beoordelen/")
    kijk(page, "verklaren")
    page.get_by_label("Ik heb geen persoonlijk belang").check()
    page.get_by_role("button", name="Verklaren en verdergaan").click()
    kijk(page, "beoordelen")
    for keuze in page.locator(".criterium select").all():
        keuze.select_option("4")
    for reden in page.locator(".criterium textarea").all():
        reden.fill("Veel buren doen mee.")
    page.get_by_role("button", name="Inleveren").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies wat u adviseert")
    kijk(page, "beoordelen-fout")
    page.get_by_label("Toekennen", exact=True).check()
    page.get_by_label("Toelichting op uw advies").fill("Doen.")
    page.get_by_role("button", name="Inleveren").click()
    expect(page.get_by_text("Alle beoordelingen zijn binnen")).to_be_visible()
    kijk(page, "beoordeeld")


def test_a_decision_is_looked_at_before_it_is_taken(
    wijken: dict,
    themas: dict,
    bewoner: Gebruiker,
    coordinator: Gebruiker,
    gemeente: Partner,
    actium: Partner,
    boekjaar: object,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    plan = geadviseerd(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    geef_woningen(actium, wijken["Lariks"])
    geef_mandaat(coordinator)
    geef_geld(plan, boekjaar, {gemeente: Decimal(3000), actium: Decimal(2000)})
    verklaar_geen_belang(plan, coordinator)
    log_in(browser_page, als(coordinator), live_server)
    page = ga_naar(f"/initiatieven/{plan.pk}/dossier/")
    kijk(page, "dossier-geadviseerd")
    page.get_by_role("link", name="Besluit nemen").click()
    kijk(page, "besluit")
    page.get_by_label("Toekennen: de aanvrager verantwoordt na afloop").check()
    page.get_by_label("Gemeente Assen").fill("250")
    page.get_by_label("Motivering").fill("Een mooi plan waar de hele straat aan meedoet.")
    page.get_by_role("button", name="Brieven bekijken").click()
    expect(page.get_by_role("alert")).to_contain_text("samen")
    kijk(page, "besluit-fout")
    page.get_by_label("Actium").fill("150")
    page.get_by_role("button", name="Brieven bekijken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klopt dit besluit?")
    kijk(page, "besluit-controleren")
    with page.expect_download() as download:
        page.get_by_role("button", name="Voorbeeld bekijken").first.click()
    assert download.value.suggested_filename == "voorbeeld-besluit.pdf"
    assert not Besluit.objects.exists()
    page.get_by_role("button", name="Besluit nemen en versturen").click()
    expect(page.get_by_text("Het besluit is genomen")).to_be_visible()
    assert Besluit.objects.get().bedrag == 400
    kijk(page, "dossier-besloten")
