"""Fiscal years and periods: open, close, and what happens with money that is left."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from budgetten.domain import verplichtingstand
from budgetten.domain.boeken import Zet, boek, rekeningen, vergrendel
from budgetten.enums import Boekingsoort, Jaarstatus, Rekeningsoort
from budgetten.models import Begrotingsregel, Boekjaar, Periode, Rekening
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker

#: How many a refusal names.
NOEM = 5


@transaction.atomic
def open_boekjaar(jaar: int, *, door: Gebruiker | None) -> Boekjaar:
    """Make a fiscal year with its twelve months, or return it when it exists."""
    if not 2000 <= jaar <= 2200:
        raise Weigering(_("Kies een jaar tussen 2000 en 2200."), veld="jaar")
    boekjaar, nieuw = Boekjaar.objects.get_or_create(jaar=jaar)
    if nieuw:
        Periode.objects.bulk_create(
            [
                Periode(
                    boekjaar=boekjaar,
                    maand=maand,
                    begin=dt.date(jaar, maand, 1),
                    eind=dt.date(jaar, maand, calendar.monthrange(jaar, maand)[1]),
                )
                for maand in range(1, 13)
            ]
        )
        log(boekjaar, _("Boekjaar geopend"), door=door)
    return boekjaar


def sluit_periode(periode: Periode, *, door: Gebruiker | None) -> None:
    """Close a month: no booking can be dated in it any more. Waits for bookings that are under way."""
    _zet_periode(periode, Jaarstatus.GESLOTEN, _("%(periode)s gesloten") % {"periode": periode}, door=door)


def heropen_periode(periode: Periode, *, reden: str, door: Gebruiker | None) -> None:
    """Open a closed month of an open year again, with a reason."""
    if not reden.strip():
        raise Weigering(_("Geef een reden."), veld="reden")
    _zet_periode(
        periode, Jaarstatus.OPEN, _("%(periode)s heropend") % {"periode": periode}, door=door, toelichting=reden
    )


def _zet_periode(
    periode: Periode, status: Jaarstatus, actie: str, *, door: Gebruiker | None, toelichting: str = ""
) -> None:
    with transaction.atomic():
        # no_key: a booking that holds the period may still refer to its year, so neither waits for the other
        boekjaar = Boekjaar.objects.select_for_update(no_key=True).get(pk=periode.boekjaar_id)
        if boekjaar.status == Jaarstatus.GESLOTEN:
            raise Weigering(_("Het boekjaar %(jaar)s is gesloten.") % {"jaar": boekjaar.jaar})
        rij = Periode.objects.select_for_update(no_key=True).get(pk=periode.pk)
        if rij.status == status:
            return
        oud, rij.status = rij.status, status
        rij.save(update_fields=["status"])
        log(
            rij,
            actie,
            door=door,
            wijzigingen={"status": (Jaarstatus(oud).label, status.label)},
            toelichting=toelichting,
        )
    periode.status = status


def open_verplichtingen(boekjaar: Boekjaar) -> list[tuple[Begrotingsregel, Decimal]]:
    """Lines where money is still awarded or committed, with how much: these stand in the way of closing."""
    saldi = dict(
        Rekening.objects.filter(
            boekjaar=boekjaar, soort__in=[Rekeningsoort.TOEGEKEND, Rekeningsoort.VERPLICHT], saldo__gt=0
        )
        .values_list("regel")
        .annotate(Sum("saldo"))
    )
    regels = Begrotingsregel.objects.filter(pk__in=saldi).select_related("boekjaar", "gebied", "thema")
    return [(regel, saldi[regel.pk]) for regel in regels]


@transaction.atomic
def hevel_over(boekjaar: Boekjaar, *, reden: str, door: Gebruiker | None) -> Decimal:
    """Carry what is free on the lines over to the pot of the next year, per payer. Returns the amount in euro.

    The booking is dated 31 December of the old year, so that year's report shows it leaving.
    """
    return _leeg_regels(boekjaar, Boekingsoort.OVERHEVELING, reden=reden, door=door)


@transaction.atomic
def geef_terug(boekjaar: Boekjaar, *, reden: str, door: Gebruiker | None) -> Decimal:
    """Return what is left in the pot and free on the lines to the partners. Returns the amount in euro."""
    return _leeg_regels(boekjaar, Boekingsoort.TERUGGAVE, reden=reden, door=door)


def _leeg_regels(boekjaar: Boekjaar, soort: Boekingsoort, *, reden: str, door: Gebruiker | None) -> Decimal:
    if not reden.strip():
        raise Weigering(_("Geef een reden."), veld="reden")
    soorten = [Rekeningsoort.VRIJ]
    if soort == Boekingsoort.TERUGGAVE:
        soorten.append(Rekeningsoort.POT)
    gevuld = Rekening.objects.filter(boekjaar=boekjaar, soort__in=soorten, saldo__gt=0).select_related("partner")
    partners = {rekening.partner_id: rekening.partner for rekening in gevuld}
    if not partners:
        return Decimal("0.00")
    if soort == Boekingsoort.OVERHEVELING:
        volgend = open_boekjaar(boekjaar.jaar + 1, door=door)
        doelen = rekeningen(Rekeningsoort.POT, partners.values(), boekjaar=volgend)
    else:
        doelen = rekeningen(Rekeningsoort.BRON, partners.values())
    # where it comes from and goes to in one go, in the order every booking locks in
    ids = {rekening.pk for rekening in gevuld}
    actueel = vergrendel(ids | {doel.pk for doel in doelen.values()})
    bronnen = [rekening for pk, rekening in actueel.items() if pk in ids and rekening.saldo > 0]
    if not bronnen:
        return Decimal("0.00")
    boeking = boek(
        soort,
        [Zet(bron, doelen[bron.partner_id], bron.saldo) for bron in bronnen],
        boekdatum=dt.date(boekjaar.jaar, 12, 31),
        omschrijving=reden,
        door=door,
    )
    bedrag = sum((bron.saldo for bron in bronnen), Decimal("0.00"))
    log(boeking, boeking.get_soort_display(), door=door, toelichting=reden)
    return bedrag


@transaction.atomic
def sluit_boekjaar(boekjaar: Boekjaar, *, door: Gebruiker | None) -> None:
    """Close a year for good. Raises Weigering while money is still awarded or committed; what is free stays as it is.

    The refusal names the commitments that are open: release them or carry them over (`verplichtingen.zet_over`). Use
    `hevel_over` or `geef_terug` first for what should not stay behind.
    """
    rij = Boekjaar.objects.select_for_update(no_key=True).get(pk=boekjaar.pk)
    if rij.status == Jaarstatus.GESLOTEN:
        return
    # Close the months first: that waits for bookings under way, so that nothing is awarded after we looked.
    for periode in rij.perioden.filter(status=Jaarstatus.OPEN).order_by("pk").select_for_update(no_key=True):
        periode.status = Jaarstatus.GESLOTEN
        periode.save(update_fields=["status"])
    if lopend := verplichtingstand.openstaand(rij):
        lijst = ", ".join(f"{verplichting} ({euro(stand.open)})" for verplichting, stand in lopend[:NOEM])
        meer = _(" en nog %(aantal)s") % {"aantal": len(lopend) - NOEM} if len(lopend) > NOEM else ""
        raise Weigering(
            _(
                "Er staan nog verplichtingen open: %(lijst)s%(meer)s. "
                "Laat vrijvallen wat niet meer nodig is, of zet de verplichtingen over naar %(jaar)s."
            )
            % {"lijst": lijst, "meer": meer, "jaar": rij.jaar + 1}
        )
    if openstaand := open_verplichtingen(rij):
        lijst = ", ".join(f"{regel} ({euro(bedrag)})" for regel, bedrag in openstaand[:NOEM])
        raise Weigering(_("Er staat nog geld toegekend of verplicht: %(lijst)s") % {"lijst": lijst})
    rij.status = Jaarstatus.GESLOTEN
    rij.save(update_fields=["status"])
    log(rij, _("Boekjaar gesloten"), door=door)
    boekjaar.status = Jaarstatus.GESLOTEN
