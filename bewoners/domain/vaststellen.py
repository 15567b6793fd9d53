"""Settling an award, withdrawing it, and getting back what was paid too much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import brieven, geld, stappen, termijnen, verantwoorden, volgen
from bewoners.domain.bevoegdheid import controleer_beslisser
from bewoners.domain.briefrecht import BEZWAARDAGEN
from bewoners.enums import (
    Besluitsoort,
    Briefsoort,
    Initiatiefstatus,
    Intrekkingsgrond,
    LagereVaststelling,
    Termijnsoort,
)
from bewoners.models import Besluit, Besluitdekking, Initiatief, Terugvordering, Verantwoording
from budgetten.domain import verplichtingen
from budgetten.domain.splitsing import splits
from kern.componenten.opmaak import datumtekst, euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.enums import Partnersoort
from partners.models import Partner

S = Initiatiefstatus
NUL = Decimal("0.00")
#: Five years after the settlement nothing can be recovered any more (Awb 4:57 lid 4).
VERJARING_JAREN = 5
#: Days to pay back.
BETAALDAGEN = 42


@transaction.atomic
def stel_vast(
    initiatief: Initiatief,
    *,
    bedrag: Decimal,
    motivering: str,
    door: Gebruiker,
    grond_lager: str = "",
) -> Besluit:
    """Settle at `bedrag` (euro): what is open above it is released, what is still to be paid can be asked for.

    Lower than awarded only on a ground of Awb 4:46 lid 2. Without an account in time it is settled ex officio
    (Awb 4:47). Who settles neither approves nor pays what is still asked. Raises GeenToestemming, or Weigering for the
    amount, a missing ground, mandate, interest, a payment that waits, and for who approved or paid one.
    """
    vast = stappen.op_slot(initiatief)
    toegekend = vast.toegekend or NUL
    if not NUL <= bedrag <= toegekend:
        raise Weigering(
            _("Stel vast op een bedrag tussen € 0,00 en %(toegekend)s.") % {"toegekend": euro(toegekend)}, veld="bedrag"
        )
    if bedrag < toegekend and grond_lager not in LagereVaststelling.values:
        raise Weigering(_("Kies waarom het bedrag lager is dan verleend."), veld="grond_lager")
    stap = "stel_vast" if vast.status == S.VERANTWOORDING_INGEDIEND else "stel_ambtshalve_vast"
    if stap == "stel_ambtshalve_vast" and vast.status in {S.VERLEEND, S.IN_UITVOERING}:
        _controleer_te_laat(vast)
    stappen.controleer(stap, vast, door=door)
    controleer_beslisser(vast, door=door, bedrag=bedrag, regel=vast.regel)
    verplichtingen.beslis_mee(geld.verplichting_van(vast), door=door)
    besluit = _besluit(
        vast,
        Besluitsoort.VASTSTELLING,
        bedrag=bedrag,
        dekking=_naar_verhouding(vast, bedrag),
        motivering=motivering,
        door=door,
        grond_lager=grond_lager if bedrag < toegekend else "",
    )
    stand = geld.stand_van(vast)
    geld.laat_rest_vrij(
        vast,
        houden=bedrag - (stand.stand.besteed if stand else NUL),
        reden=_("vastgesteld op %(bedrag)s") % {"bedrag": euro(bedrag)},
        door=door,
    )
    if verantwoording := Verantwoording.objects.filter(initiatief=vast).first():
        verantwoorden.zet_akkoord(verantwoording, door=door)
    termijnen.voldaan(vast, Termijnsoort.VASTSTELLING, Termijnsoort.VERANTWOORDING)
    stappen.pas_toe(stap, vast, door=door, vastgesteld=bedrag, afgerond_op=timezone.now())
    _maak_bekend(vast, besluit, door=door)
    return besluit


@transaction.atomic
def trek_verlening_in(initiatief: Initiatief, *, grond: str, motivering: str, door: Gebruiker) -> Besluit:
    """Withdraw the award before settlement on a ground of Awb 4:48: all that is open is released."""
    vast = stappen.op_slot(initiatief)
    stappen.controleer("trek_verlening_in", vast, door=door)
    if grond not in Intrekkingsgrond.values:
        raise Weigering(_("Kies op welke grond u intrekt."), veld="grond")
    controleer_beslisser(vast, door=door)
    besluit = _besluit(
        vast, Besluitsoort.INTREKKING, bedrag=NUL, dekking={}, motivering=motivering, door=door, grond_intrekking=grond
    )
    geld.laat_rest_vrij(vast, houden=NUL, reden=_("verlening ingetrokken"), door=door)
    termijnen.voldaan(vast, Termijnsoort.VERANTWOORDING, Termijnsoort.VASTSTELLING)
    stappen.pas_toe("trek_verlening_in", vast, door=door, afgerond_op=timezone.now())
    _maak_bekend(vast, besluit, door=door)
    return besluit


@transaction.atomic
def vorder_terug(initiatief: Initiatief, *, bedrag: Decimal, motivering: str, door: Gebruiker) -> Terugvordering:
    """Decide that so much (euro) comes back: at most what was paid above the settlement, within five years of it."""
    vast = stappen.op_slot(initiatief)
    stappen.controleer("vorder_terug", vast, door=door)
    stand = geld.stand_van(vast)
    te_veel = stand.te_veel if stand else NUL
    if te_veel <= 0:
        raise Weigering(_("Er is niet te veel betaald: er valt niets terug te vorderen."))
    if not NUL < bedrag <= te_veel:
        raise Weigering(
            _("Er is %(te_veel)s te veel betaald. Meer kan niet worden teruggevorderd.") % {"te_veel": euro(te_veel)},
            veld="bedrag",
        )
    verjaard = _verjaart_op(vast)
    if timezone.localdate() > verjaard:
        raise Weigering(_("Terugvorderen kon tot en met %(datum)s.") % {"datum": datumtekst(verjaard)})
    controleer_beslisser(vast, door=door, bedrag=bedrag, regel=vast.regel)
    besluit = _besluit(
        vast,
        Besluitsoort.TERUGVORDERING,
        bedrag=bedrag,
        dekking=_naar_verhouding(vast, bedrag),
        motivering=motivering,
        door=door,
    )
    terugvordering = Terugvordering.objects.create(
        initiatief=vast,
        besluit=besluit,
        bedrag=bedrag,
        uiterlijk=timezone.localdate() + dt.timedelta(days=BETAALDAGEN),
    )
    stappen.pas_toe("vorder_terug", vast, door=door, toelichting=euro(bedrag))
    _maak_bekend(vast, besluit, door=door)
    return terugvordering


@transaction.atomic
def boek_terugbetaling(
    initiatief: Initiatief, *, bedrag: Decimal, datum: dt.date, kenmerk: str, door: Gebruiker
) -> Terugvordering | None:
    """Money came back on the bank: finance books it, per payer in proportion to what each spent.

    Also without a claim: an applicant may send back what was left. Marks a claim as settled once it is all there.
    """
    vast = stappen.op_slot(initiatief)
    if not rules.is_controller(door):
        raise GeenToestemming(_("Een controller boekt wat terugkomt."))
    verplichtingen.ontvang_terug(geld.verplichting_van(vast), bedrag=bedrag, datum=datum, kenmerk=kenmerk, door=door)
    log(vast, _("terugbetaling geboekt"), door=door, wijzigingen={"bedrag": (None, bedrag)}, toelichting=kenmerk)
    terugvordering = Terugvordering.objects.filter(initiatief=vast).first()
    stand = geld.stand_van(vast)
    if terugvordering and not terugvordering.voldaan_op and stand and stand.te_veel <= 0:
        terugvordering.voldaan_op = datum
        terugvordering.save(update_fields=["voldaan_op"])
    return terugvordering


def _naar_verhouding(initiatief: Initiatief, bedrag: Decimal) -> dict[Partner, Decimal]:
    """The amount over the payers of the award, in proportion to what each promised."""
    stand = geld.stand_van(initiatief)
    if stand is None or bedrag <= 0:
        return {}
    rijen = [rij for rij in stand.stand.per_betaler if rij.bedrag > 0 and rij.partner is not None]
    delen = splits(bedrag, [rij.bedrag for rij in rijen])
    return {rij.partner: deel for rij, deel in zip(rijen, delen, strict=True) if rij.partner is not None and deel}


def _besluit(
    initiatief: Initiatief,
    soort: Besluitsoort,
    *,
    bedrag: Decimal,
    dekking: Mapping[Partner, Decimal],
    motivering: str,
    door: Gebruiker,
    grond_lager: str = "",
    grond_intrekking: str = "",
) -> Besluit:
    if not motivering.strip():
        raise Weigering(_("Schrijf waarom u dit besluit."), veld="motivering")
    besluit = Besluit.objects.create(
        initiatief=initiatief,
        soort=soort,
        door=door,
        datum=timezone.localdate(),
        bedrag=bedrag,
        motivering=motivering.strip(),
        grond_lager=grond_lager,
        grond_intrekking=grond_intrekking,
    )
    Besluitdekking.objects.bulk_create(
        Besluitdekking(besluit=besluit, partner=partner, bedrag=deel) for partner, deel in dekking.items()
    )
    return besluit


#: Per kind of decision the letter of the municipality, and that of a corporation that pays a part (None: no letter).
_BRIEVEN: dict[str, tuple[Briefsoort, Briefsoort | None]] = {
    Besluitsoort.VASTSTELLING: (Briefsoort.VASTSTELLING, Briefsoort.AFREKENING),
    Besluitsoort.INTREKKING: (Briefsoort.INTREKKING, None),
    Besluitsoort.TERUGVORDERING: (Briefsoort.TERUGVORDERING, None),
}


def _maak_bekend(initiatief: Initiatief, besluit: Besluit, *, door: Gebruiker) -> None:
    """Send the letters and start the term to object against the municipal part."""
    gemeentebrief, partnerbrief = _BRIEVEN[besluit.soort]
    brieven.verstuur(initiatief, gemeentebrief, door=door, besluit=besluit)
    if partnerbrief is not None:
        for rij in besluit.dekking.select_related("partner"):
            if rij.partner.soort != Partnersoort.GEMEENTE:
                brieven.verstuur(initiatief, partnerbrief, door=door, besluit=besluit, partner=rij.partner)
    termijnen.voldaan(initiatief, Termijnsoort.BEZWAAR)
    termijnen.start(initiatief, Termijnsoort.BEZWAAR, begin=besluit.datum, dagen=BEZWAARDAGEN)
    volgen.vertel_besluit(besluit)


def _controleer_te_laat(initiatief: Initiatief) -> None:
    termijn = termijnen.lopende(initiatief, Termijnsoort.VERANTWOORDING)
    if termijn is not None and timezone.localdate() <= termijn.eind:
        raise Weigering(
            _("De aanvrager mag tot en met %(datum)s verantwoorden. Daarna kunt u zonder verantwoording vaststellen.")
            % {"datum": datumtekst(termijn.eind)}
        )


def _verjaart_op(initiatief: Initiatief) -> dt.date:
    """The last day to recover: five years after the decision that settled or withdrew."""
    laatste = initiatief.besluiten.filter(soort__in=[Besluitsoort.VASTSTELLING, Besluitsoort.INTREKKING]).last()
    vanaf = laatste.datum if laatste is not None else timezone.localdate()
    try:
        return vanaf.replace(year=vanaf.year + VERJARING_JAREN)
    except ValueError:  # 29 February
        return vanaf.replace(year=vanaf.year + VERJARING_JAREN, day=28)
