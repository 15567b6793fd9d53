"""Fixtures for tests that walk the real application in a real browser: Debian's Chromium through Playwright.

The browser itself is chosen in tests/conftest.py. Without one these tests are skipped, loudly: a line per test in
the summary and one at the top of the run.
"""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import zeg_toe
from budgetten.domain.regels import besteed_direct
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.domain.inrichten import richt_gebieden_in
from gebieden.enums import Domein
from gebieden.models import Gebied
from partners.models import Partner
from tests.factories import ThemaFactory

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.2 AA, and what axe calls good practice.
REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TELEFOON = {"width": 390, "height": 844}
SCHERM = {"width": 1280, "height": 900}


def _chromium() -> str | None:
    namen = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((pad for naam in namen if naam and (pad := shutil.which(naam))), None)


def pytest_report_header() -> str | None:
    """Say at the top of the run that the browser tests do not run."""
    return (
        None if _chromium() else "BROWSER TESTS SKIPPED: no Chromium found (apt-get install chromium, or set CHROMIUM)"
    )


@pytest.fixture(scope="session", autouse=True)
def _met_browser() -> None:
    if _chromium() is None:
        pytest.skip("NO BROWSER: install chromium or set CHROMIUM; nothing of this test was checked")


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address for the whole session: every test has its own live server. Replaces the plugin's fixture, which warns."""


@pytest.fixture
def browser_page(context: BrowserContext, live_server: LiveServer) -> Iterator[Page]:
    """A page at 1280 px on the live server; an error in a script or a breach of the CSP fails the test at its end."""
    page = context.new_page()
    page.set_viewport_size(SCHERM)
    fouten: list[str] = []
    page.on("pageerror", lambda fout: fouten.append(str(fout)))
    page.on(
        "console",
        lambda regel: fouten.append(regel.text) if "Content Security Policy" in regel.text else None,
    )
    yield page
    page.close()
    assert fouten == []


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Dutch, and no animation to wait for."""
    return {**browser_context_args, "locale": "nl-NL", "reduced_motion": "reduce"}


@pytest.fixture
def ga_naar(browser_page: Page, live_server: LiveServer) -> Callable[[str], Page]:
    """Open an address of the site: `ga_naar("/gebieden/")`."""

    def open_pagina(pad: str) -> Page:
        antwoord = browser_page.goto(f"{live_server.url}{pad}", wait_until="load")
        assert antwoord is not None
        assert antwoord.status == 200, f"{pad}: {antwoord.status}"
        return browser_page

    return open_pagina


def log_in(page: Page, client: Any, live_server: LiveServer) -> None:
    """Give the browser the session of a logged-in Django test client (see the fixture `als`)."""
    koekje = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": koekje.value, "url": live_server.url}])


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)` returns the accessibility violations as one line each: rule, impact, selectors."""
    assert AXE.is_file(), f"{AXE} is missing: run npm ci"
    bron = AXE.read_text(encoding="utf-8")

    def meet(page: Page, *, binnen: str | None = None) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(bron)
        uitslag = page.evaluate(
            "([binnen, regels]) => axe.run(binnen || document,"
            " {runOnly: {type: 'tag', values: regels}, resultTypes: ['violations'], preload: false})",
            [binnen, REGELS],
        )
        return [
            f"{v['id']} ({v['impact']}): {v['help']}: {'; '.join(' '.join(map(str, n['target'])) for n in v['nodes'])}"
            for v in uitslag["violations"]
        ]

    return meet


def geen_zijwaarts_schuiven(page: Page) -> bool:
    """Whether the page fits its width: nobody should have to scroll sideways on a phone."""
    page.wait_for_load_state()  # a page that only just began has no width yet
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture
def stad_met_geld(transactional_db: None, gemeente: Partner, actium: Partner, boekjaar: Boekjaar) -> Begrotingsregel:
    """The real areas, two payers, each wijk one line; something spent in Lariks."""
    richt_gebieden_in()
    dag = dt.date(boekjaar.jaar, 1, 1)
    for partner in (gemeente, actium):
        zeg_toe(boekjaar, partner=partner, bedrag=Decimal(100000), boekdatum=dag, door=None)
    thema = ThemaFactory(naam="Groen", domein=Domein.FYSIEK)
    for wijk in Gebied.objects.wijken():
        regel = regel_voor(boekjaar, gebied=wijk, thema=thema)
        deel_toe(regel, boekdatum=dag, door=None, per_partner={gemeente: Decimal(4000), actium: Decimal(2500)})
    lariks = Begrotingsregel.objects.get(gebied__slug="lariks")
    besteed_direct(lariks, bedrag=Decimal(100), boekdatum=dag, omschrijving="Bollen", door=None)
    return lariks
