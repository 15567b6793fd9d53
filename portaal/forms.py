"""Forms of pages that put the apps together."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SluitForm(forms.Form):
    """Typing one's own address is the confirmation."""

    email = forms.EmailField(
        label=_("Typ uw e-mailadres om te bevestigen"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
