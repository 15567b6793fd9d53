"""An awarded initiative, with its money in the ledger, for tests of what comes after the decision."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bewoners.domain import geld, termijnen
from bewoners.enums import Besluitsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Besluit, Besluitdekking, Initiatief
from budgetten.domain import uitgaven, verplichtingen
from budgetten.models import Begrotingsregel, Uitgave
from kern.models import Gebruiker
from partners.models import Partner
from tests.bewoners.fabriek import maak_initiatief, verklaar_geen_belang


def verleend(
    *,
    regel: Begrotingsregel,
    indiener: Gebruiker,
    door: Gebruiker,
    dekking: dict[Partner, Decimal],
    status: str = Initiatiefstatus.IN_UITVOERING,
    soort: str = Besluitsoort.VERLENING,
    **velden: object,
) -> Initiatief:
    """Awarded by `door`, who declared no interest; committed per payer in the ledger."""
    bedrag = sum(dekking.values(), Decimal(0))
    with transaction.atomic():
        initiatief = maak_initiatief(
            gebied=regel.gebied, thema=regel.thema, indiener=indiener, gevraagd=bedrag, status=status, **velden
        )
        verklaar_geen_belang(initiatief, door)
        initiatief.regel = regel
        initiatief.toegekend = bedrag
        initiatief.besloten_op = timezone.now()
        initiatief.verplichting = verplichtingen.ga_aan(
            regel,
            kenmerk=geld.kenmerk(initiatief),
            omschrijving=initiatief.titel,
            url=initiatief.get_absolute_url(),
            dekking=dekking,
            boekdatum=timezone.localdate(),
            door=door,
        )
        initiatief.save()
        besluit = Besluit.objects.create(
            initiatief=initiatief,
            soort=soort,
            door=door,
            datum=timezone.localdate(),
            bedrag=bedrag,
            motivering="Goed plan",
        )
        for partner, deel in dekking.items():
            Besluitdekking.objects.create(besluit=besluit, partner=partner, bedrag=deel)
        termijnen.start(initiatief, Termijnsoort.VERANTWOORDING, begin=initiatief.einddatum or dt.date.max, dagen=91)
    return initiatief


def betaal(uitgave: Uitgave, *, goedgekeurd_door: Gebruiker, betaald_door: Gebruiker) -> Uitgave:
    """Approved by one and paid by another."""
    goed = uitgaven.keur_goed(uitgave, door=goedgekeurd_door)
    return uitgaven.markeer_betaald(goed, datum=timezone.localdate(), kenmerk=f"NL{uitgave.pk}", door=betaald_door)
