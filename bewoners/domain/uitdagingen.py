"""Right to challenge: residents offer to do a task of the municipality themselves. A conversation, not a subsidy."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain.kalender import einde
from bewoners.enums import Uitdagingstatus
from bewoners.models import Uitdaging
from gebieden.models import Gebied, Thema
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

S = Uitdagingstatus
#: Days in which the municipality answers with an invitation to talk, or says no: 8 weeks (Awb 4:13 by analogy).
ANTWOORDDAGEN = 56
#: Which steps staff may take, from where.
VERVOLG: dict[str, tuple[Uitdagingstatus, ...]] = {
    S.INGEDIEND: (S.IN_GESPREK, S.AFGEWEZEN),
    S.IN_GESPREK: (S.PROEF, S.OVERGENOMEN, S.AFGEWEZEN),
    S.PROEF: (S.OVERGENOMEN, S.AFGEWEZEN),
}
OPEN = (S.INGEDIEND, S.IN_GESPREK, S.PROEF)


class Velden(TypedDict):
    """What residents fill in; `kosten` in euro a year."""

    naam: str
    telefoon: str
    titel: str
    samenvatting: str
    voorstel: str
    beter: str
    kosten: Decimal | None
    gebied: Gebied
    thema: Thema


@transaction.atomic
def bewaar(uitdaging: Uitdaging | None, *, door: Gebruiker, **velden: Unpack[Velden]) -> Uitdaging:
    """Make (None) or change a draft of one's own. Raises once it was handed in."""
    if uitdaging is None:
        nieuw = Uitdaging.objects.create(indiener=door, **velden)
        log(nieuw, _("begonnen"), door=door)
        return nieuw
    vast = _op_slot(uitdaging)
    if vast.indiener_id != door.pk:
        raise GeenToestemming(_("Dit is een uitdaging van iemand anders."))
    if vast.status != S.CONCEPT:
        raise Weigering(_("Deze uitdaging is ingediend en verandert niet meer."))
    for naam, waarde in velden.items():
        setattr(vast, naam, waarde)
    vast.save()
    return vast


@transaction.atomic
def dien_in(uitdaging: Uitdaging, *, door: Gebruiker) -> Uitdaging:
    """Hand it in: within eight weeks the municipality answers."""
    vast = _op_slot(uitdaging)
    if vast.indiener_id != door.pk:
        raise GeenToestemming(_("Dit is een uitdaging van iemand anders."))
    if vast.status != S.CONCEPT:
        raise Weigering(_("Deze uitdaging is al ingediend."))
    vandaag = timezone.localdate()
    vast.ingediend_op = timezone.now()
    vast.uiterlijk = einde(vandaag, ANTWOORDDAGEN)
    vast.save(update_fields=["ingediend_op", "uiterlijk"])
    return _zet(vast, S.INGEDIEND, door=door)


@transaction.atomic
def trek_in(uitdaging: Uitdaging, *, door: Gebruiker) -> Uitdaging:
    """The residents take it back while it is open."""
    vast = _op_slot(uitdaging)
    if vast.indiener_id != door.pk:
        raise GeenToestemming(_("Dit is een uitdaging van iemand anders."))
    if vast.status not in OPEN:
        raise Weigering(_("Deze uitdaging is al afgehandeld."))
    return _zet(vast, S.INGETROKKEN, door=door)


@transaction.atomic
def zet_stap(
    uitdaging: Uitdaging,
    *,
    naar: Uitdagingstatus,
    antwoord: str,
    door: Gebruiker,
    afspraken: str = "",
    openbaar: bool | None = None,
) -> Uitdaging:
    """The coordinator answers: invites, agrees a trial, hands the task over, or says no; always with words.

    Agreements must be written down for a trial and a take-over. `openbaar` shows it on the site or not (None: as it
    was). The residents get a message. Raises GeenToestemming or Weigering.
    """
    vast = _op_slot(uitdaging)
    if not rules.behandelt_uitdaging(door, vast):
        raise GeenToestemming(_("De gebiedscoördinator behandelt deze uitdaging."))
    if naar not in VERVOLG.get(vast.status, ()):
        raise Weigering(_("Deze stap kan nu niet."), veld="naar")
    if not antwoord.strip():
        raise Weigering(_("Schrijf een antwoord aan de bewoners."), veld="antwoord")
    if naar in {S.PROEF, S.OVERGENOMEN} and not afspraken.strip():
        raise Weigering(_("Leg de afspraken vast."), veld="afspraken")
    vast.antwoord = antwoord.strip()
    vast.afspraken = afspraken.strip() or vast.afspraken
    vast.behandelaar = door
    if openbaar is not None:
        vast.openbaar = openbaar
    vast.save(update_fields=["antwoord", "afspraken", "behandelaar", "openbaar"])
    _zet(vast, naar, door=door, toelichting=vast.antwoord)
    meld(
        vast.indiener,
        soort="uitdaging",
        sleutel=f"uitdaging:{vast.pk}:{naar}",
        tekst=_("Er is antwoord op uw uitdaging ‘%(titel)s’.") % {"titel": vast.titel},
        url=vast.get_absolute_url(),
    )
    return vast


def te_laat(uitdaging: Uitdaging, *, vandaag: dt.date) -> bool:
    """Whether the first answer should have been there."""
    return uitdaging.status == S.INGEDIEND and uitdaging.uiterlijk is not None and uitdaging.uiterlijk < vandaag


def _zet(uitdaging: Uitdaging, naar: Uitdagingstatus, *, door: Gebruiker, toelichting: str = "") -> Uitdaging:
    oud = Uitdagingstatus(uitdaging.status)
    uitdaging.status = naar
    uitdaging.save(update_fields=["status"])
    log(
        uitdaging,
        str(naar.label).lower(),
        door=door,
        toelichting=toelichting[:500],
        wijzigingen={"status": (oud.label, naar.label)},
    )
    verhoog_na_commit("publiek")
    return uitdaging


def _op_slot(uitdaging: Uitdaging) -> Uitdaging:
    return (
        Uitdaging.objects.select_for_update(of=("self",))
        .select_related("gebied__ouder__ouder", "thema", "indiener")
        .get(pk=uitdaging.pk)
    )
