"""Building blocks of the admin, for every app: who may in, what is read-only, what is logged, how refusals read.

In the layers of an app this counts as admin: nothing below it may import it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, ProgrammingError, models
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kern.domain.databasefouten import database_bericht, is_weigering
from kern.domain.fouten import Weigering
from kern.domain.logboek import log

#: What the database or a domain function says no with.
GEWEIGERD = (IntegrityError, ProgrammingError, Weigering)
#: Never in the log, not even masked.
GEHEIM = frozenset({"password"})


class BeheerRechten:
    """Everything in the admin asks one permission, `kern.beheer`; Django's own model permissions are not used."""

    def _mag(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("kern.beheer")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._mag(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._mag(request)


class NietVerwijderen:
    """History stays: rows end with a date or are switched off, they are not removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AlleenLezen(BeheerRechten, admin.ModelAdmin):
    """Looking only: these rows are written by domain functions, and the ledger's by nothing else."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AlleenLezenInline(BeheerRechten, admin.TabularInline):
    """The same for rows below another row."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BeheerInline(BeheerRechten, admin.TabularInline):
    """Rows a beheerder may edit below another row."""

    extra = 0


class BeheerAdmin(BeheerRechten, admin.ModelAdmin):
    """Editable, logged in Logregel (old → new), and a refusal of the database shown on the form as a sentence."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """After a refusal the same form again, filled in, with the reason on top."""
        form = super().get_form(request, obj, change=change, **kwargs)
        bericht = getattr(request, "_geweigerd", None)
        if bericht is None:
            return form

        class GeweigerdForm(form):  # type: ignore[misc, valid-type]
            def clean(self) -> Any:
                gegevens = super().clean()
                self.add_error(None, bericht)
                return gegevens

        return GeweigerdForm

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except GEWEIGERD as fout:
            if not is_weigering(fout):
                raise
            request._geweigerd = database_bericht(fout)
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except GEWEIGERD as fout:
            if not is_weigering(fout):
                raise
            messages.error(request, database_bericht(fout))
            opts = self.opts
            return HttpResponseRedirect(
                reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change", args=[object_id])
            )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except GEWEIGERD as fout:
            if not is_weigering(fout):
                raise
            messages.error(request, database_bericht(fout))
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: Any, obj: Any, form: BaseModelForm, change: bool) -> None:
        request._waarden_vooraf = waarden(self.model._base_manager.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: BaseModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        obj = form.instance
        vooraf, achteraf = request._waarden_vooraf, waarden(self.model._base_manager.get(pk=obj.pk))
        verschil = {
            naam: (vooraf.get(naam), nieuw)
            for naam, nieuw in achteraf.items()
            if vooraf.get(naam) != nieuw and (change or nieuw not in {None, ""})
        }
        if verschil or not change:
            log(obj, _("gewijzigd") if change else _("toegevoegd"), door=request.user, wijzigingen=verschil)

    def save_formset(self, request: Any, form: BaseModelForm, formset: Any, change: bool) -> None:
        """Rows below are logged on the row above, where people look for them."""
        oud = {rij.pk: waarden(rij) for rij in formset.queryset.model._base_manager.filter(pk__in=formset.queryset)}
        super().save_formset(request, form, formset, change)
        soort = str(formset.model._meta.verbose_name)
        for rij in formset.new_objects:
            log(form.instance, _("%(soort)s toegevoegd") % {"soort": soort}, door=request.user, toelichting=str(rij))
        for rij, _velden in formset.changed_objects:
            nieuw = waarden(formset.model._base_manager.get(pk=rij.pk))
            log(
                form.instance,
                _("%(soort)s gewijzigd") % {"soort": soort},
                door=request.user,
                wijzigingen={naam: (oud[rij.pk].get(naam), waarde) for naam, waarde in nieuw.items()},
                toelichting=str(rij),
            )
        for rij in formset.deleted_objects:
            log(form.instance, _("%(soort)s verwijderd") % {"soort": soort}, door=request.user, toelichting=str(rij))

    def delete_model(self, request: Any, obj: models.Model) -> None:
        log(obj, _("verwijderd"), door=request.user, toelichting=str(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        for obj in queryset:
            log(obj, _("verwijderd"), door=request.user, toelichting=str(obj))
        super().delete_queryset(request, queryset)


def waarden(obj: models.Model) -> dict[str, str | None]:
    """Every field as people read it, by its name in words. Secrets are left out."""
    gelezen: dict[str, str | None] = {}
    for field in obj._meta.concrete_fields:
        if field.primary_key or field.name in GEHEIM:
            continue
        waarde = getattr(obj, f"get_{field.name}_display")() if field.choices else getattr(obj, field.name)
        gelezen[str(field.verbose_name)] = None if waarde is None else _in_woorden(waarde)
    for field in obj._meta.many_to_many:
        namen = ", ".join(sorted(str(ander) for ander in getattr(obj, field.name).all()))
        gelezen[str(field.verbose_name)] = namen or None
    return gelezen


def _in_woorden(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return _("ja") if waarde else _("nee")
    return str(waarde)
