"""The trap for robots: people notice nothing, robots are told nothing."""

import re

import pytest
from django import forms
from django.core import signing
from django.template import Context, Template

from kern import honingpot
from kern.honingpot import KLOK, VELD, HoningpotMixin


class Vraagformulier(HoningpotMixin, forms.Form):
    vraag = forms.CharField()


def _klok(monkeypatch, seconden_geleden: float) -> str:
    nu = signing.time.time()
    with monkeypatch.context() as toen:
        toen.setattr(signing.time, "time", lambda: nu - seconden_geleden)
        return honingpot._ondertekenaar().sign("")


def _formulier(**velden) -> Vraagformulier:
    return Vraagformulier({"vraag": "Wanneer is het feest?"} | velden)


def test_person_passes_and_gets_only_what_they_typed(monkeypatch):
    form = _formulier(**{KLOK: _klok(monkeypatch, 5)})

    assert form.is_valid()
    assert (form.robot, form.cleaned_data) == (False, {"vraag": "Wanneer is het feest?"})


def test_filled_trap_looks_accepted(monkeypatch):
    form = _formulier(**{KLOK: _klok(monkeypatch, 5), VELD: "https://kwaad.example"})

    assert form.is_valid()
    assert form.robot
    assert VELD not in form.cleaned_data


@pytest.mark.parametrize("seconden", [0.5, 25 * 3600])
def test_too_fast_or_too_old_is_refused_without_saying_why(seconden, monkeypatch):
    form = _formulier(**{KLOK: _klok(monkeypatch, seconden)})

    assert form.non_field_errors() == ["Het versturen is niet gelukt. Probeer het nog een keer."]


@pytest.mark.parametrize("klok", ["", "1", "abc:def", ":1u2f3s:x"])
def test_clock_that_is_not_ours_is_refused(klok):
    assert not _formulier(**{KLOK: klok}).is_valid()


def test_refused_form_has_a_new_clock(monkeypatch):
    form = _formulier(**{KLOK: _klok(monkeypatch, 25 * 3600)})
    assert not form.is_valid()
    [klok] = re.findall(r'name="moment" value="([^"]+)"', str(form[KLOK]))

    nu = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: nu + 3)
    assert _formulier(**{KLOK: klok}).is_valid()


def test_page_shows_the_fields_to_nobody():
    html = Template("{% for field in form %}{% veld field %}{% endfor %}").render(Context({"form": Vraagformulier()}))

    assert '<div class="honingpot" aria-hidden="true">' in html
    assert 'tabindex="-1" autocomplete="off"' in html
    assert html.count("utrecht-form-field ") + html.count('utrecht-form-field"') == 1  # only the question
    assert "style=" not in html


def test_what_was_typed_in_the_trap_is_escaped():
    assert "<b>" not in str(_formulier(**{VELD: '"><b>'})[VELD])
