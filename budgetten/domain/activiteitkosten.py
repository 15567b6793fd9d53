"""Own costs of an activity become an expense of the programme, paid by the partner that did it."""

import logging
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgetten.domain import uitgaven
from budgetten.enums import BtwBehandeling, Jaarstatus
from budgetten.models import Begrotingsregel, Uitgave
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.enums import Activiteitstatus
from partners.models import Activiteit, Partner

logger = logging.getLogger(__name__)


def maak_uitgave_van(activiteit: Activiteit, *, door: Gebruiker) -> Uitgave | None:
    """The expense of a final activity, handed in for approval; the one that exists when it was made before.

    It falls on the line of the wijk and the theme of its type, in the year of its date, and is covered wholly by the
    partner itself. Returns None when there are no costs, the partner does not pay, or there is no such line yet: then
    the sweep `haal_op` makes it later.
    """
    if activiteit.status != Activiteitstatus.DEFINITIEF or activiteit.kosten <= 0:
        return None
    with transaction.atomic():
        # One at a time per activity: the signal and the sweep may come together.
        Activiteit.objects.select_for_update(of=("self",)).get(pk=activiteit.pk)
        bestaand = Uitgave.objects.filter(activiteit=activiteit).first()
        if bestaand is not None:
            return bestaand
        regel = _regel_van(activiteit)
        if regel is None or not Partner.objects.betalend(activiteit.datum).filter(pk=activiteit.partner_id).exists():
            return None
        uitgave = uitgaven.maak(
            regel,
            datum=activiteit.datum,
            omschrijving=_("Eigen kosten: %(titel)s") % {"titel": activiteit.titel},
            leverancier="",
            factuurnummer="",
            netto=activiteit.kosten,
            btw=Decimal(0),
            btw_behandeling=BtwBehandeling.VRIJGESTELD,
            door=door,
            dekking={activiteit.partner: activiteit.kosten},
            activiteit=activiteit,
        )
        return uitgaven.dien_in(uitgave, door=door)


def haal_op() -> int:
    """Make the expenses that are missing: of activities that became final before their line existed. Returns how many.

    An activity whose expense is refused is logged and does not stop the others.
    """
    gemaakt = 0
    gemist = (
        Activiteit.objects.filter(status=Activiteitstatus.DEFINITIEF, kosten__gt=0, uitgave__isnull=True)
        .select_related("partner", "type", "gebied__ouder", "ingevoerd_door")
        .order_by("pk")
    )
    for activiteit in gemist.iterator(chunk_size=200):
        try:
            gemaakt += maak_uitgave_van(activiteit, door=activiteit.ingevoerd_door) is not None
        except Weigering as fout:
            logger.warning("own costs of activity %s: %s", activiteit.pk, fout)
    return gemaakt


def _regel_van(activiteit: Activiteit) -> Begrotingsregel | None:
    return (
        Begrotingsregel.objects.filter(
            boekjaar__jaar=activiteit.datum.year,
            boekjaar__status=Jaarstatus.OPEN,
            gebied=_wijk_van(activiteit.gebied),
            thema=activiteit.type.thema_id,
        )
        .select_related("boekjaar", "gebied__ouder", "thema")
        .first()
    )


def _wijk_van(gebied: Gebied) -> Gebied:
    """Budget lines are per wijk; a buurt counts for the wijk it lies in."""
    return gebied.ouder if gebied.soort == Gebiedssoort.BUURT and gebied.ouder else gebied
