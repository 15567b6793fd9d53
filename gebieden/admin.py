"""The admin pages of areas and themes."""

from django.contrib import admin

from gebieden.models import Gebied, GebiedVersie, Kerncijfer, Thema
from kern.beheer import AlleenLezen, AlleenLezenInline, BeheerAdmin
from kern.beheer_export import Exporteerbaar
from kern.exports.resources import resource_van


@admin.register(Thema)
class ThemaAdmin(Exporteerbaar, BeheerAdmin):
    """Themes that are in use cannot be removed; switch them off."""

    resource_classes = [resource_van(Thema, "naam", "domein", "omschrijving", "volgorde", "actief")]
    list_display = ["naam", "domein", "volgorde", "actief"]
    list_filter = ["domein", "actief"]
    search_fields = ["naam", "omschrijving"]
    prepopulated_fields = {"slug": ["naam"]}


class GebiedVersieInline(AlleenLezenInline):
    model = GebiedVersie
    fields = ["jaar", "naam", "bron"]


@admin.register(Gebied)
class GebiedAdmin(Exporteerbaar, AlleenLezen):
    """Areas come from the importer of CBS and PDOK files."""

    resource_classes = [resource_van(Gebied, "code", "naam", "soort", "ouder__naam", "actief")]
    list_display = ["code", "naam", "soort", "ouder", "actief"]
    list_filter = ["soort", "actief"]
    list_select_related = ["ouder"]
    search_fields = ["naam", "code"]
    inlines = [GebiedVersieInline]


@admin.register(Kerncijfer)
class KerncijferAdmin(AlleenLezen):
    """Key figures come from the importer."""

    list_display = ["gebied", "sleutel", "jaar", "waarde"]
    list_filter = ["jaar", "sleutel"]
    list_select_related = ["gebied"]
    search_fields = ["gebied__naam", "sleutel"]
