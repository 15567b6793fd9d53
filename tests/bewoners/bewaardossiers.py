"""Files that are due for retention, and a list carried out, for tests of retention."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from bewoners.domain import bewaren
from bewoners.enums import Briefsoort, Initiatiefstatus
from bewoners.models import Bewaarlijst, Brief, Initiatief, Statuswissel
from kern.models import Gebruiker
from tests.bewoners.fabriek import maak_initiatief

S = Initiatiefstatus


def sluit(plan: Initiatief, *, op: dt.date, van: str) -> Initiatief:
    """As if the system closed it on that day."""
    moment = timezone.make_aware(dt.datetime.combine(op, dt.time(12)))
    Initiatief.objects.filter(pk=plan.pk).update(status=S.AFGESLOTEN, status_sinds=moment)
    Statuswissel.objects.create(initiatief=plan, van=van, naar=S.AFGESLOTEN, op=moment, door=None)
    plan.refresh_from_db()
    return plan


def gesloten(wijken, themas, indiener, *, jaren: int, van: str = S.INGETROKKEN, dagen: int = 0, **velden) -> Initiatief:
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=indiener, status=van, **velden)
    vandaag = timezone.localdate()
    return sluit(plan, op=vandaag.replace(year=vandaag.year - jaren) + dt.timedelta(days=dagen), van=van)


def maak_brief(plan: Initiatief) -> Brief:
    brief = Brief(
        initiatief=plan,
        soort=Briefsoort.ONTVANGST,
        onderwerp="Aan Bea",
        sha256="0" * 64,
        sleutel=f"s{plan.pk}",
        verzonden_op=timezone.now(),
    )
    brief.bestand.save("x.pdf", ContentFile(b"%PDF"))
    return brief


def voer_lijst_uit(beheerder: Gebruiker) -> Bewaarlijst:
    lijst = bewaren.stel_lijst_op(door=beheerder)
    assert lijst is not None
    bewaren.keur_goed(lijst, door=beheerder)
    lijst.refresh_from_db()
    bewaren.voer_uit(lijst)
    lijst.refresh_from_db()
    return lijst
