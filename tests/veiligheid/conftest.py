"""The world of the permission table, and a plan to attack."""

import pytest

from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from tests.bewoners.fabriek import maak_initiatief
from tests.toegang.wereld import wereld

__all__ = ["wereld"]

S = Initiatiefstatus


@pytest.fixture
def plan(wijken, themas, bewoner) -> Initiatief:
    """Being assessed, on the site."""
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status=S.IN_BEOORDELING)
