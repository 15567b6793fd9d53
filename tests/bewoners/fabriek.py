"""Real initiatives for tests, through the real models."""

import datetime as dt
import secrets
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Belang, Initiatiefstatus
from bewoners.models import Belangenverklaring, Dekkingspost, Initiatief, Kostenpost, Regelingversie
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from partners.models import Mandaat, Medewerker, Partner
from tests.factories import BegrotingsregelFactory, zet_geld_op


def versie_voor(bedrag: Decimal) -> Regelingversie:
    """The version of the seeded scheme this amount falls under."""
    richt_regelingen_in()
    return Regelingversie.objects.get(minimumbedrag__lt=bedrag, maximumbedrag__gte=bedrag)


def maak_initiatief(
    *,
    gebied: Gebied,
    thema: Thema,
    indiener: Gebruiker | None,
    status: str = Initiatiefstatus.INGEDIEND,
    gevraagd: Decimal = Decimal("400.00"),
    openbaar: bool = True,
    **velden: Any,
) -> Initiatief:
    """An initiative in any status, whole as far as its own row goes: cost lines add up, dates lie ahead."""
    nu = timezone.now()
    vandaag = timezone.localdate()
    ingediend = status != Initiatiefstatus.CONCEPT
    standaard: dict[str, Any] = {
        "sleutel": secrets.token_urlsafe(32),
        "regelingversie": versie_voor(gevraagd) if ingediend else None,
        "titel": "Bloembakken in de Sparstraat",
        "samenvatting": "Wij zetten bloembakken neer en zorgen er samen voor.",
        "plan": "Met de hele straat timmeren wij tien bloembakken.",
        "resultaat_voor_buurt": "De straat wordt mooier en buren leren elkaar kennen.",
        "naam": indiener.naam if indiener else "Piet Papier",
        "email": indiener.email if indiener else "",
        "telefoon": "0592 123456",
        "adres": "Sparstraat 12, 9404 KL Assen",
        "oud_genoeg": True,
        "iban": "NL91ABNA0417164300",
        "tenaamstelling": "B. Bewoner",
        "begindatum": vandaag + dt.timedelta(days=30),
        "einddatum": vandaag + dt.timedelta(days=60),
        "papier": indiener is None,
        "ingediend_op": nu if ingediend else None,
        "email_bevestigd_op": nu if ingediend and indiener else None,
        "gepubliceerd_op": nu if ingediend and openbaar else None,
    }
    initiatief = Initiatief.objects.create(
        gebied=gebied, thema=thema, indiener=indiener, status=status, gevraagd=gevraagd, **(standaard | velden)
    )
    Kostenpost.objects.create(initiatief=initiatief, omschrijving="Hout en aarde", bedrag=gevraagd + 100)
    Dekkingspost.objects.create(initiatief=initiatief, omschrijving="Eigen geld", bedrag=100)
    return initiatief


def maak_regel(
    gebied: Gebied, thema: Thema, boekjaar: Boekjaar, per_partner: dict[Partner, Decimal]
) -> Begrotingsregel:
    """A budget line with this free money per payer, in euro."""
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=gebied, thema=thema)
    zet_geld_op(regel, per_partner)
    return regel


def geef_mandaat(gebruiker: Gebruiker, tot: Decimal = Decimal(5000)) -> None:
    """Signing authority on the user's only post."""
    Mandaat.objects.create(
        medewerker=Medewerker.objects.get(gebruiker=gebruiker), tot_bedrag=tot, vanaf=dt.date(2011, 1, 1)
    )


def verklaar_geen_belang(initiatief: Initiatief, *gebruikers: Gebruiker) -> None:
    """They declared that they have no interest."""
    for gebruiker in gebruikers:
        Belangenverklaring.objects.create(initiatief=initiatief, gebruiker=gebruiker, belang=Belang.GEEN)
