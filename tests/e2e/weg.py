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

from django.db.models import F
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from bewoners.models import Aanvullingsverzoek, Initiatief, Opschorting, Termijn
from bewoners.tasks import bewaak_termijnen
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


@dataclass(frozen=True)
class Aanvraag:
    """What a resident fills in. Amounts as they are typed."""

    titel: str
    kosten: list[tuple[str, str]]
    dekking: str = ""
    naam: str = "Nel Nieuw"
    email: str = "nel@example.nl"
    begin: dt.date = field(default_factory=lambda: dt.date(timezone.localdate().year + 1, 4, 4))
    eind: dt.date = field(default_factory=lambda: dt.date(timezone.localdate().year + 1, 5, 5))


def dient_in(weg: Weg, aanvraag: Aanvraag) -> Initiatief:
    """From the start page to the confirmed plan, without an account: the code comes by mail."""
    w = weg.bewoner
    w.ga("/initiatieven/indienen/")
    w.klik("Begin met uw plan")
    w.kop("Uw idee")
    w.vul("Naam van uw plan", aanvraag.titel)
    w.vul("Uw plan in het kort", "Wij maken onze straat groener.")
    w.vul("Wat gaat u doen?", "Met de hele straat timmeren wij bakken en zetten er planten in.")
    w.vul("Wat heeft de buurt eraan?", "De straat wordt mooier en buren leren elkaar kennen.")
    w.kies("Onderwerp", "Groen")
    w.vul("Wanneer begint u?", aanvraag.begin)
    w.vul("Wanneer is het klaar?", aanvraag.eind)
    w.vul("Uw e-mailadres", aanvraag.email)
    w.klik("Volgende")
    w.kop("De plek")
    w.kies("Wijk of buurt", "Lariks (hele wijk)")
    w.klik("Volgende")
    w.kop("Kosten")
    for nummer, (wat, bedrag) in enumerate(aanvraag.kosten, start=1):
        w.vul("Waarvoor?" if nummer == 1 else f"Kosten {nummer}: waarvoor?", wat)
        w.vul("Bedrag" if nummer == 1 else f"Kosten {nummer}: bedrag", bedrag)
    if aanvraag.dekking:
        vul_dit(w, w.page.locator("[name=dekking-0-wat]"), "Eigen geld")
        vul_dit(w, w.page.locator("[name=dekking-0-bedrag]"), aanvraag.dekking)
    w.klik("Volgende")
    w.kop("De mensen")
    w.vul("Uw naam", aanvraag.naam)
    w.vul("Telefoonnummer", "0592 123456")
    w.vul("Straat", "Sparstraat")
    w.vul("Huisnummer", "12")
    w.vul("Postcode", "9404 KL")
    w.vink("Ik ben 18 jaar of ouder")
    w.klik("Volgende")
    w.kop("Bijlagen")
    w.klik("Volgende")
    w.kop("Klopt alles?")
    w.klik("Stuur mij een code")
    w.kop("Vul uw code in")
    w.vul("Code van 6 cijfers", weg.post(aanvraag.email, r"\b\d{6}\b"))
    w.klik("Stuur uw plan in")
    w.kop("Uw plan is ingestuurd")
    return Initiatief.objects.get(titel=aanvraag.titel)


def open_dossier(weg: Weg, plan: Initiatief, wie: Gebruiker) -> Wandelaar:
    """The file, found in the list."""
    w = weg.collega(wie)
    w.ga("/initiatieven/dossiers/")
    w.volg(plan.titel)
    w.kop(plan.titel)
    return w


def neemt_in_behandeling(weg: Weg, plan: Initiatief) -> None:
    """The coordinator finds everything there."""
    w = open_dossier(weg, plan, weg.team.coordinator)
    for vak in w.page.locator(".vinklijst input[type=checkbox]").all():
        naam = vak.evaluate("e => e.labels[0].innerText.trim()")
        w.vink(naam)
    w.klik("Compleet: in behandeling nemen")
    w.leest("Het plan wordt nu beoordeeld")


def verklaart(w: Wandelaar, belang: str = "Ik heb geen persoonlijk belang") -> None:
    """Whether there is an interest, before anything can be read."""
    w.kop("Hebt u een persoonlijk belang?")
    w.keuze(belang)
    w.klik("Verklaren en verdergaan")


def beoordeelt(weg: Weg, plan: Initiatief, wie: Gebruiker, *, advies: str = "Toekennen") -> None:
    """From the list of work: no interest, points and a reason for each criterion, an advice."""
    w = weg.collega(wie)
    w.ga("/werk/")
    w.volg(re.compile(re.escape(plan.titel)))
    verklaart(w)
    assert plan.regelingversie is not None
    for criterium in plan.regelingversie.criteria.all():
        w.kies(f"Punten voor ‘{criterium.naam}’", w.page.locator("select option[value='4']").first.inner_text().strip())
    for reden in w.page.locator(".criterium textarea").all():
        vul_dit(w, reden, "Veel buren doen mee.")
    w.keuze(advies)
    w.vul("Toelichting op uw advies", "Dit past bij de wijk.")
    w.klik("Inleveren")


def vul_dit(w: Wandelaar, veld: Locator, tekst: str) -> None:
    """Fill in one of several fields of the same name."""
    if w.toetsen:
        w._tab_naar(veld)
        w.page.keyboard.type(tekst)
    else:
        veld.fill(tekst)


