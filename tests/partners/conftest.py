"""What tests of partners share: kinds of activities and staff of a connected party."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gebieden.models import Gebied, Thema
from kern.models import Gebruiker
from partners.enums import Functie
from partners.models import Activiteittype, Partner
from tests.factories import ActiviteittypeFactory, GebruikerFactory, MedewerkerFactory


@pytest.fixture
def buurtfeest(themas: dict[str, Thema]) -> Activiteittype:
    return ActiviteittypeFactory(naam="Buurtfeest", domein="sociaal", thema=themas["Ontmoeten"])


@pytest.fixture
def opschoonactie(themas: dict[str, Thema]) -> Activiteittype:
    return ActiviteittypeFactory(naam="Opschoonactie", domein="fysiek", thema=themas["Groen"])


@pytest.fixture
def wijkagent(politie: Partner) -> Gebruiker:
    """Staff of a connected party: logs without money."""
    gebruiker = GebruikerFactory(email="wijkagent@politie.example.nl", naam="Wim Wijkagent")
    MedewerkerFactory(gebruiker=gebruiker, partner=politie, functie=Functie.PARTNERMEDEWERKER)
    return gebruiker


@pytest.fixture
def collega_woonconcept(woonconcept: Partner) -> Gebruiker:
    """Staff of another paying partner."""
    gebruiker = GebruikerFactory(email="collega@woonconcept.example.nl", naam="Coba Woonconcept")
    MedewerkerFactory(gebruiker=gebruiker, partner=woonconcept, functie=Functie.PARTNERMEDEWERKER)
    return gebruiker


@pytest.fixture
def invoer(wijken: dict[str, Gebied], buurtfeest: Activiteittype) -> Callable[..., dict[str, Any]]:
    """What the form sends; name a field to send something else, None to leave it out."""

    def velden(**anders: Any) -> dict[str, Any]:
        basis = {
            "type": buurtfeest.pk,
            "gebied": wijken["Lariks"].pk,
            "straat": "Lariksplein",
            "datum": timezone.localdate().isoformat(),
            "uren_keuze": "1.5",
            "uren": "",
            "deelnemers": "24",
            "kosten": "87,50",
            "titel": "",
            "resultaat": "Veel nieuwe gezichten.",
            "openbaar": "on",
            "actie": "concept",
        }
        return {naam: waarde for naam, waarde in (basis | anders).items() if waarde is not None}

    return velden
