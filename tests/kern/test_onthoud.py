"""A component that is kept gives what it would give, and never what it gave for something else."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from kern.componenten import onthoud as module
from kern.componenten.html import format_html
from kern.componenten.onthoud import onthoud


@dataclass(frozen=True, slots=True)
class Plan:
    titel: str
    bedrag: Decimal
    openbaar: bool = True


@dataclass
class Los:
    titel: str


@pytest.fixture
def component() -> Any:
    """A kept component that counts how often it really ran."""

    @onthoud
    def toon(waarde: Any, *, titel: str = "") -> SafeString:
        toon.keren += 1  # type: ignore[attr-defined]
        return format_html("{}|{}|{}", waarde, titel, gettext("Inloggen"))

    toon.keren = 0  # type: ignore[attr-defined]
    return toon


def test_the_same_values_are_made_once(component: Any) -> None:
    plannen = [Plan("a", Decimal("1.50")), Plan("b", Decimal(2))]
    assert component(plannen, titel="t") == component([Plan("a", Decimal("1.50")), Plan("b", Decimal(2))], titel="t")
    assert component.keren == 1
    component([Plan("a", Decimal("1.50"), openbaar=False), Plan("b", Decimal(2))], titel="t")
    component(plannen)
    assert component.keren == 3


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ("<b>", mark_safe("<b>")),
        (["<b>"], [mark_safe("<b>")]),
        (Plan("<b>", Decimal(1)), Plan(mark_safe("<b>"), Decimal(1))),
        (1, True),
        (1, Decimal(1)),
        (Decimal("1.5"), Decimal("1.50")),
        (Plan("a", Decimal("1.5")), Plan("a", Decimal("1.50"))),
        (0, False),
        ("1", 1),
        (None, "None"),
        (dt.date(2011, 1, 1), dt.datetime(2011, 1, 1)),
    ],
)
@pytest.mark.parametrize("om", [False, True])
def test_what_only_looks_the_same_is_not_mixed_up(component: Any, een: Any, ander: Any, om: bool) -> None:
    for waarde in (ander, een) if om else (een, ander):
        assert component(waarde) == format_html("{}||Inloggen", waarde)
    assert component.keren == 2


def test_another_language_and_place_is_made_again(component: Any) -> None:
    assert "Inloggen" in component("a")
    with translation.override("en"):
        assert "Log in" in component("a")
    set_script_prefix("/elders/")
    try:
        component("a")
    finally:
        set_script_prefix("/")
    assert component.keren == 3


@pytest.mark.parametrize("waarde", [Los("a"), iter("ab"), {"a": 1}, 1.5])
def test_what_cannot_be_compared_is_made_each_time(component: Any, waarde: Any) -> None:
    component(waarde)
    component(waarde)
    assert component.keren == 2


def test_text_to_be_translated_is_compared_by_what_it_says(component: Any) -> None:
    lui = gettext_lazy("Inloggen")
    assert component("Inloggen") == component(lui)
    assert component.keren == 1
    with translation.override("en"):
        assert component(lui).startswith("Log in|")
    html = lazy(lambda: mark_safe("<i>"), SafeString)()
    assert (component("<i>"), component(html)) == ("&lt;i&gt;||Inloggen", "<i>||Inloggen")


def test_it_keeps_no_more_than_it_should(component: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEESTE", 3)
    for nummer in range(10):
        component(nummer)
    component(9)
    assert component.keren == 10
    component(0)
    assert component.keren == 11
