"""A small programme with every kind of booking, for the tests of month reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from budgetten.domain import begroting, bijdragen, jaren, regels
from budgetten.enums import Rekeningsoort
from budgetten.models import Begrotingsregel, Boekjaar, Periode
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from partners.models import Partner

JAAR = 2026
#: Starts like a formula in every spreadsheet program, and is markup in typst.
GEVAARLIJK = '=HYPERLINK("http://kwaad.example","klik") #panic("x") $a$ *vet*'


@dataclass(frozen=True)
class Programma:
    """What the fixture made."""

    boekjaar: Boekjaar
    lariks: Begrotingsregel
    peelo: Begrotingsregel
    partners: list[Partner]
    door: Gebruiker

    def periode(self, maand: int) -> Periode:
        return Periode.objects.select_related("boekjaar").get(boekjaar=self.boekjaar, maand=maand)

    def besteed(self, bedrag: str, *, maand: int = 10, dag: int = 15, omschrijving: str = "Buurtfeest") -> None:
        regels.besteed_direct(
            self.lariks,
            bedrag=Decimal(bedrag),
            boekdatum=dt.date(self.boekjaar.jaar, maand, dag),
            omschrijving=omschrijving,
            door=self.door,
        )


@pytest.fixture
def programma(
    wijken: dict[str, Gebied],
    themas: dict[str, Thema],
    gemeente: Partner,
    actium: Partner,
    woonconcept: Partner,
    controller: Gebruiker,
) -> Programma:
    """Two lines, three payers, money carried over from last year, and every station of a euro in use."""
    bedragen = {gemeente: Decimal("400000.00"), actium: Decimal("250000.00"), woonconcept: Decimal("150000.00")}
    vorig = jaren.open_boekjaar(JAAR - 1, door=controller)
    for partner in bedragen:
        bijdragen.zeg_toe(
            vorig, partner=partner, bedrag=Decimal("1000.00"), boekdatum=dt.date(JAAR - 1, 1, 2), door=controller
        )
    oud = begroting.regel_voor(vorig, gebied=wijken["Lariks"], thema=themas["Jeugd"])
    begroting.deel_toe(
        oud,
        boekdatum=dt.date(JAAR - 1, 1, 3),
        door=controller,
        per_partner=dict.fromkeys(bedragen, Decimal("333.33")),
    )
    jaren.hevel_over(vorig, reden="Rest van het jaar ervoor", door=controller)
    boekjaar = jaren.open_boekjaar(JAAR, door=controller)
    for partner, bedrag in bedragen.items():
        bijdragen.zeg_toe(boekjaar, partner=partner, bedrag=bedrag, boekdatum=dt.date(JAAR, 1, 2), door=controller)
    lariks = begroting.regel_voor(boekjaar, gebied=wijken["Lariks"], thema=themas["Ontmoeten"])
    peelo = begroting.regel_voor(boekjaar, gebied=wijken["Peelo"], thema=themas["Groen"])
    verdeling = dict(zip(bedragen, map(Decimal, ("30000.00", "18750.00", "11250.00")), strict=True))
    for regel in (lariks, peelo):
        begroting.deel_toe(regel, boekdatum=dt.date(JAAR, 1, 3), door=controller, per_partner=verdeling)
    programma = Programma(boekjaar, lariks, peelo, list(bedragen), controller)
    programma.besteed("1000.01", maand=9, omschrijving=GEVAARLIJK)
    programma.besteed("123.45")
    for doe, bedrag in (
        (regels.ken_toe, "2500.00"),
        (regels.verplicht, "1200.10"),
        (regels.besteed_verplichting, "99.99"),
    ):
        doe(peelo, bedrag=Decimal(bedrag), boekdatum=dt.date(JAAR, 10, 20), omschrijving="Speelplek", door=controller)
    regels.laat_vrijvallen(
        peelo,
        van=Rekeningsoort.TOEGEKEND,
        bedrag=Decimal("0.01"),
        boekdatum=dt.date(JAAR, 10, 31),
        omschrijving="Afronding",
        door=controller,
    )
    programma.besteed("77.00", maand=11, dag=2, omschrijving="Na de maand")
    return programma
