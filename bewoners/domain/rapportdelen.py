"""What initiatives add to the month report: the sheets Regelingen and Initiatieven.

As at the end of the month: the status by the steps taken until then, settlements of decisions until then, and money of
bookings until then. A report on a month that is over therefore says the same whenever it is made, unless something
was recorded late; the ceiling of a scheme is the one known when it is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners.enums import Aanvragersoort, Besluitsoort, Initiatiefstatus
from bewoners.models import Besluit, Initiatief, Plafond, Regeling, Statuswissel
from budgetten.domain.rapportdelen import Controle, Deel, Kolom, Waarde
from budgetten.domain.rapportvorm import Waarover
from budgetten.domain.verplichtingrapport import Jaarbedragen, Jaaroverzicht, jaaroverzicht
from budgetten.models import Periode
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied

BEGIN = "initiatief-"
NUL = Decimal("0.00")
_VASTGESTELD = (Besluitsoort.VASTSTELLING, Besluitsoort.DIRECTE_VASTSTELLING)


@dataclass(frozen=True, slots=True)
class _Rij:
    """One initiative with its money of the year."""

    initiatief: Initiatief
    status: str
    gevraagd: Decimal
    dit_jaar: Decimal
    vastgesteld: Decimal
    geld: Jaarbedragen

    @property
    def regeling(self) -> str:
        versie = self.initiatief.regelingversie
        return versie.regeling.naam if versie is not None else ""


def delen(periode: Periode, waarover: Waarover) -> list[Deel]:
    """The sheets for a report; schemes only for the whole programme, because a ceiling is of nothing smaller."""
    overzicht = jaaroverzicht(periode, waarover, begin=BEGIN)
    rijen = _rijen(periode, waarover, overzicht)
    initiatieven = _initiatieven(rijen, overzicht)
    if waarover.gebied is not None or waarover.partner is not None:
        return [initiatieven] if rijen else []
    return [_regelingen(periode, rijen, overzicht), initiatieven] if rijen or _plafonds(periode) else []


def _rijen(periode: Periode, waarover: Waarover, overzicht: Jaaroverzicht) -> list[_Rij]:
    na = timezone.make_aware(dt.datetime.combine(periode.eind + dt.timedelta(days=1), dt.time.min))
    begin = timezone.make_aware(dt.datetime.combine(dt.date(periode.boekjaar.jaar, 1, 1), dt.time.min))
    wissels = Statuswissel.objects.filter(initiatief=OuterRef("pk"), op__lt=na).order_by("-op", "-pk")
    besluiten = Besluit.objects.filter(initiatief=OuterRef("pk"), soort__in=_VASTGESTELD, datum__lte=periode.eind)
    gevonden = (
        _binnen(begin, na, waarover, overzicht)
        .annotate(
            toen=Subquery(wissels.values("naar")[:1]),
            vast=Subquery(besluiten.order_by("-datum", "-pk").values("bedrag")[:1]),
        )
        .select_related("gebied", "thema", "regelingversie__regeling")
        .only(
            "titel",
            "status",
            "ingediend_op",
            "aangemaakt",
            "soort_aanvrager",
            "gevraagd",
            "gebied__naam",
            "thema__naam",
            "regelingversie__regeling__naam",
        )
        .order_by("ingediend_op", "pk")
    )
    return [
        _Rij(
            rij,
            status=str(Initiatiefstatus(rij.toen or Initiatiefstatus.INGEDIEND).label),
            gevraagd=rij.gevraagd,
            dit_jaar=rij.gevraagd if rij.ingediend_op is not None and rij.ingediend_op >= begin else NUL,
            vastgesteld=rij.vast if rij.vast is not None else NUL,
            geld=overzicht.per_kenmerk.get(f"{BEGIN}{rij.pk}", Jaarbedragen()),
        )
        for rij in gevonden
    ]


def _binnen(begin: dt.datetime, na: dt.datetime, waarover: Waarover, overzicht: Jaaroverzicht) -> QuerySet[Initiatief]:
    """Handed in this year up to the end of the month, or with money of this year."""
    niets = Jaarbedragen()
    met_geld = Q(
        pk__in=[int(k.removeprefix(BEGIN)) for k, bedragen in overzicht.per_kenmerk.items() if bedragen != niets]
    )
    ingediend = Q(ingediend_op__gte=begin, ingediend_op__lt=na) & ~Q(status=Initiatiefstatus.CONCEPT)
    if waarover.partner is not None:
        return Initiatief.objects.filter(met_geld)
    if waarover.gebied is not None and waarover.gebied.soort != Gebiedssoort.STAD:
        ingediend &= Q(gebied__in=Gebied.objects.binnen(waarover.gebied))
    return Initiatief.objects.filter(ingediend | met_geld)


def _initiatieven(rijen: list[_Rij], overzicht: Jaaroverzicht) -> Deel:
    soorten = {waarde: str(woord) for waarde, woord in Aanvragersoort.choices}
    return Deel(
        "Initiatieven",
        _(
            "Plannen van bewoners die dit jaar zijn ingediend of waarvoor dit jaar geld is vastgelegd, met hun status "
            "aan het eind van de maand. Toegekend, besteed en vrijgevallen volgen uit de boekingen op de "
            "begrotingsregels van dit rapport. Er staan geen namen of adressen in."
        ),
        [
            Kolom(_("Kenmerk"), 16),
            Kolom(_("Plan"), 44),
            Kolom(_("Wijk of buurt"), 22),
            Kolom(_("Thema"), 20),
            Kolom(_("Regeling"), 18),
            Kolom(_("Wie vraagt aan"), 26),
            Kolom(_("Status"), 24),
            Kolom(_("Ingediend op"), 13, "datum"),
            _geld(_("Gevraagd")),
            _geld(_("Aangevraagd dit jaar")),
            _geld(_("Vastgesteld")),
            _geld(_("Toegekend")),
            _geld(_("Van vorig jaar")),
            _geld(_("Besteed")),
            _geld(_("Betaald")),
            _geld(_("Terugontvangen")),
            _geld(_("Vrijgevallen")),
            _geld(_("Naar volgend jaar")),
            _geld(_("Nog open")),
        ],
        [_initiatiefrij(rij, soorten) for rij in rijen],
        controles=_controles(overzicht),
    )


def _initiatiefrij(rij: _Rij, soorten: dict[str, str]) -> list[Waarde]:
    i, geld = rij.initiatief, rij.geld
    return [
        i.kenmerk,
        i.titel,
        i.gebied.naam if i.gebied is not None else "",
        i.thema.naam if i.thema is not None else "",
        rij.regeling,
        soorten[i.soort_aanvrager],
        rij.status,
        timezone.localtime(i.ingediend_op).date() if i.ingediend_op is not None else None,
        rij.gevraagd,
        rij.dit_jaar,
        rij.vastgesteld,
        geld.toegekend,
        geld.overgekomen,
        geld.besteed,
        geld.betaald,
        geld.terugontvangen,
        geld.vrijgevallen,
        geld.overgezet,
        geld.open,
    ]


def _regelingen(periode: Periode, rijen: list[_Rij], overzicht: Jaaroverzicht) -> Deel:
    plafonds = _plafonds(periode)
    tabel: list[list[Waarde]] = []
    for regeling in Regeling.objects.order_by("volgorde", "naam"):
        eigen = [rij for rij in rijen if rij.regeling == regeling.naam]
        plafond = plafonds.get(regeling.pk, NUL)
        beslag = _som(rij.geld.toegekend - rij.geld.vrijgevallen for rij in eigen if rij.geld.toegekend)
        tabel.append(
            [
                regeling.naam,
                periode.boekjaar.jaar,
                sum(1 for rij in eigen if rij.dit_jaar),
                plafond,
                _som(rij.dit_jaar for rij in eigen),
                _som(rij.geld.toegekend for rij in eigen),
                _som(rij.vastgesteld for rij in eigen),
                _som(rij.geld.besteed for rij in eigen),
                _som(rij.geld.betaald for rij in eigen),
                plafond - beslag,
            ]
        )
    return Deel(
        "Regelingen",
        _(
            "Per regeling wat dit jaar is aangevraagd en toegekend. Over is het plafond, min wat is toegekend, plus "
            "wat daarvan weer vrijviel."
        ),
        [
            Kolom(_("Regeling"), 24),
            Kolom(_("Jaar"), 8, "getal"),
            Kolom(_("Aanvragen"), 11, "getal"),
            _geld(_("Plafond")),
            _geld(_("Aangevraagd"), _("Aangevraagd dit jaar")),
            _geld(_("Toegekend"), _("Toegekend")),
            _geld(_("Vastgesteld"), _("Vastgesteld")),
            _geld(_("Besteed"), _("Besteed")),
            _geld(_("Betaald"), _("Betaald")),
            _geld(_("Over")),
        ],
        tabel,
        controles=_controles(overzicht),
        kort=True,
    )


def _controles(overzicht: Jaaroverzicht) -> list[Controle]:
    koppen = {"toegekend": _("Toegekend"), "besteed": _("Besteed"), "betaald": _("Betaald")}
    return [Controle(koppen[naam], bedrag) for naam, bedrag in overzicht.grootboek.items()]


def _geld(kop: str, som_van: str = "") -> Kolom:
    return Kolom(kop, 17, "bedrag", totaal=True, som_van=("Initiatieven", _("Regeling"), som_van) if som_van else None)


def _plafonds(periode: Periode) -> dict[int, Decimal]:
    return dict(Plafond.objects.filter(boekjaar=periode.boekjaar_id).values_list("regeling", "bedrag"))


def _som(bedragen: Iterable[Decimal]) -> Decimal:
    return sum(bedragen, NUL)
