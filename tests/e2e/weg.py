"""Walking the road of an initiative through the pages of the site, as everybody who takes part in it.

A `Wandelaar` is somebody with a browser. The same steps work with the mouse and, where a walker has only a keyboard,
with Tab, Enter, Space, the arrows and typing: then whatever is used must be reached by Tab and show its focus. Every
kind of page that is met is checked once: no axe violations and nothing to scroll sideways, on a phone and on a desk.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from kern.models import Gebruiker
from partners.models import Partner
from tests.celery_worker import wacht_tot
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven
from tests.postbus import Postbus

#: Kinds of pages this process looked at; a state of a file or a plan is a kind of its own.
_BEKEKEN: set[tuple[str, str]] = set()
_MET_STATUS = {"bewoners:dossier", "bewoners:initiatief"}
#: Whether what has the focus shows it: an outline or a shadow of its own, inside the window.
_FOCUS = """e => {
    const wie = e.matches('input[type=file]') ? e.parentElement : e;
    const stijl = getComputedStyle(wie), vlak = e.getBoundingClientRect();
    const lijn = stijl.outlineStyle !== 'none' && parseFloat(stijl.outlineWidth) > 0;
    const ziet = vlak.bottom > 0 && vlak.top < innerHeight && vlak.right > 0 && vlak.left < innerWidth;
    return {lijn: lijn || stijl.boxShadow !== 'none', ziet};
}"""


class Wandelaar:
    """Somebody who walks through the site. `toetsen`: without a mouse."""

    def __init__(
        self,
        page: Page,
        url: str,
        axe: Callable[..., list[str]],
        *,
        maat: dict[str, int] = SCHERM,
        toetsen: bool = False,
    ) -> None:
        self.page, self.url, self.axe, self.maat, self.toetsen = page, url, axe, maat, toetsen
        page.set_viewport_size(maat)

    def ga(self, pad: str) -> Page:
        """Open an address of the site, or one from a mail."""
        antwoord = self.page.goto(pad if pad.startswith("http") else f"{self.url}{pad}", wait_until="load")
        assert antwoord is not None
        assert antwoord.status == 200, f"{pad}: {antwoord.status}"
        self._aangekomen()
        return self.page

    def kop(self, tekst: str) -> None:
        """The page with this heading is shown."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(tekst)

    def leest(self, tekst: str | re.Pattern[str]) -> None:
        """This is on the page."""
        expect(self.page.get_by_text(tekst).first).to_be_visible()

    def klik(self, naam: str | re.Pattern[str], *, rol: str = "button") -> None:
        """Press a button or follow a link; the page that follows is looked at."""
        doel = self._met_naam(rol, naam)
        with self.page.expect_event("load"):
            self._druk(doel)
        self._aangekomen()

    def volg(self, naam: str | re.Pattern[str]) -> None:
        """Follow a link."""
        self.klik(naam, rol="link")

    def klap_uit(self, naam: str) -> None:
        """Open what is folded in."""
        self._druk(self.page.locator("summary", has_text=naam).first)

    def vul(self, label: str, tekst: str | dt.date) -> None:
        """Fill a field in."""
        veld = self._veld(label)
        if not self.toetsen:
            veld.fill(tekst.isoformat() if isinstance(tekst, dt.date) else tekst)
            return
        self._tab_naar(veld)
        if isinstance(tekst, dt.date):
            assert tekst.day == tekst.month, "which of them is typed first depends on the browser"
            self.page.keyboard.type(f"{tekst:%d%m%Y}")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(tekst)

    def kies(self, label: str, keuze: str) -> None:
        """Choose from a list."""
        veld = self._veld(label)
        if self.toetsen:
            self._tab_naar(veld)
            self.page.keyboard.type(keuze)
        else:
            veld.select_option(label=keuze)
        assert veld.evaluate("e => e.selectedOptions[0].text.trim()") == keuze

    def keuze(self, naam: str | re.Pattern[str]) -> None:
        """Choose one of a few round buttons."""
        knop = self._met_naam("radio", naam)
        if not self.toetsen:
            knop.check()
            return
        groep = self.page.locator(f"input[type=radio][name='{knop.get_attribute('name')}']")
        self._tab_naar(groep)
        self.page.keyboard.press("Space")
        for _ in range(groep.count()):
            if knop.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert knop.is_checked(), naam

    def vink(self, naam: str | re.Pattern[str]) -> None:
        """Tick a box."""
        vak = self._met_naam("checkbox", naam)
        if self.toetsen:
            self._tab_naar(vak)
            self.page.keyboard.press("Space")
        else:
            vak.check()
        assert vak.is_checked(), naam

    def brief(self, naam: str | re.Pattern[str]) -> str:
        """The text of the letter this link leads to, as one line."""
        link = self.page.get_by_role("link", name=naam).first
        antwoord = self.page.request.get(f"{self.url}{link.get_attribute('href')}")
        assert (antwoord.status, antwoord.headers["content-type"]) == (200, "application/pdf")
        bladen = PdfReader(io.BytesIO(antwoord.body())).pages
        return re.sub(r"\s+", " ", " ".join(blad.extract_text() for blad in bladen))

    def _veld(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(niet verplicht\))?\s*$")).first

    def _met_naam(self, rol: str, naam: str | re.Pattern[str]) -> Locator:
        doel = self.page.get_by_role(rol, name=naam, exact=isinstance(naam, str))  # type: ignore[arg-type]
        expect(doel.first).to_be_visible()
        return doel.first

    def _druk(self, doel: Locator) -> None:
        if self.toetsen:
            self._tab_naar(doel)
            self.page.keyboard.press("Enter")
        else:
            doel.click()

    def _tab_naar(self, doel: Locator) -> None:
        """Press Tab until one of these has the focus, and it shows."""
        for _ in range(160):
            self.page.keyboard.press("Tab")
            if doel.evaluate_all("rij => rij.includes(document.activeElement)"):
                break
        else:
            raise AssertionError(f"{doel} is not reached with Tab")
        stand = self.page.evaluate(f"({_FOCUS})(document.activeElement)")
        assert stand == {"lijn": True, "ziet": True}, f"the focus on {doel} does not show: {stand}"

    def _aangekomen(self) -> None:
        self._bekijk()
        # past the menu, as somebody with a keyboard would; a form sent from below keeps that place in the address
        if self.toetsen and not self.page.url.endswith("#inhoud"):
            self.page.keyboard.press("Tab")
            expect(self.page.locator(":focus")).to_have_text("Naar de inhoud")
            self.page.keyboard.press("Enter")

    def _bekijk(self) -> None:
        naam = resolve(urlsplit(self.page.url).path).view_name
        staat = self.page.locator(".status").first.inner_text() if naam in _MET_STATUS else ""
        if (naam, staat) in _BEKEKEN:
            return
        _BEKEKEN.add((naam, staat))
        for maat in (SCHERM, TELEFOON):
            self.page.set_viewport_size(maat)
            if map_ := os.environ.get("BEELDEN"):  # a directory, for looking at it afterwards
                bestand = f"{naam.replace(':', '-')}-{staat}-{maat['width']}.png".replace(" ", "-")
                self.page.screenshot(path=Path(map_) / bestand, full_page=True)
            assert geen_zijwaarts_schuiven(self.page), f"{naam} {staat} {maat['width']}"
            assert self.axe(self.page) == [], f"{naam} {staat} {maat['width']}"
        self.page.set_viewport_size(self.maat)


