"""Entering, refusing and paying expenses."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgetten.domain.uitgavevelden import ten_laste
from budgetten.enums import BtwBehandeling
from budgetten.forms.velden import BedragField, EenmaligForm, RegelField, regelveld
from budgetten.models import Begrotingsregel, Leverancier, Uitgave
from partners.models import Partner


class UitgaveForm(EenmaligForm):
    """An expense. The lines and payers to choose from are handed in; amounts per payer are optional."""

    regel = RegelField(label=_("Begrotingsregel"), help_text=_("Wijk en thema waar de uitgave bij hoort."))
    datum = forms.DateField(label=_("Datum"), help_text=_("De datum op de factuur of bon."))
    omschrijving = forms.CharField(label=_("Waar is de uitgave voor?"), max_length=200)
    leverancier = forms.CharField(label=_("Leverancier"), max_length=150, required=False)
    factuurnummer = forms.CharField(label=_("Factuurnummer"), max_length=60, required=False)
    netto = BedragField(label=_("Bedrag zonder btw"), min_value=Decimal(0))
    btw = BedragField(label=_("Btw"), min_value=Decimal(0), required=False)
    btw_behandeling = forms.ChoiceField(
        label=_("Wat gebeurt er met de btw?"), choices=BtwBehandeling, initial=BtwBehandeling.KOSTEN
    )
    document = forms.FileField(
        label=_("Factuur of bon"), required=False, help_text=_("Een pdf of een foto, hoogstens 10 MB.")
    )
    wacht = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(
        self, *args: Any, regels: Iterable[Begrotingsregel], betalers: Iterable[Partner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        regelveld(self, "regel").zet_regels(regels)
        self.betalers = list(betalers)
        for partner in self.betalers:
            self.fields[f"dekking_{partner.pk}"] = BedragField(label=partner.naam, min_value=Decimal(0), required=False)
        self.fields["document"].widget.attrs["accept"] = "application/pdf,image/jpeg,image/png,image/webp"
        self.fields["leverancier"].widget.attrs |= {"list": "leveranciers", "autocomplete": "off"}

    @classmethod
    def beginwaarden(cls, uitgave: Uitgave) -> dict[str, Any]:
        """What the form shows of a draft that is edited again."""
        return {
            "regel": uitgave.regel,
            "datum": uitgave.datum,
            "omschrijving": uitgave.omschrijving,
            "leverancier": str(uitgave.leverancier or ""),
            "factuurnummer": uitgave.factuurnummer,
            "netto": uitgave.netto,
            "btw": uitgave.btw or None,
            "btw_behandeling": uitgave.btw_behandeling,
            **{f"dekking_{rij.partner_id}": rij.bedrag for rij in uitgave.dekking.all()},
        }

    def clean_datum(self) -> dt.date:
        datum: dt.date = self.cleaned_data["datum"]
        if datum > timezone.localdate():
            raise forms.ValidationError(_("Deze datum ligt in de toekomst."))
        return datum

    def clean_btw(self) -> Decimal:
        return self.cleaned_data["btw"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"netto", "btw", "btw_behandeling"} <= data.keys():
            if data["btw_behandeling"] == BtwBehandeling.VRIJGESTELD and data["btw"]:
                self.add_error("btw", _("U koos ‘Geen btw’. Laat dit veld dan leeg."))
            data["bedrag"] = ten_laste(data["netto"], data["btw"], data["btw_behandeling"])
        return data

    @property
    def dekkingvelden(self) -> list[forms.BoundField]:
        """The amounts per payer."""
        return [self[f"dekking_{partner.pk}"] for partner in self.betalers]

    @property
    def dekking_ingevuld(self) -> bool:
        """Whether somebody divided the amount by hand; then that part of the form stays open."""
        return any(veld.value() for veld in self.dekkingvelden)

    @property
    def leveranciers(self) -> list[str]:
        """Names to suggest: the newest hundreds are more than enough."""
        return list(Leverancier.objects.order_by("naam").values_list("naam", flat=True)[:500])

    def velden(self) -> dict[str, Any]:
        """The arguments for `domain.uitgaven.maak` and `wijzig`."""
        data = self.cleaned_data
        namen = ("datum", "omschrijving", "leverancier", "factuurnummer", "netto", "btw", "btw_behandeling")
        dekking = {partner: data[f"dekking_{partner.pk}"] for partner in self.betalers}
        gekozen = {partner: bedrag for partner, bedrag in dekking.items() if bedrag}
        return {naam: data[naam] for naam in namen} | {"dekking": gekozen or None}


class DocumentForm(forms.Form):
    """One more document with an expense."""

    document = forms.FileField(label=_("Factuur of bon"), help_text=_("Een pdf of een foto, hoogstens 10 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].widget.attrs["accept"] = "application/pdf,image/jpeg,image/png,image/webp"


class AfkeurForm(forms.Form):
    """Why an expense goes back."""

    reden = forms.CharField(
        label=_("Waarom keurt u de uitgave af?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class BetaaldForm(forms.Form):
    """When and under which reference the bank paid."""

    datum = forms.DateField(label=_("Betaald op"), initial=timezone.localdate)
    kenmerk = forms.CharField(label=_("Kenmerk van de bank"), max_length=100)
