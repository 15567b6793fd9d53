"""Initiatives that more than one file of tests here looks at; a file with its own of that name uses its own."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from bewoners.enums import Bijlagesoort, Initiatiefstatus
from bewoners.models import (
    Aantekening,
    Bezwaar,
    Bijlage,
    Draadbericht,
    Initiatief,
    Reactie,
    Statuswissel,
    Steun,
    Volger,
)
from budgetten.domain import verplichtingen
from kern.domain.logboek import log
from partners.enums import Functie
from tests.bewoners.behandeling import lever_in
from tests.bewoners.bewaardossiers import maak_brief, sluit
from tests.bewoners.fabriek import geef_mandaat, maak_initiatief, maak_regel
from tests.bewoners.verleend import betaal, verleend
from tests.factories import GebruikerFactory, MedewerkerFactory

S = Initiatiefstatus


@pytest.fixture
def initiatief(wijken, themas, bewoner) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, gevraagd=Decimal(400))


@pytest.fixture
def op_papier(wijken, themas) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=None)


@pytest.fixture
def vol(wijken, themas, boekjaar, gemeente, actium, bewoner, coordinator, controller) -> Initiatief:
    """An awarded, paid and closed file of eight years ago, with everything somebody may have written in it."""
    regel = maak_regel(wijken["Lariks"], themas["Groen"], boekjaar, {gemeente: Decimal(9000), actium: Decimal(6000)})
    geef_mandaat(controller, Decimal(50_000))
    beslisser, betaler, beoordelaar = GebruikerFactory(), GebruikerFactory(), GebruikerFactory()
    MedewerkerFactory(gebruiker=beslisser, partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR)
    MedewerkerFactory(gebruiker=betaler, partner=gemeente, functie=Functie.CONTROLLER)
    plan = verleend(
        regel=regel,
        indiener=bewoner,
        door=beslisser,
        dekking={gemeente: Decimal(300), actium: Decimal(200)},
        naam="Bea Bewoner",
    )
    lever_in(plan, beoordelaar)
    uitgave = verplichtingen.vraag_betaling(
        plan.verplichting,
        bedrag=Decimal(500),
        omschrijving="Plan",
        datum=timezone.localdate(),
        iban="NL91ABNA0417164300",
        begunstigde="Bea Bewoner",
        door=coordinator,
    )
    betaal(uitgave, goedgekeurd_door=controller, betaald_door=betaler)
    Statuswissel.objects.create(
        initiatief=plan, van=S.CONCEPT, naar=S.INGEDIEND, op=timezone.now(), door=bewoner, toelichting="Van Bea"
    )
    Steun.objects.create(initiatief=plan, naam="Buur", email="buur@example.nl", email_sleutel="x", sleutel="x")
    Volger.objects.create(initiatief=plan, gebruiker=bewoner)
    Reactie.objects.create(initiatief=plan, auteur=bewoner, tekst="Groet van Bea")
    Draadbericht.objects.create(initiatief=plan, auteur=bewoner, van_indiener=True, tekst="Bel mij op 0592 123456")
    Aantekening.objects.create(initiatief=plan, auteur=coordinator, tekst="Bea belde")
    maak_brief(plan)
    bijlage = Bijlage(
        initiatief=plan, soort=Bijlagesoort.FOTO, naam="bea.jpg", mimetype="image/jpeg", grootte=3, sha256="0" * 64
    )
    bijlage.bestand.save("x", ContentFile(b"jpg"))
    Bezwaar.objects.create(
        initiatief=plan,
        besluit=plan.besluiten.get(),
        gronden="Bea vindt het te weinig",
        ontvangen=timezone.localdate(),
        besluitnemer=beslisser,
    )
    log(plan, "iets gedaan", door=coordinator, toelichting="Bea vroeg het", wijzigingen={"naam": ("Bea", "Bea B.")})
    return sluit(plan, op=dt.date(2018, 3, 1), van=S.VASTGESTELD)
