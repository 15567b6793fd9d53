"""The worked example of docs/grootboek.md as fixtures."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import zeg_toe
from budgetten.domain.jaren import open_boekjaar
from budgetten.domain.regels import besteed_direct, ken_toe
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import BtwBehandeling
from budgetten.models import Begrotingsregel, Boekjaar, Uitgave, Verplichting
from gebieden.enums import Domein
from gebieden.models import Gebied
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Partner, SleutelAandeel, Verdeelsleutel
from tests.factories import GebruikerFactory, MandaatFactory, MedewerkerFactory, ThemaFactory

JANUARI = dt.date(2011, 1, 15)
DAG = dt.date(2011, 5, 21)
KWAAD = '=HYPERLINK("http://kwaad.example";"klik")'


@pytest.fixture
def jaar2011(db: None) -> Boekjaar:
    return open_boekjaar(2011, door=None)


@pytest.fixture
def pot(jaar2011: Boekjaar, gemeente: Partner, actium: Partner, woonconcept: Partner) -> Boekjaar:
    """€ 800.000 pledged: 400.000, 250.000 and 150.000."""
    for partner, bedrag in ((gemeente, 400_000), (actium, 250_000), (woonconcept, 150_000)):
        zeg_toe(jaar2011, partner=partner, bedrag=Decimal(bedrag), boekdatum=JANUARI, door=None)
    return jaar2011


@pytest.fixture
def sleutel(gemeente: Partner, actium: Partner, woonconcept: Partner) -> Verdeelsleutel:
    """The key 50/31.25/18.75."""
    sleutel = Verdeelsleutel.objects.create(naam="Convenant", vanaf=dt.date(2011, 1, 1))
    for partner, aandeel in ((gemeente, "50"), (actium, "31.25"), (woonconcept, "18.75")):
        SleutelAandeel.objects.create(sleutel=sleutel, partner=partner, aandeel=Decimal(aandeel))
    return sleutel


@pytest.fixture
def lege_regel(pot: Boekjaar, wijken: dict[str, Gebied]) -> Begrotingsregel:
    """A line with nothing on it yet."""
    return regel_voor(pot, gebied=wijken["Lariks"], thema=ThemaFactory(naam="Sociaal", domein=Domein.SOCIAAL))


@pytest.fixture
def lariks(lege_regel: Begrotingsregel, sleutel: Verdeelsleutel) -> Begrotingsregel:
    """Line Lariks/sociaal with 60,000.00 by the key."""
    deel_toe(lege_regel, bedrag=Decimal(60_000), sleutel=sleutel, boekdatum=JANUARI, door=None)
    return lege_regel


@pytest.fixture
def geboekt(lariks: Begrotingsregel, controller: Gebruiker) -> Begrotingsregel:
    """Lariks with a party, an award and a reversal."""
    besteed_direct(lariks, bedrag=Decimal("1000.01"), boekdatum=DAG, omschrijving=KWAAD, door=None)
    ken_toe(lariks, bedrag=Decimal("2000.00"), boekdatum=DAG, omschrijving="Buurttuin", door=None)
    fout = besteed_direct(lariks, bedrag=Decimal("99.99"), boekdatum=DAG, omschrijving="-fout", door=None)
    boek_tegen(fout, reden="Dubbel", door=controller)
    return lariks


@pytest.fixture
def goedkeurder(actium: Partner, wijken: dict[str, Gebied]) -> Gebruiker:
    """A second coordinator of Lariks, who may approve up to € 5.000."""
    post = MedewerkerFactory(
        gebruiker__email="goedkeurder@actium.example.nl",
        gebruiker__naam="Gea Goedkeurder",
        partner=actium,
        functie=Functie.GEBIEDSCOORDINATOR,
        gebieden=[wijken["Lariks"]],
    )
    MandaatFactory(medewerker=post, tot_bedrag=Decimal("5000.00"))
    return post.gebruiker


@pytest.fixture
def voer_in(lariks: Begrotingsregel, coordinator: Gebruiker) -> Callable[..., Uitgave]:
    """`voer_in(netto=Decimal("100.00"))`: a draft of the coordinator on Lariks/sociaal, without VAT."""

    def maak(**velden: Any) -> Uitgave:
        standaard = {
            "datum": dt.date(2011, 5, 21),
            "omschrijving": "Buurtfeest",
            "leverancier": "Slagerij Smit",
            "factuurnummer": "",
            "netto": Decimal("1000.01"),
            "btw": Decimal("0.00"),
            "btw_behandeling": BtwBehandeling.VRIJGESTELD,
            "door": coordinator,
        }
        return uitgaven.maak(velden.pop("regel", lariks), **(standaard | velden))

    return maak


@pytest.fixture
def ingediend(voer_in: Callable[..., Uitgave], coordinator: Gebruiker) -> Uitgave:
    """An expense of € 1.000,01 that waits for approval."""
    return uitgaven.dien_in(voer_in(), door=coordinator)


@pytest.fixture
def goedgekeurd(ingediend: Uitgave, goedkeurder: Gebruiker) -> Uitgave:
    """The same, approved and posted."""
    return uitgaven.keur_goed(ingediend, door=goedkeurder)


@pytest.fixture
def beslisser(db: None) -> Gebruiker:
    """Who decides to commit money to a plan."""
    return GebruikerFactory(naam="Bea Beslist")


@pytest.fixture
def verplichting(lariks: Begrotingsregel, gemeente: Partner, actium: Partner, beslisser: Gebruiker) -> Verplichting:
    """€ 1.000,00 for a plan: 600.00 of the municipality and 400.00 of Actium."""
    return verplichtingen.ga_aan(
        lariks,
        kenmerk="initiatief-12",
        omschrijving="Moestuin aan de Nobellaan",
        url="/initiatieven/12/",
        dekking={gemeente: Decimal("600.00"), actium: Decimal("400.00")},
        boekdatum=dt.date(2011, 5, 1),
        door=beslisser,
    )


@pytest.fixture
def vraag(coordinator: Gebruiker) -> Callable[..., Uitgave]:
    """`vraag(verplichting, "250.00")`: the coordinator asks a payment."""

    def vraag(verplichting: Verplichting, bedrag: str, **velden: Any) -> Uitgave:
        standaard = {
            "omschrijving": "Voorschot",
            "datum": dt.date(2011, 6, 1),
            "iban": "NL91 ABNA 0417 1643 00",
            "begunstigde": "Stichting Moestuin",
            "door": coordinator,
        }
        return verplichtingen.vraag_betaling(verplichting, bedrag=Decimal(bedrag), **(standaard | velden))

    return vraag
