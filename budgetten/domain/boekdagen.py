"""On which day something is booked when nobody chose one."""

import datetime as dt

from django.utils import timezone

from budgetten.enums import Jaarstatus
from budgetten.models import Boekjaar


def boekdag(boekjaar: Boekjaar) -> dt.date:
    """Today when that is an open day of the year; else the open day of that year nearest to today.

    With no open period left it is the year's last day: the booking itself then says that the period is closed.
    """
    vandaag = timezone.localdate()
    perioden = list(boekjaar.perioden.filter(status=Jaarstatus.OPEN).order_by("begin"))
    if not perioden:
        return dt.date(boekjaar.jaar, 12, 31)
    dagen = [min(max(vandaag, periode.begin), periode.eind) for periode in perioden]
    return min(dagen, key=lambda dag: abs((dag - vandaag).days))
