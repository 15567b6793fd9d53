"""Days in law: public holidays, working days, and when a term ends (Algemene termijnenwet)."""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays
from holidays.constants import OPTIONAL, PUBLIC


@cache
def _feestdagen(jaar: int) -> frozenset[dt.date]:
    """The generally recognised holidays of art. 3 Algemene termijnenwet: Good Friday and 5 May count every year."""
    return frozenset(holidays.country_holidays("NL", years=jaar, categories=(PUBLIC, OPTIONAL)))


def is_werkdag(dag: dt.date) -> bool:
    """Whether it is no Saturday, Sunday or holiday."""
    return dag.weekday() < 5 and dag not in _feestdagen(dag.year)


def volgende_werkdag(dag: dt.date) -> dt.date:
    """The day itself when it is a working day, else the first one after it (art. 1 Algemene termijnenwet)."""
    while not is_werkdag(dag):
        dag += dt.timedelta(days=1)
    return dag


def plus_werkdagen(dag: dt.date, aantal: int) -> dt.date:
    """So many working days after `dag`, which itself does not count."""
    for _n in range(aantal):
        dag = volgende_werkdag(dag + dt.timedelta(days=1))
    return dag


def einde(begin: dt.date, dagen: int) -> dt.date:
    """The last day of a term of calendar days that starts the day after `begin`; never on a weekend or holiday."""
    return volgende_werkdag(begin + dt.timedelta(days=dagen))
