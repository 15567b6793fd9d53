"""Input rules of initiatives."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

#: No plan and no term lasts longer. Terms count on from the last day of a plan, and past the year 9999 there is none.
VERSTE_JAREN = 10


def niet_te_ver(dag: dt.date) -> None:
    """Refuse a day that is further away than anything here can be."""
    if dag.year > timezone.localdate().year + VERSTE_JAREN:
        raise ValidationError(_("Deze datum ligt te ver weg. Controleer het jaar."))
