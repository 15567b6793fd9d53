"""Objections to municipal decisions: handled and decided by somebody who had no part in it (Awb 6 and 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import belangen, besluiten, brieven, kalender, stappen, termijnen
from bewoners.enums import Besluitsoort, Bezwaarstatus, Briefsoort, Termijnsoort
from bewoners.models import Besluit, Bezwaar, Initiatief
from budgetten.models import Begrotingsregel
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.models import Partner

S = Bezwaarstatus
OPEN = (S.INGEDIEND, S.IN_BEHANDELING)
#: Six weeks to decide, counted from the day after the last day to object (Awb 7:10 lid 1).
BESLISDAGEN = 42
#: Decisions one can object to: those of the municipality about money of the applicant.
AANVECHTBAAR = (
    Besluitsoort.VERLENING,
    Besluitsoort.DIRECTE_VASTSTELLING,
    Besluitsoort.AFWIJZING,
    Besluitsoort.BUITEN_BEHANDELING,
    Besluitsoort.VASTSTELLING,
    Besluitsoort.INTREKKING,
    Besluitsoort.TERUGVORDERING,
    Besluitsoort.WIJZIGING,
)


def laatste_dag(besluit: Besluit) -> dt.date:
    """The last day to object: six weeks from the day after the announcement (Awb 6:7, 6:8), never on a day of rest."""
    return kalender.einde(besluit.bekendgemaakt_op or besluit.datum, BESLISDAGEN)


def aanvechtbaar(initiatief: Initiatief) -> list[Besluit]:
    """The decisions the applicant can still name in an objection, newest first."""
    return [
        besluit
        for besluit in initiatief.besluiten.filter(soort__in=AANVECHTBAAR).order_by("-vastgelegd_op")
        if not besluit.bezwaren.exclude(status=S.INGETROKKEN).exists()
    ]


@transaction.atomic
def dien_in(
    besluit: Besluit,
    *,
    gronden: str,
    door: Gebruiker,
    te_laat_reden: str = "",
    ontvangen: dt.date | None = None,
) -> Bezwaar:
    """Object to a decision: the applicant, or the coordinator for a letter on paper. Too late asks for the reason.

    The term to decide runs six weeks from the day after the last day to object (Awb 7:10).
    """
    initiatief = stappen.op_slot(besluit.initiatief)
    if not (rules.is_indiener(door, initiatief) or rules.behandelt(door, initiatief)):
        raise GeenToestemming(_("Alleen de aanvrager maakt bezwaar."))
    if besluit.soort not in AANVECHTBAAR:
        raise Weigering(_("Tegen dit besluit kunt u geen bezwaar maken."))
    if not gronden.strip():
        raise Weigering(_("Schrijf waarom u het niet eens bent met het besluit."), veld="gronden")
    dag = ontvangen or timezone.localdate()
    if dag > timezone.localdate():
        raise Weigering(_("De dag van ontvangst ligt in de toekomst."), veld="ontvangen")
    uiterlijk = laatste_dag(besluit)
    if dag > uiterlijk and not te_laat_reden.strip():
        raise Weigering(
            _("Bezwaar maken kon tot en met %(datum)s. Schrijf waarom het niet eerder kon.")
            % {"datum": datumtekst(uiterlijk)},
            veld="te_laat_reden",
        )
    if besluit.bezwaren.exclude(status=S.INGETROKKEN).exists():
        raise Weigering(_("U hebt al bezwaar gemaakt tegen dit besluit."))
    bezwaar = Bezwaar.objects.create(
        initiatief=initiatief,
        besluit=besluit,
        gronden=gronden.strip(),
        te_laat_reden=te_laat_reden.strip(),
        ontvangen=dag,
        besluitnemer=besluit.door,
    )
    termijnen.start(initiatief, Termijnsoort.BEZWAAR_BESLISSING, begin=max(uiterlijk, dag), dagen=BESLISDAGEN)
    log(initiatief, _("bezwaar gemaakt"), door=door, toelichting=str(besluit.get_soort_display()))
    return bezwaar


@transaction.atomic
def neem_in_behandeling(bezwaar: Bezwaar, *, door: Gebruiker) -> Bezwaar:
    """Somebody who had no part in the decision takes it on."""
    vast = _op_slot(bezwaar, door)
    vast.status, vast.behandelaar = S.IN_BEHANDELING, door
    vast.save(update_fields=["status", "behandelaar"])
    log(vast.initiatief, _("bezwaar in behandeling genomen"), door=door)
    return vast


@transaction.atomic
def leg_hoorzitting_vast(bezwaar: Bezwaar, *, gehoord_op: dt.date, verslag: str, door: Gebruiker) -> Bezwaar:
    """What was said at the hearing (Awb 7:2 and 7:7)."""
    vast = _op_slot(bezwaar, door)
    if gehoord_op > timezone.localdate():
        raise Weigering(_("Deze dag moet nog komen."), veld="gehoord_op")
    if not verslag.strip():
        raise Weigering(_("Schrijf wat er is besproken."), veld="verslag")
    vast.gehoord_op, vast.verslag = gehoord_op, verslag.strip()
    vast.save(update_fields=["gehoord_op", "verslag"])
    log(vast.initiatief, _("hoorzitting vastgelegd"), door=door)
    return vast


@transaction.atomic
def verdaag(bezwaar: Bezwaar, *, reden: str, door: Gebruiker) -> Bezwaar:
    """Six weeks more, once, before the term has passed (Awb 7:10 lid 3); the applicant gets a letter."""
    vast = _op_slot(bezwaar, door)
    termijn = termijnen.lopende(vast.initiatief, Termijnsoort.BEZWAAR_BESLISSING)
    if termijn is None or termijn.verdaagd_op is not None:
        raise Weigering(_("Verdagen kan een keer, zolang de termijn loopt."))
    termijnen.verdaag(termijn, tot=termijn.eind + dt.timedelta(days=BESLISDAGEN), reden=reden)
    brieven.verstuur(
        vast.initiatief,
        Briefsoort.VERDAGING,
        door=door,
        extra={"reden": reden.strip(), "uiterlijk": datumtekst(termijn.eind)},
    )
    log(vast.initiatief, _("beslissing op bezwaar verdaagd"), door=door, toelichting=reden.strip()[:300])
    return vast


@transaction.atomic
def trek_in(bezwaar: Bezwaar, *, door: Gebruiker) -> Bezwaar:
    """The applicant takes the objection back (Awb 6:21)."""
    vast = Bezwaar.objects.select_for_update(of=("self",)).select_related("initiatief").get(pk=bezwaar.pk)
    if not rules.is_indiener(door, vast.initiatief):
        raise GeenToestemming(_("Alleen de aanvrager trekt een bezwaar in."))
    if vast.status not in OPEN:
        raise Weigering(_("Op dit bezwaar is al beslist."))
    vast.status = S.INGETROKKEN
    vast.save(update_fields=["status"])
    termijnen.voldaan(vast.initiatief, Termijnsoort.BEZWAAR_BESLISSING)
    log(vast.initiatief, _("bezwaar ingetrokken"), door=door)
    return vast


@transaction.atomic
def beslis(
    bezwaar: Bezwaar,
    *,
    uitkomst: Bezwaarstatus,
    motivering: str,
    door: Gebruiker,
    dekking: Mapping[Partner, Decimal] | None = None,
    regel: Begrotingsregel | None = None,
) -> Bezwaar:
    """Decide: well founded, unfounded or inadmissible, with a letter. Well founded acts on the file in the same go.

    A refusal becomes an award of `dekking` (euro per payer) from `regel` under the same checks as any award; a file
    that was left unhandled is handled after all. Against other decisions the outcome is recorded and a new decision
    follows by its own page. Raises GeenToestemming for who took part, Weigering without a hearing (unless inadmissible)
    or a reason.
    """
    initiatief = stappen.op_slot(bezwaar.initiatief)
    vast = _op_slot(bezwaar, door)
    if uitkomst not in {S.GEGROND, S.ONGEGROND, S.NIET_ONTVANKELIJK}:
        raise Weigering(_("Kies een uitkomst."), veld="uitkomst")
    if vast.gehoord_op is None and uitkomst == S.ONGEGROND:
        raise Weigering(_("Hoor de aanvrager eerst, en leg dat vast (Awb 7:2)."))
    if not motivering.strip():
        raise Weigering(_("Schrijf waarom u dit besluit."), veld="motivering")
    belangen.controleer_vrij(initiatief, door)
    vast.status = uitkomst
    vast.beslist_door, vast.beslist_op, vast.motivering = door, timezone.now(), motivering.strip()
    vast.behandelaar = vast.behandelaar or door
    vast.save(update_fields=["status", "beslist_door", "beslist_op", "motivering", "behandelaar"])
    termijnen.voldaan(initiatief, Termijnsoort.BEZWAAR_BESLISSING)
    log(initiatief, _("op bezwaar beslist"), door=door, wijzigingen={"uitkomst": (None, uitkomst.label)})
    besluit = _voer_uit(vast, initiatief, dekking=dekking, regel=regel, door=door)
    brieven.verstuur(
        initiatief,
        Briefsoort.BEZWAAR,
        door=door,
        besluit=besluit,
        extra={"uitkomst": str(uitkomst), **({"gehoord_op": datumtekst(vast.gehoord_op)} if vast.gehoord_op else {})},
    )
    return vast


def _voer_uit(
    bezwaar: Bezwaar,
    initiatief: Initiatief,
    *,
    dekking: Mapping[Partner, Decimal] | None,
    regel: Begrotingsregel | None,
    door: Gebruiker,
) -> Besluit:
    if bezwaar.status == S.GEGROND and bezwaar.besluit.soort == Besluitsoort.AFWIJZING:
        if regel is None:
            raise Weigering(_("Kies uit welke begrotingsregel het geld komt."), veld="regel")
        return besluiten.verleen_na_bezwaar(
            initiatief, dekking=dekking or {}, regel=regel, motivering=bezwaar.motivering, door=door
        )
    besluit = besluiten.leg_bezwaarbesluit_vast(initiatief, motivering=bezwaar.motivering, door=door)
    if bezwaar.status == S.GEGROND and bezwaar.besluit.soort == Besluitsoort.BUITEN_BEHANDELING:
        stappen.pas_toe("behandel_na_bezwaar", initiatief, door=door, volledig_op=timezone.now())
    return besluit


def _op_slot(bezwaar: Bezwaar, door: Gebruiker) -> Bezwaar:
    """The objection, locked, after asking whether `door` may handle it."""
    vast = (
        Bezwaar.objects.select_for_update(of=("self",))
        .select_related("initiatief__gebied__ouder__ouder", "initiatief__regelingversie", "besluit")
        .get(pk=bezwaar.pk)
    )
    if not rules.behandelt_bezwaar(door, vast):
        raise GeenToestemming(_("Iemand die niet bij het besluit betrokken was, behandelt het bezwaar (Awb 7:5)."))
    if vast.status not in OPEN:
        raise Weigering(_("Op dit bezwaar is al beslist."))
    return vast
