"""Budget lines and the allocation of the pot to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgetten.domain.boeken import Zet, boek, rekeningen, vergrendel, zonder_nul
from budgetten.domain.splitsing import controleer_bedrag, splits
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Boekjaar
from gebieden.models import Gebied, Thema
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.domain.verdeelsleutels import gewichten, markeer_gebruikt
from partners.models import Partner, Verdeelsleutel


def regel_voor(boekjaar: Boekjaar, *, gebied: Gebied, thema: Thema) -> Begrotingsregel:
    """The budget line of a year, area and theme; made, with nothing on it, when absent."""
    return Begrotingsregel.objects.get_or_create(boekjaar=boekjaar, gebied=gebied, thema=thema)[0]


@transaction.atomic
def deel_toe(
    regel: Begrotingsregel,
    *,
    boekdatum: dt.date,
    door: Gebruiker | None,
    bedrag: Decimal | None = None,
    sleutel: Verdeelsleutel | None = None,
    per_partner: Mapping[Partner, Decimal] | None = None,
    omschrijving: str = "",
) -> Boeking:
    """Allocate from the pot to a line: POT → VRIJ, by a key (with `bedrag`) or with an amount per payer.

    Using a key fixes it for ever. Raises Weigering naming the payer whose pot is too small.
    """
    if sleutel is not None and bedrag is not None:
        controleer_bedrag(bedrag)
        gewogen = gewichten(sleutel, regel.gebied, boekdatum)
        delen = dict(
            zip(
                [partner for partner, _gewicht in gewogen],
                splits(bedrag, [gewicht for _partner, gewicht in gewogen]),
                strict=True,
            )
        )
    elif per_partner:
        delen = {partner: deel for partner, deel in per_partner.items() if deel}
        for deel in delen.values():
            controleer_bedrag(deel)
    else:
        raise Weigering(_("Geef een bedrag met een verdeelsleutel, of een bedrag per betaler."), veld="bedrag")
    potten = rekeningen(Rekeningsoort.POT, delen, boekjaar=regel.boekjaar)
    vrij = rekeningen(Rekeningsoort.VRIJ, delen, boekjaar=regel.boekjaar, regel=regel)
    actueel = vergrendel(rekening.pk for rekening in (*potten.values(), *vrij.values()))
    for partner, deel in delen.items():
        saldo = actueel[potten[partner.pk].pk].saldo
        if saldo < deel:
            raise Weigering(
                _("De pot van %(partner)s heeft nog %(saldo)s; deze toedeling vraagt %(deel)s.")
                % {"partner": partner, "saldo": euro(saldo), "deel": euro(deel)},
                veld="bedrag",
            )
    boeking = boek(
        Boekingsoort.TOEDELING,
        zonder_nul(Zet(potten[partner.pk], vrij[partner.pk], deel) for partner, deel in delen.items()),
        boekdatum=boekdatum,
        omschrijving=omschrijving or _("Toedeling aan %(regel)s") % {"regel": regel},
        door=door,
        verdeelsleutel=sleutel,
    )
    if sleutel is not None:
        markeer_gebruikt(sleutel)
    log(regel, _("Geld toegedeeld"), door=door, wijzigingen={"bedrag": (None, sum(delen.values()))})
    return boeking
