"""Pledges of partners and what came in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from budgetten.domain.boeken import Zet, boek, rekeningen, vergrendel
from budgetten.domain.splitsing import controleer_bedrag
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Bijdrage, Boekjaar, Ontvangst
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.models import Overeenkomst, Partner


@transaction.atomic
def zeg_toe(
    boekjaar: Boekjaar,
    *,
    partner: Partner,
    bedrag: Decimal,
    boekdatum: dt.date,
    door: Gebruiker | None,
    overeenkomst: Overeenkomst | None = None,
) -> Bijdrage:
    """Pledge a yearly contribution: BRON → POT of that year. Raises Weigering for a partner that does not pay then."""
    controleer_bedrag(bedrag)
    if not Partner.objects.betalend(boekdatum).filter(pk=partner.pk).exists():
        raise Weigering(
            _("%(partner)s betaalt op deze datum niet mee aan het programma.") % {"partner": partner}, veld="partner"
        )
    bron = rekeningen(Rekeningsoort.BRON, [partner])[partner.pk]
    pot = rekeningen(Rekeningsoort.POT, [partner], boekjaar=boekjaar)[partner.pk]
    vergrendel([bron.pk, pot.pk])  # before the booking takes its period, as every other booking does
    boeking = boek(
        Boekingsoort.BIJDRAGE,
        [Zet(bron, pot, bedrag)],
        boekdatum=boekdatum,
        omschrijving=_("Bijdrage %(partner)s %(jaar)s") % {"partner": partner, "jaar": boekjaar.jaar},
        door=door,
    )
    bijdrage = Bijdrage.objects.create(
        partner=partner, boekjaar=boekjaar, bedrag=bedrag, overeenkomst=overeenkomst, boeking=boeking
    )
    log(bijdrage, _("Bijdrage toegezegd"), door=door, wijzigingen={"bedrag": (None, bedrag)})
    return bijdrage


@transaction.atomic
def leg_ontvangst_vast(
    bijdrage: Bijdrage, *, datum: dt.date, bedrag: Decimal, kenmerk: str, door: Gebruiker
) -> Ontvangst:
    """Record money that came in for a pledge. Raises Weigering when more would come in than was pledged."""
    controleer_bedrag(bedrag)
    bijdrage = Bijdrage.objects.select_for_update(of=("self",)).get(pk=bijdrage.pk)
    if hasattr(bijdrage.boeking, "tegenboeking"):
        raise Weigering(_("Deze bijdrage is tegengeboekt."))
    open_bedrag = bijdrage.bedrag - ontvangen(bijdrage)
    if bedrag > open_bedrag:
        raise Weigering(_("Er staat nog %(bedrag)s open.") % {"bedrag": euro(open_bedrag)}, veld="bedrag")
    try:
        with transaction.atomic():
            ontvangst = Ontvangst.objects.create(
                bijdrage=bijdrage, datum=datum, bedrag=bedrag, kenmerk=kenmerk.strip(), vastgelegd_door=door
            )
    except IntegrityError as exc:
        raise Weigering(_("Dit kenmerk is al vastgelegd bij deze bijdrage."), veld="kenmerk") from exc
    log(bijdrage, _("Ontvangst vastgelegd"), door=door, wijzigingen={"ontvangen": (None, bedrag)}, toelichting=kenmerk)
    return ontvangst


def ontvangen(bijdrage: Bijdrage) -> Decimal:
    """What came in for a pledge so far, in euro."""
    return bijdrage.ontvangsten.aggregate(som=Sum("bedrag"))["som"] or Decimal("0.00")
