"""Retention and one's own data in a real browser: phone and desk, keyboard, accessible."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bewoners.domain import bewaren
from bewoners.models import Bewaarlijst
from kern.models import Gebruiker
from tests.bewoners.bewaardossiers import gesloten
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


def test_beheerder_makes_keeps_and_approves_with_the_keyboard(
    wijken,
    themas,
    bewoner: Gebruiker,
    beheerder: Gebruiker,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    for jaren in (2, 3):
        gesloten(wijken, themas, bewoner, jaren=jaren)
    log_in(browser_page, als(beheerder), live_server)
    page = ga_naar("/initiatieven/bewaren/")
    kijk(page, "bewaren-leeg")
    page.get_by_role("button", name="Maak nu een lijst").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bewaarlijst van")
    kijk(page, "bewaarlijst")
    page.locator("summary", has_text="Toch bewaren").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bewaren", exact=True).first.click()
    expect(page.locator(".foutenlijst, [role=alert]").first).to_be_visible()
    kijk(page, "bewaarlijst-fout")
    page.get_by_label("Waarom blijft dit dossier bewaard?").first.fill("Er loopt nog een rechtszaak")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Er loopt nog een rechtszaak", exact=True)).to_be_visible()
    kijk(page, "bewaarlijst-bewaard")
    page.get_by_role("button", name="Lijst goedkeuren").click()
    expect(page.get_by_text("De lijst is goedgekeurd")).to_be_visible()
    lijst = Bewaarlijst.objects.get()
    assert bewaren.voer_uit(lijst) == 1
    page = ga_naar(f"/initiatieven/bewaren/{lijst.pk}/")
    kijk(page, "bewaarlijst-klaar")
    kijk(ga_naar("/initiatieven/bewaren/"), "bewaren")


def test_resident_takes_along_what_we_hold_and_leaves(
    bewoner: Gebruiker,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    bewoner.set_unusable_password()
    bewoner.save()
    log_in(browser_page, als(bewoner), live_server)
    page = ga_naar("/mijn-gegevens/meenemen/")
    kijk(page, "meenemen")
    with page.expect_download() as ontvangst:
        page.get_by_role("button", name="Mijn gegevens downloaden").click()
    with zipfile.ZipFile(ontvangst.value.path()) as zip_:
        assert zip_.namelist() == ["gegevens.json"]
    page.get_by_role("link", name="U kunt ook uw account sluiten.").click()
    kijk(page, "sluiten")
    veld = page.get_by_label("Typ uw e-mailadres om te bevestigen")
    veld.fill("iemand@anders.nl")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dit is niet het e-mailadres van uw account.").first).to_be_visible()
    kijk(page, "sluiten-fout")
    page.get_by_label("Typ uw e-mailadres om te bevestigen").fill(bewoner.email)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uw account is gesloten.")).to_be_visible()
    kijk(page, "gesloten")


def test_who_works_here_reads_why_leaving_must_wait(
    coordinator: Gebruiker,
    als: Callable,
    ga_naar: Callable[[str], Page],
    live_server: LiveServer,
    browser_page: Page,
    kijk: Callable[[Page, str], None],
) -> None:
    log_in(browser_page, als(coordinator), live_server)
    kijk(ga_naar("/mijn-gegevens/account-sluiten/"), "sluiten-kan-niet")
