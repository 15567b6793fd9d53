"""The three schemes every installation starts with: Klein, Midden and Groot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from bewoners.domain.brieftekst import SJABLONEN
from bewoners.enums import Aanvragersoort, Verdeling
from bewoners.models import (
    Briefsjabloon,
    Criterium,
    Regeling,
    Regelingversie,
    Volledigheidspunt,
    Weigeringsgrond,
)

#: From when the first versions hold: the year the agreement came into force.
VANAF = dt.date(2011, 1, 1)
GRONDSLAG = "Subsidieregeling bewonersinitiatieven, artikel 3; Algemene wet bestuursrecht, titel 4.2"


@dataclass(frozen=True)
class Soort:
    """What differs between the three."""

    naam: str
    boven: Decimal
    tot: Decimal
    steun: int
    beoordelaars: int
    samenvatting: str


SOORTEN = (
    Soort(
        "Klein",
        Decimal(0),
        Decimal(500),
        5,
        1,
        "Voor een klein plan: een straatfeest, plantenbakken, een middag voor kinderen. Hoogstens €\u00a0500.",
    ),
    Soort(
        "Midden",
        Decimal(500),
        Decimal(2500),
        15,
        1,
        "Voor een plan waar een deel van de buurt aan meedoet. Meer dan €\u00a0500 en hoogstens €\u00a02.500.",
    ),
    Soort(
        "Groot",
        Decimal(2500),
        Decimal(5000),
        25,
        2,
        "Voor een plan waar de hele buurt iets aan heeft. Meer dan €\u00a02.500 en hoogstens €\u00a05.000.",
    ),
)
CRITERIA = (
    ("Draagvlak", "Willen buurtbewoners dit, en doen zij mee?", 3),
    ("Betekenis voor de buurt", "Wordt de buurt er prettiger, mooier, veiliger of socialer van?", 3),
    ("Haalbaarheid", "Kunnen deze mensen dit plan uitvoeren in deze tijd?", 2),
    ("Kosten", "Passen de kosten bij wat het plan oplevert?", 2),
)
GRONDEN = (
    ("artikel 7, onder a", "Het plan is niet gericht op de leefbaarheid van een buurt in de gemeente."),
    ("artikel 7, onder b", "Er is te weinig steun van buurtbewoners."),
    ("artikel 7, onder c", "Het plan is al begonnen of al uitgevoerd voordat het werd ingediend."),
    (
        "artikel 7, onder d",
        "De kosten passen niet bij wat het plan oplevert, of komen niet voor vergoeding in aanmerking.",
    ),
    ("artikel 7, onder e", "Het plan is in strijd met de wet of met het beleid van de gemeente."),
    ("artikel 7, onder f", "Het plafond van de regeling is bereikt (Awb 4:25 lid 2)."),
    ("artikel 7, onder g", "Het plan heeft vooral een commercieel, politiek of godsdienstig doel."),
)
PUNTEN = (
    ("Wie aanvraagt en hoe die te bereiken is", "Wilt u uw naam, adres en telefoonnummer aanvullen?"),
    ("Wat, waar en wanneer", "Wilt u duidelijker vertellen wat u gaat doen, waar en wanneer?"),
    ("De begroting klopt en is duidelijk", "Wilt u de kosten per onderdeel noemen en zeggen wie wat betaalt?"),
    ("Toestemming van de eigenaar, als die nodig is", "Wilt u laten zien dat de eigenaar van de plek het goedvindt?"),
    ("Er is genoeg steun, of die kan er nog komen", "Wilt u laten zien welke buurtbewoners uw plan steunen?"),
)
UITGESLOTEN = (
    "Eten en drinken boven €\u00a05 per deelnemer, alcohol, eigen uren, kosten van voor de aanvraag, "
    "en kosten die een ander al vergoedt."
)


@transaction.atomic
def richt_regelingen_in() -> list[Regeling]:
    """Make the schemes with their first version where they are not there yet. Repeating changes nothing."""
    return [_richt_in(soort, volgorde) for volgorde, soort in enumerate(SOORTEN)]


def _richt_in(soort: Soort, volgorde: int) -> Regeling:
    regeling, _nieuw = Regeling.objects.get_or_create(
        slug=slugify(soort.naam), defaults={"naam": soort.naam, "volgorde": volgorde}
    )
    if regeling.versies.exists():
        return regeling
    versie = Regelingversie.objects.create(
        regeling=regeling,
        vanaf=VANAF,
        samenvatting=soort.samenvatting,
        grondslag=GRONDSLAG,
        aanvragers=list(Aanvragersoort.values),
        minimumbedrag=soort.boven,
        maximumbedrag=soort.tot,
        steun_nodig=soort.steun,
        dagen_voor_start=14,
        verdeling=Verdeling.VOLGORDE,
        aantal_beoordelaars=soort.beoordelaars,
        uitgesloten_kosten=UITGESLOTEN,
    )
    Criterium.objects.bulk_create(
        Criterium(versie=versie, naam=naam, uitleg=uitleg, gewicht=gewicht, volgorde=plek)
        for plek, (naam, uitleg, gewicht) in enumerate(CRITERIA)
    )
    Weigeringsgrond.objects.bulk_create(
        Weigeringsgrond(versie=versie, code=code, tekst=tekst, volgorde=plek)
        for plek, (code, tekst) in enumerate(GRONDEN)
    )
    Volledigheidspunt.objects.bulk_create(
        Volledigheidspunt(versie=versie, tekst=tekst, vraag=vraag, volgorde=plek)
        for plek, (tekst, vraag) in enumerate(PUNTEN)
    )
    Briefsjabloon.objects.bulk_create(
        Briefsjabloon(versie=versie, soort=brief, onderwerp=onderwerp, tekst=tekst)
        for brief, (onderwerp, tekst) in SJABLONEN.items()
    )
    return regeling
