"""What budgetten does when something happens in partners."""

import logging
from typing import Any

from django.dispatch import receiver

from budgetten.domain.activiteitkosten import maak_uitgave_van
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.models import Activiteit
from partners.signals import activiteit_definitief

logger = logging.getLogger(__name__)


@receiver(activiteit_definitief, dispatch_uid="budgetten.kosten_van_activiteit")
def kosten_van_activiteit(sender: Any, activiteit: Activiteit, door: Gebruiker, **kwargs: Any) -> None:
    """Own costs become an expense. A refusal stops nothing: the activity is final, and the sweep tries again."""
    try:
        maak_uitgave_van(activiteit, door=door)
    except Weigering as fout:
        logger.warning("own costs of activity %s: %s", activiteit.pk, fout)
