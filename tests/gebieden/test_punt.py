"""In which area a point lies."""

import pytest

from gebieden.domain.punt import gebied_van_plek
from gebieden.enums import Gebiedssoort
from tests.bewoners.indienhulp import teken
from tests.factories import GebiedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buurt(wijken):
    """Lariks is a square, its western half a buurt; Peelo lies east of it."""
    buurt = GebiedFactory(code="BU01060100", naam="Lariks west", ouder=wijken["Lariks"], soort=Gebiedssoort.BUURT)
    teken(wijken["Lariks"], 6.50, 52.98, 6.54, 53.00)
    teken(wijken["Peelo"], 6.54, 52.98, 6.58, 53.00)
    teken(buurt, 6.50, 52.98, 6.52, 53.00, jaar=2014)
    return buurt


def test_point_lies_in_its_buurt_else_in_its_wijk_else_nowhere(buurt, wijken):
    assert gebied_van_plek(6.51, 52.99) == buurt
    assert gebied_van_plek(6.53, 52.99) == wijken["Lariks"]
    assert gebied_van_plek(6.57, 52.99) == wijken["Peelo"]
    assert gebied_van_plek(6.60, 52.99) is None


@pytest.mark.parametrize("punt", [(float("nan"), 52.99), (float("inf"), 52.99), (6.51, 152.0), (-999.0, 52.99)])
def test_numbers_that_are_no_place_lie_nowhere(buurt, punt):
    assert gebied_van_plek(*punt) is None


def test_newest_boundaries_decide(buurt, wijken):
    teken(wijken["Peelo"], 6.50, 52.98, 6.58, 53.00, jaar=2024)

    assert gebied_van_plek(6.53, 52.99) == wijken["Peelo"]
    assert gebied_van_plek(6.51, 52.99) == wijken["Peelo"], "an older buurt of another wijk does not count"


def test_buurt_that_no_longer_exists_gives_its_wijk(buurt, wijken):
    buurt.actief = False
    buurt.save()

    assert gebied_van_plek(6.51, 52.99) == wijken["Lariks"]
