"""The admin pages of partners, posts and keys."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kern.beheer import AlleenLezen, BeheerAdmin, BeheerInline, BeheerRechten, NietVerwijderen
from kern.beheer_export import Exporteerbaar
from kern.exports.resources import resource_van
from partners.exports import ActiviteitResource
from partners.models import (
    Activiteit,
    Activiteittype,
    Deelname,
    Mandaat,
    Medewerker,
    Overeenkomst,
    Partner,
    SleutelAandeel,
    Verdeelsleutel,
    Woningbezit,
)


@admin.register(Partner)
class PartnerAdmin(Exporteerbaar, NietVerwijderen, BeheerAdmin):
    resource_classes = [resource_van(Partner, "naam", "soort", "website", "omschrijving")]
    list_display = ["naam", "soort", "volgorde"]
    list_filter = ["soort"]
    search_fields = ["naam"]
    prepopulated_fields = {"slug": ["naam"]}


@admin.register(Overeenkomst)
class OvereenkomstAdmin(NietVerwijderen, BeheerAdmin):
    list_display = ["titel", "versie", "getekend_op", "vanaf", "tot"]
    search_fields = ["titel"]
    autocomplete_fields = ["vervangt"]


@admin.register(Deelname)
class DeelnameAdmin(Exporteerbaar, NietVerwijderen, BeheerAdmin):
    """Joining, leaving and changing role are dated rows: end the old one, add a new one."""

    resource_classes = [
        resource_van(
            Deelname, "overeenkomst__titel", "partner__naam", "rol", "vanaf", "tot", "jaarbedrag", "toelichting"
        )
    ]
    list_display = ["partner", "rol", "vanaf", "tot", "jaarbedrag", "overeenkomst"]
    list_filter = ["rol", "overeenkomst"]
    list_select_related = ["partner", "overeenkomst"]
    search_fields = ["partner__naam"]
    autocomplete_fields = ["partner", "overeenkomst"]


class NietZelf:
    """Mixin: rights come from somebody else, so a beheerder gives, changes and takes over none of their own.

    The superuser of the first installation may: there is nobody else yet.
    """

    def _is_eigen(self, request: HttpRequest, houder: Any) -> bool:
        post = getattr(houder, "medewerker", houder)
        return post.gebruiker_id == request.user.pk and not getattr(request.user, "is_superuser", False)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mag = super().has_change_permission(request, obj)  # type: ignore[misc]
        return mag and not (obj is not None and self._is_eigen(request, obj))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which also refuses to put the row in one's own name."""
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        is_eigen = self._is_eigen

        class NietZelfForm(form):  # type: ignore[misc, valid-type]
            def clean(self) -> Any:
                gegevens = super().clean()
                houder = self.cleaned_data.get("medewerker") or Medewerker(gebruiker=self.cleaned_data.get("gebruiker"))
                if is_eigen(request, houder):
                    self.add_error(None, _("Uw eigen rechten geeft een andere beheerder u."))
                return gegevens

        return NietZelfForm


class MandaatInline(NietVerwijderen, BeheerInline):
    model = Mandaat


@admin.register(Medewerker)
class MedewerkerAdmin(NietZelf, Exporteerbaar, NietVerwijderen, BeheerAdmin):
    """Posts: all rights of staff follow from these. A post that ends gets a last day."""

    resource_classes = [
        resource_van(Medewerker, "gebruiker__email", "gebruiker__naam", "partner__naam", "functie", "vanaf", "tot")
    ]
    list_display = ["gebruiker", "partner", "functie", "vanaf", "tot"]
    list_filter = ["functie", "partner"]
    list_select_related = ["gebruiker", "partner"]
    search_fields = ["gebruiker__email", "gebruiker__naam", "partner__naam"]
    autocomplete_fields = ["gebruiker", "partner", "gebieden"]
    inlines = [MandaatInline]


@admin.register(Mandaat)
class MandaatAdmin(NietZelf, NietVerwijderen, BeheerAdmin):
    list_display = ["medewerker", "tot_bedrag", "vanaf", "tot"]
    list_select_related = ["medewerker__gebruiker", "medewerker__partner"]
    search_fields = ["medewerker__gebruiker__email", "medewerker__gebruiker__naam"]
    autocomplete_fields = ["medewerker"]


@admin.register(Activiteittype)
class ActiviteittypeAdmin(BeheerAdmin):
    list_display = ["naam", "domein", "thema", "volgorde", "actief"]
    list_filter = ["domein", "actief"]
    list_select_related = ["thema"]
    search_fields = ["naam"]


class _AlleenOngebruikt(BeheerRechten):
    """A key that was used for an allocation never changes; another division is another version."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not getattr(obj, "gebruikt", False)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not getattr(obj, "gebruikt", False)


class SleutelAandeelInline(_AlleenOngebruikt, BeheerInline):
    model = SleutelAandeel

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not getattr(obj, "gebruikt", False)


@admin.register(Verdeelsleutel)
class VerdeelsleutelAdmin(_AlleenOngebruikt, BeheerAdmin):
    list_display = ["naam", "versie", "soort", "vanaf", "gebruikt"]
    list_filter = ["soort", "gebruikt"]
    search_fields = ["naam"]
    readonly_fields = ["gebruikt"]
    inlines = [SleutelAandeelInline]
    actions = None


@admin.register(Woningbezit)
class WoningbezitAdmin(BeheerAdmin):
    list_display = ["partner", "gebied", "peildatum", "aantal"]
    list_filter = ["partner", "peildatum"]
    list_select_related = ["partner", "gebied"]
    autocomplete_fields = ["partner", "gebied"]


@admin.register(Activiteit)
class ActiviteitAdmin(Exporteerbaar, AlleenLezen):
    """Activities belong to the partner's own staff."""

    resource_classes = [ActiviteitResource]
    export_toegang = "partners.activiteiten_exporteren"
    list_display = ["datum", "titel", "partner", "gebied", "type", "status", "openbaar"]
    list_filter = ["status", "openbaar", "partner", "type"]
    list_select_related = ["partner", "gebied", "type"]
    search_fields = ["titel", "straat"]
    date_hierarchy = "datum"
