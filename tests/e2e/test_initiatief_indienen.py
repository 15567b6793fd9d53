"""Handing in a plan at 390 px: by keyboard alone, without scripts, with photos, and found back on another device."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.models import Initiatief
from gebieden.domain.inrichten import richt_gebieden_in
from gebieden.models import Gebied
from kern import honingpot
from tests.bewoners import indienhulp as hulp
from tests.bewoners.indienhulp import EMAIL, START, stap
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven
from tests.partners.afbeeldingen import foto_bytes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def telefoon(browser_page: Page, transactional_db: None, themas: dict, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A phone of a stranger, the real areas, the three schemes; the clock of the honeypot is not waited for."""
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))
    richt_gebieden_in()
    richt_regelingen_in()
    browser_page.set_viewport_size(TELEFOON)
    return browser_page


def _kiekje(page: Page, naam: str) -> None:
    """For looking at it afterwards: set SCHERMAFDRUKKEN to a directory."""
    import os

    if map_ := os.environ.get("SCHERMAFDRUKKEN"):
        page.screenshot(path=Path(map_) / f"{naam}.png", full_page=True, caret="initial")


def _controleer(page: Page, axe: Callable[..., list[str]], naam: str) -> None:
    for afmeting in (SCHERM, TELEFOON):
        page.set_viewport_size(afmeting)
        assert geen_zijwaarts_schuiven(page), naam
        assert axe(page) == [], naam
        _kiekje(page, f"{naam}-{afmeting['width']}")


