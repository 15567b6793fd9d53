"""Widgets written in Python are letter for letter what Django's templates make of them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from kern.componenten.formuliervorm import Formuliervorm

KEUZES = [
    ("", "---------"),
    ("a<b", 'Een & "twee"'),
    (3, lazystr("<Lui>")),
    ("veilig", mark_safe("<b>vet</b>")),
    ("Groep '1'", [("x", "X"), (None, "Niets")]),
]
ATTRS = {
    "class": "utrecht-select",
    "required": True,
    "disabled": False,
    "data-x": "\"<&'>",
    "rows": 3,
    "min": Decimal("1.50"),
}


def _gelijk(widget: forms.Widget, waarde: Any, attrs: dict[str, Any]) -> None:
    onze = widget.render("naam", waarde, attrs, renderer=Formuliervorm())
    assert onze == widget.render("naam", waarde, attrs, renderer=DjangoTemplates())
    assert isinstance(onze, SafeString)


@pytest.mark.parametrize("waarde", ["", None, "a<b", 3, "3", "veilig", "x", "bestaat niet"])
def test_select_is_django_s(waarde: Any) -> None:
    _gelijk(forms.Select(choices=KEUZES), waarde, ATTRS)
    _gelijk(forms.Select(attrs={"required": True}, choices=KEUZES), waarde, {"id": "id_naam"})
    _gelijk(forms.NullBooleanSelect(), waarde, ATTRS)


@pytest.mark.parametrize(
    "widget",
    [
        *(forms.TextInput, forms.EmailInput, forms.NumberInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput),
        *(forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput),
        # and what Django renders itself
        *(forms.Textarea, forms.FileInput, forms.ClearableFileInput, forms.SelectDateWidget),
    ],
)
@pytest.mark.parametrize(
    "waarde", [None, "", "a\"<&'>", mark_safe("&amp;"), 1234.5, True, Decimal("1.20"), dt.date(2011, 1, 2)]
)
def test_input_is_django_s(widget: type[forms.Widget], waarde: Any) -> None:
    if issubclass(widget, forms.SelectDateWidget) and not isinstance(waarde, dt.date | None):
        return
    _gelijk(widget(), waarde, ATTRS)


@given(
    st.text(), st.dictionaries(st.sampled_from(["class", "title", "value", "placeholder"]), st.text() | st.booleans())
)
def test_whatever_stands_in_it_is_escaped_as_django_does(waarde: str, attrs: dict[str, Any]) -> None:
    _gelijk(forms.TextInput(), waarde, attrs)
    _gelijk(forms.Select(choices=[(waarde, waarde), (waarde + "x", [("1", waarde)])]), waarde, attrs)


def test_options_of_another_kind_are_left_to_django() -> None:
    class Eigen(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    _gelijk(Eigen(choices=[("a", "A")]), "a", {})


def test_every_form_uses_it() -> None:
    class Form(forms.Form):
        naam = forms.CharField()

    assert isinstance(Form().renderer, Formuliervorm)
