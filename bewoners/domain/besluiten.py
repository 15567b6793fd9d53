"""Deciding on an application: award, settle at once, refuse, or not handle it. Each in one locked transaction.

Locks in this order everywhere: the initiative, the ceiling of its scheme, the accounts of the budget line. So two
awards for the last € 500 cannot both succeed.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners.domain import besluitkeuzes, brieven, geld, stappen, termijnen, volgen
from bewoners.domain.behandelen import versie_van
from bewoners.domain.bevoegdheid import controleer_beslisser
from bewoners.domain.briefrecht import BEZWAARDAGEN
from bewoners.domain.brieven import Briefgegevens
from bewoners.domain.termijnen import lopende
from bewoners.enums import Besluitsoort, Briefsoort, Initiatiefstatus, Termijnsoort, Verdeling
from bewoners.models import Besluit, Besluitdekking, Initiatief, Plafond, Weigeringsgrond
from budgetten.domain import verplichtingen
from budgetten.models import Begrotingsregel
from kern.componenten.opmaak import datumtekst, euro
from kern.domain.fouten import Weigering
from kern.models import Gebruiker
from partners.enums import Partnersoort
from partners.models import Partner

S = Initiatiefstatus
NUL = Decimal("0.00")
#: Days to say that an application is not handled, after the time to supply has passed (Awb 4:5 lid 4).
BUITEN_BEHANDELING_DAGEN = 28
_loting = secrets.SystemRandom()


@transaction.atomic
def verleen(
    initiatief: Initiatief,
    *,
    bedrag: Decimal,
    dekking: Mapping[Partner, Decimal],
    regel: Begrotingsregel,
    motivering: str,
    door: Gebruiker,
    volgorde_reden: str = "",
) -> Besluit:
    """Award `bedrag` (euro), paid by the payers of `dekking` from `regel`; an account is owed afterwards.

    `volgorde_reden` is needed when somebody was complete earlier and would find too little left. Raises
    GeenToestemming, and Weigering for the status, an interest, the mandate, the amounts, a payer without dwellings
    here, the ceiling, the order, or a line without enough free money.
    """
    vast = stappen.op_slot(initiatief)
    besluit = _ken_toe(
        vast,
        "verleen",
        Besluitsoort.VERLENING,
        bedrag=bedrag,
        dekking=dekking,
        regel=regel,
        motivering=motivering,
        door=door,
        volgorde_reden=volgorde_reden,
    )
    einde = max(vast.einddatum or besluit.datum, besluit.datum)
    termijnen.start(vast, Termijnsoort.VERANTWOORDING, begin=einde, dagen=versie_van(vast).verantwoordingstermijn)
    return besluit


@transaction.atomic
def stel_direct_vast(
    initiatief: Initiatief,
    *,
    bedrag: Decimal,
    dekking: Mapping[Partner, Decimal],
    regel: Begrotingsregel,
    motivering: str,
    door: Gebruiker,
    volgorde_reden: str = "",
) -> Besluit:
    """Award and settle at once, up to the amount of the scheme: no account is owed, but for those drawn by lot.

    Raises as `verleen`, and Weigering above that amount.
    """
    vast = stappen.op_slot(initiatief)
    versie = versie_van(vast)
    if bedrag > versie.direct_tot:
        raise Weigering(
            _("Direct vaststellen kan tot en met %(bedrag)s. Kies voor verlenen.")
            % {"bedrag": euro(versie.direct_tot)},
            veld="bedrag",
        )
    return _ken_toe(
        vast,
        "stel_direct_vast",
        Besluitsoort.DIRECTE_VASTSTELLING,
        bedrag=bedrag,
        dekking=dekking,
        regel=regel,
        motivering=motivering,
        door=door,
        volgorde_reden=volgorde_reden,
        vastgesteld=bedrag,
        steekproef=_loting.randrange(100) < versie.steekproef,
    )


@transaction.atomic
def wijs_af(
    initiatief: Initiatief, *, gronden: Collection[Weigeringsgrond], motivering: str, door: Gebruiker
) -> Besluit:
    """Refuse on grounds of the scheme, at least one. Raises as `verleen`, and Weigering without a ground."""
    vast = stappen.op_slot(initiatief)
    stappen.controleer("wijs_af", vast, door=door)
    controleer_bevoegd(vast, door=door)
    if not gronden:
        raise Weigering(_("Kies waarom u afwijst: minstens één grond."), veld="gronden")
    if any(grond.versie_id != vast.regelingversie_id for grond in gronden):
        raise Weigering(_("Deze grond hoort niet bij de regeling van dit plan."), veld="gronden")
    besluit = _leg_vast(vast, Besluitsoort.AFWIJZING, bedrag=NUL, motivering=motivering, door=door)
    besluit.gronden.set(gronden)
    stappen.pas_toe("wijs_af", vast, door=door, besloten_op=timezone.now(), afgerond_op=timezone.now())
    _maak_bekend(vast, besluit, soort=Briefsoort.BESLUIT)
    return besluit


@transaction.atomic
def laat_buiten_behandeling(initiatief: Initiatief, *, motivering: str, door: Gebruiker) -> Besluit:
    """Do not handle it: what was asked did not come in time, and four weeks since have not passed (Awb 4:5).

    Raises as `wijs_af`, and Weigering before the day to supply, without such a day, and after those four weeks.
    """
    vast = stappen.op_slot(initiatief)
    stappen.controleer("laat_buiten_behandeling", vast, door=door)
    controleer_bevoegd(vast, door=door)
    verzoek = vast.aanvullingen.filter(aangevuld_op=None).last()
    vandaag = timezone.localdate()
    if verzoek is None or verzoek.uiterlijk is None:
        raise Weigering(_("De aanvrager kreeg geen datum om aan te vullen. Dan moet u de aanvraag wel behandelen."))
    if vandaag <= verzoek.uiterlijk:
        raise Weigering(
            _("De aanvrager mag aanvullen tot en met %(datum)s.") % {"datum": datumtekst(verzoek.uiterlijk)}
        )
    termijn = lopende(vast, Termijnsoort.BUITEN_BEHANDELING) or termijnen.start(
        vast, Termijnsoort.BUITEN_BEHANDELING, begin=verzoek.uiterlijk, dagen=BUITEN_BEHANDELING_DAGEN
    )
    if vandaag > termijn.eind:
        raise Weigering(
            _("Dit kon tot en met %(datum)s. Ga verder zonder aanvulling en beslis op de aanvraag.")
            % {"datum": datumtekst(termijn.eind)}
        )
    besluit = _leg_vast(vast, Besluitsoort.BUITEN_BEHANDELING, bedrag=NUL, motivering=motivering, door=door)
    stappen.pas_toe("laat_buiten_behandeling", vast, door=door, besloten_op=timezone.now(), afgerond_op=timezone.now())
    termijnen.voldaan(vast, Termijnsoort.AANVULLING, Termijnsoort.BUITEN_BEHANDELING)
    _maak_bekend(vast, besluit, soort=Briefsoort.BUITEN_BEHANDELING)
    return besluit


@transaction.atomic
def verleen_na_bezwaar(
    initiatief: Initiatief,
    *,
    dekking: Mapping[Partner, Decimal],
    regel: Begrotingsregel,
    motivering: str,
    door: Gebruiker,
) -> Besluit:
    """A well-founded objection puts an award in the place of a refusal (Awb 7:11 lid 2). Raises as `verleen`."""
    vast = stappen.op_slot(initiatief)
    besluit = _ken_toe(
        vast,
        "verleen_na_bezwaar",
        Besluitsoort.BEZWAAR,
        bedrag=sum(dekking.values(), NUL),
        dekking=dekking,
        regel=regel,
        motivering=motivering,
        door=door,
        volgorde_reden=_("na bezwaar"),
        afgerond_op=None,
    )
    einde = max(vast.einddatum or besluit.datum, besluit.datum)
    termijnen.start(vast, Termijnsoort.VERANTWOORDING, begin=einde, dagen=versie_van(vast).verantwoordingstermijn)
    return besluit


def leg_bezwaarbesluit_vast(initiatief: Initiatief, *, motivering: str, door: Gebruiker) -> Besluit:
    """The decision on an objection that moves no money. Call under the lock of its initiative."""
    return _leg_vast(initiatief, Besluitsoort.BEZWAAR, bedrag=NUL, motivering=motivering, door=door)


def controleer_bevoegd(
    initiatief: Initiatief, *, door: Gebruiker, bedrag: Decimal = NUL, regel: Begrotingsregel | None = None
) -> None:
    """Raise unless `door` may take this decision: by post, mandate and free of interests (Awb 2:4, 10:3).

    A decision without money needs a mandate in the area too, of any amount. What was awarded before on the same
    initiative counts with `bedrag`.
    """
    controleer_beslisser(initiatief, door=door, bedrag=bedrag + _eerder_toegekend(initiatief), regel=regel)


def controleer_dekking(
    initiatief: Initiatief, *, bedrag: Decimal, dekking: Mapping[Partner, Decimal], regel: Begrotingsregel
) -> None:
    """Raise Weigering unless payers and line may carry this amount (euro) for this initiative."""
    if not NUL < bedrag <= initiatief.gevraagd:
        raise Weigering(
            _("Ken een bedrag toe van meer dan nul en hoogstens %(gevraagd)s.")
            % {"gevraagd": euro(initiatief.gevraagd)},
            veld="bedrag",
        )
    if any(deel < 0 for deel in dekking.values()) or sum(dekking.values(), NUL) != bedrag:
        raise Weigering(
            _("De bedragen per betaler zijn samen %(samen)s. Dat moet %(bedrag)s zijn.")
            % {"samen": euro(sum(dekking.values(), NUL)), "bedrag": euro(bedrag)},
            veld="bedrag",
        )
    mogen = {partner.pk for partner in besluitkeuzes.betalers_voor(initiatief)}
    for partner, deel in dekking.items():
        if deel and partner.pk not in mogen:
            raise Weigering(
                _("%(partner)s betaalt hier niet mee: geen woningen in deze wijk, of geen deelnemer.")
                % {"partner": partner},
                veld=f"deel_{partner.pk}",
            )
    if not besluitkeuzes.regels_voor(initiatief).filter(pk=regel.pk).exists():
        raise Weigering(_("Deze begrotingsregel past niet bij dit plan."), veld="regel")


def besluitbrieven(dekking: Mapping[Partner, Decimal]) -> list[tuple[Briefsoort, Partner | None]]:
    """Which letters tell an award: a subsidy decision for the municipal part, a promise for each other payer."""
    soorten: list[tuple[Briefsoort, Partner | None]] = []
    if any(deel > 0 and partner.soort == Partnersoort.GEMEENTE for partner, deel in dekking.items()):
        soorten.append((Briefsoort.BESLUIT, None))
    soorten += [
        (Briefsoort.TOEZEGGING, partner)
        for partner, deel in dekking.items()
        if deel > 0 and partner.soort != Partnersoort.GEMEENTE
    ]
    return soorten


def brieven_van(gegevens: Briefgegevens) -> list[tuple[Briefsoort, Partner | None]]:
    """The letters this decision would send, for previews on the page."""
    if gegevens.soort in {Besluitsoort.VERLENING, Besluitsoort.DIRECTE_VASTSTELLING}:
        return besluitbrieven(dict(gegevens.dekking))
    if gegevens.soort == Besluitsoort.BUITEN_BEHANDELING:
        return [(Briefsoort.BUITEN_BEHANDELING, None)]
    return [(Briefsoort.BESLUIT, None)]


def _ken_toe(
    initiatief: Initiatief,
    stap: str,
    soort: Besluitsoort,
    *,
    bedrag: Decimal,
    dekking: Mapping[Partner, Decimal],
    regel: Begrotingsregel,
    motivering: str,
    door: Gebruiker,
    volgorde_reden: str,
    **velden: object,
) -> Besluit:
    """Check, lock the ceiling, commit the money, store and announce. The initiative is locked."""
    stappen.controleer(stap, initiatief, door=door)
    controleer_dekking(initiatief, bedrag=bedrag, dekking=dekking, regel=regel)
    controleer_bevoegd(initiatief, door=door, bedrag=bedrag, regel=regel)
    _controleer_plafond(initiatief, bedrag=bedrag, regel=regel, volgorde_reden=volgorde_reden)
    delen = {partner: deel for partner, deel in dekking.items() if deel}
    besluit = _leg_vast(initiatief, soort, bedrag=bedrag, motivering=motivering, door=door)
    Besluitdekking.objects.bulk_create(
        Besluitdekking(besluit=besluit, partner=partner, bedrag=deel) for partner, deel in delen.items()
    )
    verplichting = verplichtingen.ga_aan(
        regel,
        kenmerk=geld.kenmerk(initiatief),
        omschrijving=f"{initiatief.kenmerk} {initiatief.titel}",
        url=reverse("bewoners:dossier", args=[initiatief.pk]),
        dekking=delen,
        boekdatum=besluit.datum,
        door=door,
    )
    stappen.pas_toe(
        stap,
        initiatief,
        door=door,
        toelichting=volgorde_reden.strip(),
        toegekend=bedrag,
        regel=regel,
        verplichting=verplichting,
        besloten_op=timezone.now(),
        **velden,
    )
    _maak_bekend(initiatief, besluit, dekking=delen)
    return besluit


def _controleer_plafond(
    initiatief: Initiatief, *, bedrag: Decimal, regel: Begrotingsregel, volgorde_reden: str
) -> None:
    """Lock the ceiling and raise Weigering when this award does not fit, or passes somebody who was first."""
    plafond = (
        Plafond.objects.select_for_update(of=("self",))
        .filter(pk__in=besluitkeuzes.plafond_van(initiatief, regel.boekjaar).values("pk"))
        .select_related("regeling", "boekjaar")
        .first()
    )
    if plafond is None:
        raise Weigering(
            _("Voor deze regeling is in %(jaar)s geen plafond vastgesteld. Een controller stelt het eerst in.")
            % {"jaar": regel.boekjaar}
        )
    over = besluitkeuzes.ruimte(plafond).over
    if bedrag > over:
        raise Weigering(
            _("Onder het plafond van %(plafond)s is nog %(over)s over.")
            % {"plafond": plafond, "over": euro(max(over, NUL))},
            veld="bedrag",
        )
    if versie_van(initiatief).verdeling != Verdeling.VOLGORDE or volgorde_reden.strip():
        return
    if eerder := besluitkeuzes.gaat_voor(initiatief, bedrag, over):
        raise Weigering(
            _(
                "‘%(titel)s’ was eerder compleet en zou te weinig overhouden. "
                "Schrijf waarom u toch eerst hierover beslist."
            )
            % {"titel": eerder[0].titel},
            veld="volgorde_reden",
        )


def _leg_vast(
    initiatief: Initiatief, soort: Besluitsoort, *, bedrag: Decimal, motivering: str, door: Gebruiker
) -> Besluit:
    if not motivering.strip():
        raise Weigering(_("Schrijf waarom u dit besluit."), veld="motivering")
    return Besluit.objects.create(
        initiatief=initiatief,
        soort=soort,
        door=door,
        datum=timezone.localdate(),
        bedrag=bedrag,
        motivering=motivering.strip(),
    )


def _eerder_toegekend(initiatief: Initiatief) -> Decimal:
    som: Decimal | None = initiatief.besluiten.filter(
        soort__in=[Besluitsoort.VERLENING, Besluitsoort.DIRECTE_VASTSTELLING]
    ).aggregate(som=Sum("bedrag"))["som"]
    return som or NUL


def _maak_bekend(
    initiatief: Initiatief,
    besluit: Besluit,
    *,
    soort: Briefsoort | None = None,
    dekking: Mapping[Partner, Decimal] | None = None,
) -> None:
    """Send the letters; the term to decide ends, and against what the municipality decided objections are possible."""
    brievenlijst = [(soort, None)] if soort is not None else besluitbrieven(dekking or {})
    for briefsoort, partner in brievenlijst:
        brieven.verstuur(initiatief, briefsoort, door=besluit.door, besluit=besluit, partner=partner)
    termijnen.voldaan(initiatief, Termijnsoort.BESLISSING, Termijnsoort.VOLLEDIGHEID)
    if any(partner is None for _soort, partner in brievenlijst):
        termijnen.start(initiatief, Termijnsoort.BEZWAAR, begin=besluit.datum, dagen=BEZWAARDAGEN)
    volgen.vertel_besluit(besluit)
