"""Posting in bulk: the same ledger, the same refusals, nothing half done."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from budgetten.domain.boeken import Boekstuk, Zet, boek_reeks
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.regels import besteed_direct
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Mutatie
from budgetten.models.boeking import Vastlegging
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.models import Partner
from tests.factories import rekening

MEI = dt.date(2011, 5, 21)


def _boeking(regel: Begrotingsregel, **velden: object) -> Boeking:
    standaard = {
        "soort": Boekingsoort.BESTEDING,
        "boekdatum": MEI,
        "periode": regel.boekjaar.perioden.get(maand=5),
        "omschrijving": "Buurtfeest",
    }
    return Boeking(**(standaard | velden))


def _zet(regel: Begrotingsregel, partner: Partner, bedrag: str) -> Zet:
    vrij, besteed = (
        rekening(soort, partner, boekjaar=regel.boekjaar, regel=regel)
        for soort in (Rekeningsoort.VRIJ, Rekeningsoort.BESTEED)
    )
    return Zet(vrij, besteed, Decimal(bedrag))


def test_reeks_moves_money_and_numbers_its_bookings(
    lariks: Begrotingsregel, actium: Partner, gemeente: Partner, coordinator: Gebruiker
) -> None:
    eerste = _boeking(lariks, door=coordinator, omschrijving="Tab\there, \\N and\nnewline: 'é'")
    tweede = _boeking(lariks)
    aantal = boek_reeks(
        [
            (eerste, [_zet(lariks, actium, "10.10"), _zet(lariks, gemeente, "0.01")]),
            (tweede, [_zet(lariks, actium, "5.00")]),
        ]
    )
    assert aantal == 2
    gelezen = Boeking.objects.get(pk=eerste.pk)
    assert gelezen.omschrijving == "Tab\there, \\N and\nnewline: 'é'"
    assert (gelezen.door, gelezen.boekdatum, gelezen.soort) == (coordinator, MEI, "besteding")
    assert gelezen.vastgelegd_op is not None
    assert _zet(lariks, actium, "1").naar.saldo == Decimal("15.10")
    assert sorted(tweede.mutaties.values_list("bedrag", flat=True)) == [Decimal("5.00")]
    assert controleer_grootboek() == []


def test_single_posting_follows_a_reeks(lariks: Begrotingsregel, actium: Partner) -> None:
    """The numbers were taken from the same sequence."""
    boeking = _boeking(lariks)
    boek_reeks([(boeking, [_zet(lariks, actium, "1.00")])])
    later = besteed_direct(lariks, bedrag=Decimal("1.00"), boekdatum=MEI, omschrijving="Later", door=None)
    assert later.pk > boeking.pk


@pytest.mark.parametrize("bedrag", ["20000.00", "-1.00", "0.00", "NaN"])
def test_reeks_refuses_all_when_one_is_wrong(lariks: Begrotingsregel, actium: Partner, bedrag: str) -> None:
    boekingen, mutaties = Boeking.objects.count(), Mutatie.objects.count()
    goed, fout = _zet(lariks, actium, "1.00"), _zet(lariks, actium, bedrag)
    with pytest.raises(Weigering):
        boek_reeks([(_boeking(lariks), [goed]), (_boeking(lariks), [fout])])
    assert (Boeking.objects.count(), Mutatie.objects.count()) == (boekingen, mutaties)


def test_reeks_refuses_a_day_outside_the_period(lariks: Begrotingsregel, actium: Partner) -> None:
    with pytest.raises(Weigering, match="De boekdatum 2011-06-01 ligt niet in de periode"):
        boek_reeks([(_boeking(lariks, boekdatum=dt.date(2011, 6, 1)), [_zet(lariks, actium, "1.00")])])


def test_reeks_takes_plain_records_and_numbers_them_in_order(
    lariks: Begrotingsregel, actium: Partner, coordinator: Gebruiker
) -> None:
    periode, zet = lariks.boekjaar.perioden.get(maand=5), _zet(lariks, actium, "0.01")
    stukken = [
        Boekstuk(Boekingsoort.BESTEDING, MEI, periode.pk, f"nr {n}", door_id=coordinator.pk if n % 2 else None)
        for n in range(1200)
    ]
    assert boek_reeks((stuk, [zet] * (1 + n % 2)) for n, stuk in enumerate(stukken)) == 1200
    gelezen = Boeking.objects.in_bulk([stuk.id for stuk in stukken])
    assert [gelezen[stuk.id].omschrijving for stuk in stukken] == [f"nr {n}" for n in range(1200)]
    assert {gelezen[stuk.id].door_id for stuk in stukken} == {None, coordinator.pk}
    assert [gelezen[stuk.id].mutaties.count() for stuk in stukken[:4]] == [1, 2, 1, 2]
    assert controleer_grootboek() == []


def test_numbers_follow_the_order_also_when_they_have_gaps(lariks: Begrotingsregel, actium: Partner) -> None:
    stukken = [_boeking(lariks, omschrijving=f"nr {n}") for n in range(4)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # ALTER TABLE wants nothing pending
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE budgetten_boeking ALTER COLUMN id SET INCREMENT BY 2")
    boek_reeks((stuk, [_zet(lariks, actium, "0.01")]) for stuk in stukken)  # asks the database on the way
    assert [Boeking.objects.get(pk=stuk.pk).omschrijving for stuk in stukken] == ["nr 0", "nr 1", "nr 2", "nr 3"]
    assert {stuk.mutaties.count() for stuk in stukken} == {1}


def test_reeks_of_nothing_stores_nothing() -> None:
    assert boek_reeks([]) == 0


def test_reeks_refuses_a_booking_without_movements(
    transactional_db: None, lariks: Begrotingsregel, actium: Partner
) -> None:
    with pytest.raises(Weigering, match="heeft geen mutaties"):
        boek_reeks([(_boeking(lariks), [_zet(lariks, actium, "1.00")]), (_boeking(lariks), [])])


def test_no_note_outlives_its_transaction(transactional_db: None, lariks: Begrotingsregel, actium: Partner) -> None:
    boek_reeks([(_boeking(lariks), [_zet(lariks, actium, "1.00")])])
    besteed_direct(lariks, bedrag=Decimal("1.00"), boekdatum=MEI, omschrijving="Later", door=None)
    assert not Vastlegging.objects.exists()
