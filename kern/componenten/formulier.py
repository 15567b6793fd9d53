"""Forms: a field with its label, help and error; the error summary; buttons; the filter bar."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kern.componenten.html import format_html, format_html_join
from kern.componenten.opmaak import icoon

_KNOPPEN = {
    "primair": "utrecht-button--primary-action",
    "secundair": "utrecht-button--secondary-action",
    "gevaar": "utrecht-button--secondary-action utrecht-button--danger",
    "stil": "utrecht-button--subtle",
}
_GROEPEN = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def knop(
    tekst: str,
    *,
    soort: str = "primair",
    url: str | None = None,
    type: str = "submit",
    name: str | None = None,
    value: str | None = None,
    icoon_naam: str | None = None,
    **attributen: Any,
) -> SafeString:
    """A button, or a link that looks like one when it has a `url`. Other arguments are attributes: hx_post → hx-post.

    Raises KeyError for an unknown `soort`: primair, secundair, gevaar or stil.
    """
    klasse = f"utrecht-button {_KNOPPEN[soort]} knop"
    paren: dict[str, Any] = {naam.replace("_", "-"): waarde for naam, waarde in attributen.items()}
    if url is None:
        paren = {"type": type, "name": name, "value": value} | paren
    extra = _attributen(paren)
    teken = icoon(icoon_naam) if icoon_naam else ""
    if url is not None:
        return format_html('<a class="{} utrecht-button-link" href="{}"{}>{}{}</a>', klasse, url, extra, teken, tekst)
    return format_html('<button class="{}"{}>{}{}</button>', klasse, extra, teken, tekst)


def veld(
    field: BoundField,
    *,
    label: str | None = None,
    hulp: str | None = None,
    autocomplete: str | None = None,
    voorvoegsel: str = "",
    achtervoegsel: str = "",
    toon_optioneel: bool = True,
    **attributen: Any,
) -> SafeString:
    """One form field of NL Design System: label, help, error, input, tied together for a screen reader.

    Optional fields say so. Dates get the browser's date picker, decimals a numeric keyboard. Hidden fields are only
    themselves. Other arguments become attributes of the input (`rows=3`, `hx_get=url`).
    """
    widget = field.field.widget
    if field.is_hidden:
        return SafeString(str(field) + str(_foutregels(field)))
    _stel_in(field, widget)
    naam = label if label is not None else field.label
    uitleg = hulp if hulp is not None else field.help_text
    groep = isinstance(widget, _GROEPEN)
    aankruis = isinstance(widget, forms.CheckboxInput)
    fouten = _foutregels(field)
    beschrijving = " ".join(f"{field.auto_id}_{deel}" for deel, er in (("hulp", uitleg), ("fout", field.errors)) if er)
    attrs: dict[str, Any] = {"class": _klasse(widget, ongeldig=bool(field.errors))}
    if beschrijving and not groep:
        attrs["aria-describedby"] = beschrijving
    if autocomplete or (field.name == "email" and "autocomplete" not in widget.attrs):
        attrs["autocomplete"] = autocomplete or "email"
    attrs |= {sleutel.replace("_", "-"): waarde for sleutel, waarde in attributen.items() if waarde is not None}
    invoer = _invoer(field, widget, attrs)
    if voorvoegsel or achtervoegsel:
        invoer = format_html(
            '<div class="veld__met-eenheid">{}{}{}</div>',
            format_html('<span class="veld__eenheid" aria-hidden="true">{}</span>', voorvoegsel) if voorvoegsel else "",
            invoer,
            format_html('<span class="veld__eenheid" aria-hidden="true">{}</span>', achtervoegsel)
            if achtervoegsel
            else "",
        )
    optioneel = ""
    if toon_optioneel and not field.field.required and not aankruis:
        optioneel = format_html(' <span class="veld__optioneel">({})</span>', _("niet verplicht"))
    hulptekst = (
        format_html(
            '<div class="utrecht-form-field-description veld__hulp" id="{}_hulp">{}</div>', field.auto_id, uitleg
        )
        if uitleg
        else ""
    )
    ongeldig = " utrecht-form-field--invalid" if field.errors else ""
    if groep:
        return format_html(
            '<fieldset class="veld veld--groep utrecht-form-field{}"{}>'
            '<legend class="utrecht-form-label veld__label">{}{}</legend>{}{}{}</fieldset>',
            ongeldig,
            format_html(' aria-describedby="{}"', beschrijving) if beschrijving else "",
            naam,
            optioneel,
            hulptekst,
            fouten,
            invoer,
        )
    if aankruis:
        return format_html(
            '<div class="veld veld--aankruis utrecht-form-field{}">{}<div class="veld__aankruis">{}'
            '<label class="utrecht-form-label utrecht-form-label--checkbox" for="{}">{}</label></div>{}</div>',
            ongeldig,
            fouten,
            invoer,
            field.id_for_label,
            naam,
            hulptekst,
        )
    return format_html(
        '<div class="veld utrecht-form-field{}"><label class="utrecht-form-label veld__label" for="{}">{}{}</label>'
        "{}{}{}</div>",
        ongeldig,
        field.id_for_label,
        naam,
        optioneel,
        hulptekst,
        fouten,
        invoer,
    )


def formulier_fouten(form: forms.BaseForm) -> SafeString:
    """The error summary at the top of a page: what is wrong, each line a link to its field. Nothing without errors.

    Hidden fields have no place to jump to, so their errors are shown as text.
    """
    if not form.errors:
        return SafeString("")
    regels = format_html_join("", "<li>{}</li>", ((regel,) for regel in _foutlijst(form)))
    aantal = sum(len(fouten) for fouten in form.errors.values())
    titel = ngettext("Er is iets niet goed ingevuld", "Er zijn %(aantal)s dingen niet goed ingevuld", aantal)
    return format_html(
        '<div class="foutenoverzicht utrecht-alert utrecht-alert--error" role="alert" tabindex="-1" id="fouten">{}'
        '<div class="utrecht-alert__content"><p class="melding__titel">{}</p><ul>{}</ul></div></div>',
        icoon("uitroep", klasse="utrecht-alert__icon"),
        titel % {"aantal": aantal},
        regels,
    )


def filterbalk(request: HttpRequest, form: forms.BaseForm, *, paginaparameter: str = "page") -> SafeString:
    """A GET form with every field of `form`, a button, and how many filters are on with a link to clear them."""
    namen = {field.html_name for field in form}
    actief = sum(1 for naam in namen if naam != paginaparameter and any(waarde for waarde in request.GET.getlist(naam)))
    velden = format_html_join("", "{}", ((veld(field, toon_optioneel=False),) for field in form))
    telling = ngettext("%(aantal)s filter actief", "%(aantal)s filters actief", actief) % {"aantal": actief}
    return format_html(
        '<details class="filterbalk"{}><summary class="filterbalk__kop">{}{}{}</summary>'
        '<form method="get" class="filterbalk__formulier" role="search" aria-label="{}">{}'
        '<div class="filterbalk__acties">{}{}</div></form></details>',
        SafeString(" open") if actief else "",
        icoon("filter"),
        _("Filters"),
        format_html(' <span class="filterbalk__aantal">{}</span>', telling) if actief else "",
        _("Filters"),
        velden,
        knop(_("Toon resultaten"), soort="secundair"),
        format_html(
            '<span class="filterbalk__telling">{}</span><a class="utrecht-link" href="{}">{}</a>',
            telling,
            request.path,
            _("Filters wissen"),
        )
        if actief
        else "",
    )


def _attributen(paren: dict[str, Any]) -> SafeString:
    """Attributes in HTML; None and False leave one out, True gives it without a value."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", naam) if waarde is True else format_html(' {}="{}"', naam, waarde),)
            for naam, waarde in paren.items()
            if waarde is not None and waarde is not False
        ),
    )


