"""Reading files: the list for staff and everything one page shows. Writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bewoners.enums import VOOR_BESLUIT, Initiatiefstatus, Termijnsoort
from bewoners.models import Beoordeling, Initiatief, Opschorting, Regeling, Termijn
from gebieden.models import Gebied
from kern.componenten.opmaak import datumtekst
from kern.models import Gebruiker

S = Initiatiefstatus
T = Termijnsoort
#: Days before the last day from which on a term counts as soon.
BINNENKORT = 7
#: Terms nobody on the staff has to do anything for.
STILLE_TERMIJNEN = (T.BEZWAAR, T.VERJARING)
#: Choices of the filter on how far files are.
STANDEN: dict[str, tuple[str, ...]] = {
    "nieuw": (S.INGEDIEND,),
    "voor_besluit": (*VOOR_BESLUIT, S.IN_STEMRONDE, S.UITSLAG_BEKEND),
    "loopt": (S.VERLEEND, S.IN_UITVOERING, S.VERANTWOORDING_INGEDIEND),
    "klaar": (
        S.DIRECT_VASTGESTELD,
        S.VASTGESTELD,
        S.AFGEWEZEN,
        S.BUITEN_BEHANDELING,
        S.INGETROKKEN,
        S.VERLENING_INGETROKKEN,
        S.TERUGVORDERING,
        S.AFGESLOTEN,
    ),
}


@dataclass(frozen=True, slots=True)
class Dagen:
    """How much of a term is left, in words and a tone (see kern.statussen)."""

    tekst: str
    toon: str


@dataclass(frozen=True, slots=True)
class Termijnregel:
    """A term as a page shows it, with what suspended it."""

    termijn: Termijn
    dagen: Dagen
    opschortingen: tuple[Opschorting, ...]


@dataclass(frozen=True, slots=True)
class Rij:
    """A file in the list. `dagen` None: no term runs."""

    initiatief: Initiatief
    uiterlijk: dt.date | None
    dagen: Dagen | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; empty means everything. An area includes the areas in it."""

    stand: str = ""
    status: str = ""
    gebied: Gebied | None = None
    regeling: Regeling | None = None
    behandelaar: Gebruiker | None = None
    tekst: str = ""

    def pas_toe(self, rijen: QuerySet[Initiatief]) -> QuerySet[Initiatief]:
        """Only what fits."""
        if self.stand in STANDEN:
            rijen = rijen.filter(status__in=STANDEN[self.stand])
        if self.status:
            rijen = rijen.filter(status=self.status)
        if self.gebied is not None:
            rijen = rijen.filter(gebied__in=Gebied.objects.binnen(self.gebied))
        if self.regeling is not None:
            rijen = rijen.filter(regelingversie__regeling=self.regeling)
        if self.behandelaar is not None:
            rijen = rijen.filter(behandelaar=self.behandelaar)
        for woord in self.tekst.split():
            rijen = rijen.filter(Q(titel__icontains=woord) | Q(samenvatting__icontains=woord) | _kenmerk(woord))
        return rijen


def dagen_tot(eind: dt.date, vandaag: dt.date) -> Dagen:
    """`Nog 12 dagen`, `Vandaag de laatste dag`, `3 dagen te laat`."""
    over = (eind - vandaag).days
    if over < 0:
        return Dagen(ngettext("%(n)d dag te laat", "%(n)d dagen te laat", -over) % {"n": -over}, "fout")
    if over == 0:
        return Dagen(_("Vandaag de laatste dag"), "let-op")
    tekst = ngettext("Nog %(n)d dag", "Nog %(n)d dagen", over) % {"n": over}
    return Dagen(tekst, "let-op" if over <= BINNENKORT else "bezig")


