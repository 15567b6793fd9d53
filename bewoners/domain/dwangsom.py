"""The penalty for deciding too late (Awb 4:17 and 4:18). Amounts are configuration: `settings.DWANGSOM`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings

#: Days after receipt of the notice of default in which a decision still costs nothing (Awb 4:17 lid 3).
HERSTELDAGEN = 14


def eerste_dag(ontvangen: dt.date) -> dt.date:
    """The first day the penalty is owed: the day after two weeks have passed since the day of receipt."""
    return ontvangen + dt.timedelta(days=HERSTELDAGEN + 1)


def bedrag(vanaf: dt.date, beslist: dt.date) -> Decimal:
    """The penalty in euro from its first day through the day before the decision was announced.

    `settings.DWANGSOM` holds (days, euro a day) in order; after the last step nothing more is added.
    """
    dagen = max(0, (beslist - vanaf).days)
    totaal = Decimal("0.00")
    for aantal, per_dag in settings.DWANGSOM:
        telt = min(dagen, aantal)
        totaal += telt * Decimal(per_dag)
        dagen -= telt
    return totaal
