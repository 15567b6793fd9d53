"""Logging an activity on a phone: fits 390 px, works with the keyboard alone, accessible, nothing lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from gebieden.models import Gebied
from kern.models import Gebruiker
from partners.models import Activiteit, Activiteittype
from tests.e2e.conftest import TELEFOON, geen_zijwaarts_schuiven, log_in
from tests.factories import ActiviteittypeFactory
from tests.partners.afbeeldingen import foto_bytes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NIEUW = "/partners/activiteiten/nieuw/"


@pytest.fixture
def telefoon(
    browser_page: Page,
    live_server: LiveServer,
    als: Callable,
    partnermedewerker: Gebruiker,
    wijken: dict[str, Gebied],
    themas: dict,
) -> Page:
    """A phone in the hands of a corporation's staff."""
    ActiviteittypeFactory(naam="Buurtfeest", domein="sociaal", thema=themas["Ontmoeten"])
    ActiviteittypeFactory(naam="Opschoonactie", domein="fysiek", thema=themas["Groen"])
    browser_page.set_viewport_size(TELEFOON)
    log_in(browser_page, als(partnermedewerker), live_server)
    return browser_page


def test_activity_with_photo_is_logged_with_one_thumb(
    telefoon: Page, ga_naar: Callable[[str], Page], axe: Callable[..., list[str]]
) -> None:
    page = ga_naar(NIEUW)
    assert geen_zijwaarts_schuiven(page)
    assert axe(page) == []
    for knop in page.locator(".acties .utrecht-button").all():
        vak = knop.bounding_box()
        assert vak is not None
        assert vak["height"] >= 44
        assert vak["y"] + vak["height"] <= TELEFOON["height"], "the buttons stay at the thumb"

    page.get_by_label("Wat voor activiteit?").select_option(label="Opschoonactie")
    page.get_by_label("In welke wijk of buurt?").select_option(label="Lariks (hele wijk)")
    page.get_by_text("1½ uur", exact=True).click()
    page.get_by_label("Hoeveel mensen deden mee?").fill("12")
    expect(page.get_by_label("Aantal uren")).to_be_hidden()
    page.get_by_label("Of kies foto’s").set_input_files(
        [
            {"name": "plein.jpg", "mimeType": "image/jpeg", "buffer": foto_bytes(maat=(400, 300), exif=True)},
            {"name": "stiekem.jpg", "mimeType": "image/jpeg", "buffer": b"<svg onload=alert(1)>"},
        ]
    )
    page.get_by_role("button", name="Definitief maken").click()

    expect(page.get_by_role("alert")).to_contain_text("stiekem.jpg: Dit bestand is geen foto")
    expect(page.get_by_label("Hoeveel mensen deden mee?")).to_have_value("12")
    expect(page.get_by_label("1½ uur")).to_be_checked()
    expect(page.get_by_label("Foto 1 meesturen")).to_be_checked()
    assert geen_zijwaarts_schuiven(page)
    assert axe(page) == []
    assert Activiteit.objects.count() == 0

    page.get_by_role("button", name="Definitief maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opschoonactie")
    activiteit = Activiteit.objects.get()
    assert (activiteit.status, activiteit.fotos.count(), activiteit.deelnemers) == ("definitief", 1, 12)
    beeld = page.locator(".foto img")
    expect(beeld).to_be_visible()
    assert beeld.evaluate("img => img.decode().then(() => img.naturalWidth)") == 300, "shown upright, as it was taken"
    assert geen_zijwaarts_schuiven(page)


def test_form_is_filled_in_with_the_keyboard_alone(telefoon: Page, ga_naar: Callable[[str], Page]) -> None:
    page = ga_naar(NIEUW)
    page.get_by_label("Wat voor activiteit?").focus()
    page.keyboard.type("Buurt")
    page.keyboard.press("Tab")
    page.keyboard.type("Peelo")
    page.keyboard.press("Tab")  # street
    page.keyboard.press("Tab")  # date, three parts and a picker
    while page.evaluate("document.activeElement.name") != "uren_keuze":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Anders")).to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "uren", "the field for another number has appeared"
    page.keyboard.type("2,25")
    while page.evaluate("document.activeElement.value") != "concept":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Het concept is bewaard.")).to_be_visible()
    activiteit = Activiteit.objects.get()
    assert (activiteit.type, activiteit.gebied.naam, str(activiteit.uren), activiteit.status) == (
        Activiteittype.objects.get(naam="Buurtfeest"),
        "Peelo",
        "2.25",
        "concept",
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_last_one_is_copied_also_without_javascript(
    javascript: bool, telefoon: Page, ga_naar: Callable[[str], Page], live_server: LiveServer
) -> None:
    page = telefoon
    if not javascript:
        context = page.context.browser.new_context(java_script_enabled=False, locale="nl-NL", viewport=TELEFOON)
        context.add_cookies(page.context.cookies())
        page = context.new_page()
    page.goto(f"{live_server.url}{NIEUW}")
    page.get_by_label("Wat voor activiteit?").select_option(label="Buurtfeest")
    page.get_by_label("In welke wijk of buurt?").select_option(label="Lariks (hele wijk)")
    page.get_by_label("Straat of plek").fill("Lariksplein")
    page.get_by_role("button", name="Bewaar concept").click()
    page.goto(f"{live_server.url}{NIEUW}")
    page.get_by_role("button", name="Kopieer de laatste").click()
    expect(page.get_by_label("Straat of plek")).to_have_value("Lariksplein")
    assert Activiteit.objects.count() == 2
    if not javascript:
        page.context.close()


def test_public_list_and_pages_are_accessible(
    telefoon: Page, ga_naar: Callable[[str], Page], axe: Callable[..., list[str]]
) -> None:
    for pad in ("/partners/", "/partners/activiteiten/", "/partners/actium/", "/partners/activiteiten/?domein=fysiek"):
        page = ga_naar(pad)
        assert axe(page) == [], pad
        assert geen_zijwaarts_schuiven(page), pad
