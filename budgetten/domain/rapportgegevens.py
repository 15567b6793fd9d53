"""What a month report says, read from the ledger at one moment.

Balances come from the monthly turnover per account (`Periodestand`), so the time does not grow with the number of
mutaties. Single movements are read for the month itself and, while there are few enough, for the whole year: they are
the sheet Transacties, over which every total in the workbook is recomputed. Where there are too many, one row in and
one row out per account stand for the movements that are left out, and every total still adds up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from budgetten.domain.rapportdelen import verzamel_delen
from budgetten.domain.rapportvorm import (
    NUL,
    REGELMATEN,
    SCHEMA,
    Bedragen,
    Detail,
    Kant,
    Rapportgegevens,
    Transactie,
    Waarover,
)
from budgetten.enums import REGELSOORTEN, Boekingsoort, Rapportsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boeking, Mutatie, Periode, Periodestand, Rekening
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, Thema
from partners.models import Partner

#: Most mutaties of a year, or of a month, that are listed one by one.
DETAIL_TOT = 20_000


def verzamel(periode: Periode, waarover: Waarover) -> Rapportgegevens:
    """Read the report's figures exactly as they are known at one moment.

    The SHARE lock waits for bookings under way and holds new ones back while we read, so every booking recorded before
    `bekend_op` is in and none after it. Raises OperationalError when a booking under way keeps us waiting too long.
    """
    with transaction.atomic(), translation.override("nl"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            cursor.execute("LOCK TABLE budgetten_boeking IN SHARE MODE")
            cursor.execute("SELECT clock_timestamp()")
            bekend_op = cursor.fetchone()[0]
        return _Lezer(periode, waarover).lees(bekend_op)


class _Lezer:
    """Reads one report. Holds what the parts share: the accounts in scope and what each of them is called."""

    def __init__(self, periode: Periode, waarover: Waarover) -> None:
        self.periode = periode
        self.boekjaar = periode.boekjaar
        self.waarover = waarover
        self.partners = {partner.pk: partner for partner in Partner.objects.all()}
        self.themas = {thema.pk: thema for thema in Thema.objects.all()}
        self.gebieden = {
            gebied.pk: gebied
            for gebied in Gebied.objects.filter(
                pk__in=Begrotingsregel.objects.filter(boekjaar=self.boekjaar).values("gebied")
            )
        }
        self.binnen = self._gebieden_binnen()
        self.kanten: dict[int, Kant] = {}
        self.meegeteld: dict[int, int] = {}
        self.plaatsen: dict[int, tuple[str, int, int | None, int | None]] = {}
        self._lees_rekeningen()

    def lees(self, bekend_op: dt.datetime) -> Rapportgegevens:
        standen = self._standen(Q(periode__begin__lte=self.periode.begin))
        omzetten = self._standen(Q(periode=self.periode))
        detail, transacties, boekingen = self._transacties()
        data = {
            "schema": SCHEMA,
            "soort": Rapportsoort.MAAND.value,
            "scope": self.waarover.scope.value,
            "waarover": self.waarover.naam,
            "periode": {
                "naam": str(self.periode),
                "jaar": self.boekjaar.jaar,
                "maand": self.periode.maand,
                "begin": self.periode.begin.isoformat(),
                "eind": self.periode.eind.isoformat(),
            },
            "overzicht": self._rij(standen, omzetten, list(standen), self.waarover.maten),
            "gebieden": self._rijen(standen, omzetten, "gebied"),
            "themas": self._rijen(standen, omzetten, "thema"),
            "partners": self._rijen(standen, omzetten, "partner"),
            "boekingen": boekingen,
            "boekingen_volledig": detail != "geen",
        }
        if delen := verzamel_delen(self.periode, self.waarover):
            data["delen"] = delen
        return Rapportgegevens(self.periode, self.waarover, bekend_op, data, transacties, detail)

    def _gebieden_binnen(self) -> set[int] | None:
        gebied = self.waarover.gebied
        if gebied is None or gebied.soort == Gebiedssoort.STAD:
            return None
        return set(Gebied.objects.binnen(gebied).values_list("pk", flat=True))

    def _lees_rekeningen(self) -> None:
        rijen = Rekening.objects.filter(Q(boekjaar=self.boekjaar) | Q(soort=Rekeningsoort.BRON)).values_list(
            "pk", "soort", "partner_id", "regel__gebied_id", "regel__thema_id"
        )
        for pk, soort, partner_id, gebied_id, thema_id in rijen:
            telt_mee = self._telt_mee(partner_id, gebied_id)
            self.plaatsen[pk] = (soort, partner_id, gebied_id, thema_id)
            if telt_mee:
                self.meegeteld[pk] = partner_id
            label = str(Rekeningsoort(soort).label)
            if not telt_mee and soort in REGELSOORTEN:
                label = _("Buiten dit rapport")
            if gebied_id is None:
                self.kanten[pk] = Kant(label)
            else:
                gebied, thema = self.gebieden[gebied_id], self.themas[thema_id]
                self.kanten[pk] = Kant(label, gebied.code, gebied.naam, thema.slug, thema.naam)

    def _telt_mee(self, partner_id: int, gebied_id: int | None) -> bool:
        if self.waarover.partner is not None:
            return partner_id == self.waarover.partner.pk
        if self.waarover.gebied is not None:
            return gebied_id is not None and (self.binnen is None or gebied_id in self.binnen)
        return True

    def _periodestanden(self, wanneer: Q) -> Any:
        """Turnover of the year's accounts; of a source only in the periods of this year."""
        return Periodestand.objects.filter(
            wanneer,
            Q(rekening__in=Rekening.objects.filter(boekjaar=self.boekjaar))
            | Q(
                rekening__in=Rekening.objects.filter(soort=Rekeningsoort.BRON),
                periode__in=Periode.objects.filter(boekjaar=self.boekjaar),
            ),
        )

    def _standen(self, wanneer: Q) -> dict[int, Decimal]:
        rijen = self._periodestanden(wanneer).values_list("rekening_id").annotate(som=Sum(F("erin") - F("eruit")))
        return {pk: som for pk, som in rijen if pk in self.meegeteld}

    def _rij(
        self,
        standen: Mapping[int, Decimal],
        omzetten: Mapping[int, Decimal],
        rekeningen: Iterable[int],
        maten: tuple[str, ...],
    ) -> dict[str, dict[str, str]]:
        ids = list(rekeningen)
        return {
            "stand": self._bedragen(standen, ids).als_tekst(maten),
            "verandering": self._bedragen(omzetten, ids).als_tekst(maten),
        }

    def _bedragen(self, standen: Mapping[int, Decimal], rekeningen: Iterable[int]) -> Bedragen:
        emmers: dict[str, Decimal] = defaultdict(lambda: NUL)
        for pk in rekeningen:
            emmers[self.plaatsen[pk][0]] += standen.get(pk, NUL)
        return Bedragen(**emmers)

    def _rijen(
        self,
        standen: Mapping[int, Decimal],
        omzetten: Mapping[int, Decimal],
        per: Literal["gebied", "thema", "partner"],
    ) -> list[dict[str, Any]]:
        """One row per area, theme or payer that has a line or an account, in their own order."""
        groepen: dict[int, list[int]] = defaultdict(list)
        for pk in self.meegeteld:
            _soort, partner_id, gebied_id, thema_id = self.plaatsen[pk]
            onderdeel = {"partner": partner_id, "gebied": gebied_id, "thema": thema_id}[per]
            if onderdeel is not None and (pk in standen or per != "partner"):
                groepen[onderdeel].append(pk)
        if per == "partner":
            volgorde = sorted(groepen, key=lambda pk: (self.partners[pk].volgorde, self.partners[pk].naam))
            namen = {pk: (self.partners[pk].slug, self.partners[pk].naam) for pk in groepen}
            maten = self.waarover.maten
        else:
            for gebied_id, thema_id in self._regels():
                groepen.setdefault(gebied_id if per == "gebied" else thema_id, [])
            maten = REGELMATEN
            if per == "gebied":
                volgorde = sorted(groepen, key=lambda pk: self.gebieden[pk].code)
                namen = {pk: (self.gebieden[pk].code, self.gebieden[pk].naam) for pk in groepen}
            else:
                volgorde = sorted(groepen, key=lambda pk: (self.themas[pk].volgorde, self.themas[pk].naam))
                namen = {pk: (self.themas[pk].slug, self.themas[pk].naam) for pk in groepen}
        return [
            {"code": namen[pk][0], "naam": namen[pk][1], **self._rij(standen, omzetten, groepen[pk], maten)}
            for pk in volgorde
        ]

    def _regels(self) -> Iterable[tuple[int, int]]:
        if self.waarover.partner is not None:
            return []
        rijen = Begrotingsregel.objects.filter(boekjaar=self.boekjaar).values_list("gebied_id", "thema_id")
        return [rij for rij in rijen if self.waarover.gebied is None or self.binnen is None or rij[0] in self.binnen]

    def _transacties(self) -> tuple[Detail, list[Transactie], list[dict[str, Any]]]:
        jaar = Boeking.objects.filter(
            periode__in=Periode.objects.filter(boekjaar=self.boekjaar, begin__lte=self.periode.begin)
        )
        maand = Boeking.objects.filter(periode=self.periode)
        if _hoogstens(jaar):
            detail: Detail = "jaar"
            begin = dt.date(self.boekjaar.jaar, 1, 1)
            gelezen = self._lees_mutaties(jaar)
        elif _hoogstens(maand):
            detail, begin = "maand", self.periode.begin
            gelezen = self._lees_mutaties(maand)
        else:
            detail, begin, gelezen = "geen", self.periode.begin, []
        vooraf = self._sommen(Q(periode__begin__lt=begin), begin - dt.timedelta(days=1))
        if detail == "geen":
            vooraf += self._sommen(Q(periode=self.periode), self.periode.eind)
        van_de_maand = [transactie for transactie in gelezen if transactie.maand == _maandnummer(self.periode.begin)]
        return detail, vooraf + gelezen, _boekingen(van_de_maand)

    def _lees_mutaties(self, boekingen: Any) -> list[Transactie]:
        """The movements in scope, oldest first. In two steps, so that the plan never depends on table statistics."""
        van_boeking = {
            rij[0]: rij for rij in boekingen.order_by().values_list("pk", "boekdatum", "soort", "omschrijving")
        }
        rijen = Mutatie.objects.filter(boeking__in=list(van_boeking)).order_by()
        if self.waarover.partner is not None or self.waarover.gebied is not None:
            ids = list(self.meegeteld)
            rijen = rijen.filter(Q(van__in=ids) | Q(naar__in=ids))
        ander_jaar = Kant(_("Ander boekjaar"))
        labels = {soort.value: str(soort.label) for soort in Boekingsoort}
        gevonden = []
        for _pk, boeking_id, van_id, naar_id, bedrag in sorted(
            rijen.values_list("pk", "boeking_id", "van_id", "naar_id", "bedrag"),
            key=lambda rij: (van_boeking[rij[1]][1], rij[1], rij[0]),
        ):
            _boeking, boekdatum, soort, omschrijving = van_boeking[boeking_id]
            bekend = self.plaatsen.get(van_id) or self.plaatsen[naar_id]
            partner = self.partners[bekend[1]]
            gevonden.append(
                Transactie(
                    boeking_id,
                    boekdatum,
                    _maandnummer(boekdatum),
                    labels[soort],
                    omschrijving,
                    partner.slug,
                    partner.naam,
                    self.kanten.get(van_id, ander_jaar),
                    self.kanten.get(naar_id, ander_jaar),
                    bedrag,
                )
            )
        return gevonden

    def _sommen(self, wanneer: Q, datum: dt.date) -> list[Transactie]:
        """Per account in scope one row for all that came in and one for all that went out."""
        rijen = (
            self._periodestanden(wanneer).values_list("rekening_id").annotate(erin=Sum("erin"), eruit=Sum("eruit"))
        ).order_by("rekening_id")
        elders = Kant(_("Samengevat"))
        gevonden = []
        for pk, erin, eruit in rijen:
            if pk not in self.meegeteld:
                continue
            partner, kant = self.partners[self.meegeteld[pk]], self.kanten[pk]
            for van, naar, bedrag in ((elders, kant, erin), (kant, elders, eruit)):
                if bedrag:
                    gevonden.append(
                        Transactie(
                            None,
                            datum,
                            _maandnummer(datum),
                            _("Samengevat"),
                            _("Alle mutaties tot en met deze datum op deze rekening"),
                            partner.slug,
                            partner.naam,
                            van,
                            naar,
                            bedrag,
                        )
                    )
        return gevonden


