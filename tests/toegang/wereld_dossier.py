"""Files of initiatives for the permission table: of `bewoner`, in Lariks, at the point a page is for."""

from bewoners.enums import Initiatiefstatus
from bewoners.models import Beoordeling, Initiatief
from kern.models import Gebruiker
from tests.bewoners.behandeling import geadviseerd, met_termijnen
from tests.bewoners.fabriek import maak_initiatief
from tests.toegang.wereld import Wereld

S = Initiatiefstatus


def dossier(wereld: Wereld, status: str = S.INGEDIEND) -> Initiatief:
    """A file in this status, with its terms."""
    return met_termijnen(
        maak_initiatief(
            gebied=wereld.lariks,
            thema=wereld.regel.thema,
            indiener=Gebruiker.objects.get(email="bewoner@example.nl"),
            status=status,
        )
    )


def te_beoordelen(wereld: Wereld) -> Beoordeling:
    """An assignment of `partnermedewerker`."""
    return Beoordeling.objects.create(
        initiatief=dossier(wereld, S.IN_BEOORDELING),
        beoordelaar=Gebruiker.objects.get(email="medewerker@actium.example.nl"),
    )


def te_beslissen(wereld: Wereld) -> Initiatief:
    """A file that waits for a decision, assessed by nobody of the roles."""
    return geadviseerd(
        gebied=wereld.lariks,
        thema=wereld.regel.thema,
        indiener=Gebruiker.objects.get(email="bewoner@example.nl"),
    )
