"""The steps of which the verbs on commitments are made: what must hold, which accounts, and the bookings themselves.

Used by budgetten.domain.verplichtingen, where the commitment and its accounts are locked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgetten.domain import regels
from budgetten.domain.boekdagen import eerste_open_dag, open_dag_in
from budgetten.domain.boeken import rekeningen, vergrendel
from budgetten.domain.splitsing import controleer_bedrag
from budgetten.domain.verplichtingslot import wachtende_betalingen
from budgetten.enums import Jaarstatus, Rekeningsoort, Verplichtingstatus
from budgetten.models import Begrotingsregel, Boeking, Rekening, Verplichting, Verplichtingdekking
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.models import Partner

#: The accounts a commitment passes before money is spent.
_SOORTEN = (Rekeningsoort.VRIJ, Rekeningsoort.TOEGEKEND, Rekeningsoort.VERPLICHT)


def leg_vast(
    regel: Begrotingsregel,
    *,
    kenmerk: str,
    omschrijving: str,
    url: str,
    dekking: Mapping[Partner, Decimal],
    boekdatum: dt.date,
    door: Gebruiker,
    besluit_door: Gebruiker,
    oorsprong: Verplichting | None = None,
) -> Verplichting:
    """Award and commit, and store the commitment with its cover. The accounts are locked already."""
    bedrag = sum(dekking.values(), Decimal(0))
    controleer_vrij(regel, dekking)
    beweging: regels.Beweging = {
        "bedrag": bedrag,
        "boekdatum": boekdatum_op(regel, boekdatum),
        "omschrijving": omschrijving,
        "door": door,
        "dekking": dekking,
    }
    verplichting = Verplichting(
        regel=regel,
        kenmerk=kenmerk,
        omschrijving=omschrijving[:200],
        url=url,
        bedrag=bedrag,
        besluit_door=besluit_door,
        aangegaan_op=boekdatum,
        toekenning=regels.ken_toe(regel, **beweging),
        verplichting=regels.verplicht(regel, **beweging),
        oorsprong=oorsprong,
    )
    try:
        with transaction.atomic():
            verplichting.save()
    except IntegrityError:  # somebody used the kenmerk at this very moment, on another line
        controleer_kenmerk(kenmerk)
        raise
    Verplichtingdekking.objects.bulk_create(
        Verplichtingdekking(verplichting=verplichting, partner=partner, bedrag=deel)
        for partner, deel in dekking.items()
    )
    return verplichting


def controleer_kenmerk(kenmerk: str) -> None:
    """Raise Weigering when the kenmerk is in use."""
    if Verplichting.objects.filter(kenmerk=kenmerk).exists():
        raise Weigering(_("Er is al een verplichting met kenmerk %(kenmerk)s.") % {"kenmerk": kenmerk})


def boek_vrijval(
    rij: Verplichting, delen: Mapping[Partner, Decimal], *, reden: str, boekdatum: dt.date, door: Gebruiker
) -> Boeking:
    """Release these amounts: VERPLICHT → VRIJ."""
    return regels.laat_vrijvallen(
        rij.regel,
        van=Rekeningsoort.VERPLICHT,
        bedrag=sum(delen.values(), Decimal(0)),
        boekdatum=boekdatum,
        omschrijving=_("Vrijval van %(omschrijving)s: %(reden)s")
        % {"omschrijving": rij.omschrijving, "reden": reden.strip()},
        door=door,
        dekking=delen,
    )


def controleer_vrijval(rij: Verplichting, reden: str) -> None:
    """Raise Weigering unless money may be released: there is a reason, it is open, and no payment waits."""
    if not reden.strip():
        raise Weigering(_("Geef een reden."), veld="reden")
    controleer_open(rij)
    if wachtende_betalingen(rij).exists():
        raise Weigering(_("Er wacht nog een betaling op goedkeuring. Handel die eerst af."))


def controleer_open(rij: Verplichting) -> None:
    """Raise Weigering when the commitment is closed."""
    if rij.status == Verplichtingstatus.GESLOTEN:
        raise Weigering(_("Deze verplichting is gesloten: er staat niets meer open."))


def schone_dekking(dekking: Mapping[Partner, Decimal]) -> dict[Partner, Decimal]:
    """The amounts per payer without the zeros. Raises Weigering when nothing is left or an amount is no amount."""
    delen = {partner: deel for partner, deel in dekking.items() if deel}
    if not delen:
        raise Weigering(_("Geef per betaler een bedrag."), veld="dekking")
    for deel in delen.values():
        controleer_bedrag(deel)
    controleer_bedrag(sum(delen.values(), Decimal(0)))
    return delen


def controleer_vrij(regel: Begrotingsregel, dekking: Mapping[Partner, Decimal]) -> None:
    """Raise Weigering naming every payer that has less free than is asked of it."""
    vrij = rekeningen(Rekeningsoort.VRIJ, dekking, boekjaar=regel.boekjaar, regel=regel)
    tekort = [
        _("%(partner)s heeft %(vrij)s van de %(deel)s")
        % {"partner": partner, "vrij": euro(vrij[partner.pk].saldo), "deel": euro(deel)}
        for partner, deel in dekking.items()
        if vrij[partner.pk].saldo < deel
    ]
    if tekort:
        raise Weigering(
            _("Onvoldoende vrij besteedbaar op %(regel)s: %(tekort)s.") % {"regel": regel, "tekort": "; ".join(tekort)},
            veld="bedrag",
        )


def vergrendel_lijnen(*lijnen: Begrotingsregel, partners: Mapping[Partner, Decimal]) -> None:
    """Make and lock the accounts a commitment passes on these lines, all at once and in id order."""
    for regel in lijnen:
        for soort in _SOORTEN:
            rekeningen(soort, partners, boekjaar=regel.boekjaar, regel=regel)
    vergrendel(Rekening.objects.filter(regel__in=lijnen, soort__in=_SOORTEN).values_list("pk", flat=True))


def boekdatum_op(regel: Begrotingsregel, datum: dt.date, *, ook_later: bool = False) -> dt.date:
    """The first open day on or after this one in the year of the line; `ook_later`: or else its last open day."""
    if regel.boekjaar.status == Jaarstatus.GESLOTEN:
        raise Weigering(
            _("Boekjaar %(jaar)s is gesloten. Op deze verplichting kan niets meer worden geboekt.")
            % {"jaar": regel.boekjaar},
            veld="datum",
        )
    return open_dag_in(regel.boekjaar, datum) if ook_later else eerste_open_dag(regel.boekjaar, datum)
