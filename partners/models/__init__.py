"""Partner organisations, agreements, posts, keys and the activity log."""

from partners.models.activiteit import Activiteit, ActiviteitFoto, Activiteittype
from partners.models.medewerker import Mandaat, Medewerker
from partners.models.partner import Deelname, Overeenkomst, Partner
from partners.models.verdeelsleutel import SleutelAandeel, Verdeelsleutel, Woningbezit

__all__ = [
    "Activiteit",
    "ActiviteitFoto",
    "Activiteittype",
    "Deelname",
    "Mandaat",
    "Medewerker",
    "Overeenkomst",
    "Partner",
    "SleutelAandeel",
    "Verdeelsleutel",
    "Woningbezit",
]
