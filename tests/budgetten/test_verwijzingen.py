"""What a mutatie points at stays, although the mutatie itself has no foreign keys: docs/adr/0013."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.db import DatabaseError, connection, connections, transaction

from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.regels import besteed_direct
from budgetten.models import Mutatie, Rekening
from tests.budgetten.test_garanties import geweigerd, nieuwe_boeking

JUNI = dt.date(2011, 6, 1)


@pytest.fixture
def feest(lariks):
    return besteed_direct(lariks, bedrag=Decimal(1000), boekdatum=JUNI, omschrijving="Feest", door=None)


@pytest.fixture
def ongebruikt(transactional_db, lariks, gemeente) -> Rekening:
    """An account on which nothing was ever booked."""
    return Rekening.objects.create(soort="besteed", partner=gemeente, boekjaar=lariks.boekjaar, regel=lariks)


@pytest.mark.parametrize(
    "opdracht",
    [
        "DELETE FROM budgetten_rekening WHERE id IN (SELECT naar_id FROM budgetten_mutatie)",
        "DELETE FROM budgetten_rekening WHERE id IN (SELECT van_id FROM budgetten_mutatie)",
        "DELETE FROM budgetten_periode WHERE id IN (SELECT periode_id FROM budgetten_boeking)",
        "UPDATE budgetten_periode SET id = id + 1000000",
        "UPDATE budgetten_rekening SET id = id + 1000000",
        "UPDATE budgetten_boeking SET id = id + 1000000",
        "DELETE FROM budgetten_boeking",
        "TRUNCATE budgetten_rekening CASCADE",
        "TRUNCATE budgetten_periode CASCADE",
        "TRUNCATE budgetten_boekjaar CASCADE",
        "TRUNCATE budgetten_periodestand",
    ],
)
def test_what_a_mutatie_points_at_is_not_taken_away(feest, opdracht):
    geweigerd(opdracht)
    assert controleer_grootboek() == []


def _vrij(ongebruikt: Rekening) -> Rekening:
    return Rekening.objects.get(soort="vrij", regel=ongebruikt.regel, partner=ongebruikt.partner)


def _boek(ongebruikt: Rekening) -> None:
    Mutatie.objects.create(
        boeking=nieuwe_boeking(boekdatum=JUNI), van=_vrij(ongebruikt), naar=ongebruikt, bedrag=Decimal(1)
    )


def _verwijder(ongebruikt: Rekening) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM budgetten_rekening WHERE id = %s", [ongebruikt.pk])


@pytest.mark.parametrize(("eerst", "dan"), [(_boek, _verwijder), (_verwijder, _boek)])
@pytest.mark.parametrize("niveau", ["read committed", "repeatable read", "serializable"])
def test_an_account_is_not_taken_away_while_somebody_books_on_it(ongebruikt, eerst, dan, niveau):
    """The first of two transactions at once wins; the other is refused, whichever it is."""
    gezien = Event()

    def tweede() -> str:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {niveau}")
                cursor.execute("SELECT count(*) FROM budgetten_mutatie")  # its snapshot is taken here
                gezien.set()
                dan(ongebruikt)
        except DatabaseError:
            return "geweigerd"
        else:
            return "gelukt"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as draad:
        with transaction.atomic():
            eerst(ongebruikt)
            uitkomst = draad.submit(tweede)
            assert gezien.wait(10)
            _wacht_op_slot()
        assert uitkomst.result(timeout=20) == "geweigerd"
    assert controleer_grootboek() == []
    assert Rekening.objects.filter(pk=ongebruikt.pk).exists() is (eerst is _boek)


def _wacht_op_slot() -> None:
    """Until the other transaction waits for ours."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute("SELECT pg_sleep(0.05), count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[1]:
                return
    pytest.fail("nobody waits for the first transaction")


def test_nightly_check_finds_a_mutatie_that_points_at_nothing(feest):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) "
            "SELECT 999999999, van_id, naar_id, 1 FROM budgetten_mutatie LIMIT 1 RETURNING id"
        )
        (nummer,) = cursor.fetchone()
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [v.wat for v in controleer_grootboek()] == [f"mutatie {nummer} zonder boeking, periode of rekening"]
