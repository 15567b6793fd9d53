"""Guarantees 5 and 6 are judged per INSERT when the transaction ends: attacks on the order in which things happen."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from budgetten.domain.regels import besteed_direct
from budgetten.enums import Boekingsoort
from budgetten.models import Boeking, Periode, Rekening
from tests.budgetten.test_garanties import JUNI, nieuwe_boeking, rekening, wegwerp


@pytest.fixture
def besteed(lariks, gemeente) -> Rekening:
    besteed_direct(lariks, bedrag=Decimal(1000), boekdatum=JUNI, omschrijving="Feest", door=None)
    return rekening(lariks, "besteed", gemeente)


@pytest.fixture
def vrij(besteed, lariks, gemeente) -> Rekening:
    return rekening(lariks, "vrij", gemeente)


def mutatie(boeking: Boeking, van, naar, bedrag="1") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) VALUES (%s, %s, %s, %s)",
            [boeking.pk, van.pk, naar.pk, bedrag],
        )


def beoordeel() -> None:
    """Have everything judged that waits for the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "opdracht", ["DELETE FROM budgetten_vastlegging", "UPDATE budgetten_vastlegging SET eerste = 0, laatste = 0"]
)
def test_5_the_note_of_what_is_to_be_judged_decides_nothing(vrij, opdracht):
    with pytest.raises(IntegrityError, match="geen mutaties"), transaction.atomic():
        nieuwe_boeking()
        with connection.cursor() as cursor:
            cursor.execute(opdracht)
        beoordeel()


def test_5_every_insert_is_judged_also_after_an_earlier_one_was(vrij, besteed):
    with pytest.raises(IntegrityError, match="geen mutaties"), transaction.atomic():
        mutatie(nieuwe_boeking(), vrij, besteed)
        beoordeel()
        nieuwe_boeking()
        beoordeel()


def test_5_mutaties_rolled_back_to_a_savepoint_do_not_count(vrij, besteed):
    with pytest.raises(IntegrityError, match="geen mutaties"), transaction.atomic():
        boeking = nieuwe_boeking()
        with wegwerp():
            mutatie(boeking, vrij, besteed)
        beoordeel()


def test_5_one_empty_booking_among_many_is_found(vrij, besteed):
    juni = Periode.objects.get(begin=JUNI)
    with pytest.raises(IntegrityError, match="geen mutaties"), transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy("COPY budgetten_boeking (soort, boekdatum, periode_id, omschrijving) FROM STDIN") as kopie:
            for _nummer in range(300):
                kopie.write_row(("besteding", JUNI, juni.pk, "proef"))
        cursor.execute(
            "INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) "
            "SELECT id, %s, %s, 0.01 FROM budgetten_boeking WHERE omschrijving = 'proef' ORDER BY id OFFSET 1",
            [vrij.pk, besteed.pk],
        )
        beoordeel()


@pytest.mark.parametrize("wie", ["boeking", "rekening"])
def test_5_a_mutatie_does_not_come_before_what_it_belongs_to(vrij, besteed, wie):
    """Foreign keys wait for the end of the transaction; judging does not, and needs the booking and both accounts."""
    with pytest.raises(IntegrityError, match=f"De {wie} van een mutatie bestaat niet"), transaction.atomic():
        if wie == "boeking":
            mutatie(Boeking(pk=10**9), vrij, besteed)
        else:
            mutatie(nieuwe_boeking(), vrij, Rekening(pk=10**9))


@pytest.mark.parametrize("waar", ["tegenboeking", "origineel"])
def test_6_a_mirror_that_was_judged_is_judged_again_when_it_changes(vrij, besteed, waar):
    with pytest.raises(IntegrityError, match="spiegelbeeld"), transaction.atomic():
        origineel = nieuwe_boeking()
        mutatie(origineel, vrij, besteed)
        tegen = nieuwe_boeking(soort=Boekingsoort.TEGENBOEKING, tegenboeking_van=origineel)
        mutatie(tegen, besteed, vrij)
        beoordeel()
        if waar == "tegenboeking":
            mutatie(tegen, besteed, vrij)
        else:
            mutatie(origineel, vrij, besteed)
        beoordeel()
