"""Who of the municipality hears about an initiative."""

from __future__ import annotations

from django.db.models import Q

from bewoners.models import Initiatief
from kern.models import Gebruiker
from partners.enums import MEEDOENDE_ROLLEN, Functie
from partners.models import Medewerker
from partners.posten import geldig_op


def behandelaars(initiatief: Initiatief) -> list[Gebruiker]:
    """Who handles it; while nobody in particular does: every coordinator of its area. At most two queries."""
    if initiatief.behandelaar is not None and initiatief.behandelaar.is_active:
        return [initiatief.behandelaar]
    return coordinatoren(initiatief)


def coordinatoren(initiatief: Initiatief) -> list[Gebruiker]:
    """Everybody who coordinates its area, an area it lies in or the whole city today. One query."""
    gebied = initiatief.gebied
    if gebied is None:
        return []
    ids = [pk for pk in (gebied.pk, gebied.ouder_id, gebied.ouder.ouder_id if gebied.ouder else None) if pk]
    posten = (
        Medewerker.objects.filter(
            geldig_op(),
            geldig_op(prefix="partner__deelnames__"),
            Q(gebieden__in=ids) | Q(gebieden=None),
            partner__deelnames__rol__in=MEEDOENDE_ROLLEN,
            functie=Functie.GEBIEDSCOORDINATOR,
            gebruiker__is_active=True,
        )
        .order_by()
        .values("gebruiker")
    )
    return list(Gebruiker.objects.filter(pk__in=posten).order_by("pk"))
