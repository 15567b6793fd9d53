"""The ledger and everything of money around it."""

from budgetten.models.begroting import Begrotingsregel, Begrotingswijziging
from budgetten.models.bijdrage import Bijdrage, Ontvangst
from budgetten.models.boeking import Boeking, Mutatie
from budgetten.models.jaar import Boekjaar, Periode
from budgetten.models.rapport import Rapport, Rapportabonnement, Rapportmail
from budgetten.models.rekening import Periodestand, Rekening
from budgetten.models.uitgave import Dekkingsregel, Leverancier, Uitgave, UitgaveDocument
from budgetten.models.verplichting import (
    Terugontvangst,
    Verplichting,
    Verplichtingbeslisser,
    Verplichtingdekking,
    Verplichtingvrijval,
)

__all__ = [
    "Begrotingsregel",
    "Begrotingswijziging",
    "Bijdrage",
    "Boeking",
    "Boekjaar",
    "Dekkingsregel",
    "Leverancier",
    "Mutatie",
    "Ontvangst",
    "Periode",
    "Periodestand",
    "Rapport",
    "Rapportabonnement",
    "Rapportmail",
    "Rekening",
    "Terugontvangst",
    "Uitgave",
    "UitgaveDocument",
    "Verplichting",
    "Verplichtingbeslisser",
    "Verplichtingdekking",
    "Verplichtingvrijval",
]
