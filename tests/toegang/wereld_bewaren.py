"""Retention in the world of the permission table."""

from django.utils import timezone

from bewoners.enums import Initiatiefstatus
from bewoners.models import Bewaarlijst, Bewaarvoorstel
from tests.bewoners.fabriek import maak_initiatief
from tests.toegang.wereld import Wereld


def bewaarvoorstel(wereld: Wereld) -> Bewaarvoorstel:
    """One file on a list nobody approved yet."""
    initiatief = maak_initiatief(
        gebied=wereld.lariks, thema=wereld.regel.thema, indiener=None, status=Initiatiefstatus.AFGESLOTEN
    )
    lijst = Bewaarlijst.objects.create(peildatum=timezone.localdate())
    return Bewaarvoorstel.objects.create(
        lijst=lijst,
        initiatief=initiatief,
        kenmerk=initiatief.kenmerk,
        grond="afgebroken: 1 jaar",
        vernietigen_vanaf=timezone.localdate(),
    )
