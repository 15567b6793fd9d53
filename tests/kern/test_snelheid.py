"""What is quick must give what Django gives: escaping, addresses, dates."""

import datetime
from decimal import Decimal

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import html as django_html
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from kern.adres import adres
from kern.componenten import html
from kern.componenten.opmaak import datumtekst

WAARDEN = st.one_of(
    st.text(), st.text().map(SafeString), st.integers(), st.booleans(), st.none(), st.decimals(allow_nan=False)
)


@given(st.lists(WAARDEN, min_size=1, max_size=4))
def test_format_html_gives_what_django_gives(waarden: list[object]) -> None:
    patroon = '<a href="{}">' + "{}" * (len(waarden) - 1) + "</a>"
    assert html.format_html(patroon, *waarden) == django_html.format_html(patroon, *waarden)
    assert html.format_html_join("<br>", patroon, [waarden, waarden]) == django_html.format_html_join(
        "<br>", patroon, [waarden, waarden]
    )


def test_format_html_escapes_lazy_text_and_what_says_it_is_html() -> None:
    class Html:
        def __html__(self) -> str:
            return "<i>"

    lui = translation.gettext_lazy("<Inloggen>")
    assert html.format_html("{}{}{}", lui, Html(), Decimal("1.50")) == "&lt;Inloggen&gt;<i>1.50"
    assert isinstance(html.format_html("{}", 1), SafeString)
    assert isinstance(html.format_html_join("", "{}", []), SafeString)


def test_adres_is_reverse_for_every_script_prefix() -> None:
    assert adres("partners:activiteit", 3) == reverse("partners:activiteit", args=[3])
    try:
        set_script_prefix("/wijken/")
        assert adres("partners:activiteit", 3) == reverse("partners:activiteit", args=[3])
        assert adres("partners:activiteit", 3).startswith("/wijken/")
    finally:
        set_script_prefix("/")
    with pytest.raises(NoReverseMatch):
        adres("partners:bestaat-niet")


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize("kort", [True, False])
def test_datumtekst_is_the_date_format_of_django_for_every_month(taal: str, kort: bool) -> None:
    for maand in range(1, 13):
        dag = datetime.date(2026, maand, 9)
        with translation.override(taal):
            verwacht = date_format(dag, "j M Y" if kort else "j F Y")
            assert datumtekst(dag, kort=kort) == (verwacht.lower() if taal == "nl" else verwacht)
            laat = datetime.datetime(2026, maand, 9, 22, 30, tzinfo=datetime.UTC)
            morgen = dag if maand in {1, 2, 3, 11, 12} else dag + datetime.timedelta(days=1)
            assert datumtekst(laat, kort=kort) == datumtekst(morgen, kort=kort)
