"""Letters and schemes in the world of the permission table."""

import datetime as dt
import secrets

from django.core.files.base import ContentFile
from django.utils import timezone

from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Briefsoort
from bewoners.models import Brief
from kern.models import Gebruiker
from tests.bewoners.fabriek import maak_initiatief
from tests.toegang.wereld import Wereld


def maak_brief(wereld: Wereld, *, dagen: int = 0, op_papier: bool = False) -> Brief:
    """A letter of so many days ago: to `bewoner`, or to somebody without an e-mail address."""
    indiener = None if op_papier else Gebruiker.objects.get(email="bewoner@example.nl")
    initiatief = maak_initiatief(gebied=wereld.lariks, thema=wereld.regel.thema, indiener=indiener)
    brief = Brief(
        initiatief=initiatief,
        soort=Briefsoort.ONTVANGST,
        onderwerp="Wij hebben uw plan ontvangen",
        sha256="0" * 64,
        sleutel=f"{initiatief.pk}-{secrets.token_urlsafe(32)}",
        op_papier=op_papier,
        verzonden_op=timezone.now() - dt.timedelta(days=dagen),
    )
    brief.bestand.save("brief.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    return brief


def plafond_adres(wereld: Wereld) -> list[object]:
    """The ceiling of the scheme Klein in the year of the world."""
    richt_regelingen_in()
    return [wereld.boekjaar.jaar, "klein"]
