"""Expenses: entered by one, approved by another, paid by a third. Approval posts the expense in the ledger.

The way of an expense is the table OVERGANGEN; `_pas_toe` is the only function that assigns `status`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgetten.domain import mandaten, regels, uitgavevelden, verplichtingslot
from budgetten.domain.boekdagen import eerste_open_dag
from budgetten.domain.uitgavevelden import Dekking, Velden, VeldenZonderRegel
from budgetten.domain.verplichtingstand import stand
from budgetten.enums import Uitgavestatus
from budgetten.models import Begrotingsregel, Boeking, Uitgave, Verplichting
from budgetten.rules import besloot_over_uitgave, is_eigen_uitgave, mag_uitgave
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker
from partners.models import Activiteit
from partners.rules import is_controller


@dataclass(frozen=True, slots=True)
class Betaling:
    """That an expense is a payment on a commitment: to whom, and on which account."""

    verplichting: Verplichting
    begunstigde: str
    iban: str


@dataclass(frozen=True, slots=True)
class Overgang:
    """One step: from which statuses, to which, what the log says, who may (None: only the system itself)."""

    van: tuple[Uitgavestatus, ...]
    naar: Uitgavestatus
    actie: str | Promise
    wie: Callable[[Any, Any], bool] | None


#: The whole way of an expense. Conditions on amounts, people and money are in the function of the same name.
OVERGANGEN: dict[str, Overgang] = {
    "dien_in": Overgang(
        (Uitgavestatus.CONCEPT,), Uitgavestatus.INGEDIEND, gettext_lazy("uitgave ingediend"), is_eigen_uitgave
    ),
    "keur_goed": Overgang(
        (Uitgavestatus.INGEDIEND,), Uitgavestatus.GOEDGEKEURD, gettext_lazy("uitgave goedgekeurd"), mag_uitgave
    ),
    "keur_af": Overgang(
        (Uitgavestatus.INGEDIEND,), Uitgavestatus.AFGEKEURD, gettext_lazy("uitgave afgekeurd"), mag_uitgave
    ),
    "haal_terug": Overgang(
        (Uitgavestatus.INGEDIEND, Uitgavestatus.AFGEKEURD),
        Uitgavestatus.CONCEPT,
        gettext_lazy("opnieuw in concept"),
        is_eigen_uitgave,
    ),
    "markeer_betaald": Overgang(
        (Uitgavestatus.GOEDGEKEURD,),
        Uitgavestatus.BETAALD,
        gettext_lazy("als betaald gemarkeerd"),
        lambda user, _uitgave: is_controller(user),
    ),
    "na_tegenboeking": Overgang(
        (Uitgavestatus.GOEDGEKEURD, Uitgavestatus.BETAALD),
        Uitgavestatus.TEGENGEBOEKT,
        gettext_lazy("boeking tegengeboekt"),
        None,
    ),
}

_VERLEDEN = {
    Uitgavestatus.CONCEPT: gettext_lazy("een concept"),
    Uitgavestatus.INGEDIEND: gettext_lazy("ingediend"),
    Uitgavestatus.GOEDGEKEURD: gettext_lazy("goedgekeurd"),
    Uitgavestatus.AFGEKEURD: gettext_lazy("afgekeurd"),
    Uitgavestatus.BETAALD: gettext_lazy("betaald"),
    Uitgavestatus.TEGENGEBOEKT: gettext_lazy("tegengeboekt"),
}


@transaction.atomic
def maak(
    regel: Begrotingsregel,
    *,
    door: Gebruiker,
    dekking: Dekking | None = None,
    activiteit: Activiteit | None = None,
    betaling: Betaling | None = None,
    **velden: Unpack[VeldenZonderRegel],
) -> Uitgave:
    """Enter an expense as a draft. `dekking` (euro per payer) adds up to what the programme pays.

    Raises GeenToestemming for a line of somebody else's area (own costs of an activity are exempt: the activity
    itself says where they fall), Weigering for what does not fit. `betaling`: see domain/verplichtingen.py.
    """
    uitgave = Uitgave(ingevoerd_door=door, activiteit=activiteit)
    if betaling is not None:
        uitgave.verplichting, uitgave.besluit_door = betaling.verplichting, betaling.verplichting.besluit_door
        uitgave.begunstigde, uitgave.iban = betaling.begunstigde, betaling.iban
    uitgavevelden.vul(uitgave, door=door, regel=regel, **velden)
    uitgavevelden.bewaar(uitgave)
    uitgavevelden.zet_dekking(uitgave, dekking)
    log(uitgave, _("uitgave ingevoerd"), door=door, wijzigingen={"bedrag": (None, uitgave.bedrag)})
    return uitgave


@transaction.atomic
def wijzig(uitgave: Uitgave, *, door: Gebruiker, dekking: Dekking | None = None, **velden: Unpack[Velden]) -> Uitgave:
    """Change a draft; only who entered it may. `dekking=None` leaves the cover proportional."""
    uitgave = _op_slot(uitgave)
    _controleer_wie(is_eigen_uitgave(door, uitgave))
    if uitgave.status != Uitgavestatus.CONCEPT:
        raise Weigering(_("U kunt deze uitgave niet meer wijzigen: ze is %(status)s.") % {"status": _verleden(uitgave)})
    if uitgave.verplichting_id is not None:
        raise Weigering(
            _("Een betaling op een verplichting wijzigt u niet. Gooi het concept weg en vraag opnieuw aan.")
        )
    if uitgave.activiteit is not None:
        if (velden["netto"], velden["btw"]) != (uitgave.netto, uitgave.btw):
            raise Weigering(_("Dit bedrag volgt uit de activiteit en verandert hier niet."), veld="netto")
        dekking = {uitgave.activiteit.partner: uitgave.bedrag}
    voor = uitgavevelden.momentopname(uitgave)
    uitgavevelden.vul(uitgave, door=door, **velden)
    uitgavevelden.bewaar(uitgave)
    uitgavevelden.zet_dekking(uitgave, dekking)
    na = uitgavevelden.momentopname(uitgave)
    log(uitgave, _("uitgave gewijzigd"), door=door, wijzigingen={veld: (voor[veld], na[veld]) for veld in na})
    return uitgave


@transaction.atomic
def dien_in(uitgave: Uitgave, *, door: Gebruiker) -> Uitgave:
    """Hand a draft in for approval. Refused when it asks more of its commitment than is left to ask."""
    uitgave = _op_slot(uitgave)
    if uitgave.verplichting_id is not None and uitgave.status == Uitgavestatus.CONCEPT:
        verplichting = verplichtingslot.op_slot(uitgave.verplichting_id)
        verplichtingslot.controleer_ruimte(stand(verplichting), uitgave.bedrag)
    return _pas_toe("dien_in", uitgave, door=door)


@transaction.atomic
def keur_goed(uitgave: Uitgave, *, door: Gebruiker, gezien: str = "") -> Uitgave:
    """Approve and post: the free money of the line, or of the commitment, becomes spent, per payer.

    `gezien` is the `vingerafdruk` of what was on screen: refused when the expense was sent back, changed and handed in
    again since, so that nobody approves what they did not see.
    Refused for who entered it (four eyes) or decided on its commitment, without a sufficient mandate, and when the line
    or the commitment has too little.
    """
    uitgave = _op_slot(uitgave)
    _controleer("keur_goed", uitgave, door=door)
    if gezien and gezien != uitgavevelden.vingerafdruk(uitgave):
        raise Weigering(_("Deze uitgave is gewijzigd sinds u haar bekeek. Kijk haar opnieuw na."))
    _controleer_vier_ogen(uitgave, door=door)
    verplichting = None
    if uitgave.verplichting_id is not None:  # before the mandate, which counts what was approved on it
        verplichting = verplichtingslot.op_slot(uitgave.verplichting_id)
    mandaten.controleer_mandaat(uitgave, door=door)
    boeking = _boek(uitgave, verplichting, door=door)
    uitgave = _pas_toe(
        "keur_goed", uitgave, door=door, boeking=boeking, beoordeeld_door=door, beoordeeld_op=timezone.now()
    )
    if verplichting is not None:
        verplichtingslot.werk_status_bij(verplichting, door=door)
    return uitgave


@transaction.atomic
def keur_af(uitgave: Uitgave, *, reden: str, door: Gebruiker) -> Uitgave:
    """Refuse with a reason; who entered it reads the reason and may take it back to draft."""
    uitgave = _op_slot(uitgave)
    _controleer("keur_af", uitgave, door=door)
    _controleer_vier_ogen(uitgave, door=door)
    schoon = reden.strip()
    if not schoon:
        raise Weigering(_("Schrijf waarom u de uitgave afkeurt."), veld="reden")
    return _pas_toe(
        "keur_af",
        uitgave,
        door=door,
        toelichting=schoon,
        beoordeeld_door=door,
        beoordeeld_op=timezone.now(),
        reden_afkeuring=schoon[:300],
    )


@transaction.atomic
def haal_terug(uitgave: Uitgave, *, door: Gebruiker) -> Uitgave:
    """Take one's own expense back to draft before it is approved or after it was refused. The log keeps what was."""
    uitgave = _op_slot(uitgave)
    _controleer("haal_terug", uitgave, door=door)
    uitgavevelden.controleer_factuur(uitgave)
    return _pas_toe("haal_terug", uitgave, door=door, beoordeeld_door=None, beoordeeld_op=None)


