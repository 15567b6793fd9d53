"""Forms for beheerders: joining and leaving."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.enums import Rol
from partners.forms.velden import GetalVeld
from partners.models import Overeenkomst, Partner


class SluitAanForm(forms.Form):
    """A partner joins, or takes another part."""

    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Partner.objects.all(), empty_label=_("Kies een partner")
    )
    overeenkomst = forms.ModelChoiceField(
        label=_("Overeenkomst"), queryset=Overeenkomst.objects.all(), empty_label=None
    )
    rol = forms.ChoiceField(label=_("Rol"), choices=Rol.choices, widget=forms.RadioSelect)
    vanaf = forms.DateField(label=_("Vanaf welke dag?"), initial=timezone.localdate)
    jaarbedrag = GetalVeld(
        label=_("Toegezegd per jaar"), min_value=0, max_digits=12, decimal_places=2, required=False,
        help_text=_("Alleen voor een opdrachtgever of convenantpartner."),
    )  # fmt: skip
    toelichting = forms.CharField(
        label=_("Toelichting"), max_length=300, required=False,
        help_text=_("Bijvoorbeeld het besluit waarmee de partner erbij komt."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        gegevens["jaarbedrag"] = gegevens.get("jaarbedrag") or Decimal("0.00")
        return gegevens


class StopForm(forms.Form):
    """A partner leaves."""

    tot = forms.DateField(label=_("Laatste dag"), initial=timezone.localdate)
    reden = forms.CharField(label=_("Reden"), max_length=300, required=False)
