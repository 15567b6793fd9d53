"""The button that begins a plan."""

from django import forms

from kern.honingpot import HoningpotMixin


class StartForm(HoningpotMixin, forms.Form):
    """Nothing to fill in; only what slows robots down."""