@transaction.atomic
def gooi_weg(uitgave: Uitgave, *, door: Gebruiker) -> None:
    """Throw away one's own draft with its documents; the log keeps that it existed.

    Own costs of an activity stay: the activity says that they were made.
    """
    uitgave = _op_slot(uitgave)
    _controleer_wie(is_eigen_uitgave(door, uitgave))
    if uitgave.status != Uitgavestatus.CONCEPT:
        raise Weigering(
            _("Alleen een concept kunt u weggooien: deze uitgave is %(status)s.") % {"status": _verleden(uitgave)}
        )
    if uitgave.activiteit_id is not None:
        raise Weigering(_("Dit zijn eigen kosten van een activiteit; die kunt u niet weggooien."))
    log(uitgave, _("concept weggegooid"), door=door, wijzigingen={"bedrag": (uitgave.bedrag, None)})
    for document in uitgave.documenten.all():
        opslag, pad = document.bestand.storage, str(document.bestand.name)
        transaction.on_commit(partial(opslag.delete, pad))
    uitgave.documenten.all().delete()
    uitgave.delete()


@transaction.atomic
def markeer_betaald(uitgave: Uitgave, *, datum: dt.date, kenmerk: str, door: Gebruiker) -> Uitgave:
    """Record that the bank paid it: by a third person, with the day and the bank's reference."""
    uitgave = _op_slot(uitgave)
    _controleer("markeer_betaald", uitgave, door=door)
    if door.pk in {uitgave.ingevoerd_door_id, uitgave.beoordeeld_door_id}:
        raise Weigering(_("U hebt deze uitgave ingevoerd of goedgekeurd. Iemand anders meldt dat ze is betaald."))
    if besloot_over_uitgave(door, uitgave):
        raise Weigering(_("U hebt besloten over deze verplichting. Iemand anders meldt dat de uitgave is betaald."))
    if datum > timezone.localdate():
        raise Weigering(_("De dag van betaling ligt in de toekomst."), veld="datum")
    if not kenmerk.strip():
        raise Weigering(_("Vul het kenmerk van de bank in."), veld="kenmerk")
    return _pas_toe(
        "markeer_betaald", uitgave, door=door, betaald_door=door, betaald_op=datum, betaalkenmerk=kenmerk.strip()
    )


