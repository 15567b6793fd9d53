"""Reversing a booking: the only way to undo one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from budgetten.domain import verplichtingslot
from budgetten.domain.boeken import Zet, boek, vergrendel
from budgetten.domain.uitgaven import na_tegenboeking
from budgetten.enums import Boekingsoort, Jaarstatus, Rekeningsoort
from budgetten.models import Boeking, Periode
from kern.componenten.opmaak import euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker


@transaction.atomic
def boek_tegen(boeking: Boeking, *, reden: str, door: Gebruiker, boekdatum: dt.date | None = None) -> Boeking:
    """Mirror a booking exactly, with a reason. At most once; a reversal itself is not reversed: post anew instead.

    The date defaults to today, or to the last open day of the booking's year when today lies outside it. Raises
    Weigering when the money has moved on and would leave an account below zero.
    """
    if not door.has_perm("budgetten.boeking_tegenboeken", boeking):
        raise GeenToestemming(_("U mag geen boekingen tegenboeken."))
    if not reden.strip():
        raise Weigering(_("Geef een reden."), veld="reden")
    if boeking.soort == Boekingsoort.TEGENBOEKING:
        raise Weigering(_("Een tegenboeking kunt u niet tegenboeken. Maak een nieuwe boeking."))
    verplichting = verplichtingslot.voor_tegenboeking(boeking)
    mutaties = list(boeking.mutaties.all())
    rekeningen = vergrendel(pk for mutatie in mutaties for pk in (mutatie.van_id, mutatie.naar_id))
    if Boeking.objects.filter(tegenboeking_van=boeking).exists():
        raise Weigering(_("Deze boeking is al tegengeboekt."))
    for mutatie in mutaties:
        houder = rekeningen[mutatie.naar_id]
        if houder.soort != Rekeningsoort.BRON and houder.saldo < mutatie.bedrag:
            raise Weigering(
                _("Dit geld is al verder geboekt: %(rekening)s heeft nog %(saldo)s. Boek dat eerst terug.")
                % {"rekening": houder, "saldo": euro(houder.saldo)}
            )
    tegen = boek(
        Boekingsoort.TEGENBOEKING,
        [Zet(rekeningen[m.naar_id], rekeningen[m.van_id], m.bedrag) for m in mutaties],
        boekdatum=boekdatum or laatste_open_dag(boeking),
        omschrijving=_("Tegenboeking van %(nummer)s: %(reden)s") % {"nummer": boeking.pk, "reden": reden.strip()},
        door=door,
        tegenboeking_van=boeking,
    )
    log(boeking, _("Tegengeboekt"), door=door, toelichting=reden.strip())
    na_tegenboeking(boeking, door=door)
    verplichtingslot.na_tegenboeking(verplichting, door=door)
    return tegen


def laatste_open_dag(boeking: Boeking) -> dt.date:
    """Today when it lies in the booking's year and is open, otherwise the last day of that year's last open period.

    Raises Weigering when every period of that year is closed.
    """
    vandaag = timezone.localdate()
    open_perioden = Periode.objects.filter(boekjaar=boeking.periode.boekjaar_id, status=Jaarstatus.OPEN)
    if open_perioden.filter(begin__lte=vandaag, eind__gte=vandaag).exists():
        return vandaag
    laatste = open_perioden.filter(begin__lte=vandaag).last() or open_perioden.first()
    if laatste is None:
        raise Weigering(_("Het boekjaar van deze boeking is gesloten; tegenboeken kan niet meer."))
    return laatste.eind
