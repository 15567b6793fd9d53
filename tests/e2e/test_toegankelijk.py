"""Every public page and every page of an account: axe, width, console, keyboard. The list comes from the permission table.

What a program cannot judge (a real screen reader, speech, people) is named as untested on /toegankelijkheid/.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from budgetten.models import Begrotingsregel
from kern.views.fouten import storing
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in
from tests.toegang.tabel import TABEL
from tests.toegang.wereld import Wereld, wereld

__all__ = ["wereld"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

#: 1280 px at 200 % zoom.
VERGROOT = {"width": 640, "height": 450}
#: Addresses of the account pages, which are allauth's and not in our table.
ACCOUNT = {
    "bezoeker": ["account_login", "account_signup", "account_reset_password", "account_request_login_code"],
    "bewoner": [
        *("account_email", "account_change_password", "account_reauthenticate", "account_logout"),
        *("mfa_index", "mfa_activate_totp"),
    ],
}
#: Files and parts of a page: nothing to look at by itself.
GEEN_PAGINA = {
    *("healthz", "readyz", "portaal:geldstromen_bestand", "portaal:robots", "portaal:sitemap", "gebieden:geojson"),
    *("kern:taak_download", "partners:foto", "partners:foto_wacht"),
    *("budgetten:document", "budgetten:rapport_bestand", "budgetten:uitgave_vrij"),
    *("bewoners:brief", "bewoners:bijlage", "bewoners:papier_bestand", "bewoners:besluit_voorbeeld"),
    *("bewoners:feed", "bewoners:kaartpunten", "bewoners:deelplaatje"),
}
Axe = Callable[..., list[str]]


@pytest.fixture
def console(browser_page: Page) -> list[str]:
    """What went wrong in the console since it was last cleared."""
    fouten: list[str] = []
    browser_page.on("console", lambda regel: fouten.append(regel.text) if regel.type == "error" else None)
    return fouten


#: Each looks at what those before it may not see; the steering group sees nothing that a controller does not.
ROLLEN = ["bezoeker", "bewoner", "controller", "beheerder", "coordinator", "partnermedewerker"]


def _paginas(rol: str, wereld: Wereld) -> Iterator[str]:
    """The addresses this role may look at, and no role before it."""
    eerder = set(ROLLEN[: ROLLEN.index(rol)])
    for rij in TABEL:
        if rij.get is None or rij.naam in GEEN_PAGINA or rij.naam.endswith("_export"):
            continue
        if rol in rij.get and not eerder & set(rij.get):
            vraag = "?" + "&".join(f"{naam}={waarde}" for naam, waarde in rij.vraag.items()) if rij.vraag else ""
            yield reverse(rij.naam, args=rij.args(wereld)) + vraag
    yield from (reverse(naam) for naam in ACCOUNT.get(rol, ()))


def _gebreken(page: Page, axe: Axe, console: list[str]) -> list[str]:
    """All that is wrong with the page that is open, at three widths."""
    gebreken = []
    for maat in (SCHERM, VERGROOT, TELEFOON):
        page.set_viewport_size(maat)
        if not geen_zijwaarts_schuiven(page):
            gebreken.append(f"{maat['width']} px: scrolls sideways")
        if maat is not VERGROOT:
            gebreken += [f"{maat['width']} px: {regel}" for regel in axe(page)]
    gebreken += console
    console.clear()
    return gebreken


@pytest.mark.parametrize("rol", ROLLEN)
def test_every_page_of_a_role_is_accessible_fits_and_is_quiet(
    wereld: Wereld,
    live_server: LiveServer,
    browser_page: Page,
    als: Callable[..., Client],
    axe: Axe,
    console: list[str],
    rol: str,
) -> None:
    if rol != "bezoeker":
        log_in(browser_page, als(rol), live_server)
    gezien, gebreken = 0, {}
    for pad in _paginas(rol, wereld):
        antwoord = browser_page.goto(f"{live_server.url}{pad}", wait_until="load")
        assert antwoord is not None
        assert antwoord.headers["content-type"].startswith("text/html"), pad
        gezien += 1
        if fout := _gebreken(browser_page, axe, console):
            gebreken[pad] = fout
    assert gebreken == {}
    assert gezien >= {"bezoeker": 14, "bewoner": 9, "controller": 20}.get(rol, 1)


@pytest.mark.parametrize("naam", ["account_signup", "account_login", "account_reset_password"])
def test_a_form_with_mistakes_is_accessible_and_takes_the_reader_there(
    db: None, live_server: LiveServer, browser_page: Page, axe: Axe, console: list[str], naam: str
) -> None:
    browser_page.goto(f"{live_server.url}{reverse(naam)}")
    browser_page.locator("main form button[type=submit]").first.click()
    expect(browser_page.locator(".foutenoverzicht")).to_be_focused()
    assert _gebreken(browser_page, axe, console) == []


@pytest.mark.parametrize("pad", ["/bestaat-niet/", "/werk/", "/storing/"], ids=["404", "403", "500"])
def test_error_page_is_accessible_and_fits(
    bewoner: Any,
    als: Callable[..., Client],
    live_server: LiveServer,
    browser_page: Page,
    axe: Axe,
    console: list[str],
    pad: str,
) -> None:
    log_in(browser_page, als(bewoner), live_server)
    inhoud = storing(RequestFactory().get("/")).content
    browser_page.route("**/storing/", lambda route: route.fulfill(status=500, content_type="text/html", body=inhoud))
    antwoord = browser_page.goto(f"{live_server.url}{pad}")
    assert antwoord is not None
    assert antwoord.status == {"/bestaat-niet/": 404, "/werk/": 403, "/storing/": 500}[pad]
    assert len(console) == 1  # the browser reports the status itself
    console.clear()
    expect(browser_page.get_by_role("heading", level=2, name="Wat kunt u doen?")).to_be_visible()
    assert _gebreken(browser_page, axe, console) == []


#: What has focus: a name for it, and why somebody who looks for it would not find it. Empty: it can be seen.
WAAR = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const vak = el.getBoundingClientRect();
  const stijl = getComputedStyle(el);
  const naam = `${el.tagName.toLowerCase()} ${(el.getAttribute("aria-label") || el.textContent).trim().slice(0, 40)}`;
  const rand = stijl.outlineStyle !== "none" && parseFloat(stijl.outlineWidth) >= 2;
  const kaart = el.closest(".gebiedskaart__vlak.heeft-focus");
  const boven = document.elementFromPoint(vak.x + vak.width / 2, vak.y + Math.min(vak.height / 2, 20));
  const bedekt = boven && !el.contains(boven) && !boven.contains(el) && boven.closest(".acties, .hoofdactie, .kopbalk");
  if (vak.width < 2 || vak.height < 2) return [naam, "has no size"];
  if (vak.bottom <= 0 || vak.top >= innerHeight) return [naam, "is outside the window"];
  if (!rand && stijl.boxShadow === "none" && !kaart) return [naam, "shows no focus"];
  return [naam, bedekt ? "is covered" : ""];
}"""