@transaction.atomic
def na_tegenboeking(boeking: Boeking, *, door: Gebruiker | None) -> Uitgave | None:
    """The booking was reversed: its expense follows. Returns None when the booking is not of an expense."""
    uitgave = Uitgave.objects.filter(boeking=boeking).first()
    return None if uitgave is None else _pas_toe("na_tegenboeking", _op_slot(uitgave), door=door)


def boekdatum_voor(uitgave: Uitgave) -> dt.date:
    """The expense's own date, or the first day after it that lies in an open period of the same year."""
    return eerste_open_dag(uitgave.regel.boekjaar, uitgave.datum)


def _boek(uitgave: Uitgave, verplichting: Verplichting | None, *, door: Gebruiker) -> Boeking:
    boekdatum = boekdatum_voor(uitgave)
    if verplichting is not None:
        return verplichtingslot.besteed(verplichting, uitgave, boekdatum=boekdatum, door=door)
    return regels.besteed_direct(
        uitgave.regel,
        bedrag=uitgave.bedrag,
        boekdatum=boekdatum,
        omschrijving=uitgave.omschrijving,
        door=door,
        dekking={rij.partner: rij.bedrag for rij in uitgave.dekking.select_related("partner")} or None,
    )


def _op_slot(uitgave: Uitgave) -> Uitgave:
    return (
        Uitgave.objects.select_for_update(of=("self",))
        .select_related("regel__boekjaar", "regel__gebied__ouder", "regel__thema", "leverancier", "activiteit__partner")
        .get(pk=uitgave.pk)
    )