class Dossiers:
    """Files by days left, for a paginator: those with a running term first, then the others, newest first.

    Only files with a running term are put in order here, and those are the work of now; the others come from the index
    on when they were handed in. So a page takes as long however many files of earlier years there are. Each file has
    `uiterlijk`, the soonest last day of what staff must do.
    """

    def __init__(self, rijen: QuerySet[Initiatief]) -> None:
        self.rijen = rijen
        lopend = Q(termijnen__voldaan_op=None) & ~Q(termijnen__soort__in=STILLE_TERMIJNEN)
        gevonden = (
            rijen.filter(pk__in=_lopende_termijnen().values("initiatief"))
            .annotate(uiterlijk=Min("termijnen__eind", filter=lopend))
            .order_by("uiterlijk", "-ingediend_op", "-pk")
            .values_list("pk", "uiterlijk")
        )
        self.uiterlijk: dict[int, dt.date] = dict(gevonden)

    def count(self) -> int:
        """How many files there are."""
        return self.rijen.order_by().count()

    def __getitem__(self, plek: slice) -> list[Initiatief]:
        """The files at these places."""
        begin, eind = plek.start or 0, plek.stop
        eerst = list(self.uiterlijk)
        pks = eerst[begin:eind]
        van, tot = max(0, begin - len(eerst)), max(0, eind - len(eerst))
        alle = self.rijen.select_related("gebied__ouder", "regelingversie__regeling", "behandelaar").defer(
            "plan", "resultaat_voor_buurt", "resultaat", "adres", "telefoon", "iban"
        )
        per_pk = {rij.pk: rij for rij in alle.filter(pk__in=pks)}
        gekozen = [per_pk[pk] for pk in pks if pk in per_pk]
        gekozen += alle.exclude(pk__in=eerst).order_by("-ingediend_op", "-pk")[van:tot]
        for rij in gekozen:
            rij.uiterlijk = self.uiterlijk.get(rij.pk)  # type: ignore[attr-defined]
        return gekozen


def _lopende_termijnen() -> QuerySet[Termijn]:
    return Termijn.objects.filter(voldaan_op=None).exclude(soort__in=STILLE_TERMIJNEN)


def lijst(rijen: QuerySet[Initiatief]) -> Dossiers:
    """With what a row shows, by days left. Four queries with the count, whatever there is."""
    return Dossiers(rijen)


def met_dagen(rijen: Any) -> list[Rij]:
    """The rows of one page with days left. One query, whatever the list holds."""
    vandaag = timezone.localdate()
    return [
        Rij(
            rij,
            rij.uiterlijk,
            Dagen(_("Staat stil"), "neutraal")
            if rij.status == S.AANVULLING_GEVRAAGD and rij.uiterlijk and rij.uiterlijk >= vandaag
            else (dagen_tot(rij.uiterlijk, vandaag) if rij.uiterlijk else None),
        )
        for rij in rijen
    ]


def termijnregels(initiatief: Initiatief) -> list[Termijnregel]:
    """Every term with days left: those that run first, the soonest first. Two queries."""
    vandaag = timezone.localdate()
    termijnen = list(initiatief.termijnen.prefetch_related("opschortingen"))
    termijnen.sort(key=lambda termijn: (termijn.voldaan_op is not None, termijn.eind, termijn.pk))
    return [Termijnregel(t, _stand(t, vandaag), tuple(t.opschortingen.all())) for t in termijnen]


def eerste(regels: list[Termijnregel]) -> Termijnregel | None:
    """What staff must do first, of `termijnregels`."""
    return next((r for r in regels if r.termijn.voldaan_op is None and r.termijn.soort not in STILLE_TERMIJNEN), None)


def _stand(termijn: Termijn, vandaag: dt.date) -> Dagen:
    if termijn.voldaan_op is not None:
        return Dagen(_("Klaar op %(datum)s") % {"datum": datumtekst(termijn.voldaan_op)}, "neutraal")
    stil = next((o for o in termijn.opschortingen.all() if o.eind is None and o.uiterlijk >= vandaag), None)
    if stil is not None:
        return Dagen(_("Staat stil tot en met %(datum)s") % {"datum": datumtekst(stil.uiterlijk)}, "neutraal")
    if termijn.soort in STILLE_TERMIJNEN and termijn.eind < vandaag:  # of somebody else, and nobody is late
        return Dagen(_("Voorbij"), "neutraal")
    return dagen_tot(termijn.eind, vandaag)


def beoordelaars(initiatief: Initiatief) -> list[Beoordeling]:
    """Who assesses or did, without what they scored. One query."""
    return list(
        initiatief.beoordelingen.select_related("beoordelaar").defer("concept", "toelichting", "bedrag", "advies")
    )


def behandelaars(rijen: QuerySet[Initiatief]) -> QuerySet[Gebruiker]:
    """Who handles one of these files: for the filter."""
    return Gebruiker.objects.filter(pk__in=rijen.order_by().values("behandelaar")).order_by("naam", "pk")


def aantallen(rijen: QuerySet[Initiatief]) -> dict[str, int]:
    """How many files in each of STANDEN. One query."""
    return rijen.order_by().aggregate(
        **{naam: Count("pk", filter=Q(status__in=statussen)) for naam, statussen in STANDEN.items()}
    )


def _kenmerk(woord: str) -> Q:
    """A word that looks like MB-2026-0012 finds that file."""
    deel = woord.rpartition("-")[2]
    return Q(pk=int(deel)) if woord.upper().startswith("MB-") and deel.isdecimal() and len(deel) < 19 else Q(pk=None)