@dataclass(frozen=True)
class Team:
    """Who works on plans in Lariks, at the municipality unless another partner is named."""

    coordinator: Gebruiker
    beslisser: Gebruiker  # a controller with a mandate
    controller: Gebruiker  # the other one with a mandate
    kassier: Gebruiker  # a controller of Woonconcept
    beoordelaars: list[Gebruiker]
    gemeente: Partner
    actium: Partner


@dataclass
class Weg:
    """One road: the resident with a telephone of their own, a neighbour, the staff at one desk, and the mail."""

    bewoner: Wandelaar
    buur: Wandelaar
    staf: Wandelaar
    team: Team
    postbus: Postbus
    log_in: Callable[[Gebruiker], Client]
    wie: Gebruiker | None = field(default=None, init=False)

    def collega(self, gebruiker: Gebruiker) -> Wandelaar:
        """The desk, with this colleague behind it."""
        if self.wie != gebruiker:
            koekje = self.log_in(gebruiker).cookies["sessionid"]
            self.staf.page.context.add_cookies([{"name": "sessionid", "value": koekje.value, "url": self.staf.url}])
            self.wie = gebruiker
        return self.staf

    def post(self, aan: str, patroon: str) -> str:
        """What matches in the subject or text of the newest mail to this address that has it; waits until it is there."""

        def gevonden() -> str:
            for bericht in reversed(self.postbus.berichten):
                inhoud = bericht.get_payload(decode=True)
                assert isinstance(inhoud, bytes)
                alles = f"{make_header(decode_header(bericht['Subject']))}\n{inhoud.decode()}"
                if bericht["To"] == aan and (raak := re.search(patroon, alles)):
                    return raak[0]
            return ""

        wacht_tot(gevonden, waarop=f"mail to {aan} with {patroon}")
        return gevonden()
