"""The admin pages of the ledger: to look at. Every write goes through a domain function with its own checks."""

from django.contrib import admin

from budgetten.exports.resources import BegrotingResource, BijdrageResource, BoekingResource, UitgaveResource
from budgetten.exports.verplichtingen import VerplichtingResource
from budgetten.models import (
    Begrotingsregel,
    Begrotingswijziging,
    Bijdrage,
    Boeking,
    Boekjaar,
    Dekkingsregel,
    Leverancier,
    Mutatie,
    Ontvangst,
    Periode,
    Periodestand,
    Rapport,
    Rekening,
    Terugontvangst,
    Uitgave,
    Verplichting,
    Verplichtingdekking,
    Verplichtingvrijval,
)
from kern.beheer import AlleenLezen, AlleenLezenInline, BeheerAdmin, NietVerwijderen
from kern.beheer_export import Exporteerbaar


class PeriodeInline(AlleenLezenInline):
    model = Periode


@admin.register(Boekjaar)
class BoekjaarAdmin(AlleenLezen):
    list_display = ["jaar", "status"]
    list_filter = ["status"]
    search_fields = ["jaar"]
    inlines = [PeriodeInline]


@admin.register(Begrotingsregel)
class BegrotingsregelAdmin(Exporteerbaar, AlleenLezen):
    resource_classes = [BegrotingResource]
    export_toegang = "budgetten.exporteren"
    list_display = ["boekjaar", "gebied", "thema", "omschrijving"]
    list_filter = ["boekjaar", "thema"]
    list_select_related = ["boekjaar", "gebied", "thema"]
    search_fields = ["gebied__naam", "thema__naam", "omschrijving"]


@admin.register(Rekening)
class RekeningAdmin(AlleenLezen):
    list_display = ["soort", "partner", "boekjaar", "regel", "saldo"]
    list_filter = ["soort", "partner", "boekjaar"]
    list_select_related = ["partner", "boekjaar", "regel__gebied", "regel__thema", "regel__boekjaar"]
    search_fields = ["partner__naam", "regel__gebied__naam"]


@admin.register(Periodestand)
class PeriodestandAdmin(AlleenLezen):
    list_display = ["rekening", "periode", "erin", "eruit"]
    list_filter = ["periode__boekjaar"]
    list_select_related = [
        "periode",
        "rekening__partner",
        "rekening__boekjaar",
        "rekening__regel__gebied",
        "rekening__regel__thema",
        "rekening__regel__boekjaar",
    ]


class MutatieInline(AlleenLezenInline):
    model = Mutatie


@admin.register(Boeking)
class BoekingAdmin(Exporteerbaar, AlleenLezen):
    resource_classes = [BoekingResource]
    export_toegang = "budgetten.exporteren"
    list_display = ["id", "boekdatum", "soort", "omschrijving", "door", "vastgelegd_op"]
    list_filter = ["soort", "periode__boekjaar"]
    list_select_related = ["door"]
    search_fields = ["omschrijving"]
    date_hierarchy = "boekdatum"
    inlines = [MutatieInline]


@admin.register(Mutatie)
class MutatieAdmin(AlleenLezen):
    list_display = ["id", "boeking_id", "van_id", "naar_id", "bedrag"]
    search_fields = ["boeking__omschrijving"]


class OntvangstInline(AlleenLezenInline):
    model = Ontvangst


@admin.register(Bijdrage)
class BijdrageAdmin(Exporteerbaar, AlleenLezen):
    resource_classes = [BijdrageResource]
    export_toegang = "budgetten.exporteren"
    list_display = ["partner", "boekjaar", "bedrag"]
    list_filter = ["boekjaar", "partner"]
    list_select_related = ["partner", "boekjaar"]
    search_fields = ["partner__naam"]
    inlines = [OntvangstInline]


@admin.register(Begrotingswijziging)
class BegrotingswijzigingAdmin(AlleenLezen):
    list_display = ["ingediend_op", "van", "naar", "bedrag", "status"]
    list_filter = ["status"]
    list_select_related = [
        "van__boekjaar",
        "van__gebied",
        "van__thema",
        "naar__boekjaar",
        "naar__gebied",
        "naar__thema",
    ]
    search_fields = ["reden"]


@admin.register(Leverancier)
class LeverancierAdmin(NietVerwijderen, BeheerAdmin):
    list_display = ["naam"]
    search_fields = ["naam"]


class DekkingsregelInline(AlleenLezenInline):
    model = Dekkingsregel


@admin.register(Uitgave)
class UitgaveAdmin(Exporteerbaar, AlleenLezen):
    resource_classes = [UitgaveResource]
    export_toegang = "budgetten.exporteren"
    list_display = ["datum", "omschrijving", "leverancier", "bedrag", "status"]
    list_filter = ["status", "regel__boekjaar", "btw_behandeling"]
    list_select_related = ["leverancier"]
    search_fields = ["omschrijving", "factuurnummer", "leverancier__naam"]
    date_hierarchy = "datum"
    exclude = ["iban"]
    inlines = [DekkingsregelInline]


class VerplichtingdekkingInline(AlleenLezenInline):
    model = Verplichtingdekking


class VerplichtingvrijvalInline(AlleenLezenInline):
    model = Verplichtingvrijval
    fk_name = "verplichting"


class TerugontvangstInline(AlleenLezenInline):
    model = Terugontvangst


@admin.register(Verplichting)
class VerplichtingAdmin(Exporteerbaar, AlleenLezen):
    resource_classes = [VerplichtingResource]
    export_toegang = "budgetten.exporteren"
    list_display = ["kenmerk", "omschrijving", "bedrag", "status", "aangegaan_op"]
    list_filter = ["status", "regel__boekjaar"]
    search_fields = ["kenmerk", "omschrijving"]
    date_hierarchy = "aangegaan_op"
    inlines = [VerplichtingdekkingInline, VerplichtingvrijvalInline, TerugontvangstInline]


@admin.register(Rapport)
class RapportAdmin(AlleenLezen):
    list_display = ["soort", "scope", "gebied", "partner", "periode", "versie", "bekend_op"]
    list_filter = ["soort", "scope", "periode__boekjaar"]
    list_select_related = ["gebied", "partner", "periode"]
    exclude = ["data"]
