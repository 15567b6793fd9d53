"""Commitments under lock: drawing on them, and what a reversal does to them. Who decides on one locks its row here.

Order of locks everywhere: the expense, then the commitment, then accounts in the order of their ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from budgetten.domain import regels
from budgetten.domain.splitsing import splits
from budgetten.domain.verplichtingstand import Verplichtingstand, stand
from budgetten.enums import Boekingsoort, Uitgavestatus, Verplichtingstatus
from budgetten.models import Boeking, Uitgave, Verplichting
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.models import Partner


def op_slot(pk: int) -> Verplichting:
    """The commitment, locked until the transaction ends, with what its line is called."""
    return (
        Verplichting.objects.select_for_update(no_key=True, of=("self",))
        .select_related("regel__boekjaar", "regel__gebied__ouder", "regel__thema", "besluit_door", "oorsprong")
        .get(pk=pk)
    )


def controleer_ruimte(nu: Verplichtingstand, bedrag: Decimal) -> None:
    """Raise Weigering when this much cannot be asked any more."""
    if bedrag <= nu.te_vragen:
        return
    if nu.gevraagd:
        bericht = _(
            "Op deze verplichting staat nog %(open)s open en daarvan is %(gevraagd)s al aangevraagd. "
            "U kunt nog hoogstens %(ruimte)s aanvragen."
        )
    else:
        bericht = _("Op deze verplichting staat nog %(open)s open. Meer kunt u niet aanvragen.")
    raise Weigering(
        bericht % {"open": euro(nu.open), "gevraagd": euro(nu.gevraagd), "ruimte": euro(max(nu.te_vragen, Decimal(0)))},
        veld="bedrag",
    )


def verdeel_open(nu: Verplichtingstand, bedrag: Decimal) -> dict[Partner, Decimal]:
    """Split over the payers in proportion to what each still has open on this commitment, never beyond it."""
    per = nu.open_per_betaler
    if bedrag > sum(per.values()):
        raise Weigering(
            _("Op deze verplichting staat nog %(open)s open. Dat is te weinig voor %(bedrag)s.")
            % {"open": euro(nu.open), "bedrag": euro(bedrag)},
            veld="bedrag",
        )
    return dict(zip(per, splits(bedrag, list(per.values())), strict=True))


def besteed(verplichting: Verplichting, uitgave: Uitgave, *, boekdatum: dt.date, door: Gebruiker) -> Boeking:
    """Post an expense that draws on a commitment: VERPLICHT → BESTEED. Both are locked already."""
    return regels.besteed_verplichting(
        verplichting.regel,
        bedrag=uitgave.bedrag,
        boekdatum=boekdatum,
        omschrijving=uitgave.omschrijving,
        door=door,
        dekking=verdeel_open(stand(verplichting), uitgave.bedrag),
    )


def werk_status_bij(verplichting: Verplichting, *, door: Gebruiker | None) -> None:
    """Closed when nothing is open any more, open when a reversal opened it again. The row is locked already."""
    nieuw = Verplichtingstatus.OPEN if stand(verplichting).open else Verplichtingstatus.GESLOTEN
    oud = Verplichtingstatus(verplichting.status)
    if oud == nieuw:
        return
    verplichting.status = nieuw
    verplichting.gesloten_op = None if nieuw == Verplichtingstatus.OPEN else timezone.localdate()
    verplichting.save(update_fields=["status", "gesloten_op"])
    actie = _("verplichting weer open") if nieuw == Verplichtingstatus.OPEN else _("verplichting gesloten")
    log(verplichting, actie, door=door, wijzigingen={"status": (oud.label, nieuw.label)})


def wachtende_betalingen(verplichting: Verplichting) -> QuerySet[Uitgave]:
    """Payments that were asked for and not judged yet."""
    return verplichting.uitgaven.filter(status=Uitgavestatus.INGEDIEND)


#: Where a booking of each kind is found on a commitment.
_EIGENAAR: dict[str, Callable[[Boeking], QuerySet[Verplichting]]] = {
    Boekingsoort.TOEKENNING: lambda boeking: Verplichting.objects.filter(toekenning=boeking),
    Boekingsoort.VERPLICHTING: lambda boeking: Verplichting.objects.filter(verplichting=boeking),
    Boekingsoort.BESTEDING: lambda boeking: Verplichting.objects.filter(uitgaven__boeking=boeking),
    Boekingsoort.VRIJVAL: lambda boeking: Verplichting.objects.filter(vrijvallen__boeking=boeking),
    Boekingsoort.TERUGONTVANGST: lambda boeking: Verplichting.objects.filter(terugontvangsten__boeking=boeking),
}


def voor_tegenboeking(boeking: Boeking) -> Verplichting | None:
    """Lock the commitment this booking belongs to, before any account. None when it belongs to none.

    Raises Weigering when the commitment rests on this booking. Whether money moved on on the line is judged elsewhere:
    here is judged whether it did on this commitment.
    """
    zoek = _EIGENAAR.get(boeking.soort)
    pk = zoek(boeking).values_list("pk", flat=True).first() if zoek is not None else None
    if pk is None:
        return None
    verplichting = op_slot(pk)
    nu = stand(verplichting)
    if boeking.soort == Boekingsoort.VERPLICHTING:
        _controleer_ongebruikt(verplichting, nu)
    elif boeking.soort == Boekingsoort.TOEKENNING and nu.bedrag:
        raise Weigering(_("Deze toekenning is al verplicht. Boek eerst de verplichting tegen."))
    elif boeking.soort == Boekingsoort.VRIJVAL and boeking.verplichtingvrijval.naar_id is not None:
        raise Weigering(
            _("Dit geld is overgezet naar %(verplichting)s in een volgend jaar. Laat het daar vrijvallen.")
            % {"verplichting": boeking.verplichtingvrijval.naar}
        )
    elif boeking.soort == Boekingsoort.BESTEDING:
        _controleer_niet_terugontvangen(boeking, nu)
    return verplichting


def na_tegenboeking(verplichting: Verplichting | None, *, door: Gebruiker | None) -> None:
    """The booking was reversed: whether the commitment is open follows."""
    if verplichting is not None:
        werk_status_bij(verplichting, door=door)


def _controleer_ongebruikt(verplichting: Verplichting, nu: Verplichtingstand) -> None:
    if nu.besteed or wachtende_betalingen(verplichting).exists():
        raise Weigering(
            _("Er zijn betalingen op deze verplichting. Boek die eerst tegen, of laat vrijvallen wat nog open staat.")
        )
    if nu.vrijgevallen:
        raise Weigering(_("Van deze verplichting is al geld vrijgevallen. Laat ook de rest vrijvallen."))


def _controleer_niet_terugontvangen(boeking: Boeking, nu: Verplichtingstand) -> None:
    """What came back was spent: each payer keeps at least that on the spent side of this commitment."""
    netto = {rij.partner.pk: rij.netto_besteed for rij in nu.per_betaler if rij.partner is not None}
    for partner, bedrag in boeking.mutaties.values_list("van__partner", "bedrag"):
        if netto.get(partner, Decimal(0)) < bedrag:
            raise Weigering(_("Van deze betaling is al geld terugontvangen. Boek eerst de terugontvangst tegen."))
