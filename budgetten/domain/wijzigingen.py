"""Budget amendments: free money from one line to another, submitted by one person and established by another."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from budgetten.domain.boeken import Zet, boek, rekeningen, vergrendel, zonder_nul
from budgetten.domain.regels import verdeel
from budgetten.domain.splitsing import controleer_bedrag
from budgetten.enums import Boekingsoort, Rekeningsoort, Wijzigingstatus
from budgetten.models import Begrotingsregel, Begrotingswijziging, Rekening
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker


@transaction.atomic
def dien_in(
    van: Begrotingsregel, *, naar: Begrotingsregel, bedrag: Decimal, reden: str, door: Gebruiker
) -> Begrotingswijziging:
    """Submit an amendment. Money moves only when somebody else establishes it."""
    controleer_bedrag(bedrag)
    if not door.has_perm("budgetten.wijziging_indienen", van):
        raise GeenToestemming(_("U mag voor dit gebied geen begrotingswijziging indienen."))
    if van.pk == naar.pk:
        raise Weigering(_("Kies twee verschillende regels."), veld="naar")
    if van.boekjaar_id != naar.boekjaar_id:
        raise Weigering(_("Kies twee regels van hetzelfde jaar."), veld="naar")
    if not reden.strip():
        raise Weigering(_("Geef een reden."), veld="reden")
    wijziging = Begrotingswijziging.objects.create(
        van=van, naar=naar, bedrag=bedrag, reden=reden.strip(), status=Wijzigingstatus.INGEDIEND, ingediend_door=door
    )
    log(wijziging, _("Begrotingswijziging ingediend"), door=door, toelichting=reden)
    return wijziging


@transaction.atomic
def stel_vast(
    wijziging: Begrotingswijziging, *, door: Gebruiker, boekdatum: dt.date | None = None
) -> Begrotingswijziging:
    """Establish and post an amendment: VRIJ → VRIJ, each payer's money staying its own. Four eyes."""
    rij = _beoordeel(wijziging, door=door)
    bronnen, doelen = _op_slot(rij)
    delen = verdeel(bronnen, rij.bedrag, None, plek=str(rij.van))
    rij.boeking = boek(
        Boekingsoort.WIJZIGING,
        zonder_nul(Zet(bronnen[pk], doelen[pk], deel) for pk, deel in delen.items()),
        boekdatum=boekdatum or timezone.localdate(),
        omschrijving=_("Begrotingswijziging: %(reden)s") % {"reden": rij.reden},
        door=door,
    )
    return _rond_af(rij, Wijzigingstatus.VASTGESTELD, door=door)


@transaction.atomic
def wijs_af(wijziging: Begrotingswijziging, *, door: Gebruiker) -> Begrotingswijziging:
    """Refuse an amendment; nothing moves."""
    return _rond_af(_beoordeel(wijziging, door=door), Wijzigingstatus.AFGEWEZEN, door=door)


def _op_slot(rij: Begrotingswijziging) -> tuple[dict[int, Rekening], dict[int, Rekening]]:
    """Lock the free accounts of both lines at once, by payer id: line by line, A→B and B→A would block each other."""
    vrij = list(
        Rekening.objects.filter(regel=rij.van, soort=Rekeningsoort.VRIJ, saldo__gt=0)
        .select_related("partner")
        .order_by("partner__volgorde", "partner")
    )
    doelen = rekeningen(
        Rekeningsoort.VRIJ, [rekening.partner for rekening in vrij], boekjaar=rij.naar.boekjaar, regel=rij.naar
    )
    actueel = vergrendel(rekening.pk for rekening in (*vrij, *doelen.values()))
    return {rekening.partner_id: actueel[rekening.pk] for rekening in vrij}, doelen


def _beoordeel(wijziging: Begrotingswijziging, *, door: Gebruiker) -> Begrotingswijziging:
    rij = Begrotingswijziging.objects.select_for_update(of=("self",)).get(pk=wijziging.pk)
    if rij.status != Wijzigingstatus.INGEDIEND:
        raise Weigering(
            _("Deze begrotingswijziging is al beoordeeld: %(status)s.") % {"status": rij.get_status_display().lower()}
        )
    if not door.has_perm("budgetten.wijziging_vaststellen", rij):
        raise GeenToestemming(_("U mag deze begrotingswijziging niet vaststellen."))
    if rij.ingediend_door_id == door.pk:
        raise GeenToestemming(_("Iemand anders dan de indiener stelt een begrotingswijziging vast."))
    return rij


def _rond_af(rij: Begrotingswijziging, status: Wijzigingstatus, *, door: Gebruiker) -> Begrotingswijziging:
    oud, rij.status = rij.status, status
    rij.beoordeeld_door = door
    rij.beoordeeld_op = timezone.now()
    rij.save(update_fields=["status", "beoordeeld_door", "beoordeeld_op", "boeking"])
    log(rij, rij.get_status_display(), door=door, wijzigingen={"status": (Wijzigingstatus(oud).label, status.label)})
    return rij
