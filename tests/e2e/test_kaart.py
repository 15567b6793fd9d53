"""The map in a browser: mouse, keyboard, list, background tiles, and what happens when something is missing."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gebieden.domain.inrichten import richt_gebieden_in
from tests.e2e.conftest import TELEFOON, geen_zijwaarts_schuiven

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Ga = Callable[[str], Page]
# One transparent pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b49444154789c63600002000005"
    "00017a5eab3f0000000049454e44ae426082"
)


@pytest.fixture
def kaart(transactional_db: None, ga_naar: Ga) -> Page:
    """The page with the map, drawn."""
    richt_gebieden_in()
    page = ga_naar("/gebieden/")
    expect(page.locator("[data-gebiedskaart][data-klaar]")).to_have_count(1)
    return page


def met_focus(page: Page) -> dict[str, Any]:
    return page.evaluate(
        "(() => {const e = document.activeElement; return {code: e.dataset.code, naam: e.getAttribute('aria-label'),"
        " rol: e.getAttribute('role')}})()"
    )


def naar_kaart(page: Page) -> None:
    """Tab until the focus is in the map, as somebody without a mouse does."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if met_focus(page)["code"]:
            return
    raise AssertionError("the map cannot be reached with Tab")


def test_the_map_is_one_tab_stop_and_arrows_go_to_the_neighbour(kaart: Page) -> None:
    naar_kaart(kaart)
    assert met_focus(kaart) == {"code": "WK010600", "naam": "Centrum, 6.820 inwoners", "rol": "link"}
    kaart.keyboard.press("ArrowUp")
    noord = met_focus(kaart)["code"]
    assert noord in {"WK010601", "WK010602"}
    kaart.keyboard.press("ArrowLeft")
    assert met_focus(kaart)["code"] not in {"WK010600", noord}
    kaart.keyboard.press("End")
    assert met_focus(kaart)["naam"] == "Buitengebied, 1.145 inwoners"
    kaart.keyboard.press("Home")
    assert met_focus(kaart)["code"] == "WK010600"
    kaart.keyboard.press("Tab")
    assert kaart.evaluate("document.activeElement.getAttribute('aria-label')") == "Inzoomen"
    kaart.keyboard.press("Shift+Tab")
    assert met_focus(kaart)["code"] == "WK010600"


def test_every_area_is_reached_by_arrows(kaart: Page) -> None:
    naar_kaart(kaart)
    gezien = {met_focus(kaart)["code"]}
    te_doen = list(gezien)
    while te_doen:
        code = te_doen.pop()
        for toets in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
            kaart.locator(f"path[data-code={code}]").focus()
            kaart.keyboard.press(toets)
            gevonden = met_focus(kaart)["code"]
            if gevonden not in gezien:
                gezien.add(gevonden)
                te_doen.append(gevonden)
    assert len(gezien) == 10


def test_focus_is_visible_and_marks_the_list(kaart: Page) -> None:
    naar_kaart(kaart)
    rand = kaart.locator("path.gebiedsrand--buiten")
    assert rand.evaluate("e => getComputedStyle(e).stroke") == "rgb(255, 221, 60)"
    assert rand.evaluate("e => getComputedStyle(e).strokeWidth") == "9px"
    expect(kaart.locator(".wijkenlijst__wijk.is-aangewezen")).to_have_count(1)
    expect(kaart.locator(".wijkenlijst__wijk.is-aangewezen")).to_contain_text("Centrum")
    expect(kaart.locator(".gebiedstip")).to_contain_text("Centrum")
    kaart.keyboard.press("Escape")
    expect(kaart.locator(".gebiedstip")).to_have_count(0)


def test_enter_opens_the_area(kaart: Page) -> None:
    naar_kaart(kaart)
    kaart.keyboard.press("Enter")
    kaart.wait_for_url("**/buurt/centrum/")


def test_click_opens_the_area(kaart: Page) -> None:
    kaart.locator("path[data-code=WK010608]").click()
    kaart.wait_for_url("**/buurt/kloosterveen/")


def test_list_and_map_light_up_together(kaart: Page) -> None:
    kaart.locator("li[data-gebied-code=WK010606] a").first.hover()
    expect(kaart.locator(".gebiedstip")).to_contain_text("Peelo")
    kaart.locator("li[data-gebied-code=WK010604] a").first.focus()
    expect(kaart.locator(".gebiedstip")).to_contain_text("Pittelo")
    kaart.locator("path[data-code=WK010607]").hover()
    expect(kaart.locator(".wijkenlijst__wijk.is-aangewezen")).to_contain_text("Marsdijk")


