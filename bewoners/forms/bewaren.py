"""Keeping a file longer than its term."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BewaarForm(forms.Form):
    """Why this file stays."""

    reden = forms.CharField(
        label=_("Waarom blijft dit dossier bewaard?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: er loopt nog een rechtszaak. Over een jaar vragen wij het opnieuw."),
    )