def _tab_naar(page: Page, naam: str, *, terug: bool = False) -> None:
    """Press Tab until this field, button or link has the focus."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if terug else "Tab")
        hier = page.evaluate(
            "(e => [e.name, e.getAttribute('aria-label'), e.textContent.trim().replace(/\\s+/g, ' ')])(document.activeElement)"
        )
        if naam in hier:
            return
    raise AssertionError(f"{naam} is not reached with Tab")


def _wacht_tot(page: Page, waar: Callable[[], bool], wat: str) -> None:
    """Until it is so in the database, for at most ten seconds."""
    for _ in range(100):
        if waar():
            return
        page.wait_for_timeout(100)
    raise AssertionError(wat)


def _datum(page: Page, naam: str, dag: dt.date) -> None:
    """Type a date whose day is its month: which comes first depends on the browser."""
    _tab_naar(page, naam)
    page.keyboard.type(f"{dag:%d%m%Y}")


def test_plan_is_handed_in_with_the_keyboard_alone(
    telefoon: Page, ga_naar: Callable[[str], Page], axe: Callable[..., list[str]]
) -> None:
    page = ga_naar(START)
    _controleer(page, axe, "start")
    _tab_naar(page, "Begin met uw plan")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Uw idee")
    _controleer(page, axe, "idee-leeg")
    for naam, tekst in (
        ("titel", "Bloembakken in de Sparstraat"),
        ("samenvatting", "Wij zetten bloembakken neer."),
        ("plan", "Met de hele straat timmeren wij tien bloembakken."),
        ("resultaat_voor_buurt", "De straat wordt mooier."),
        ("thema", "Groen"),
    ):
        _tab_naar(page, naam)
        page.keyboard.type(tekst)
    jaar = timezone.localdate().year + 1
    _datum(page, "begindatum", dt.date(jaar, 4, 4))
    _datum(page, "einddatum", dt.date(jaar, 5, 5))
    _tab_naar(page, "email")
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    _wacht_tot(page, lambda: Initiatief.objects.get().email == EMAIL, "kept before any button was pressed")
    expect(page.locator("#bewaard")).to_contain_text("Bewaard om")
    _controleer(page, axe, "idee")
    page.get_by_label("Uw e-mailadres").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("De plek")
    expect(page.locator("[data-plekkaart][data-klaar=ja]")).to_be_visible()
    _tab_naar(page, "Zet de speld in het midden van de kaart")
    page.keyboard.press("Enter")
    expect(page.locator(".plek__stand")).to_contain_text("De speld staat in")
    eerst = Initiatief.objects.get()
    assert eerst.gebied is not None
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    _wacht_tot(page, lambda: Initiatief.objects.get().lengte > eerst.lengte, "the pin has moved")
    gebied = str(Initiatief.objects.get().gebied_id)
    expect(page.get_by_label("Wijk of buurt")).to_have_value(gebied)
    assert page.evaluate("document.activeElement.classList.contains('speld')"), "the focus stays on the pin"
    _controleer(page, axe, "plek")
    page.locator("#id_plek_adres").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Kosten")
    for naam, tekst in (("kosten-0-wat", "Hout"), ("kosten-0-bedrag", "350,00"), ("kosten-1-wat", "Aarde")):
        _tab_naar(page, naam)
        page.keyboard.type(tekst)
    _tab_naar(page, "kosten-1-bedrag")
    page.keyboard.type("1.150,50")
    page.keyboard.press("Tab")
    expect(page.locator("#som")).to_contain_text("Midden")
    _tab_naar(page, "Nog een regel met kosten")
    page.keyboard.press("Enter")
    expect(page.locator("[name=kosten-3-wat]")).to_be_attached()
    expect(page.locator("[name=kosten-1-bedrag]")).to_have_value("1.150,50")
    page.locator("[name=dekking-0-wat]").focus()
    page.keyboard.type("Eigen geld")
    page.keyboard.press("Tab")
    page.keyboard.type("100")
    page.keyboard.press("Tab")
    expect(page.locator(".som__vraag")).to_contain_text("1.400,50")
    _controleer(page, axe, "kosten")
    page.locator("[name=dekking-0-bedrag]").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("De mensen")
    expect(page.locator("[name=organisatie]")).to_be_hidden()
    for naam, tekst in (
        ("naam", "Nel Nieuw"),
        ("telefoon", "0592 123456"),
        ("straat", "Sparstraat"),
        ("huisnummer", "12"),
        ("postcode", "9404kl"),
    ):
        _tab_naar(page, naam)
        page.keyboard.type(tekst)
    _tab_naar(page, "oud_genoeg")
    page.keyboard.press("Space")
    _tab_naar(page, "mede-0-naam")
    page.keyboard.type("Anna")
    _tab_naar(page, "mede-0-email")
    page.keyboard.type("anna@example.nl")
    _controleer(page, axe, "mensen")
    page.locator("[name=mede-0-email]").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bijlagen")
    _controleer(page, axe, "bijlagen-leeg")
    _tab_naar(page, "Volgende")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Klopt alles?")
    expect(page.get_by_text("Dit is nog nodig")).to_have_count(0)
    _controleer(page, axe, "controleren")
    _tab_naar(page, "Stuur mij een code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul uw code in")
    _controleer(page, axe, "code")
    _tab_naar(page, "code")
    page.keyboard.type(hulp.laatste_code())
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Uw plan is ingestuurd")
    _controleer(page, axe, "ingestuurd")
    plan = Initiatief.objects.get()
    assert (plan.status, str(plan.gevraagd), plan.regelingversie.regeling.naam) == ("ingediend", "1400.50", "Midden")
    ga_naar("/initiatieven/mijn/")
    expect(page.get_by_role("link", name="Bloembakken in de Sparstraat")).to_be_visible()
    _controleer(page, axe, "mijn")
    ga_naar(hulp.link("medeaanvrager", "anna@example.nl"))
    _controleer(page, axe, "mede")


def test_without_scripts_every_step_works_and_nothing_is_lost(
    telefoon: Page, live_server: LiveServer, axe: Callable[..., list[str]]
) -> None:
    context = telefoon.context.browser.new_context(java_script_enabled=False, locale="nl-NL", viewport=TELEFOON)
    page = context.new_page()
    page.goto(f"{live_server.url}{START}")
    page.get_by_role("button", name="Begin met uw plan").click()
    page.get_by_label("Naam van uw plan").fill("Moestuin")
    page.get_by_label("Uw e-mailadres").fill("geen adres")
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_role("alert")).to_contain_text("e-mailadres")
    expect(page.get_by_label("Uw e-mailadres")).to_have_value("geen adres")
    page.get_by_label("Uw e-mailadres").fill(EMAIL)
    page.get_by_role("button", name="Volgende").click()

    lariks = Gebied.objects.get(slug="lariks")
    page.get_by_label("Wijk of buurt").select_option(value=str(lariks.pk))
    page.get_by_role("button", name="Volgende").click()
    page.get_by_label("Waarvoor?", exact=True).fill("Zaad")
    page.get_by_label("Bedrag", exact=True).first.fill("veel")
    page.get_by_role("button", name="Vorige").click()
    expect(page.get_by_text("U koos Lariks.")).to_be_visible()
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_label("Bedrag", exact=True).first).to_have_value("veel")
    page.get_by_label("Bedrag", exact=True).first.fill("75")
    page.get_by_role("button", name="Nog een regel met kosten").click()
    expect(page.get_by_label("Kosten 4: waarvoor?")).to_be_visible()
    page.get_by_role("button", name="Later verdergaan").click()
    expect(page.get_by_text(f"Wij stuurden een link naar {EMAIL}.")).to_be_visible()
    context.close()

    telefoon.goto(f"{live_server.url}{hulp.link('concept')}")
    _controleer(telefoon, axe, "verder")
    telefoon.get_by_role("button", name="Ga verder met uw plan").click()
    telefoon.goto(f"{live_server.url}{stap('kosten')}")
    expect(telefoon.get_by_label("Waarvoor?", exact=True)).to_have_value("Zaad")
    telefoon.goto(f"{live_server.url}{stap('controleren')}")
    _controleer(telefoon, axe, "tekort")


def test_photos_are_added_described_and_taken_away(
    telefoon: Page, ga_naar: Callable[[str], Page], axe: Callable[..., list[str]]
) -> None:
    page = ga_naar(START)
    page.get_by_role("button", name="Begin met uw plan").click()
    ga_naar(stap("bijlagen"))
    page.get_by_label("Foto’s van de plek").set_input_files(
        [
            {"name": "plein.jpg", "mimeType": "image/jpeg", "buffer": foto_bytes(maat=(400, 300), exif=True)},
            {"name": "stiekem.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)>"},
        ]
    )
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("alert")).to_contain_text("stiekem.jpg: Dit bestand is geen foto")
    beeld = page.locator(".bijlagen__foto img")
    assert beeld.evaluate("img => img.decode().then(() => img.naturalWidth)") == 300, "shown upright, as it was taken"
    page.get_by_label("Wat staat er op de foto?").fill("Een leeg plein")
    _controleer(page, axe, "bijlagen")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("img", name="Een leeg plein")).to_be_visible()
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_text("Het bestand is weggehaald.")).to_be_visible()
    expect(beeld).to_have_count(0)


def test_pin_outside_the_city_says_so_and_the_map_may_fail(
    telefoon: Page, ga_naar: Callable[[str], Page], axe: Callable[..., list[str]]
) -> None:
    page = ga_naar(START)
    page.get_by_role("button", name="Begin met uw plan").click()
    ga_naar(stap("plek"))
    expect(page.locator("[data-plekkaart][data-klaar=ja]")).to_be_visible()
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.locator(".gebiedskaart__vlak").click(position={"x": 6, "y": 6})
    expect(page.locator(".plek__stand")).to_contain_text("buiten de gemeente")
    expect(page.locator(".speld")).to_have_count(0)
    _controleer(page, axe, "plek-buiten")
    page.route("**/*.geojson", lambda route: route.abort())
    page.route("**/gebieden/kaart/**", lambda route: route.abort())
    page.get_by_label("Wijk of buurt").focus()


def test_paper_form_fits_and_is_accessible(
    telefoon: Page,
    ga_naar: Callable[[str], Page],
    axe: Callable[..., list[str]],
    als: Callable,
    gemeente: object,
    live_server: LiveServer,
) -> None:
    from partners.enums import Functie
    from tests.e2e.conftest import log_in
    from tests.factories import GebruikerFactory, MedewerkerFactory

    coordinator = GebruikerFactory(naam="Cor Lariks")
    MedewerkerFactory(gebruiker=coordinator, partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR)
    log_in(telefoon, als(coordinator), live_server)
    page = ga_naar("/initiatieven/papier/")
    _controleer(page, axe, "papier-leeg")
    page.get_by_label("Naam van het plan").fill("Bankje")
    page.get_by_role("button", name="Nog iemand", exact=True).click()
    expect(page.get_by_label("Meedoen 2: naam")).to_be_visible()
    expect(page.get_by_label("Naam van het plan")).to_have_value("Bankje")
    page.get_by_role("button", name="Voer in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _controleer(page, axe, "papier-fout")
