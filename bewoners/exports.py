"""Initiatives as a table: what a coordinator filters on, and nothing by which a private person can be reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields import BooleanField, CharField
from django.db.models.functions import Cast, Coalesce, Concat, ExtractDay, ExtractYear, LPad, Now, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Aanvragersoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Initiatief, Kostenpost, Steun, Termijn
from budgetten.domain.verplichtingen import standen
from gebieden.enums import Gebiedssoort
from kern.exports.resources import Kolom, TabelResource
from kern.exports.tabel import PORTIE, Celsoort, Rij, Tabel

_NUMMER = Cast("pk", CharField())


class Grootboekkolom(Kolom):
    """An amount (euro) of the commitment as the ledger has it: a field of `budgetten.domain.verplichtingen.standen`."""

    def __init__(self, maat: str, column_name: str | Promise) -> None:
        super().__init__("verplichting__kenmerk", column_name, soort=Celsoort.BEDRAG)
        self.maat = maat


def _eerste(rijen: QuerySet[Any], veld: str) -> Subquery:
    return Subquery(rijen.values(veld)[:1])


def _tel(rijen: QuerySet[Any], som: Count | Sum) -> Subquery:
    return Subquery(rijen.filter(initiatief=OuterRef("pk")).order_by().values("initiatief").annotate(s=som).values("s"))


_BESLISSING = Termijn.objects.filter(initiatief=OuterRef("pk"), soort=Termijnsoort.BESLISSING).order_by("-pk")


class InitiatiefResource(TabelResource):
    """Give `Initiatief.objects.dossier_voor(user)`, filtered. No address, telephone number, e-mail address or IBAN."""

    titel = _("Initiatieven")

    kenmerk = Kolom(
        Concat(
            Value("MB-"),
            # the year as `Initiatief.kenmerk` counts it
            Cast(ExtractYear(Coalesce("ingediend_op", "aangemaakt"), tzinfo=dt.UTC), CharField()),
            Value("-"),
            Case(When(pk__lt=10_000, then=LPad(_NUMMER, 4, Value("0"))), default=_NUMMER),
        ),
        _("Kenmerk"),
        breedte=16,
    )
    titel_ = Kolom("titel", _("Plan"), breedte=40)
    status = Kolom("status", _("Status"), keuzes=Initiatiefstatus.choices)
    wijk = Kolom(
        Case(
            When(gebied__soort=Gebiedssoort.BUURT, gebied__ouder__isnull=False, then=F("gebied__ouder__naam")),
            default=F("gebied__naam"),
        ),
        _("Wijk"),
    )
    gebied = Kolom("gebied__naam", _("Gebied"))
    thema = Kolom("thema__naam", _("Thema"))
    regeling = Kolom("regelingversie__regeling__naam", _("Regeling"))
    versie = Kolom("regelingversie__versie", _("Versie"), soort=Celsoort.GETAL)
    soort = Kolom("soort_aanvrager", _("Wie vraagt aan"), keuzes=Aanvragersoort.choices, breedte=26)
    organisatie = Kolom("organisatie", _("Organisatie"), breedte=28)
    papier = Kolom("papier", _("Op papier"), ja_nee=True, breedte=11)
    behandelaar = Kolom("behandelaar__naam", _("Behandelaar"))
    ingediend = Kolom("ingediend_op", _("Ingediend op"), soort=Celsoort.MOMENT)
    volledig = Kolom("volledig_op", _("Compleet sinds"), soort=Celsoort.MOMENT)
    begin = Kolom("begindatum", _("Begint op"), soort=Celsoort.DATUM)
    eind = Kolom("einddatum", _("Klaar op"), soort=Celsoort.DATUM)
    kosten = Kolom("totale_kosten", _("Totale kosten"), soort=Celsoort.BEDRAG)
    gevraagd = Kolom("gevraagd", _("Gevraagd"), soort=Celsoort.BEDRAG)
    toegekend = Kolom("toegekend", _("Toegekend"), soort=Celsoort.BEDRAG)
    vastgesteld = Kolom("vastgesteld", _("Vastgesteld"), soort=Celsoort.BEDRAG)
    betaald = Grootboekkolom("betaald", _("Betaald"))
    terug = Grootboekkolom("terugontvangen", _("Terugontvangen"))
    open = Grootboekkolom("open", _("Nog open"))
    regel = Kolom("begrotingsregel", _("Begrotingsregel"), breedte=34)
    steun = Kolom("steunverklaringen", _("Steun"), soort=Celsoort.GETAL)
    uiterlijk = Kolom("beslissen_uiterlijk", _("Beslissen uiterlijk"), soort=Celsoort.DATUM, breedte=18)
    besloten = Kolom("besloten_op", _("Besluit op"), soort=Celsoort.MOMENT)
    dagen = Kolom("dagen_tot_besluit", _("Dagen tot besluit"), soort=Celsoort.GETAL, breedte=16)
    op_tijd = Kolom("binnen_termijn", _("Binnen de termijn"), ja_nee=True, breedte=16)
    afgerond = Kolom("afgerond_op", _("Afgerond op"), soort=Celsoort.MOMENT)
    openbaar = Kolom("op_de_website", _("Op de website"), ja_nee=True, breedte=14)
    steekproef = Kolom("steekproef", _("In de steekproef"), ja_nee=True, breedte=15)

    class Meta:
        model = Initiatief
        fields = (
            "kenmerk", "titel_", "status", "wijk", "gebied", "thema", "regeling", "versie", "soort", "organisatie",
            "papier", "behandelaar", "ingediend", "volledig", "begin", "eind", "kosten", "gevraagd", "toegekend",
            "vastgesteld", "betaald", "terug", "open", "regel", "steun", "uiterlijk", "besloten", "dagen", "op_tijd",
            "afgerond", "openbaar", "steekproef",
        )  # fmt: skip

    def bereid(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.annotate(
            totale_kosten=_tel(Kostenpost.objects.all(), Sum("bedrag")),
            steunverklaringen=Coalesce(_tel(Steun.objects.filter(bevestigd_op__isnull=False), Count("pk")), 0),
            begrotingsregel=Case(
                When(
                    regel__isnull=False,
                    then=Concat(
                        Cast("regel__boekjaar__jaar", CharField()),
                        Value(", "),
                        "regel__gebied__naam",
                        Value(", "),
                        "regel__thema__naam",
                    ),
                ),
                output_field=CharField(),
            ),
            beslissen_uiterlijk=_eerste(_BESLISSING, "eind"),
            beslist=_eerste(_BESLISSING, "voldaan_op"),
            dagen_tot_besluit=Cast(
                ExtractDay(TruncDate("besloten_op") - TruncDate("ingediend_op")), output_field=IntegerField()
            ),
            op_de_website=Case(When(gepubliceerd_op__isnull=False, then=True), default=False),
        ).annotate(
            binnen_termijn=Case(
                When(beslissen_uiterlijk__isnull=True, then=None),
                When(besloten_op__isnull=False, then=Q(beslist__lte=F("beslissen_uiterlijk"))),
                When(beslissen_uiterlijk__lt=TruncDate(Now()), then=False),
                output_field=BooleanField(null=True),
            )
        )

    def tabel(self, queryset: QuerySet[Any], velden: Sequence[str] | None = None) -> Tabel:
        """With the amounts of the ledger: a constant number of queries for every PORTIE rows."""
        tabel = super().tabel(queryset, velden)
        maten = [
            (plek, kolom.maat)
            for plek, kolom in enumerate(self.get_export_fields(velden))
            if isinstance(kolom, Grootboekkolom)
        ]
        return replace(tabel, rijen=lambda: _met_grootboek(tabel.rijen(), maten)) if maten else tabel


def _met_grootboek(rijen: Iterator[Rij], maten: list[tuple[int, str]]) -> Iterator[Rij]:
    eerste = maten[0][0]
    while portie := list(islice(rijen, PORTIE)):
        gevonden = standen({rij[eerste] for rij in portie if rij[eerste]})
        for rij in portie:
            cellen = list(rij)
            stand = gevonden.get(rij[eerste])
            for plek, maat in maten:
                cellen[plek] = getattr(stand, maat) if stand is not None else None
            yield cellen
