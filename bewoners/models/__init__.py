"""Resident initiatives. One noun a file."""

from bewoners.models.beoordeling import Belangenprofiel, Belangenverklaring, Beoordeling, Score
from bewoners.models.besluit import Besluit, Besluitdekking, Brief
from bewoners.models.bevestiging import Bevestigingscode
from bewoners.models.bewaren import Bewaarlijst, Bewaarvoorstel
from bewoners.models.bijlage import Bijlage
from bewoners.models.gesprek import Aantekening, Draadbericht, Reactie, Reactiemelding, Voortgangsbericht
from bewoners.models.initiatief import Dekkingspost, Initiatief, Kostenpost, Statuswissel
from bewoners.models.mensen import Medeindiener, Steun, Volger
from bewoners.models.rechtsmiddel import Bezwaar, Ingebrekestelling, Uitdaging, Wijzigingsverzoek
from bewoners.models.regeling import (
    Briefsjabloon,
    Criterium,
    Plafond,
    Regeling,
    Regelingversie,
    Ronde,
    Volledigheidspunt,
    Weigeringsgrond,
)
from bewoners.models.termijn import Aanvullingsverzoek, Opschorting, Termijn, Volledigheidsvink
from bewoners.models.verantwoording import Terugvordering, Verantwoording, Verantwoordingsregel

__all__ = [
    "Aantekening",
    "Aanvullingsverzoek",
    "Belangenprofiel",
    "Belangenverklaring",
    "Beoordeling",
    "Besluit",
    "Besluitdekking",
    "Bevestigingscode",
    "Bewaarlijst",
    "Bewaarvoorstel",
    "Bezwaar",
    "Bijlage",
    "Brief",
    "Briefsjabloon",
    "Criterium",
    "Dekkingspost",
    "Draadbericht",
    "Ingebrekestelling",
    "Initiatief",
    "Kostenpost",
    "Medeindiener",
    "Opschorting",
    "Plafond",
    "Reactie",
    "Reactiemelding",
    "Regeling",
    "Regelingversie",
    "Ronde",
    "Score",
    "Statuswissel",
    "Steun",
    "Termijn",
    "Terugvordering",
    "Uitdaging",
    "Verantwoording",
    "Verantwoordingsregel",
    "Volger",
    "Volledigheidspunt",
    "Volledigheidsvink",
    "Voortgangsbericht",
    "Weigeringsgrond",
    "Wijzigingsverzoek",
]
