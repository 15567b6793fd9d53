"""Fixtures `team` and `weg`: Lariks with money, schemes and people, and the browsers in which a plan goes its road."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.models import Plafond, Regeling, Regelingversie
from budgetten.models import Boekjaar
from gebieden.domain.inrichten import richt_gebieden_in
from gebieden.enums import Domein
from gebieden.models import Gebied
from kern import honingpot
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Partner
from tests.bewoners.behandeling import geef_woningen
from tests.bewoners.fabriek import maak_regel
from tests.celery_worker import Worker
from tests.e2e.conftest import TELEFOON
from tests.e2e.weg import Team, Wandelaar, Weg
from tests.factories import MandaatFactory, MedewerkerFactory, ThemaFactory
from tests.postbus import Postbus


@pytest.fixture
def team(transactional_db: None, gemeente: Partner, actium: Partner, woonconcept: Partner, boekjaar: Boekjaar) -> Team:
    """Everybody has a post; Actium has dwellings in Lariks and Woonconcept has none. No plan is drawn for the sample."""
    richt_gebieden_in()
    richt_regelingen_in()
    Regelingversie.objects.update(steekproef=0)
    lariks = Gebied.objects.get(slug="lariks")
    maak_regel(
        lariks,
        ThemaFactory(naam="Groen", domein=Domein.FYSIEK),
        boekjaar,
        {gemeente: Decimal(9000), actium: Decimal(6000)},
    )
    for regeling in Regeling.objects.all():
        Plafond.objects.create(regeling=regeling, boekjaar=boekjaar, bedrag=Decimal(25000))
    geef_woningen(actium, lariks)

    def post(naam: str, partner: Partner, functie: Functie, *, mandaat: bool = False) -> Gebruiker:
        gebieden = [] if functie == Functie.CONTROLLER else [lariks]
        email = f"{naam.partition(' ')[0].lower()}@team.example.nl"
        medewerker = MedewerkerFactory(
            gebruiker__naam=naam, gebruiker__email=email, partner=partner, functie=functie, gebieden=gebieden
        )
        if mandaat:
            MandaatFactory(medewerker=medewerker)
        gebruiker: Gebruiker = medewerker.gebruiker
        return gebruiker

    return Team(
        coordinator=post("Cor Lariks", gemeente, Functie.GEBIEDSCOORDINATOR),
        beslisser=post("Bep Beslist", gemeente, Functie.CONTROLLER, mandaat=True),
        controller=post("Connie Troller", gemeente, Functie.CONTROLLER, mandaat=True),
        kassier=post("Kas Kassier", woonconcept, Functie.CONTROLLER),
        beoordelaars=[
            post("Mo Actium", actium, Functie.PARTNERMEDEWERKER),
            post("Noor Actium", actium, Functie.PARTNERMEDEWERKER),
            post("Wil Woon", woonconcept, Functie.PARTNERMEDEWERKER),
        ],
        gemeente=gemeente,
        actium=actium,
    )


@pytest.fixture
def maak_weg(
    team: Team,
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    als: Callable[[Gebruiker], Client],
    axe: Callable[..., list[str]],
    start_worker: Callable[..., Worker],
    postbus: Postbus,
    poort: int,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Weg]]:
    """`maak_weg(toetsen=True)`: everybody without a mouse. A script error or a breach of the CSP fails at the end.

    Mail goes by the worker and a real mail server. The clock of the honeypot is not waited for.
    """
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))
    start_worker(EMAIL_URL=f"smtp://127.0.0.1:{poort}", SITE_URL=live_server.url)
    fouten: list[str] = []

    def wandelaar(toetsen: bool, **velden: object) -> Wandelaar:
        page = new_context().new_page()
        page.on("pageerror", lambda fout: fouten.append(str(fout)))
        page.on("console", lambda r: fouten.append(r.text) if "Content Security Policy" in r.text else None)
        return Wandelaar(page, live_server.url, axe, toetsen=toetsen, **velden)  # type: ignore[arg-type]

    def maak(*, toetsen: bool = False) -> Weg:
        return Weg(
            bewoner=wandelaar(toetsen, maat=TELEFOON),
            buur=wandelaar(toetsen, maat=TELEFOON),
            staf=wandelaar(toetsen),
            team=team,
            postbus=postbus,
            log_in=als,
        )

    yield maak
    assert fouten == []
