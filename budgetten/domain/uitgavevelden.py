"""The fields of an expense: what they must satisfy, and how they are stored. Used by budgetten.domain.uitgaven."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from budgetten.domain.splitsing import in_centen
from budgetten.enums import BtwBehandeling, Jaarstatus, Uitgavestatus
from budgetten.models import Begrotingsregel, Dekkingsregel, Leverancier, Uitgave
from budgetten.rules import mag_op_regel
from kern.componenten.opmaak import datumtekst, euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Gebruiker
from partners.models import Partner

Dekking = Mapping[Partner, Decimal]

#: In euro; what the database has no room for.
TE_HOOG = Decimal(10**10)

#: Statuses in which an invoice does not count: a refused or reversed one may be entered again.
_TELT_NIET = (Uitgavestatus.AFGEKEURD, Uitgavestatus.TEGENGEBOEKT)


class VeldenZonderRegel(TypedDict):
    """What somebody fills in besides the line: `leverancier` by name, `netto` and `btw` in euro."""

    datum: dt.date
    omschrijving: str
    leverancier: str
    factuurnummer: str
    netto: Decimal
    btw: Decimal
    btw_behandeling: str


class Velden(VeldenZonderRegel):
    """The same with the line, which a change may move."""

    regel: Begrotingsregel


def ten_laste(netto: Decimal, btw: Decimal, btw_behandeling: str) -> Decimal:
    """What the expense costs the programme, in euro: VAT counts only when nobody gets it back."""
    return netto + btw if btw_behandeling == BtwBehandeling.KOSTEN else netto


def leverancier_voor(naam: str) -> Leverancier | None:
    """The supplier of this name, whatever its capitals and spaces; made when new. No name: nobody."""
    schoon = " ".join(naam.split())
    if not schoon:
        return None
    gevonden = Leverancier.objects.filter(Exact(Lower("naam"), Lower(Value(schoon))))
    if bestaand := gevonden.first():
        return bestaand
    try:
        with transaction.atomic():
            return Leverancier.objects.create(naam=schoon)
    except IntegrityError:  # somebody made it at the same moment
        return gevonden.get()


def vul(
    uitgave: Uitgave,
    *,
    regel: Begrotingsregel,
    datum: dt.date,
    omschrijving: str,
    leverancier: str,
    factuurnummer: str,
    netto: Decimal,
    btw: Decimal,
    btw_behandeling: str,
    door: Gebruiker,
) -> None:
    """Check the fields and put them on the expense; nothing is stored yet but the supplier.

    Own costs of an activity fall on the line the activity names, whoever logged it; another line needs the right to it.
    """
    volgt_activiteit = uitgave.activiteit is not None and uitgave.regel_id in (None, regel.pk)
    if not volgt_activiteit and not mag_op_regel(door, regel):
        raise GeenToestemming(_("U mag op deze begrotingsregel geen uitgaven invoeren."))
    if datum.year != regel.boekjaar.jaar:
        raise Weigering(
            _("De datum ligt niet in boekjaar %(jaar)s van de begrotingsregel.") % {"jaar": regel.boekjaar},
            veld="datum",
        )
    if regel.boekjaar.status == Jaarstatus.GESLOTEN:
        raise Weigering(_("Boekjaar %(jaar)s is gesloten.") % {"jaar": regel.boekjaar}, veld="regel")
    if not omschrijving.strip():
        raise Weigering(_("Schrijf waar de uitgave voor is."), veld="omschrijving")
    in_centen(netto), in_centen(btw)
    if netto < 0:
        raise Weigering(_("Het bedrag kan niet onder nul zijn."), veld="netto")
    if btw < 0 or (btw and btw_behandeling == BtwBehandeling.VRIJGESTELD):
        raise Weigering(_("Zonder btw is het btw-bedrag nul."), veld="btw")
    bedrag = ten_laste(netto, btw, btw_behandeling)
    if bedrag <= 0:
        raise Weigering(_("Vul een bedrag in dat meer is dan nul."), veld="netto")
    if max(netto, btw, bedrag) >= TE_HOOG:
        raise Weigering(_("Dit bedrag is te hoog."), veld="netto")
    nummer = " ".join(factuurnummer.split())
    wie = leverancier_voor(leverancier)
    if nummer and wie is None:
        raise Weigering(_("Vul bij een factuurnummer ook de leverancier in."), veld="leverancier")
    uitgave.regel, uitgave.datum, uitgave.omschrijving = regel, datum, omschrijving.strip()
    uitgave.leverancier, uitgave.factuurnummer = wie, nummer
    uitgave.netto, uitgave.btw, uitgave.btw_behandeling, uitgave.bedrag = netto, btw, btw_behandeling, bedrag
    controleer_factuur(uitgave)


def controleer_factuur(uitgave: Uitgave) -> None:
    """An invoice number counts once per supplier. Names the expense that has it."""
    if not uitgave.factuurnummer or uitgave.leverancier_id is None:
        return
    ander = (
        Uitgave.objects.filter(
            Exact(Lower("factuurnummer"), Lower(Value(uitgave.factuurnummer))), leverancier=uitgave.leverancier_id
        )
        .exclude(pk=uitgave.pk)
        .exclude(status__in=_TELT_NIET)
        .first()
    )
    if ander is not None:
        raise Weigering(
            _("Factuur %(nummer)s van %(leverancier)s staat al bij uitgave “%(uitgave)s” van %(datum)s.")
            % {
                "nummer": uitgave.factuurnummer,
                "leverancier": uitgave.leverancier,
                "uitgave": ander.omschrijving,
                "datum": datumtekst(ander.datum),
            },
            veld="factuurnummer",
        )


def bewaar(uitgave: Uitgave) -> None:
    """Store; the same invoice stored by somebody else at this very moment gets the same clear sentence."""
    try:
        with transaction.atomic():
            uitgave.save()
    except IntegrityError:
        controleer_factuur(uitgave)
        raise


def zet_dekking(uitgave: Uitgave, dekking: Dekking | None) -> None:
    """Replace the amounts per payer; none means in proportion. Raises Weigering when they do not add up."""
    rijen = {partner: bedrag for partner, bedrag in (dekking or {}).items() if bedrag}
    if rijen and (min(rijen.values()) < 0 or sum(rijen.values()) != uitgave.bedrag):
        raise Weigering(
            _("De bedragen per betaler tellen op tot %(som)s; dat moet %(bedrag)s zijn.")
            % {"som": euro(sum(rijen.values(), Decimal(0))), "bedrag": euro(uitgave.bedrag)},
            veld="dekking",
        )
    uitgave.dekking.all().delete()
    Dekkingsregel.objects.bulk_create(
        Dekkingsregel(uitgave=uitgave, partner=partner, bedrag=bedrag) for partner, bedrag in rijen.items()
    )


def momentopname(uitgave: Uitgave) -> dict[str, Any]:
    """The fields a person can change, as the log shows them."""
    velden = ("regel", "datum", "omschrijving", "leverancier", "factuurnummer", "netto", "btw", "bedrag")
    return {veld: getattr(uitgave, veld) for veld in velden} | {
        "btw_behandeling": BtwBehandeling(uitgave.btw_behandeling).label,
        "dekking": ", ".join(str(rij) for rij in uitgave.dekking.select_related("partner")) or None,
    }


def vingerafdruk(uitgave: Uitgave) -> str:
    """What a person who judges this expense has before them: changes with every field, share and document."""
    documenten = sorted(uitgave.documenten.values_list("sha256", flat=True))
    gezien = f"{ ({naam: str(waarde) for naam, waarde in momentopname(uitgave).items()}) }{documenten}"
    if uitgave.verplichting_id is not None:
        gezien += f"{uitgave.begunstigde}{uitgave.iban}"
    return hashlib.sha256(gezien.encode()).hexdigest()[:32]