def test_zooming_by_button_and_back(kaart: Page) -> None:
    heel = kaart.get_by_role("button", name="Hele kaart")
    expect(heel).to_be_hidden()
    kaart.get_by_role("button", name="Inzoomen").click()
    expect(heel).to_be_visible()
    heel.click()
    expect(heel).to_be_hidden()
    expect(kaart.get_by_role("button", name="Uitzoomen")).to_have_attribute("aria-disabled", "true")


def test_no_two_names_overlap(kaart: Page) -> None:
    kaart.set_viewport_size(TELEFOON)
    kaart.wait_for_timeout(300)
    dozen = kaart.evaluate(
        "[...document.querySelectorAll('.gebiedsnaam:not(.is-verborgen) > span')].map(e => e.getBoundingClientRect())"
        ".map(d => [d.left, d.top, d.right, d.bottom])"
    )
    assert len(dozen) >= 5
    for i, a in enumerate(dozen):
        for b in dozen[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize("maat", [TELEFOON, {"width": 1280, "height": 900}, {"width": 320, "height": 640}])
def test_page_has_no_accessibility_violations_and_fits(kaart: Page, axe: Any, maat: Any) -> None:
    kaart.set_viewport_size(maat)
    assert axe(kaart) == []
    assert geen_zijwaarts_schuiven(kaart)


def test_without_the_layer_the_page_says_so_and_the_list_works(
    transactional_db: None, browser_page: Page, live_server: Any
) -> None:
    richt_gebieden_in()
    browser_page.route("**/*.geojson", lambda route: route.abort())
    browser_page.goto(f"{live_server.url}/gebieden/")
    expect(browser_page.get_by_role("status")).to_contain_text("De kaart kan nu niet worden getoond.")
    expect(browser_page.locator(".gebiedskaart__vlak")).to_be_hidden()
    browser_page.get_by_role("link", name="Lariks", exact=True).click()
    browser_page.wait_for_url("**/buurt/lariks/")


def test_without_scripts_the_list_is_the_page(transactional_db: None, browser: Any, live_server: Any) -> None:
    richt_gebieden_in()
    with browser.new_context(java_script_enabled=False, locale="nl-NL") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/gebieden/")
        expect(page.locator(".gebiedskaart__vlak")).to_be_hidden()
        page.get_by_text("13 buurten").first.click()
        page.get_by_role("link", name="Asserbos").click()
        page.wait_for_url("**/buurt/asserbos/")


class _Tegels(BaseHTTPRequestHandler):
    """Stand-in for PDOK: a pixel for every tile, or 503 when it is told to be down."""

    server: "Tegelserver"

    def do_GET(self) -> None:
        self.server.gevraagd.append(self.path)
        self.send_response(503 if self.server.stuk else 200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        if not self.server.stuk:
            self.wfile.write(PNG)

    def log_message(self, *args: object) -> None:
        """Quiet."""


class Tegelserver(ThreadingHTTPServer):
    stuk = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Tegels)
        self.gevraagd: list[str] = []


@pytest.fixture
def tegelserver(settings: Any) -> Iterator[Tegelserver]:
    with Tegelserver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.PDOK_TEGELS = f"http://127.0.0.1:{server.server_port}/grijs/{{z}}/{{x}}/{{y}}.png"
        yield server
        server.shutdown()


def test_tiles_lie_under_the_areas_and_name_their_source(tegelserver: Tegelserver, kaart: Page) -> None:
    expect(kaart.locator(".heeft-tegels")).to_have_count(1)
    assert all(pad.startswith("/grijs/") and pad.endswith(".png") for pad in tegelserver.gevraagd)
    expect(kaart.locator(".leaflet-control-attribution")).to_contain_text("PDOK")


def test_a_tile_server_that_is_down_is_not_noticed(tegelserver: Tegelserver, kaart: Page) -> None:
    tegelserver.stuk = True
    kaart.reload()
    expect(kaart.locator("[data-gebiedskaart][data-klaar]")).to_have_count(1)
    expect(kaart.locator(".leaflet-tile-pane .leaflet-layer")).to_have_count(0)
    expect(kaart.locator(".heeft-tegels")).to_have_count(0)
    expect(kaart.locator("path.gebied")).to_have_count(10)


@pytest.mark.parametrize("maat", [TELEFOON, {"width": 1280, "height": 900}])
def test_every_wijk_is_named_and_the_way_back_is_hidden(kaart: Page, maat: Any) -> None:
    kaart.set_viewport_size(maat)
    kaart.reload()
    expect(kaart.locator("[data-gebiedskaart][data-klaar]")).to_have_count(1)
    expect(kaart.locator(".gebiedsnaam:not(.is-verborgen)")).to_have_count(10)
    expect(kaart.get_by_role("button", name="Hele kaart")).to_be_hidden()
