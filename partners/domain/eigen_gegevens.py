"""What partners holds of one person: to take along (AVG art. 15 and 20), and why an account cannot be closed."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kern.models import Gebruiker
from partners.models import Activiteit, Medewerker


def van(gebruiker: Gebruiker) -> dict[str, Any]:
    """Posts, and activities this person entered, as plain data for JSON."""
    return {
        "posten": [
            {
                "partner": post.partner.naam,
                "functie": post.get_functie_display(),
                "vanaf": str(post.vanaf),
                "tot": str(post.tot) if post.tot else None,
            }
            for post in Medewerker.objects.filter(gebruiker=gebruiker).select_related("partner")
        ],
        "activiteiten": [
            {
                "nummer": rij.pk,
                "datum": str(rij.datum),
                "titel": rij.titel,
                "gebied": rij.gebied.naam,
                "uren": str(rij.uren),
                "kosten": str(rij.kosten),
                "resultaat": rij.resultaat,
                "status": rij.status,
            }
            for rij in Activiteit.objects.filter(ingevoerd_door=gebruiker).select_related("gebied")
        ],
    }


def bezwaar_tegen_opzeggen(gebruiker: Gebruiker) -> str:
    """Why this account cannot be closed now, as a sentence; empty when it can."""
    lopend = Medewerker.objects.filter(Q(tot__isnull=True) | Q(tot__gte=timezone.localdate()), gebruiker=gebruiker)
    if lopend.exists():
        return _("U werkt voor een partner. Een beheerder moet eerst uw functie beëindigen.")
    return ""