@pytest.mark.parametrize("pad", ["/", "/buurt/lariks/", "/geld/", "/gebieden/", "/zoek/?q=9403", "/account/signup/"])
@pytest.mark.parametrize("maat", [TELEFOON, SCHERM], ids=["telefoon", "scherm"])
def test_tab_goes_through_the_page_and_one_sees_where_one_is(
    stad_met_geld: Begrotingsregel, live_server: LiveServer, browser_page: Page, pad: str, maat: dict[str, int]
) -> None:
    browser_page.set_viewport_size(maat)
    browser_page.goto(f"{live_server.url}{pad}", wait_until="networkidle")
    langs: list[tuple[str, str]] = []
    for _ in range(90):
        browser_page.keyboard.press("Tab")
        hier = browser_page.evaluate(WAAR)
        if hier is None:
            break
        langs.append(tuple(hier))
    else:
        pytest.fail("90 times Tab and still on the page: something holds the focus, or nothing can be skipped")
    assert langs[0][0] == "a Naar de inhoud"
    assert langs[-1][0] == "a English"
    assert [stop for stop in langs if stop[1]] == []
    # The map and the drawing are one stop each: the lists and tables beside them say the same.
    assert len([stop for stop in langs if stop[0].startswith("path ")]) <= 1


def test_a_map_moves_without_animation_for_who_asks_for_it(
    stad_met_geld: Begrotingsregel, live_server: LiveServer, browser_page: Page
) -> None:
    browser_page.goto(f"{live_server.url}/", wait_until="networkidle")
    lopend = "document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 1).length"
    browser_page.locator("path.gebied[tabindex='0']").focus()
    browser_page.keyboard.press("ArrowRight")
    assert browser_page.evaluate(lopend) == 0
    browser_page.get_by_role("button", name="Inzoomen").click()
    assert browser_page.evaluate(lopend) == 0
    assert browser_page.locator(".leaflet-zoom-anim").count() == 0
