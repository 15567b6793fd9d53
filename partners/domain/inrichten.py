"""The partners, the agreement of 2010, the key and the kinds of activities a new installation starts with.

Sources give that the municipality and the two corporations each bring € 400.000 a year; how the corporations divide
their half is not public, so that split is an example and says so wherever it is shown.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gebieden.models import Thema
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.domain.deelname import sluit_aan
from partners.domain.verdeelsleutels import maak_sleutel
from partners.enums import Partnersoort, Rol
from partners.models import Activiteittype, Overeenkomst, Partner, Verdeelsleutel

GETEKEND = dt.date(2010, 12, 15)
IN_WERKING = dt.date(2011, 1, 1)
TITEL = "Overeenkomst gebiedsgericht werken Assen"
SLEUTEL = "Convenant"
_VOORBEELD = "Voorbeeld: bekend is alleen dat de corporaties samen €\u00a0400.000 per jaar bijdragen."

_DOEL = """\
De gemeente en de woningcorporaties willen dat het prettig wonen is in elke wijk van Assen. Zij kijken per wijk samen \
met bewoners wat daar nodig is: een straat die schoon, heel en veilig is, en buren die elkaar kennen en helpen.

Daarvoor leggen zij elk jaar geld bij elkaar in één budget, en zetten zij hun mensen in de wijk in. Andere \
organisaties, zoals de politie en het maatschappelijk werk, werken mee zonder geld in te leggen."""


@dataclass(frozen=True)
class _Begin:
    """A partner to start with."""

    naam: str
    soort: Partnersoort
    rol: Rol
    volgorde: int
    omschrijving: str
    jaarbedrag: Decimal = Decimal("0.00")
    toelichting: str = ""


_PARTNERS = (
    _Begin(
        "Gemeente Assen",
        Partnersoort.GEMEENTE,
        Rol.OPDRACHTGEVER,
        10,
        "De gemeente is opdrachtgever van het gebiedsgericht werken en beheert het gezamenlijke budget.",
        Decimal("400000.00"),
    ),
    _Begin(
        "Actium",
        Partnersoort.CORPORATIE,
        Rol.CONVENANTPARTNER,
        20,
        "Woningcorporatie met huurwoningen in Assen.",
        Decimal("250000.00"),
        _VOORBEELD,
    ),
    _Begin(
        "Woonconcept",
        Partnersoort.CORPORATIE,
        Rol.CONVENANTPARTNER,
        30,
        "Woningcorporatie met huurwoningen in Assen.",
        Decimal("150000.00"),
        _VOORBEELD,
    ),
    _Begin(
        "Omnia",
        Partnersoort.CORPORATIE,
        Rol.MOGELIJKE_PARTNER,
        40,
        "Woningcorporatie die later kan aansluiten.",
    ),
    _Begin(
        "Woonzorg Nederland",
        Partnersoort.CORPORATIE,
        Rol.MOGELIJKE_PARTNER,
        50,
        "Landelijke woningcorporatie voor senioren, die later kan aansluiten.",
    ),
    _Begin(
        "Politie",
        Partnersoort.POLITIE,
        Rol.VERBONDEN_PARTIJ,
        60,
        "De wijkagenten werken mee in de gebiedsteams.",
    ),
    _Begin(
        "Maatschappelijk werk",
        Partnersoort.MAATSCHAPPELIJK_WERK,
        Rol.VERBONDEN_PARTIJ,
        70,
        "De maatschappelijk werkers werken mee in de gebiedsteams.",
    ),
)

# Kind of activity and the theme its own costs fall under; the theme says whether it is fysiek or sociaal.
_TYPES = (
    ("Opschoonactie", "schoon-en-heel"),
    ("Groenonderhoud met bewoners", "groen-en-spelen"),
    ("Buurtschouw", "schoon-en-heel"),
    ("Grofvuil en zwerfafval", "schoon-en-heel"),
    ("Aanpak achterpaden", "veilig-wonen"),
    ("Verlichting en sloten", "veilig-wonen"),
    ("Speeltoestel of speelplek", "groen-en-spelen"),
    ("Portiek of galerij opknappen", "schoon-en-heel"),
    ("Portiek- of galerijgesprek", "samen-leven"),
    ("Huisbezoek", "samen-leven"),
    ("Kennismaking nieuwe huurders", "samen-leven"),
    ("Buurtbemiddeling", "samen-leven"),
    ("Buurtfeest", "ontmoeten"),
    ("Koffieochtend", "ontmoeten"),
    ("Bewonersavond", "ontmoeten"),
    ("Inloopspreekuur", "ontmoeten"),
    ("Wijkkrant", "ontmoeten"),
    ("Jeugdactiviteit", "jeugd"),
)


@transaction.atomic
def richt_in(*, door: Gebruiker | None = None) -> int:
    """Add what is missing and return how many things were made. What exists is never changed: people may have.

    Needs the themes (`gebieden.domain.themas.richt_in`); a kind of activity without its theme is left out.
    """
    return _richt_partners_in(door) + _richt_types_in(door)


def _richt_partners_in(door: Gebruiker | None) -> int:
    """Only on an installation without an agreement: later on the beheerder decides who takes part."""
    if Overeenkomst.objects.exists():
        return 0
    overeenkomst = Overeenkomst.objects.create(
        titel=TITEL,
        getekend_op=GETEKEND,
        vanaf=IN_WERKING,
        doel=_DOEL,
        bron="Overeenkomst van 15 december 2010, in werking sinds 1 januari 2011",
    )
    log(overeenkomst, _("vastgelegd"), door=door)
    partners: dict[str, Partner] = {}
    for begin in _PARTNERS:
        partners[begin.naam], _nieuw = Partner.objects.get_or_create(
            slug=slugify(begin.naam),
            defaults={
                "naam": begin.naam,
                "soort": begin.soort,
                "omschrijving": begin.omschrijving,
                "volgorde": begin.volgorde,
            },
        )
        sluit_aan(
            partners[begin.naam],
            overeenkomst=overeenkomst,
            rol=begin.rol,
            vanaf=IN_WERKING,
            jaarbedrag=begin.jaarbedrag,
            toelichting=begin.toelichting,
            door=door,
        )
    if not Verdeelsleutel.objects.filter(naam=SLEUTEL).exists():
        maak_sleutel(
            SLEUTEL,
            aandelen={
                partners["Gemeente Assen"]: Decimal(50),
                partners["Actium"]: Decimal("31.25"),
                partners["Woonconcept"]: Decimal("18.75"),
            },
            vanaf=IN_WERKING,
            toelichting="Voorbeeld: naar wat elke partner per jaar toezegt.",
            door=door,
        )
    return 1 + len(partners) + 1


def _richt_types_in(door: Gebruiker | None) -> int:
    bekend = set(Activiteittype.objects.values_list("naam", flat=True))
    themas = {thema.slug: thema for thema in Thema.objects.all()}
    nieuw = 0
    for volgorde, (naam, slug) in enumerate(_TYPES, start=1):
        if naam in bekend or slug not in themas:
            continue
        thema = themas[slug]
        soort = Activiteittype.objects.create(naam=naam, domein=thema.domein, thema=thema, volgorde=volgorde * 10)
        log(soort, _("toegevoegd"), door=door)
        nieuw += 1
    return nieuw
