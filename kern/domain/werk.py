"""What waits for a person: one shape for every app, so that the work list can put them in one order."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak

#: Of one kind of work at most this many are listed; the rest comes into view when these are done.
HOOGSTENS = 50


@dataclass(frozen=True)
class Werkpunt:
    """One thing to do. `wat` is the act, `sinds` since when it waits, `uiterlijk` the last day it is in time.

    `dringend`: something broke, it comes before everything that has a date. `bedrag` in euro.
    """

    wat: str
    titel: str
    url: str
    sinds: dt.date
    plaats: str = ""
    bedrag: Decimal | None = None
    uiterlijk: dt.date | None = None
    dringend: bool = False


def mislukte_taken(gebruiker: Gebruiker, *, alle: bool) -> list[Werkpunt]:
    """Background work that failed: all of it for who keeps the house (`alle`), else what the user asked for."""
    taken = Taak.objects.filter(status=Taakstatus.MISLUKT)
    if not alle:
        taken = taken.filter(aangevraagd_door=gebruiker)
    return [
        Werkpunt(
            wat=_("Nakijken wat er misging"),
            titel=taak.titel,
            url=taak.get_absolute_url(),
            sinds=(taak.klaar or taak.aangemaakt).date(),
            dringend=True,
        )
        for taak in taken[:HOOGSTENS]
    ]
