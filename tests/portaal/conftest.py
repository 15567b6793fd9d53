"""A programme with money in it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import zeg_toe
from budgetten.domain.regels import besteed_direct, ken_toe
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.models import Gebied, Thema
from partners.models import Partner


@dataclass
class Programma:
    """Lines by (area name, theme name)."""

    boekjaar: Boekjaar
    regels: dict[tuple[str, str], Begrotingsregel]

    def besteed(self, gebied: str, thema: str, bedrag: str, maand: int = 1) -> None:
        """Spend directly from a line."""
        besteed_direct(
            self.regels[gebied, thema],
            bedrag=Decimal(bedrag),
            boekdatum=dt.date(self.boekjaar.jaar, maand, 1),
            omschrijving="Bloembollen",
            door=None,
        )


@pytest.fixture
def maak_programma(
    wijken: dict[str, Gebied],
    themas: dict[str, Thema],
    gemeente: Partner,
    actium: Partner,
    woonconcept: Partner,
) -> Callable[..., Programma]:
    """`maak_programma(boekjaar, wijken=2)`: pledges of 400/250/150 thousand, each line 4.000/2.500/1.500."""

    def maak(boekjaar: Boekjaar, aantal_wijken: int = 10, aantal_themas: int = 4) -> Programma:
        dag = dt.date(boekjaar.jaar, 1, 1)
        for partner, bedrag in ((gemeente, "400000"), (actium, "250000"), (woonconcept, "150000")):
            zeg_toe(boekjaar, partner=partner, bedrag=Decimal(bedrag), boekdatum=dag, door=None)
        regels = {}
        for wijk in list(wijken.values())[:aantal_wijken]:
            for thema in list(themas.values())[:aantal_themas]:
                regel = regel_voor(boekjaar, gebied=wijk, thema=thema)
                deel_toe(
                    regel,
                    boekdatum=dag,
                    door=None,
                    per_partner={gemeente: Decimal(4000), actium: Decimal(2500), woonconcept: Decimal(1500)},
                )
                regels[wijk.naam, thema.naam] = regel
        return Programma(boekjaar, regels)

    return maak


@pytest.fixture
def programma(maak_programma: Callable[..., Programma], boekjaar: Boekjaar) -> Programma:
    """This year: 800.000 pledged, 320.000 on lines, on Lariks/Groen 1.000,01 spent and 2.000 awarded."""
    programma = maak_programma(boekjaar)
    programma.besteed("Lariks", "Groen", "1000.01")
    ken_toe(
        programma.regels["Lariks", "Groen"],
        bedrag=Decimal(2000),
        boekdatum=dt.date(boekjaar.jaar, 1, 1),
        omschrijving="Buurttuin",
        door=None,
    )
    return programma
