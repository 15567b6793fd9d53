"""Moves on one budget line: award, commit, spend, release. All draw the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from budgetten.domain.boeken import Zet, boek, per_partner_ids, regelrekeningen, rekeningen, zonder_nul
from budgetten.domain.splitsing import controleer_bedrag, splits
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Rekening
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.models import Partner

Dekking = Mapping[Partner, Decimal]


class Beweging(TypedDict):
    """What every move on a line says: how much (euro), when it counts, what for, who, and who pays what."""

    bedrag: Decimal
    boekdatum: dt.date
    omschrijving: str
    door: Gebruiker | None
    dekking: NotRequired[Dekking | None]


def besteed_direct(regel: Begrotingsregel, **beweging: Unpack[Beweging]) -> Boeking:
    """Spend free money of the line: VRIJ → BESTEED. Raises Weigering when there is not enough."""
    return _verplaats(regel, Boekingsoort.BESTEDING, Rekeningsoort.VRIJ, Rekeningsoort.BESTEED, **beweging)


def ken_toe(regel: Begrotingsregel, **beweging: Unpack[Beweging]) -> Boeking:
    """Award free money: VRIJ → TOEGEKEND. Raises Weigering when there is not enough."""
    return _verplaats(regel, Boekingsoort.TOEKENNING, Rekeningsoort.VRIJ, Rekeningsoort.TOEGEKEND, **beweging)


def verplicht(regel: Begrotingsregel, **beweging: Unpack[Beweging]) -> Boeking:
    """Commit awarded money: TOEGEKEND → VERPLICHT. Raises Weigering when there is not enough."""
    return _verplaats(regel, Boekingsoort.VERPLICHTING, Rekeningsoort.TOEGEKEND, Rekeningsoort.VERPLICHT, **beweging)


def besteed_verplichting(regel: Begrotingsregel, **beweging: Unpack[Beweging]) -> Boeking:
    """Spend committed money: VERPLICHT → BESTEED. Raises Weigering when there is not enough."""
    return _verplaats(regel, Boekingsoort.BESTEDING, Rekeningsoort.VERPLICHT, Rekeningsoort.BESTEED, **beweging)


def laat_vrijvallen(regel: Begrotingsregel, *, van: Rekeningsoort, **beweging: Unpack[Beweging]) -> Boeking:
    """Release awarded or committed money: TOEGEKEND or VERPLICHT → VRIJ. Raises Weigering when there is not enough."""
    return _verplaats(regel, Boekingsoort.VRIJVAL, van, Rekeningsoort.VRIJ, **beweging)


def ontvang_terug(regel: Begrotingsregel, **beweging: Unpack[Beweging]) -> Boeking:
    """Spent money that came back: BESTEED → VRIJ. Raises Weigering when less was spent."""
    return _verplaats(regel, Boekingsoort.TERUGONTVANGST, Rekeningsoort.BESTEED, Rekeningsoort.VRIJ, **beweging)


def verdeel(
    bronnen: Mapping[int, Rekening], bedrag: Decimal, dekking: Dekking | None, *, plek: str
) -> dict[int, Decimal]:
    """Who pays what of `bedrag`, drawn from locked accounts by payer id.

    Without `dekking`: in proportion to what each payer still has there (design: no payer can be overdrawn while the
    line has enough). With it: exactly those amounts, which must add up. Raises Weigering with what is available.
    """
    soort = next(iter(bronnen.values())).get_soort_display().lower() if bronnen else _("vrij besteedbaar")
    if dekking is not None:
        if sum(dekking.values()) != bedrag:
            raise Weigering(_("De bedragen per betaler zijn samen niet gelijk aan het totaal."), veld="bedrag")
        for partner, deel in dekking.items():
            saldo = bronnen[partner.pk].saldo if partner.pk in bronnen else Decimal(0)
            if saldo < deel:
                raise Weigering(
                    _("Onvoldoende %(soort)s van %(partner)s: %(saldo)s op %(plek)s")
                    % {"soort": soort, "partner": partner, "saldo": euro(saldo), "plek": plek},
                    veld="bedrag",
                )
        return per_partner_ids(dekking)
    saldi = {partner_id: rekening.saldo for partner_id, rekening in bronnen.items() if rekening.saldo > 0}
    beschikbaar = sum(saldi.values(), Decimal("0.00"))
    if beschikbaar < bedrag:
        raise Weigering(
            _("Onvoldoende %(soort)s: %(saldo)s op %(plek)s")
            % {"soort": soort, "saldo": euro(beschikbaar), "plek": plek},
            veld="bedrag",
        )
    return dict(zip(saldi, splits(bedrag, list(saldi.values())), strict=True))


def _verplaats(
    regel: Begrotingsregel,
    boekingsoort: Boekingsoort,
    van: Rekeningsoort,
    naar: Rekeningsoort,
    *,
    bedrag: Decimal,
    boekdatum: dt.date,
    omschrijving: str,
    door: Gebruiker | None,
    dekking: Dekking | None = None,
) -> Boeking:
    controleer_bedrag(bedrag)
    with transaction.atomic():
        gevonden = regelrekeningen(regel, van, naar)
        bronnen = {partner_id: r for (soort, partner_id), r in gevonden.items() if soort == van}
        delen = verdeel(bronnen, bedrag, dekking, plek=str(regel))
        doelen = {partner_id: r for (soort, partner_id), r in gevonden.items() if soort == naar}
        if missend := [bronnen[pk].partner for pk in delen if pk not in doelen]:
            doelen |= rekeningen(naar, missend, boekjaar=regel.boekjaar, regel=regel)
        return boek(
            boekingsoort,
            zonder_nul(Zet(bronnen[pk], doelen[pk], deel) for pk, deel in delen.items()),
            boekdatum=boekdatum,
            omschrijving=omschrijving,
            door=door,
        )