def besluit(
    weg: Weg, plan: Initiatief, keuze: str, *, dekking: dict[str, str] | None = None, grond: str = ""
) -> Wandelaar:
    """Somebody with a mandate declares, fills the decision in, looks at the letters and takes it."""
    w = open_dossier(weg, plan, weg.team.beslisser)
    w.volg("Besluit nemen")
    verklaart(w)
    w.kop("Besluit nemen")
    w.keuze(keuze)
    for betaler, bedrag in (dekking or {}).items():
        w.vul(betaler, bedrag)
    if grond:
        w.vink(re.compile(re.escape(grond)))
    w.vul("Motivering", "De hele straat is gevraagd. Wij wegen de steun en de kosten.")
    w.klik("Brieven bekijken")
    w.kop("Klopt dit besluit?")
    w.klik("Besluit nemen en versturen")
    w.leest("Het besluit is genomen")
    return w


def geeft_rekening_door(weg: Weg, plan: Initiatief) -> None:
    """The resident, from their own page."""
    w = weg.bewoner
    w.ga(plan.get_absolute_url())
    w.volg("Rekeningnummer doorgeven")
    w.vul("Rekeningnummer (IBAN)", "NL91 ABNA 0417 1643 00")
    w.vul("Op naam van", "N. Nieuw")
    w.klik("Bewaren")
    w.leest("Uw rekeningnummer is bewaard.")


def betaalt(weg: Weg, plan: Initiatief, bedrag: str) -> None:
    """Asked by the coordinator, approved by a controller, paid by another: nobody does two of these."""
    w = open_dossier(weg, plan, weg.team.coordinator)
    w.volg("Betaling aanvragen")
    expect(w._veld("Bedrag")).to_have_value(bedrag)
    w.klik("Aanvragen")
    w.leest("De betaling is aangevraagd.")
    w = weg.collega(weg.team.controller)
    w.ga("/budget/uitgaven/?tab=beoordelen")
    w.volg(re.compile(plan.kenmerk))
    w.klik("Goedkeuren en boeken")
    w.leest("De uitgave is goedgekeurd en geboekt.")
    assert w.page.get_by_role("button", name="Als betaald markeren").count() == 0
    w = weg.collega(weg.team.kassier)
    w.ga("/budget/uitgaven/?tab=alle")
    w.volg(re.compile(plan.kenmerk))
    w.leest("NL91 ABNA 0417 1643 00")
    w.vul("Kenmerk van de bank", "BNG 0042")
    w.klik("Als betaald markeren")
    w.leest("De uitgave is als betaald gemarkeerd.")


def geld_op_de_pagina(w: Wandelaar, plan: Initiatief) -> dict[str, str]:
    """The amounts anybody reads on the page of the plan, the payers of the award apart."""
    w.ga(plan.get_absolute_url())
    gelezen: dict[str, str] = {}
    for term in w.page.locator(".plangeld dt").all():
        waarde = term.locator("xpath=following-sibling::dd[1]").inner_text().replace("\u00a0", " ")
        eerste, *rest = [regel.strip() for regel in waarde.splitlines() if regel.strip()]
        gelezen[term.inner_text()] = eerste
        gelezen |= dict(regel.split(": ", 1) for regel in rest)
    return gelezen


def geld_in_het_dossier(w: Wandelaar) -> dict[str, list[str]]:
    """The table of the file: per payer what was awarded, paid, released, paid back and is open."""
    rijen = w.page.locator("#geld tbody tr").all()
    return {
        rij.locator("th").inner_text(): [
            cel.replace("\u00a0", " ").strip() for cel in rij.locator("td").all_inner_texts()
        ]
        for rij in rijen
    }


def veeg(voorwaarde: Callable[[], object], waarop: str) -> None:
    """Let the worker sweep, until it did what is due."""
    bewaak_termijnen.delay()
    wacht_tot(voorwaarde, waarop=waarop)


def status(plan: Initiatief) -> str:
    """As it is in the database now."""
    return Initiatief.objects.values_list("status", flat=True).get(pk=plan.pk)


def laat_voorbijgaan(plan: Initiatief, soort: str) -> None:
    """As if the days of this term went by: it ended yesterday."""
    termijn = Termijn.objects.get(initiatief=plan, soort=soort, voldaan_op=None)
    termijn.eind = timezone.localdate() - dt.timedelta(days=1)
    termijn.begin = termijn.eind - dt.timedelta(days=termijn.dagen)
    termijn.save(update_fields=["begin", "eind"])


def dagen_later(plan: Initiatief, dagen: int) -> None:
    """As if so many days went by since everything that happened to this file."""
    duur = dt.timedelta(days=dagen)
    Termijn.objects.filter(initiatief=plan).update(begin=F("begin") - duur, eind=F("eind") - duur)
    Opschorting.objects.filter(termijn__initiatief=plan).update(
        begin=F("begin") - duur, uiterlijk=F("uiterlijk") - duur
    )
    Aanvullingsverzoek.objects.filter(initiatief=plan).update(uiterlijk=F("uiterlijk") - duur)


def begint(plan: Initiatief, *, klaar: bool = False) -> None:
    """As if the first day of the plan has come; `klaar`: and its last day has passed."""
    vandaag = timezone.localdate()
    eind = vandaag - dt.timedelta(days=1) if klaar else vandaag + dt.timedelta(days=20)
    Initiatief.objects.filter(pk=plan.pk).update(begindatum=vandaag - dt.timedelta(days=10), einddatum=eind)
