"""On which day something is booked when nobody chose one."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from budgetten.enums import Jaarstatus
from budgetten.models import Boekjaar
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import Weigering


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


def eerste_open_dag(boekjaar: Boekjaar, datum: dt.date) -> dt.date:
    """The date itself, or the first day after it that lies in an open period of the year.

    Raises Weigering when no such day is left.
    """
    periode = boekjaar.perioden.filter(status=Jaarstatus.OPEN, eind__gte=datum).order_by("begin").first()
    if periode is None:
        raise Weigering(
            _("Boekjaar %(jaar)s heeft geen open periode meer na %(datum)s.")
            % {"jaar": boekjaar, "datum": datumtekst(datum)}
        )
    return max(datum, periode.begin)


def open_dag_in(boekjaar: Boekjaar, datum: dt.date) -> dt.date:
    """The same, and for a date past the year the last open day of it: what came later still belongs to that year.

    Raises Weigering when every period of the year is closed.
    """
    if datum.year > boekjaar.jaar:
        laatste = boekjaar.perioden.filter(status=Jaarstatus.OPEN).order_by("begin").last()
        datum = laatste.eind if laatste is not None else dt.date(boekjaar.jaar, 12, 31)
    return eerste_open_dag(boekjaar, datum)