def _pas_toe(naam: str, uitgave: Uitgave, *, door: Gebruiker | None, toelichting: str = "", **velden: Any) -> Uitgave:
    """Apply one transition to a locked expense: check, write, log."""
    _controleer(naam, uitgave, door=door)
    overgang = OVERGANGEN[naam]
    oud = {"status": uitgave.status, **{veld: getattr(uitgave, veld) for veld in velden}}
    uitgave.status = overgang.naar
    for veld, waarde in velden.items():
        setattr(uitgave, veld, waarde)
    uitgave.save(update_fields=["status", *velden])
    log(
        uitgave,
        str(overgang.actie),
        door=door,
        toelichting=toelichting,
        wijzigingen={
            "status": (Uitgavestatus(oud["status"]).label, overgang.naar.label),
            **{veld: (oud[veld], waarde) for veld, waarde in velden.items() if veld in _IN_LOG},
        },
    )
    return uitgave


#: Fields of a transition that the log shows; who and when are in every log line already.
_IN_LOG = frozenset({"betaald_op", "betaalkenmerk"})


def _controleer(naam: str, uitgave: Uitgave, *, door: Gebruiker | None) -> None:
    overgang = OVERGANGEN[naam]
    if overgang.wie is not None:
        _controleer_wie(overgang.wie(door, uitgave))
    if uitgave.status == overgang.naar:
        raise Weigering(_("Dit is al gedaan: de uitgave is %(status)s.") % {"status": _verleden(uitgave)})
    if uitgave.status not in overgang.van:
        raise Weigering(_("Dit kan nu niet: de uitgave is %(status)s.") % {"status": _verleden(uitgave)})


def _controleer_wie(mag: bool) -> None:
    if not mag:
        raise GeenToestemming(_("U mag dit niet doen met deze uitgave."))


def _controleer_vier_ogen(uitgave: Uitgave, *, door: Gebruiker) -> None:
    if uitgave.ingevoerd_door_id == door.pk:
        raise Weigering(_("U hebt deze uitgave zelf ingevoerd. Iemand anders beoordeelt haar."))
    if besloot_over_uitgave(door, uitgave):
        raise Weigering(_("U hebt besloten over deze verplichting. Iemand anders beoordeelt de uitgave."))


def _verleden(uitgave: Uitgave) -> str:
    return str(_VERLEDEN[Uitgavestatus(uitgave.status)])
