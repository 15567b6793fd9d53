"""Amendments, pledges, receipts, allocation, years and periods, reversals."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budgetten.forms.velden import BedragField, EenmaligForm, RegelField, modelveld, regelveld
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.models import Gebied, Thema
from partners.models import Partner, Verdeelsleutel


class WijzigingForm(EenmaligForm):
    """Free money from one line to another."""

    van = RegelField(label=_("Van begrotingsregel"))
    naar = RegelField(label=_("Naar begrotingsregel"))
    bedrag = BedragField(label=_("Bedrag"))
    reden = forms.CharField(label=_("Waarom?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(
        self, *args: Any, van: Iterable[Begrotingsregel], naar: Iterable[Begrotingsregel], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        regelveld(self, "van").zet_regels(van)
        regelveld(self, "naar").zet_regels(naar)


class BoekdatumForm(forms.Form):
    """The day something counts in the ledger."""

    boekdatum = forms.DateField(label=_("Boekdatum"))


class TegenboekForm(BoekdatumForm):
    """Why a booking is reversed, and on which day."""

    reden = forms.CharField(label=_("Waarom boekt u tegen?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200)

    field_order = ("reden", "boekdatum")


class ToezegForm(EenmaligForm):
    """A partner's pledge for a year."""

    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Partner.objects.none(), empty_label=_("Kies een partner")
    )
    bedrag = BedragField(label=_("Bedrag"))
    boekdatum = forms.DateField(label=_("Boekdatum"))

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modelveld(self, "partner").queryset = partners


class OntvangstForm(forms.Form):
    """Money of a pledge that came in."""

    datum = forms.DateField(label=_("Ontvangen op"), initial=timezone.localdate)
    bedrag = BedragField(label=_("Bedrag"))
    kenmerk = forms.CharField(label=_("Kenmerk van de bank"), max_length=100)

    def clean_datum(self) -> dt.date:
        datum: dt.date = self.cleaned_data["datum"]
        if datum > timezone.localdate():
            raise forms.ValidationError(_("Deze datum ligt in de toekomst."))
        return datum


class JaarForm(forms.Form):
    """A new fiscal year."""

    jaar = forms.IntegerField(
        label=_("Jaar"),
        min_value=2000,
        max_value=2200,
        error_messages={
            "min_value": _("Kies een jaar van 2000 tot en met 2200."),
            "max_value": _("Kies een jaar van 2000 tot en met 2200."),
        },
    )


class RedenForm(forms.Form):
    """A reason, for what should not happen lightly."""

    reden = forms.CharField(label=_("Waarom?"), max_length=200)


class SluitForm(RedenForm):
    """Closing a year: what happens with the money that is left."""

    rest = forms.ChoiceField(
        label=_("Wat gebeurt er met geld dat over is?"),
        choices=[
            ("overhevelen", _("Wat vrij is, gaat per betaler naar de pot van het volgende jaar")),
            ("teruggeven", _("Wat in de pot en vrij is, gaat terug naar de partners")),
            ("laten", _("Het blijft staan in dit jaar")),
        ],
        widget=forms.RadioSelect,
    )

    field_order = ("rest", "reden")


class ToedeelForm(EenmaligForm):
    """From the pot to a line: an amount by a key, or an amount per payer."""

    gebied = forms.ModelChoiceField(label=_("Wijk"), queryset=Gebied.objects.none(), empty_label=_("Kies een wijk"))
    thema = forms.ModelChoiceField(label=_("Thema"), queryset=Thema.objects.none(), empty_label=_("Kies een thema"))
    boekdatum = forms.DateField(label=_("Boekdatum"))
    bedrag = BedragField(label=_("Bedrag"), required=False)
    sleutel = forms.ModelChoiceField(
        label=_("Verdeelsleutel"),
        queryset=Verdeelsleutel.objects.all(),
        required=False,
        empty_label=_("Kies een sleutel"),
    )

    def __init__(
        self, *args: Any, boekjaar: Boekjaar, gebieden: Any, betalers: Iterable[Partner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.boekjaar = boekjaar
        self.betalers = list(betalers)
        modelveld(self, "gebied").queryset = gebieden
        modelveld(self, "thema").queryset = Thema.objects.filter(actief=True)
        for partner in self.betalers:
            self.fields[f"deel_{partner.pk}"] = BedragField(label=partner.naam, required=False)

    @property
    def deelvelden(self) -> list[forms.BoundField]:
        """The amounts per payer."""
        return [self[f"deel_{partner.pk}"] for partner in self.betalers]

    @property
    def delen_ingevuld(self) -> bool:
        return any(veld.value() for veld in self.deelvelden)

    @property
    def per_partner(self) -> dict[Partner, Any]:
        """The payers with an amount."""
        delen = {partner: self.cleaned_data.get(f"deel_{partner.pk}") for partner in self.betalers}
        return {partner: bedrag for partner, bedrag in delen.items() if bedrag}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if self.per_partner and (data.get("bedrag") or data.get("sleutel")):
            raise forms.ValidationError(
                _("Kies een bedrag met een verdeelsleutel, of bedragen per betaler. Niet allebei.")
            )
        if not self.per_partner:
            if not data.get("bedrag"):
                self.add_error("bedrag", _("Vul een bedrag in, of bedragen per betaler."))
            elif not data.get("sleutel"):
                self.add_error("sleutel", _("Kies hoe het bedrag over de betalers wordt verdeeld."))
        return data
