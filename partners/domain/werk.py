"""What waits for a person in the activity log."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kern.domain.werk import HOOGSTENS, Werkpunt
from kern.models import Gebruiker
from partners.enums import Activiteitstatus
from partners.models import Activiteit


def eigen_concepten(gebruiker: Gebruiker) -> list[Werkpunt]:
    """Activities the user began and did not finish, oldest first. One query."""
    concepten = (
        Activiteit.objects.filter(status=Activiteitstatus.CONCEPT, ingevoerd_door=gebruiker)
        .select_related("gebied")
        .order_by("aangemaakt", "pk")
    )
    return [
        Werkpunt(
            wat=_("Activiteit afmaken"),
            titel=activiteit.titel,
            url=activiteit.get_absolute_url(),
            sinds=localtime(activiteit.aangemaakt).date(),
            plaats=activiteit.gebied.naam,
        )
        for activiteit in concepten[:HOOGSTENS]
    ]
