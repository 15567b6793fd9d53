"""Asking a payment, releasing, recovering and carrying over."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgetten.forms.velden import BedragField, EenmaligForm


class BetalingForm(EenmaligForm):
    """A payment on a commitment: to whom, how much, what for."""

    bedrag = BedragField(label=_("Bedrag"), min_value=Decimal("0.01"))
    omschrijving = forms.CharField(label=_("Waar is de betaling voor?"), max_length=200)
    datum = forms.DateField(label=_("Datum"), help_text=_("De dag van het verzoek, of de datum op de rekening."))
    begunstigde = forms.CharField(label=_("Wie krijgt het geld?"), max_length=150)
    iban = forms.CharField(label=_("IBAN"), max_length=42, help_text=_("Bijvoorbeeld NL91 ABNA 0417 1643 00."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["iban"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}


class VrijgeefForm(EenmaligForm):
    """A part or all that is open becomes free."""

    bedrag = BedragField(
        label=_("Bedrag"),
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("Laat leeg om alles vrij te geven wat open staat."),
    )
    reden = forms.CharField(label=_("Waarom?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TerugontvangstForm(EenmaligForm):
    """Money that came back on the bank."""

    bedrag = BedragField(label=_("Bedrag"), min_value=Decimal("0.01"))
    datum = forms.DateField(label=_("Ontvangen op"), initial=timezone.localdate)
    kenmerk = forms.CharField(label=_("Kenmerk van de bank"), max_length=100)


class OverzetForm(EenmaligForm):
    """Why a commitment goes on in the next year."""

    reden = forms.CharField(label=_("Waarom?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
