"""Fixtures: the city, the partners, one user per role, and a client logged in as one of them.

Loaded for every test by tests/conftest.py. The names of areas and partners are those of the agreement of 2010.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from budgetten.models import Boekjaar
from gebieden.enums import Domein, Gebiedssoort
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from partners.enums import Functie, Partnersoort, Rol
from partners.models import Overeenkomst, Partner
from tests.factories import (
    BoekjaarFactory,
    DeelnameFactory,
    GebiedFactory,
    GebruikerFactory,
    MedewerkerFactory,
    OvereenkomstFactory,
    PartnerFactory,
    ThemaFactory,
)

WIJKEN = {
    "WK010600": "Assen centrum",
    "WK010601": "Lariks",
    "WK010602": "Noorderpark",
    "WK010603": "Assen Oost",
    "WK010604": "Pittelo",
    "WK010605": "Assen West",
    "WK010606": "Peelo",
    "WK010607": "Marsdijk",
    "WK010608": "Kloosterveen",
    "WK010699": "Buitengebied",
}
THEMAS = {
    "Groen": Domein.FYSIEK,
    "Openbare ruimte": Domein.FYSIEK,
    "Ontmoeten": Domein.SOCIAAL,
    "Jeugd": Domein.SOCIAAL,
}

#: Every role a test may ask `als` for by name: the fixtures of this file.
ROLLEN = (
    "bezoeker",
    "bewoner",
    "partnermedewerker",
    "coordinator",
    "coordinator_elders",
    "controller",
    "beheerder",
    "stuurgroeplid",
    "medewerker_mogelijke_partner",
    "ex_medewerker",
)


@pytest.fixture
def stad(db: None) -> Gebied:
    """The municipality of Assen, root of the tree."""
    return GebiedFactory(code="GM0106", naam="Assen", slug="assen", soort=Gebiedssoort.STAD)


@pytest.fixture
def wijken(stad: Gebied) -> dict[str, Gebied]:
    """The ten districts by name, in CBS order: `wijken["Lariks"]`."""
    return {naam: GebiedFactory(code=code, naam=naam, ouder=stad) for code, naam in WIJKEN.items()}


@pytest.fixture
def themas(db: None) -> dict[str, Thema]:
    """Four themes by name, two fysiek and two sociaal."""
    return {
        naam: ThemaFactory(naam=naam, domein=domein, volgorde=volgorde)
        for volgorde, (naam, domein) in enumerate(THEMAS.items())
    }


@pytest.fixture
def overeenkomst(db: None) -> Overeenkomst:
    """The agreement of 15 December 2010."""
    return OvereenkomstFactory(titel="Samenwerkingsovereenkomst gebiedsgericht werken")


def _deelnemer(
    overeenkomst: Overeenkomst, naam: str, *, soort: str, rol: str, volgorde: int, jaarbedrag: str
) -> Partner:
    partner = PartnerFactory(naam=naam, soort=soort, volgorde=volgorde)
    DeelnameFactory(overeenkomst=overeenkomst, partner=partner, rol=rol, jaarbedrag=Decimal(jaarbedrag))
    return partner


@pytest.fixture
def gemeente(overeenkomst: Overeenkomst) -> Partner:
    """The municipality: opdrachtgever, € 400.000 a year."""
    return _deelnemer(
        overeenkomst,
        "Gemeente Assen",
        soort=Partnersoort.GEMEENTE,
        rol=Rol.OPDRACHTGEVER,
        volgorde=10,
        jaarbedrag="400000.00",
    )


@pytest.fixture
def actium(overeenkomst: Overeenkomst) -> Partner:
    """A paying corporation, € 250.000 a year."""
    return _deelnemer(
        overeenkomst,
        "Actium",
        soort=Partnersoort.CORPORATIE,
        rol=Rol.CONVENANTPARTNER,
        volgorde=20,
        jaarbedrag="250000.00",
    )


@pytest.fixture
def woonconcept(overeenkomst: Overeenkomst) -> Partner:
    """A paying corporation, € 150.000 a year."""
    return _deelnemer(
        overeenkomst,
        "Woonconcept",
        soort=Partnersoort.CORPORATIE,
        rol=Rol.CONVENANTPARTNER,
        volgorde=30,
        jaarbedrag="150000.00",
    )


@pytest.fixture
def politie(overeenkomst: Overeenkomst) -> Partner:
    """A connected party: logs activities, has no money."""
    return _deelnemer(
        overeenkomst, "Politie", soort=Partnersoort.POLITIE, rol=Rol.VERBONDEN_PARTIJ, volgorde=60, jaarbedrag="0.00"
    )


@pytest.fixture
def omnia(overeenkomst: Overeenkomst) -> Partner:
    """A possible partner: its staff have no rights until it joins."""
    return _deelnemer(
        overeenkomst,
        "Omnia",
        soort=Partnersoort.CORPORATIE,
        rol=Rol.MOGELIJKE_PARTNER,
        volgorde=40,
        jaarbedrag="0.00",
    )


@pytest.fixture
def boekjaar(db: None) -> Boekjaar:
    """The current year, open, with twelve open months."""
    return BoekjaarFactory()


@pytest.fixture
def bewoner(db: None) -> Gebruiker:
    """Somebody with an account and no post."""
    return GebruikerFactory(email="bewoner@example.nl", naam="Bea Bewoner")


def _met_post(email: str, naam: str, partner: Partner, functie: Functie, **post: object) -> Gebruiker:
    gebruiker = GebruikerFactory(email=email, naam=naam)
    MedewerkerFactory(gebruiker=gebruiker, partner=partner, functie=functie, **post)
    return gebruiker


@pytest.fixture
def partnermedewerker(actium: Partner) -> Gebruiker:
    """Works at Actium, in the whole city."""
    return _met_post("medewerker@actium.example.nl", "Mo Actium", actium, Functie.PARTNERMEDEWERKER)


@pytest.fixture
def coordinator(gemeente: Partner, wijken: dict[str, Gebied]) -> Gebruiker:
    """Coordinates Lariks and nothing else."""
    return _met_post(
        "lariks@gemeente.example.nl",
        "Cor Lariks",
        gemeente,
        Functie.GEBIEDSCOORDINATOR,
        gebieden=[wijken["Lariks"]],
    )


@pytest.fixture
def coordinator_elders(gemeente: Partner, wijken: dict[str, Gebied]) -> Gebruiker:
    """Coordinates Peelo: another area than `coordinator`."""
    return _met_post(
        "peelo@gemeente.example.nl", "Pia Peelo", gemeente, Functie.GEBIEDSCOORDINATOR, gebieden=[wijken["Peelo"]]
    )


@pytest.fixture
def controller(gemeente: Partner) -> Gebruiker:
    """Controller at the municipality."""
    return _met_post("controller@gemeente.example.nl", "Connie Troller", gemeente, Functie.CONTROLLER)


@pytest.fixture
def beheerder(gemeente: Partner) -> Gebruiker:
    """Manages the application; has no say over money."""
    return _met_post("beheer@gemeente.example.nl", "Bob Beheer", gemeente, Functie.BEHEERDER)


@pytest.fixture
def stuurgroeplid(woonconcept: Partner) -> Gebruiker:
    """Reads everything, writes nothing."""
    return _met_post("stuurgroep@woonconcept.example.nl", "Stien Stuur", woonconcept, Functie.STUURGROEPLID)


@pytest.fixture
def medewerker_mogelijke_partner(omnia: Partner) -> Gebruiker:
    """A controller by post, but of an organisation that has not joined: no rights."""
    return _met_post("medewerker@omnia.example.nl", "Olle Omnia", omnia, Functie.CONTROLLER)


@pytest.fixture
def ex_medewerker(gemeente: Partner) -> Gebruiker:
    """Was a controller until yesterday: no rights."""
    gisteren = timezone.localdate() - dt.timedelta(days=1)
    return _met_post("weg@gemeente.example.nl", "Wout Weg", gemeente, Functie.CONTROLLER, tot=gisteren)


@pytest.fixture
def als(request: pytest.FixtureRequest, db: None) -> Callable[[Gebruiker | str | None], Client]:
    """`als(controller)` or `als("controller")`: a client logged in as that user; None or "bezoeker": a stranger."""

    def log_in(rol: Gebruiker | str | None) -> Client:
        client = Client()
        if rol is None or rol == "bezoeker":
            return client
        client.force_login(request.getfixturevalue(rol) if isinstance(rol, str) else rol)
        return client

    return log_in
