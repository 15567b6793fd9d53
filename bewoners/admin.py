"""The admin pages of schemes. What was applied for and decided is written by domain functions only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bewoners.domain import briefopmaak, regelingen
from bewoners.enums import Aanvragersoort
from bewoners.models import (
    Briefsjabloon,
    Criterium,
    Plafond,
    Regeling,
    Regelingversie,
    Ronde,
    Volledigheidspunt,
    Weigeringsgrond,
)
from kern.beheer import AlleenLezen, BeheerAdmin, BeheerInline, BeheerRechten, NietVerwijderen
from kern.domain.fouten import Weigering


class RondeInline(BeheerInline):
    model = Ronde


@admin.register(Regeling)
class RegelingAdmin(NietVerwijderen, BeheerAdmin):
    """A scheme; what it says is in its versions. One that closes is switched off."""

    list_display = ["naam", "actief", "volgorde"]
    list_filter = ["actief"]
    search_fields = ["naam"]
    prepopulated_fields = {"slug": ["naam"]}
    inlines = [RondeInline]


class _AlleenOngebruikt(BeheerRechten):
    """Nobody changes a version under which somebody applied; the database refuses it as well."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not getattr(obj, "bevroren", False)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not getattr(obj, "bevroren", False)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not getattr(obj, "bevroren", False)


class CriteriumInline(_AlleenOngebruikt, BeheerInline):
    model = Criterium


class WeigeringsgrondInline(_AlleenOngebruikt, BeheerInline):
    model = Weigeringsgrond


class VolledigheidspuntInline(_AlleenOngebruikt, BeheerInline):
    model = Volledigheidspunt


class SjabloonForm(forms.ModelForm):
    """A text of a letter: a placeholder that does not exist is found here, never in a letter."""

    class Meta:
        model = Briefsjabloon
        fields = ["soort", "onderwerp", "tekst"]
        widgets = {"tekst": forms.Textarea(attrs={"rows": 18, "cols": 90})}

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        try:
            briefopmaak.controleer(gegevens.get("onderwerp", ""), gegevens.get("tekst", ""))
        except Weigering as fout:
            self.add_error(fout.veld, fout.bericht)
        return gegevens


class BriefsjabloonInline(_AlleenOngebruikt, admin.StackedInline):
    model = Briefsjabloon
    form = SjabloonForm
    extra = 0
    classes = ["collapse"]


class VersieForm(forms.ModelForm):
    """A version of a scheme."""

    aanvragers = forms.MultipleChoiceField(
        label=gettext_lazy("wie mag aanvragen"), choices=Aanvragersoort, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Regelingversie
        fields = "__all__"  # noqa: DJ007 - every field of a version is configuration


@admin.register(Regelingversie)
class RegelingversieAdmin(NietVerwijderen, BeheerAdmin):
    """What a scheme says. A version that was used stays as it is: make the next one from it."""

    form = VersieForm
    list_display = ["regeling", "versie", "vanaf", "tot", "maximumbedrag", "bevroren"]
    list_filter = ["regeling", "bevroren"]
    list_select_related = ["regeling"]
    search_fields = ["regeling__naam"]
    inlines = [CriteriumInline, WeigeringsgrondInline, VolledigheidspuntInline, BriefsjabloonInline]
    actions = ["nieuwe_versie"]
    readonly_fields = ["stand", "plaatshouders"]
    save_on_top = True

    @admin.display(description=gettext_lazy("stand"))
    def stand(self, obj: Regelingversie) -> str:
        """Whether it can still change."""
        if not obj.bevroren:
            return _("Onder deze versie is nog niet aangevraagd. U kunt alles wijzigen.")
        return _(
            "Onder deze versie is al aangevraagd. Daarom kunt u alleen ‘geldt tot en met’ invullen. "
            "Wilt u iets anders wijzigen? Maak in de lijst met versies een nieuwe versie."
        )

    @admin.display(description=gettext_lazy("wat in een brief kan staan"))
    def plaatshouders(self, obj: Regelingversie) -> str:
        """The placeholders and conditions of letters, with what they mean."""
        namen = [f"{{{naam}}}: {uitleg}" for naam, uitleg in briefopmaak.PLAATSHOUDERS.items()]
        voorwaarden = [f"[als {naam}]: {uitleg}" for naam, uitleg in briefopmaak.VOORWAARDEN.items()]
        return "\n".join([*namen, *voorwaarden])

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """How it stands comes first, what letters may hold last."""
        namen = [veld.name for veld in Regelingversie._meta.fields if veld.editable and not veld.primary_key]
        if obj is None:
            return [*namen, "plaatshouders"]
        return ["stand", *namen] if obj.bevroren else ["stand", *namen, "plaatshouders"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or not obj.bevroren:
            return self.readonly_fields
        alles = [veld.name for veld in Regelingversie._meta.fields if veld.editable and not veld.primary_key]
        return [*self.readonly_fields, *(naam for naam in alles if naam != "tot")]

    @admin.action(description=gettext_lazy("Nieuwe versie maken"))
    def nieuwe_versie(self, request: Any, queryset: QuerySet[Regelingversie]) -> HttpResponse | None:
        """Copy one version; its first day is the first of January until the beheerder says otherwise."""
        if queryset.count() != 1:
            messages.error(request, _("Kies één versie om verder op te werken."))
            return None
        vanaf = dt.date(timezone.localdate().year + 1, 1, 1)
        nieuw = regelingen.nieuwe_versie(queryset.get(), vanaf=vanaf, door=request.user)
        messages.success(
            request, _("Versie %(versie)s is gemaakt. Wijzig nu wat anders wordt.") % {"versie": nieuw.versie}
        )
        return HttpResponseRedirect(reverse("admin:bewoners_regelingversie_change", args=[nieuw.pk]))


@admin.register(Plafond)
class PlafondAdmin(AlleenLezen):
    """Controllers set ceilings on the page Plafonds."""

    list_display = ["regeling", "boekjaar", "bedrag"]
    list_filter = ["boekjaar"]
    list_select_related = ["regeling", "boekjaar"]