def _foutregels(field: BoundField) -> SafeString:
    if not field.errors:
        return SafeString("")
    return format_html(
        '<div class="utrecht-form-field-error-message veld__fout" id="{}_fout">{}{}</div>',
        field.auto_id,
        icoon("uitroep"),
        format_html("<span>{}</span>", format_html_join(" ", "{}", ((fout,) for fout in field.errors))),
    )


def _foutlijst(form: forms.BaseForm) -> Iterator[Any]:
    for naam, fouten in form.errors.items():
        field = form[naam] if naam in form.fields else None
        for fout in fouten:
            if field is None:
                yield fout
            elif field.is_hidden:
                yield f"{_naam(field)}: {fout}"
            else:
                yield format_html('<a class="utrecht-link" href="#{}">{}: {}</a>', _anker(field), _naam(field), fout)


def _naam(field: BoundField) -> str:
    return str(field.label).rstrip("?:")


def _anker(field: BoundField) -> str:
    """The id of the first thing in the field that takes focus."""
    return f"{field.auto_id}_0" if isinstance(field.field.widget, _GROEPEN) else field.id_for_label or field.auto_id


def _klasse(widget: forms.Widget, *, ongeldig: bool) -> str:
    eigen = widget.attrs.get("class", "")
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        basis = "utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom"
    elif isinstance(widget, forms.RadioSelect):
        basis = "utrecht-radio-button utrecht-radio-button--html-input utrecht-radio-button--custom"
    elif isinstance(widget, forms.Select):
        basis = "utrecht-select utrecht-select--html-select"
    elif isinstance(widget, forms.Textarea):
        basis = "utrecht-textarea utrecht-textarea--html-textarea"
    elif isinstance(widget, forms.FileInput):
        return f"bestandsveld {eigen}".strip()
    else:
        basis = "utrecht-textbox utrecht-textbox--html-input"
    if ongeldig:
        basis += f" {basis.split()[0]}--invalid"
    return f"{basis} {eigen}".strip()


def _stel_in(field: BoundField, widget: forms.Widget) -> None:
    """Choose the input type and keyboard that fit the field. The widget is this form's own copy."""
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"
    elif isinstance(field.field, forms.DecimalField) and isinstance(widget, forms.TextInput):
        widget.attrs.setdefault("inputmode", "decimal")
    elif isinstance(field.field, forms.IntegerField) and isinstance(widget, forms.TextInput):
        widget.attrs.setdefault("inputmode", "numeric")


def _invoer(field: BoundField, widget: forms.Widget, attrs: dict[str, Any]) -> SafeString:
    if not isinstance(widget, _GROEPEN):
        if field.errors:
            attrs["aria-invalid"] = "true"
        return field.as_widget(attrs=attrs)
    opties = format_html_join(
        "",
        '<div class="veld__optie">{}'
        '<label class="utrecht-form-label utrecht-form-label--radio" for="{}">{}</label></div>',
        ((optie.tag(wrap_label=False), optie.id_for_label, optie.choice_label) for optie in _opties(field, attrs)),
    )
    return format_html('<div class="veld__opties">{}</div>', opties)


def _opties(field: BoundField, attrs: dict[str, Any]) -> Iterator[Any]:
    for optie in field.subwidgets:
        optie.data["attrs"] = optie.data["attrs"] | attrs
        yield optie
