"""Two people at the same moment: nobody gets a server error, and no check is passed by."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from decimal import Decimal

import pytest
from django.db import connections, transaction

from budgetten.domain import bijdragen, jaren, wijzigingen
from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import zeg_toe
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.regels import ken_toe, laat_vrijvallen
from budgetten.enums import Rekeningsoort
from budgetten.models import Begrotingsregel, Boekjaar
from kern.domain.fouten import Weigering
from partners.enums import Functie
from tests.factories import MedewerkerFactory, ThemaFactory

DAG = dt.date(2011, 7, 1)


def _tegelijk(*handelingen: Callable[[], object]) -> list[str]:
    """Run all at once in threads; how each ended: "gelukt", the sentence of a refusal, or the name of the error."""
    startsein = threading.Barrier(len(handelingen))

    def een(handeling: Callable[[], object]) -> str:
        startsein.wait()
        try:
            handeling()
        except Weigering as weigering:
            return weigering.bericht
        except Exception as fout:
            return type(fout).__name__
        else:
            return "gelukt"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(handelingen)) as draden:
        return list(draden.map(een, handelingen))


@contextmanager
def _wacht_na(monkeypatch: pytest.MonkeyPatch, module: object, naam: str, aantal: int) -> Iterator[None]:
    """Make every caller of the function wait, with its locks, until all have come this far (or half a second)."""
    echt = getattr(module, naam)
    samen = threading.Barrier(aantal)

    def trager(*args: object, **kwargs: object) -> object:
        uitkomst = echt(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            samen.wait(timeout=0.5)
        return uitkomst

    with monkeypatch.context() as tijdelijk:
        tijdelijk.setattr(module, naam, trager)
        yield


@pytest.fixture
def jaar(transactional_db, gemeente) -> Boekjaar:
    boekjaar = jaren.open_boekjaar(2011, door=None)
    zeg_toe(boekjaar, partner=gemeente, bedrag=Decimal(1000), boekdatum=DAG, door=None)
    return boekjaar


@pytest.fixture
def regels(jaar, wijken, gemeente) -> list[Begrotingsregel]:
    """Two lines with € 100 each."""
    gemaakt = [regel_voor(jaar, gebied=wijken[naam], thema=ThemaFactory()) for naam in ("Lariks", "Peelo")]
    for regel in gemaakt:
        deel_toe(regel, per_partner={gemeente: Decimal(100)}, boekdatum=DAG, door=None)
    return gemaakt


def test_amendments_back_and_forth_are_both_established(regels, gemeente, controller, monkeypatch):
    """One from A to B, one from B to A, at once: each holds what the other needs unless both lock in one order."""
    ander = MedewerkerFactory(partner=gemeente, functie=Functie.CONTROLLER).gebruiker
    heen, terug = (
        wijzigingen.dien_in(van, naar=naar, bedrag=Decimal(10), reden="Nodig", door=controller)
        for van, naar in (regels, reversed(regels))
    )

    with _wacht_na(monkeypatch, wijzigingen, "verdeel", 2):
        uitkomst = _tegelijk(
            lambda: wijzigingen.stel_vast(heen, door=ander, boekdatum=DAG),
            lambda: wijzigingen.stel_vast(terug, door=ander, boekdatum=DAG),
        )

    assert uitkomst == ["gelukt", "gelukt"]
    assert controleer_grootboek() == []


def test_year_does_not_close_over_money_that_is_being_awarded(regels, jaar, monkeypatch):
    """The award commits between the look at what is awarded and the close: closed for good with money stuck in it."""
    ken_toe(regels[0], bedrag=Decimal(5), boekdatum=DAG, omschrijving="Proef", door=None)
    laat_vrijvallen(
        regels[0], van=Rekeningsoort.TOEGEKEND, bedrag=Decimal(5), boekdatum=DAG, omschrijving="Terug", door=None
    )
    toegekend, gekeken = threading.Event(), threading.Event()
    echt = jaren.open_verplichtingen

    def kijk_en_wacht(boekjaar: Boekjaar) -> object:
        gezien = echt(boekjaar)
        gekeken.set()
        toegekend.wait(0.5)
        return gezien

    def ken_toe_na_de_blik() -> None:
        gekeken.wait(2)
        ken_toe(regels[0], bedrag=Decimal(5), boekdatum=DAG, omschrijving="Bankje", door=None)
        toegekend.set()

    with monkeypatch.context() as tijdelijk:
        tijdelijk.setattr(jaren, "open_verplichtingen", kijk_en_wacht)
        uitkomst = _tegelijk(lambda: jaren.sluit_boekjaar(jaar, door=None), ken_toe_na_de_blik)

    jaar.refresh_from_db()
    assert (uitkomst[0], jaar.status) == ("gelukt", "gesloten")
    assert uitkomst[1].startswith("De periode van")
    assert jaren.open_verplichtingen(jaar) == []


def test_pledge_and_closing_of_a_month_wait_for_each_other(jaar, gemeente, monkeypatch):
    """The pledge holds the month and wants the year; the close must not hold the year and want the month."""
    periode = jaar.perioden.get(maand=7)
    geboekt = threading.Event()
    echt = bijdragen.boek

    def boek_en_wacht(*args: object, **kwargs: object) -> object:
        uitkomst = echt(*args, **kwargs)
        geboekt.set()
        threading.Event().wait(0.4)
        return uitkomst

    def sluit() -> None:
        geboekt.wait(2)
        jaren.sluit_periode(periode, door=None)

    with monkeypatch.context() as tijdelijk:
        tijdelijk.setattr(bijdragen, "boek", boek_en_wacht)
        uitkomst = _tegelijk(
            lambda: zeg_toe(jaar, partner=gemeente, bedrag=Decimal(7), boekdatum=DAG, door=None), sluit
        )

    assert uitkomst == ["gelukt", "gelukt"]


def test_return_of_money_and_a_pledge_wait_for_each_other(jaar, gemeente, monkeypatch):
    """A pledge locks source then pot; the return of what is left must lock in the same order."""
    vergrendeld, klaar = threading.Event(), threading.Event()
    echt = jaren.vergrendel

    def vergrendel_en_wacht(ids: object) -> object:
        gevonden = echt(ids)
        vergrendeld.set()
        klaar.wait(0.5)
        return gevonden

    def zeg_meer_toe() -> None:
        vergrendeld.wait(2)
        with transaction.atomic():
            zeg_toe(jaar, partner=gemeente, bedrag=Decimal(7), boekdatum=DAG, door=None)
        klaar.set()

    with monkeypatch.context() as tijdelijk:
        tijdelijk.setattr(jaren, "vergrendel", vergrendel_en_wacht)
        uitkomst = _tegelijk(lambda: jaren.geef_terug(jaar, reden="Over", door=None), zeg_meer_toe)

    assert uitkomst == ["gelukt", "gelukt"]
    assert controleer_grootboek() == []
