"""Commitments: enter into one, ask a payment on it, release it, take money back, carry it over to the next year.

Who may release, recover and carry over is judged where the question comes from: a page asks its permission, an app
that decided on the thing the money is for acts on that decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from budgetten.domain import regels, uitgaven
from budgetten.domain.boekdagen import boekdag
from budgetten.domain.boeken import Zet, boek, rekeningen
from budgetten.domain.splitsing import controleer_bedrag, splits
from budgetten.domain.verplichtingslot import (
    controleer_ruimte,
    op_slot,
    verdeel_open,
    werk_status_bij,
)
from budgetten.domain.verplichtingstand import (
    Betalerstand,
    Verplichtingstand,
    huidige,
    openstaand,
    stand,
    standen,
    standen_van,
)
from budgetten.domain.verplichtingstappen import (
    boek_vrijval,
    boekdatum_op,
    controleer_kenmerk,
    controleer_open,
    controleer_vrijval,
    leg_vast,
    schone_dekking,
    vergrendel_lijnen,
)
from budgetten.enums import Boekingsoort, BtwBehandeling, Jaarstatus, Rekeningsoort, Uitgavestatus
from budgetten.models import (
    Begrotingsregel,
    Terugontvangst,
    Uitgave,
    Verplichting,
    Verplichtingbeslisser,
    Verplichtingvrijval,
)
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.iban import schoon_iban
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.models import Partner

__all__ = [
    "Betalerstand",
    "Verplichtingstand",
    "beslis_mee",
    "betaalde_mee",
    "ga_aan",
    "huidige",
    "laat_vrijvallen",
    "maak_begunstigde_anoniem",
    "ontvang_terug",
    "openstaand",
    "stand",
    "standen",
    "standen_van",
    "vraag_betaling",
    "zet_over",
]

#: What stands in the place of a payee whose time is over. The same in every language: it is stored.
_ANONIEM, _GEEN_IBAN = "Geanonimiseerd", "verwijderd"


@transaction.atomic
def ga_aan(
    regel: Begrotingsregel,
    *,
    kenmerk: str,
    omschrijving: str,
    url: str,
    dekking: Mapping[Partner, Decimal],
    boekdatum: dt.date,
    door: Gebruiker,
) -> Verplichting:
    """Commit free money of the line: VRIJ → TOEGEKEND → VERPLICHT, exactly `dekking` (euro) per payer.

    `door` decides, and so neither approves nor pays what draws on it. Booked on `boekdatum` or the first open day
    after it within the line's year. Raises Weigering with what each payer has free when one has too little, and when
    the kenmerk is in use.
    """
    delen = schone_dekking(dekking)
    if not (kenmerk := kenmerk.strip()) or not (omschrijving := omschrijving.strip()):
        raise ValueError("a commitment has a kenmerk and says what it is for")
    vergrendel_lijnen(regel, partners=delen)
    controleer_kenmerk(kenmerk)
    verplichting = leg_vast(
        regel,
        kenmerk=kenmerk,
        omschrijving=omschrijving,
        url=url,
        dekking=delen,
        boekdatum=boekdatum,
        door=door,
        besluit_door=door,
    )
    log(verplichting, _("verplichting aangegaan"), door=door, wijzigingen={"bedrag": (None, verplichting.bedrag)})
    return verplichting


@transaction.atomic
def beslis_mee(verplichting: Verplichting, *, door: Gebruiker) -> None:
    """Record that `door` decided on it as well: from now on they neither approve nor pay what draws on it.

    Raises Weigering when they approved or paid something on it already. Twice is the same as once.
    """
    bron = op_slot((verplichting.oorsprong or verplichting).pk)
    if door.pk == bron.besluit_door_id:
        return
    if betaalde_mee(bron, door):
        raise Weigering(_("U hebt hier een betaling goedgekeurd of als betaald gemeld. Iemand anders beslist."))
    Verplichtingbeslisser.objects.get_or_create(bron=bron, gebruiker=door)


def betaalde_mee(verplichting: Verplichting, gebruiker: Gebruiker) -> bool:
    """Whether this person approved a payment on it, or marked one as paid: then somebody else decides. One query."""
    bron = verplichting.oorsprong or verplichting
    betalingen = Uitgave.objects.filter(verplichting__in=Verplichting.objects.met_kenmerk([bron.kenmerk]))
    eigen = Q(beoordeeld_door=gebruiker) | Q(betaald_door=gebruiker)
    return betalingen.filter(eigen, status__in=[Uitgavestatus.GOEDGEKEURD, Uitgavestatus.BETAALD]).exists()


@transaction.atomic
def vraag_betaling(
    verplichting: Verplichting,
    *,
    bedrag: Decimal,
    omschrijving: str,
    datum: dt.date,
    iban: str,
    begunstigde: str,
    door: Gebruiker,
) -> Uitgave:
    """Ask that a part is paid: an expense, handed in for approval at once.

    Raises Weigering when it exceeds what is open and not asked for yet, and for what is no IBAN; GeenToestemming for
    a line of somebody else's area. Who of the payers pays what is split when it is approved.
    """
    controleer_bedrag(bedrag)
    rij = op_slot(verplichting.pk)
    controleer_open(rij)
    if datum.year != rij.regel.boekjaar.jaar:
        raise Weigering(
            _("Deze verplichting staat op boekjaar %(jaar)s. Zet haar over om in een later jaar te betalen.")
            % {"jaar": rij.regel.boekjaar},
            veld="datum",
        )
    if not begunstigde.strip():
        raise Weigering(_("Vul in wie het geld krijgt."), veld="begunstigde")
    controleer_ruimte(stand(rij), bedrag)
    uitgave = uitgaven.maak(
        rij.regel,
        datum=datum,
        omschrijving=omschrijving,
        leverancier="",
        factuurnummer="",
        netto=bedrag,
        btw=Decimal(0),
        btw_behandeling=BtwBehandeling.VRIJGESTELD,
        door=door,
        betaling=uitgaven.Betaling(rij, begunstigde=" ".join(begunstigde.split()), iban=schoon_iban(iban)),
    )
    log(rij, _("betaling aangevraagd"), door=door, wijzigingen={"bedrag": (None, bedrag)}, toelichting=str(uitgave))
    return uitgaven.dien_in(uitgave, door=door)


@transaction.atomic
def laat_vrijvallen(
    verplichting: Verplichting, *, bedrag: Decimal | None, reden: str, boekdatum: dt.date, door: Gebruiker
) -> Verplichtingvrijval:
    """Release a part, or with None all that is open: VERPLICHT → VRIJ, in proportion to what each payer has open.

    Closes the commitment when nothing is open any more. Refused while a payment waits to be judged.
    """
    rij = op_slot(verplichting.pk)
    vrijval = _laat_vrijvallen(rij, bedrag=bedrag, reden=reden, boekdatum=boekdatum, door=door)
    log(
        rij,
        _("geld vrijgevallen"),
        door=door,
        toelichting=vrijval.reden,
        wijzigingen={"bedrag": (None, vrijval.bedrag)},
    )
    werk_status_bij(rij, door=door)
    _neem_over(verplichting, rij)
    return vrijval


@transaction.atomic
def ontvang_terug(
    verplichting: Verplichting, *, bedrag: Decimal, datum: dt.date, kenmerk: str, door: Gebruiker
) -> Terugontvangst:
    """Spent money that came back on the bank: BESTEED → VRIJ, in proportion to what each payer spent on it.

    Free money of the line again; it does not open the commitment. Money that comes in after the year, while that year
    is open, counts on its last open day.
    """
    controleer_bedrag(bedrag)
    if datum > timezone.localdate():
        raise Weigering(_("De dag van ontvangst ligt in de toekomst."), veld="datum")
    if not (kenmerk := kenmerk.strip()):
        raise Weigering(_("Vul het kenmerk van de bank in."), veld="kenmerk")
    rij = op_slot(verplichting.pk)
    if rij.terugontvangsten.filter(kenmerk=kenmerk, boeking__tegenboeking__isnull=True).exists():
        raise Weigering(_("Er is al een terugontvangst met dit kenmerk."), veld="kenmerk")
    nu = stand(rij)
    besteed = {b.partner: b.netto_besteed for b in nu.per_betaler if b.netto_besteed > 0 and b.partner is not None}
    if bedrag > sum(besteed.values()):
        raise Weigering(
            _("Op deze verplichting is %(besteed)s besteed en nog niet terugontvangen. Meer kan niet terugkomen.")
            % {"besteed": euro(nu.netto_besteed)},
            veld="bedrag",
        )
    boeking = regels.ontvang_terug(
        rij.regel,
        bedrag=bedrag,
        boekdatum=boekdatum_op(rij.regel, datum, ook_later=True),
        omschrijving=_("Terugontvangen: %(omschrijving)s") % {"omschrijving": rij.omschrijving},
        door=door,
        dekking=dict(zip(besteed, splits(bedrag, list(besteed.values())), strict=True)),
    )
    terug = Terugontvangst.objects.create(
        verplichting=rij, bedrag=bedrag, datum=datum, kenmerk=kenmerk, door=door, boeking=boeking
    )
    log(rij, _("geld terugontvangen"), door=door, toelichting=kenmerk, wijzigingen={"bedrag": (None, bedrag)})
    return terug


@transaction.atomic
def zet_over(verplichting: Verplichting, *, naar_regel: Begrotingsregel, reden: str, door: Gebruiker) -> Verplichting:
    """Carry what is open over to the same line of the next year, per payer, with a reason. Returns the new commitment.

    Four bookings in one transaction: release, carry over (VRIJ → VRIJ of the next year), award and commit anew. Who
    decided stays who decided. Refused while a payment waits to be judged.
    """
    rij = op_slot(verplichting.pk)
    regel = rij.regel
    if (naar_regel.boekjaar.jaar, naar_regel.gebied_id, naar_regel.thema_id) != (
        regel.boekjaar.jaar + 1,
        regel.gebied_id,
        regel.thema_id,
    ):
        raise Weigering(_("Overzetten kan alleen naar dezelfde regel van het volgende boekjaar."), veld="naar_regel")
    if naar_regel.boekjaar.status == Jaarstatus.GESLOTEN:
        raise Weigering(_("Boekjaar %(jaar)s is gesloten.") % {"jaar": naar_regel.boekjaar}, veld="naar_regel")
    delen = stand(rij).open_per_betaler
    bron = rij.oorsprong or rij
    # every account of both lines at once, in the order every booking locks in
    vergrendel_lijnen(regel, naar_regel, partners=delen)
    oud_dag = boekdag(regel.boekjaar)
    controleer_vrijval(rij, reden)
    vrijval = boek_vrijval(rij, delen, reden=reden, boekdatum=oud_dag, door=door)
    oude, nieuwe = (rekeningen(Rekeningsoort.VRIJ, delen, boekjaar=r.boekjaar, regel=r) for r in (regel, naar_regel))
    boek(
        Boekingsoort.OVERHEVELING,
        [Zet(oude[partner.pk], nieuwe[partner.pk], deel) for partner, deel in delen.items()],
        boekdatum=oud_dag,
        omschrijving=_("Overgezet naar %(jaar)s: %(omschrijving)s")
        % {"jaar": naar_regel.boekjaar, "omschrijving": rij.omschrijving},
        door=door,
    )
    nummer = Verplichting.objects.filter(oorsprong=bron).count() + 2
    nieuw = leg_vast(
        naar_regel,
        kenmerk=f"{bron.kenmerk}/{nummer}",
        omschrijving=rij.omschrijving,
        url=rij.url,
        dekking=delen,
        boekdatum=boekdag(naar_regel.boekjaar),
        door=door,
        besluit_door=rij.besluit_door,
        oorsprong=bron,
    )
    Verplichtingvrijval.objects.create(
        verplichting=rij, bedrag=nieuw.bedrag, reden=reden.strip()[:300], door=door, boeking=vrijval, naar=nieuw
    )
    for wie, actie in (
        (rij, _("overgezet naar %(regel)s") % {"regel": naar_regel}),
        (nieuw, _("overgezet van %(regel)s") % {"regel": regel}),
    ):
        log(wie, actie, door=door, toelichting=reden.strip(), wijzigingen={"bedrag": (None, nieuw.bedrag)})
    werk_status_bij(rij, door=door)
    _neem_over(verplichting, rij)
    return nieuw


@transaction.atomic
def maak_begunstigde_anoniem(kenmerk: str) -> int:
    """Who was paid on this commitment, and on what it was carried over to, is nobody any more: name and IBAN.

    For when the time to keep them is over. The ledger, and who approved and paid, stay. Returns how many changed.
    """
    uitgaven_ = Uitgave.objects.filter(verplichting__in=Verplichting.objects.met_kenmerk([kenmerk]))
    return uitgaven_.exclude(begunstigde=_ANONIEM).update(begunstigde=_ANONIEM, iban=_GEEN_IBAN)


def _laat_vrijvallen(
    rij: Verplichting, *, bedrag: Decimal | None, reden: str, boekdatum: dt.date, door: Gebruiker
) -> Verplichtingvrijval:
    controleer_vrijval(rij, reden)
    nu = stand(rij)
    if bedrag is not None:
        controleer_bedrag(bedrag)
    delen = nu.open_per_betaler if bedrag is None else verdeel_open(nu, bedrag)
    boeking = boek_vrijval(rij, delen, reden=reden, boekdatum=boekdatum_op(rij.regel, boekdatum), door=door)
    return Verplichtingvrijval.objects.create(
        verplichting=rij, bedrag=sum(delen.values(), Decimal(0)), reden=reden.strip()[:300], door=door, boeking=boeking
    )


def _neem_over(verplichting: Verplichting, rij: Verplichting) -> None:
    """Let the caller's object show what became of it."""
    verplichting.status, verplichting.gesloten_op = rij.status, rij.gesloten_op
