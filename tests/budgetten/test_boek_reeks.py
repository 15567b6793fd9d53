"""Posting in bulk: the same ledger, the same refusals, nothing half done."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain.boeken import Zet, boek_reeks
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.regels import besteed_direct
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Mutatie
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
