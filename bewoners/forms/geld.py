"""Forms about the money of an initiative: account number, payment, settlement, recovery."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bewoners.enums import Intrekkingsgrond, LagereVaststelling
from budgetten.forms.velden import BedragField, EenmaligForm


class RekeningForm(forms.Form):
    """Where the money goes."""

    iban = forms.CharField(
        label=_("Rekeningnummer (IBAN)"), max_length=42, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Bijvoorbeeld NL02 ABNA 0123 4567 89. Alleen wie betaalt, ziet het hele nummer."),
    )  # fmt: skip
    tenaamstelling = forms.CharField(
        label=_("Op naam van"), max_length=70, help_text=_("Zoals het op uw bankpas of afschrift staat.")
    )


class BetalingForm(EenmaligForm):
    """Ask for a payment to the applicant."""

    bedrag = BedragField(label=_("Bedrag"))
    omschrijving = forms.CharField(
        label=_("Waarvoor?"), max_length=100, help_text=_("Bijvoorbeeld ‘voorschot’ of ‘rest na vaststelling’.")
    )


class VaststelForm(EenmaligForm):
    """Settle an award."""

    bedrag = BedragField(label=_("Vastgesteld bedrag"), min_value=Decimal(0))
    grond_lager = forms.ChoiceField(
        label=_("Waarom lager dan verleend?"),
        choices=[("", _("Niet lager")), *LagereVaststelling.choices],
        required=False,
        help_text=_("Lager mag alleen op een van deze gronden (Awb 4:46 lid 2)."),
    )
    motivering = forms.CharField(
        label=_("Motivering"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("Deze tekst komt in de brief."),
    )  # fmt: skip


class IntrekForm(EenmaligForm):
    """Withdraw an award."""

    grond = forms.ChoiceField(label=_("Op welke grond?"), choices=Intrekkingsgrond.choices, widget=forms.RadioSelect)
    motivering = forms.CharField(
        label=_("Motivering"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("Deze tekst komt in de brief."),
    )  # fmt: skip


class TerugvorderForm(EenmaligForm):
    """Decide what must come back."""

    bedrag = BedragField(label=_("Terug te betalen"))
    motivering = forms.CharField(
        label=_("Motivering"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("Deze tekst komt in de brief."),
    )  # fmt: skip


class TerugbetalingForm(EenmaligForm):
    """What came back on the bank."""

    bedrag = BedragField(label=_("Bedrag"))
    datum = forms.DateField(label=_("Ontvangen op"))
    kenmerk = forms.CharField(label=_("Kenmerk van de bank"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"datum": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
