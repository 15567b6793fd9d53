"""Sixteen writers at once for the last money of a line: nothing is spent twice."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from budgetten.domain.begroting import deel_toe
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.queries import totaal
from budgetten.domain.regels import besteed_direct, ken_toe
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.models import Boeking
from kern.domain.fouten import Weigering

DAG = dt.date(2011, 7, 1)
SCHRIJVERS = 16


def tegelijk(handeling) -> Counter:
    """Run the act in sixteen threads that start together; count how it ended in each."""
    startsein = Barrier(SCHRIJVERS)

    def een(nummer: int) -> str:
        startsein.wait()
        try:
            handeling(nummer)
        except Weigering as weigering:
            return weigering.bericht.replace("\u00a0", " ")
        else:
            return "gelukt"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SCHRIJVERS) as schrijvers:
        return Counter(schrijvers.map(een, range(SCHRIJVERS)))


@pytest.fixture
def laatste_euro(transactional_db, lege_regel, gemeente, actium, woonconcept):
    """A line with exactly € 1,00 left, of three payers."""
    deel_toe(
        lege_regel,
        per_partner={gemeente: Decimal("0.50"), actium: Decimal("0.31"), woonconcept: Decimal("0.19")},
        boekdatum=DAG,
        door=None,
    )
    return lege_regel


def test_one_of_sixteen_gets_the_last_euro(laatste_euro):
    def besteed(nummer: int) -> None:
        besteed_direct(laatste_euro, bedrag=Decimal(1), boekdatum=DAG, omschrijving=f"nr {nummer}", door=None)

    assert tegelijk(besteed) == {
        "gelukt": 1,
        f"Onvoldoende vrij besteedbaar: € 0,00 op {laatste_euro}": SCHRIJVERS - 1,
    }
    assert totaal(laatste_euro.boekjaar).besteed == Decimal("1.00")
    assert controleer_grootboek() == []


def test_awards_and_expenses_together_never_exceed_the_line(laatste_euro):
    def neem_een_dubbeltje(nummer: int) -> None:
        functie = besteed_direct if nummer % 2 else ken_toe
        functie(laatste_euro, bedrag=Decimal("0.10"), boekdatum=DAG, omschrijving=f"nr {nummer}", door=None)

    assert tegelijk(neem_een_dubbeltje)["gelukt"] == 10
    stand = totaal(laatste_euro.boekjaar)
    assert (stand.vrij, stand.begroot) == (Decimal("0.00"), Decimal("1.00"))
    assert controleer_grootboek() == []


def test_one_booking_is_reversed_once(laatste_euro, controller):
    boeking = besteed_direct(laatste_euro, bedrag=Decimal(1), boekdatum=DAG, omschrijving="Fout", door=None)

    def draai_terug(_nummer: int) -> None:
        boek_tegen(boeking, reden="Dubbel", door=controller, boekdatum=DAG)

    assert tegelijk(draai_terug) == {"gelukt": 1, "Deze boeking is al tegengeboekt.": SCHRIJVERS - 1}
    assert Boeking.objects.filter(soort="tegenboeking").count() == 1
    assert controleer_grootboek() == []
