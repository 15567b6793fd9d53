"""The export button: one button with the choice of a format, for exactly what is filtered on screen."""

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kern.componenten.formulier import knop
from kern.componenten.html import format_html, format_html_join


def exporteerknop(url: str, form: forms.BaseForm | None = None, **extra: Any) -> SafeString:
    """A GET form to an `ExportView` with what the filter form was given, and `extra` beside it."""
    paren = [(naam, waarde) for naam, waarde in extra.items() if waarde not in (None, "")]
    if form is not None:
        paren += [
            (naam, waarde)
            for field in form
            for naam in [field.html_name]
            for waarde in (form.data.getlist(naam) if hasattr(form.data, "getlist") else [form.data.get(naam, "")])
            if waarde not in (None, "")
        ]
    return format_html(
        '<form method="get" action="{}" class="exporteer niet-afdrukken">{}'
        '<label><span class="alleen-voorlezen">{}</span>'
        '<select name="formaat" class="utrecht-select utrecht-select--html-select">{}</select></label>{}</form>',
        url,
        format_html_join("", '<input type="hidden" name="{}" value="{}">', paren),
        _("Soort bestand"),
        format_html_join(
            "",
            '<option value="{}">{}</option>',
            (("xlsx", _("Excel")), ("ods", _("LibreOffice (ODS)")), ("csv", _("CSV"))),
        ),
        knop(_("Exporteren"), soort="secundair", icoon_naam="download"),
    )
