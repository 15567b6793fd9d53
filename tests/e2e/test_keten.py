"""The product's main job once, from nothing but the seed: a pledge, its spending, and a report right to the cent.

Everything is real: PostgreSQL, Valkey, a Celery worker, the browser and the mail. The amounts are those of the
worked example in docs/grootboek.md, with own costs of € 312,49 besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import APIResponse, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from budgetten.domain.controle import controleer_grootboek
from budgetten.models import Periode, Rapport, Uitgave
from gebieden.models import Gebied
from kern.componenten.opmaak import euro
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Partner
from tests.celery_worker import Worker, wacht_tot
from tests.e2e.conftest import SCHERM, TELEFOON, geen_zijwaarts_schuiven, log_in
from tests.e2e.lezen import (
    bedrag_van,
    bedragen_in_het_werkboek,
    bedragen_volgens_het_grootboek,
    maat_van,
    rijen,
    staan_in_de_pdf,
    tekst,
)
from tests.factories import WACHTWOORD, MandaatFactory, MedewerkerFactory
from tests.partners.afbeeldingen import pdf_bytes
from tests.postbus import Postbus

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

BIJDRAGEN = {"Gemeente Assen": "400000,00", "Actium": "250000,00", "Woonconcept": "150000,00"}
FACTUUR = "Tafels voor het buurthuis"
EIGEN_KOSTEN = "Eigen kosten: Buurtfeest"
BUURT = "/buurt/lariks/"


@dataclass(frozen=True)
class Mensen:
    """Everybody who takes part, each with a post at a partner of the seed."""

    medewerker: Gebruiker
    coordinator: Gebruiker
    controller: Gebruiker
    tweede_controller: Gebruiker
    stuurgroeplid: Gebruiker


@dataclass(frozen=True)
class Keten:
    """The browser of the staff, the browser of somebody from the neighbourhood, and who may log in."""

    page: Page
    bezoeker: Page
    url: str
    wissel: Callable[[Gebruiker], None]

    def ga(self, pad: str) -> Page:
        """Open an address as the member of staff who is logged in now."""
        self.page.goto(self.url + pad)
        return self.page


@pytest.fixture
def mensen(transactional_db: None) -> Mensen:
    """The seed of an empty installation, and users with posts."""
    call_command("inrichten")
    lariks = Gebied.objects.get(slug="lariks")

    def post(naam: str, partner: str, functie: Functie, *, mandaat: bool = False, gebieden: Any = None) -> Gebruiker:
        medewerker = MedewerkerFactory(
            gebruiker__naam=naam,
            gebruiker__email=f"{naam.partition(' ')[0].lower()}@example.nl",
            partner=Partner.objects.get(naam=partner),
            functie=functie,
            gebieden=gebieden,
        )
        if mandaat:
            MandaatFactory(medewerker=medewerker)
        return medewerker.gebruiker

    return Mensen(
        medewerker=post("Mo Actium", "Actium", Functie.PARTNERMEDEWERKER),
        coordinator=post("Cor Lariks", "Gemeente Assen", Functie.GEBIEDSCOORDINATOR, mandaat=True, gebieden=[lariks]),
        controller=post("Connie Troller", "Gemeente Assen", Functie.CONTROLLER, mandaat=True),
        tweede_controller=post("Wim Woon", "Woonconcept", Functie.CONTROLLER),
        stuurgroeplid=post("Stien Stuur", "Woonconcept", Functie.STUURGROEPLID),
    )


@pytest.fixture
def keten(
    mensen: Mensen,
    browser_page: Page,
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    als: Callable[[Gebruiker], Any],
) -> Keten:
    def wissel(gebruiker: Gebruiker) -> None:
        log_in(browser_page, als(gebruiker), live_server)

    return Keten(browser_page, new_context().new_page(), live_server.url, wissel)


def test_money_goes_its_whole_way_from_pledge_to_report(
    keten: Keten,
    mensen: Mensen,
    start_worker: Callable[..., Worker],
    postbus: Postbus,
    poort: int,
    tmp_path: Path,
) -> None:
    jaar = timezone.localdate().year
    logt_in_met_wachtwoord(keten, mensen.controller)
    opent_boekjaar(keten, jaar)
    for partner, bedrag in BIJDRAGEN.items():
        zegt_toe(keten, jaar, partner, bedrag)
    deelt_toe(keten, jaar)
    ziet_in_de_matrix(keten, begroot="60000.00", vrij="60000.00", besteed="0.00")

    keten.wissel(mensen.medewerker)
    logt_activiteit_met_eigen_kosten(keten)
    keten.wissel(mensen.coordinator)
    voert_factuur_in(keten)
    mag_eigen_factuur_niet_goedkeuren(keten)
    voor = buurtpagina(keten)
    assert "Daarvan is € 0,00 besteed en € 60.000,00 nog vrij." in tekst([voor.text()])[0]
    assert buurtpagina(keten, etag=voor.headers["etag"]).status == 304

    keten.wissel(mensen.controller)
    keurt_goed(keten, FACTUUR)
    keurt_goed(keten, EIGEN_KOSTEN)
    keten.wissel(mensen.tweede_controller)
    meldt_betaald(keten, FACTUUR)

    keten.wissel(mensen.controller)
    ziet_in_de_matrix(keten, begroot="60000.00", vrij="58687.50", besteed="1312.50")
    ziet_op_de_regel(keten, {"Gemeente Assen": "500.01", "Actium": "624.99", "Woonconcept": "187.50"})
    na = buurtpagina(keten, etag=voor.headers["etag"])
    assert na.status == 200, "the posting made a new page of it"
    assert "Daarvan is € 1.312,50 besteed en € 58.687,50 nog vrij." in tekst([na.text()])[0]
    bezoeker_ziet_geld(keten, besteed="1312.50", per_betaler=["500.01", "624.99", "187.50"])

    boekt_tegen(keten, EIGEN_KOSTEN)
    ziet_in_de_matrix(keten, begroot="60000.00", vrij="58999.99", besteed="1000.01")
    bezoeker_ziet_geld(keten, besteed="1000.01", per_betaler=["500.01", "312.50", "187.50"])

    keten.wissel(mensen.stuurgroeplid)
    abonneert(keten)
    keten.wissel(mensen.controller)
    vraagt_rapport(keten)
    start_worker(EMAIL_URL=f"smtp://127.0.0.1:{poort}", SITE_URL=keten.url)
    expect(keten.page.get_by_text("Versie 1 is gemaakt.")).to_be_visible(timeout=60_000)
    periode = deze_maand()
    rapport = Rapport.objects.get(periode=periode, gebied=None, partner=None)
    verwacht = bedragen_volgens_het_grootboek(periode)
    assert (verwacht["toegezegd"], verwacht["besteed"]) == (Decimal("800000.00"), Decimal("1000.01"))
    assert bedragen_op_de_rapportpagina(keten, rapport) == verwacht
    assert bedragen_in_het_werkboek(haal(keten, "Excel", tmp_path)) == verwacht
    staan_in_de_pdf(haal(keten, "Pdf", tmp_path), verwacht)

    wacht_tot(lambda: postbus.berichten, waarop="de mail over het rapport")
    keten.wissel(mensen.stuurgroeplid)
    volgt_de_link_uit_de_mail(keten, postbus.berichten[0], rapport, mensen.stuurgroeplid)

    keten.wissel(mensen.controller)
    vraagt_rapport(keten)
    expect(keten.page.get_by_text("Er is niets veranderd sinds de nieuwste versie.")).to_be_visible(timeout=60_000)
    assert Rapport.objects.filter(periode=periode).count() == 1
    assert len(postbus.berichten) == 1
    assert controleer_grootboek() == []


def logt_in_met_wachtwoord(keten: Keten, gebruiker: Gebruiker) -> None:
    page = keten.ga("/")
    page.get_by_role("link", name="Inloggen").click()
    page.get_by_label("E-mailadres").fill(gebruiker.email)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page).to_have_url(f"{keten.url}/werk/")


def opent_boekjaar(keten: Keten, jaar: int) -> None:
    page = keten.ga("/budget/jaren/")
    expect(page.get_by_label("Jaar")).to_have_value(str(jaar))
    page.get_by_role("button", name="Boekjaar openen").click()
    expect(page.get_by_text(f"Boekjaar {jaar} is er.")).to_be_visible()


def zegt_toe(keten: Keten, jaar: int, partner: str, bedrag: str) -> None:
    page = keten.ga(f"/budget/bijdragen/{jaar}/toezeggen/")
    page.get_by_label("Partner").select_option(label=partner)
    page.get_by_label("Bedrag").fill(bedrag)
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("De bijdrage is vastgelegd.")).to_be_visible()


def deelt_toe(keten: Keten, jaar: int) -> None:
    page = keten.ga(f"/budget/jaar/{jaar}/")
    page.get_by_role("link", name="Geld toedelen").click()
    page.get_by_label("Wijk").select_option(label="Lariks")
    page.get_by_label("Thema").select_option(label="Ontmoeten")
    page.get_by_label("Bedrag", exact=True).fill("60.000,00")
    page.get_by_label("Verdeelsleutel").select_option(index=1)
    page.get_by_role("button", name="Toedelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lariks – Ontmoeten")
    begroot = [rij.locator("td").first.inner_text() for rij in rijen(page, "Stand per betaler")]
    assert tekst(begroot) == ["€ 30.000,00", "€ 18.750,00", "€ 11.250,00"]


def logt_activiteit_met_eigen_kosten(keten: Keten) -> None:
    keten.page.set_viewport_size(TELEFOON)
    page = keten.ga("/partners/activiteiten/nieuw/")
    page.get_by_label("Wat voor activiteit?").select_option(label="Buurtfeest")
    page.get_by_label("In welke wijk of buurt?").select_option(label="Lariks (hele wijk)")
    page.get_by_text("2 uur", exact=True).click()
    page.get_by_label("Hoeveel mensen deden mee?").fill("40")
    page.get_by_label("Eigen kosten").fill("312,49")
    page.get_by_role("button", name="Definitief maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buurtfeest")
    assert geen_zijwaarts_schuiven(page)
    page.set_viewport_size(SCHERM)
    uitgave = Uitgave.objects.get(activiteit__titel="Buurtfeest")
    assert (uitgave.omschrijving, uitgave.status, uitgave.bedrag) == (EIGEN_KOSTEN, "ingediend", Decimal("312.49"))


def voert_factuur_in(keten: Keten) -> None:
    page = keten.ga("/budget/uitgaven/nieuw/")
    page.get_by_label("Begrotingsregel").select_option(label="Lariks – Ontmoeten")
    page.get_by_label("Waar is de uitgave voor?").fill(FACTUUR)
    page.get_by_label("Leverancier").fill("Meubelmaker Mulder")
    page.get_by_label("Factuurnummer").fill("M-1")
    page.get_by_label("Bedrag zonder btw").fill("826,45")
    page.get_by_label("Btw (niet verplicht)").fill("173,56")
    page.get_by_label("Factuur of bon").set_input_files(
        {"name": "factuur M-1.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    )
    page.get_by_role("button", name="Indienen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FACTUUR)
    with page.expect_download() as download:
        page.get_by_role("link", name="factuur M-1.pdf").click()
    assert Path(download.value.path()).read_bytes() == pdf_bytes()


def mag_eigen_factuur_niet_goedkeuren(keten: Keten) -> None:
    """The page offers no button and says why; who sends the request anyway reads the same sentence."""
    page = keten.page
    zin = "U hebt deze uitgave zelf ingevoerd. Iemand anders beoordeelt haar."
    expect(page.get_by_role("button", name="Goedkeuren en boeken")).to_have_count(0)
    expect(page.get_by_text(zin)).to_be_visible()
    antwoord = page.request.post(
        f"{page.url}goedkeuren/",
        form={"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value()},
        headers={"Referer": page.url},
    )
    melding = re.search(r'<div class="meldingen">(.*?)</div>', antwoord.text(), re.DOTALL)
    assert melding, "no message after a refused approval"
    assert zin in melding[1]
    assert Uitgave.objects.get(omschrijving=FACTUUR).status == "ingediend"


def open_uitgave(keten: Keten, omschrijving: str, *, tab: str) -> Page:
    page = keten.ga(f"/budget/uitgaven/?tab={tab}")
    page.get_by_role("link", name=omschrijving).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(omschrijving)
    return page


def keurt_goed(keten: Keten, omschrijving: str) -> None:
    page = open_uitgave(keten, omschrijving, tab="beoordelen")
    page.get_by_role("button", name="Goedkeuren en boeken").click()
    expect(page.get_by_text("De uitgave is goedgekeurd en geboekt.")).to_be_visible()
    expect(page.get_by_role("button", name="Als betaald markeren")).to_have_count(0)


def meldt_betaald(keten: Keten, omschrijving: str) -> None:
    page = open_uitgave(keten, omschrijving, tab="alle")
    page.get_by_label("Kenmerk van de bank").fill("BNG 0042")
    page.get_by_role("button", name="Als betaald markeren").click()
    expect(page.get_by_text("De uitgave is als betaald gemarkeerd.")).to_be_visible()


def ziet_in_de_matrix(keten: Keten, *, begroot: str, vrij: str, besteed: str) -> None:
    page = keten.ga("/budget/")
    bedragen = [euro(Decimal(bedrag)) for bedrag in (begroot, vrij, "0.00", "0.00", besteed)]
    for rij in ("Lariks", "Totaal"):
        cellen = page.get_by_role("row", name=re.compile(f"^{rij}")).locator("td.getal")
        assert tekst(cellen.all_inner_texts()) == tekst(bedragen), rij


def ziet_op_de_regel(keten: Keten, besteed: dict[str, str]) -> None:
    page = keten.ga("/budget/?gebied=lariks")
    page.get_by_role("link", name="Ontmoeten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lariks – Ontmoeten")
    gelezen = {
        rij.locator("th").inner_text(): rij.locator("td").last.inner_text() for rij in rijen(page, "Stand per betaler")
    }
    assert {naam: tekst([bedrag]) for naam, bedrag in gelezen.items()} == {
        naam: tekst([euro(Decimal(bedrag))]) for naam, bedrag in besteed.items()
    }


def buurtpagina(keten: Keten, *, etag: str = "") -> APIResponse:
    """The area page as a visitor gets it; with an ETag: only when it changed."""
    antwoord = keten.bezoeker.request.get(keten.url + BUURT, headers={"If-None-Match": etag} if etag else {})
    assert antwoord.headers["etag"]
    return antwoord


def bezoeker_ziet_geld(keten: Keten, *, besteed: str, per_betaler: list[str]) -> None:
    page = keten.bezoeker
    page.goto(keten.url + BUURT)
    balk = page.get_by_role("table", name="Lariks", exact=True)
    expect(balk.get_by_role("row", name=re.compile("^Besteed"))).to_contain_text(euro(Decimal(besteed)))
    expect(page.get_by_role("link", name="Buurtfeest")).to_be_visible()
    page.goto(f"{keten.url}/geld/?maat=besteed")
    expect(page.locator(".geldbeeld svg, .geldbeeld canvas")).to_be_visible()
    for tabel, naam in (("Geld per wijk en betaler", "Lariks"), ("Geld per thema en betaler", "Ontmoeten")):
        rij = page.get_by_role("table", name=tabel).get_by_role("row", name=naam)
        verwacht = [euro(Decimal(bedrag)) for bedrag in (besteed, *per_betaler)]
        assert tekst(rij.locator("td").all_inner_texts()) == tekst(verwacht)


def boekt_tegen(keten: Keten, omschrijving: str) -> None:
    page = open_uitgave(keten, omschrijving, tab="alle")
    page.get_by_role("link", name=re.compile(r"^Boeking \d")).click()
    page.get_by_role("link", name="Tegenboeken").click()
    page.get_by_label("Waarom boekt u tegen?").fill("Dubbel betaald")
    page.get_by_role("button", name="Tegenboeken").click()
    expect(page.get_by_text("De boeking is tegengeboekt.")).to_be_visible()
    expect(page.get_by_text("Dubbel betaald").first).to_be_visible()


def abonneert(keten: Keten) -> None:
    page = keten.ga("/budget/rapporten/")
    page.get_by_label("Mail mij over").select_option(label="Hele programma")
    page.get_by_role("button", name="Mail mij").click()
    expect(page.get_by_text("U krijgt e-mail als er een rapport klaarstaat")).to_be_visible()


def vraagt_rapport(keten: Keten) -> None:
    page = keten.ga("/budget/rapporten/")
    page.get_by_role("link", name="Maak nu een rapport").click()
    page.get_by_label("Maand").select_option(label=str(deze_maand()))
    page.get_by_label("Waarover").select_option(label="Hele programma")
    page.get_by_role("button", name="Maak nu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maandrapportage")


def deze_maand() -> Periode:
    vandaag = timezone.localdate()
    return Periode.objects.select_related("boekjaar").get(boekjaar__jaar=vandaag.year, maand=vandaag.month)


def bedragen_op_de_rapportpagina(keten: Keten, rapport: Rapport) -> dict[str, Decimal]:
    page = keten.ga(rapport.get_absolute_url())
    return {
        maat_van(rij.locator("th").inner_text().splitlines()[0]): bedrag_van(rij.locator("td").last.inner_text())
        for rij in rijen(page, "Stand en verandering in de maand")
    }


def volgt_de_link_uit_de_mail(keten: Keten, bericht: Message, rapport: Rapport, lezer: Gebruiker) -> None:
    assert bericht["To"] == lezer.email
    inhoud = bericht.get_payload(decode=True).decode()
    link = next(regel for regel in inhoud.splitlines() if regel.startswith(f"{keten.url}/budget/rapporten/"))
    keten.page.goto(link)
    expect(keten.page.get_by_role("heading", level=1)).to_have_text(f"Maandrapportage {rapport.periode}")
    expect(keten.page.get_by_role("row", name="Besteed Uitgegeven.")).to_contain_text("€ 1.000,01")


def haal(keten: Keten, naam: str, tmp_path: Path) -> bytes:
    with keten.page.expect_download() as download:
        keten.page.get_by_role("link", name=naam, exact=True).click()
    doel = tmp_path / download.value.suggested_filename
    download.value.save_as(doel)
    return doel.read_bytes()
