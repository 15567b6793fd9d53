"""Forms for strangers: a field people do not see and a clock they do not notice, instead of a puzzle.

    class ContactForm(HoningpotMixin, forms.Form): ...

    if form.is_valid():
        if not form.robot:
            stuur_vraag(...)
        return redirect(bedankt)  # a robot sees the same

What fills the hidden field looks accepted and is `robot`; what comes back faster than a person can, or without the
clock we gave, is invalid with a sentence that does not say why. `{% veld field %}` and `form.hidden_fields` show both
fields as they should be.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core import signing
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

#: No person fills in a form faster.
SNELST = dt.timedelta(seconds=2)
#: A page that stood open longer has to be sent once more.
GELDIG = dt.timedelta(hours=24)
#: Names that say nothing to the browser, which must not fill them in by itself.
VELD = "aanvulling_2"
KLOK = "moment"


class _Lokveld(forms.Widget):
    """A text field for robots. To the form it is hidden, so that no label, help or place is made for it."""

    input_type = "hidden"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<div class="honingpot" aria-hidden="true"><label>{0}<input type="text" name="{1}" value="{2}" '
            'tabindex="-1" autocomplete="off" maxlength="200"></label></div>',
            _("Laat dit veld leeg"),
            name,
            value or "",
        )


class _Klok(forms.HiddenInput):
    """When the page was made, signed; each rendering has a clock of its own, whatever was sent before."""

    def format_value(self, value: Any) -> str:
        return _ondertekenaar().sign("")


class HoningpotMixin(forms.BaseForm):
    """Adds both fields to a form; `robot` is known after validation."""

    #: Something that is not a person sent this: behave as if it were accepted and do nothing.
    robot: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[VELD] = forms.CharField(required=False, widget=_Lokveld())
        self.fields[KLOK] = forms.CharField(required=False, widget=_Klok())

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        self.robot = bool(gegevens.pop(VELD, ""))
        op_tijd = _is_op_tijd(gegevens.pop(KLOK, ""))
        if not (op_tijd or self.robot):
            self.add_error(None, _("Het versturen is niet gelukt. Probeer het nog een keer."))
        return gegevens


def _ondertekenaar() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="kern.honingpot")


def _is_op_tijd(klok: str) -> bool:
    try:
        _ondertekenaar().unsign(klok, max_age=GELDIG)
    except signing.BadSignature:
        return False
    try:
        _ondertekenaar().unsign(klok, max_age=SNELST)
    except signing.SignatureExpired:
        return True
    return False