def _hoogstens(boekingen: Any) -> bool:
    """Whether these bookings have at most DETAIL_TOT mutaties. Reads no more than that many rows to know."""
    grens = DETAIL_TOT + 1
    if boekingen.order_by()[:grens].count() == grens:
        return False
    ids = list(boekingen.order_by().values_list("pk", flat=True))
    return bool(Mutatie.objects.filter(boeking__in=ids).order_by()[:grens].count() < grens)


def _maandnummer(datum: dt.date) -> int:
    """202610 for October 2026: a number, because Excel takes a text like 2026-10 for a date."""
    return datum.year * 100 + datum.month


def _boekingen(transacties: Iterable[Transactie]) -> list[dict[str, Any]]:
    """The month's bookings with what they moved within the scope of the report, oldest first."""
    per_boeking: dict[int, list[Transactie]] = defaultdict(list)
    for transactie in transacties:
        if transactie.boeking is not None:
            per_boeking[transactie.boeking].append(transactie)
    return [
        {
            "nummer": nummer,
            "datum": delen[0].boekdatum.isoformat(),
            "soort": delen[0].soort,
            "omschrijving": delen[0].omschrijving,
            "waar": _waar(delen),
            "bedrag": f"{sum((deel.bedrag for deel in delen), NUL):.2f}",
        }
        for nummer, delen in per_boeking.items()
    ]


def _waar(delen: Iterable[Transactie]) -> str:
    """The line or lines a booking touches, in words."""
    plekken = {f"{kant.gebied} / {kant.thema}": None for deel in delen for kant in (deel.van, deel.naar) if kant.gebied}
    if len(plekken) > 2:
        return _("%(aantal)s begrotingsregels") % {"aantal": len(plekken)}
    return ", ".join(plekken)
