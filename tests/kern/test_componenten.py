"""The component tags: exact output for amounts and dates, and what a page builder relies on for the rest."""

import datetime
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kern import statussen
from kern.componenten import balk as balk_module
from kern.componenten import bouw, opmaak
from kern.componenten.logtekst import logwaarde
from kern.enums import Taakstatus
from kern.templatetags import componenten


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("waarde", "tekst"),
    [
        (Decimal("1234.56"), "€\u00a01.234,56"),
        (Decimal("0"), "€\u00a00,00"),
        (Decimal("-250"), "€\u00a0−250,00"),
        (Decimal("-0.001"), "€\u00a00,00"),
        (Decimal("1000000.005"), "€\u00a01.000.000,01"),
        (800000, "€\u00a0800.000,00"),
        (None, "–"),
    ],
)
def test_euro_writes_amounts_the_dutch_way(waarde: Decimal | int | None, tekst: str) -> None:
    assert render("{{ waarde|euro }}", waarde=waarde) == tekst


def test_bedrag_marks_negative_and_missing_amounts() -> None:
    bron = "{% bedrag waarde %}"
    assert render(bron, waarde=Decimal("1234.56")) == '<span class="bedrag">€\u00a01.234,56</span>'
    assert render(bron, waarde=Decimal("-2")) == '<span class="bedrag bedrag--negatief">€\u00a0−2,00</span>'
    assert render(bron, waarde=None) == '<span class="bedrag bedrag--leeg">–</span>'


def test_bedrag_without_cents_rounds_half_up() -> None:
    assert render("{% bedrag w centen=False %}", w=Decimal("2.50")) == '<span class="bedrag">€\u00a03</span>'
    assert render("{% bedrag w centen=False %}", w=Decimal("800000.49")) == '<span class="bedrag">€\u00a0800.000</span>'


@pytest.mark.parametrize(
    ("waarde", "tekst"), [(1234567, "1.234.567"), (Decimal("2.5"), "2,5"), (-1000, "−1.000"), (None, "–")]
)
def test_getal_uses_dutch_separators(waarde: Decimal | int | None, tekst: str) -> None:
    assert render("{{ w|getal }}", w=waarde) == tekst


def test_datum_writes_the_month_in_full() -> None:
    dag = datetime.date(2026, 11, 23)
    assert render("{% datum d %}", d=dag) == '<time datetime="2026-11-23">23 november 2026</time>'
    assert render("{% datum d kort=True %}", d=dag) == '<time datetime="2026-11-23">23 nov 2026</time>'
    assert render("{{ d|datumtekst }}", d=dag) == "23 november 2026"
    assert render("{% datum d %}", d=None) == '<span class="leeg-waarde">–</span>'


def test_datum_of_a_moment_is_local_time() -> None:
    moment = datetime.datetime(2026, 3, 31, 22, 30, tzinfo=datetime.UTC)
    assert render("{% datum m %}", m=moment) == '<time datetime="2026-04-01">1 april 2026</time>'
    assert (
        render("{% datum m tijd=True %}", m=moment)
        == '<time datetime="2026-04-01T00:30+02:00">1 april 2026 om 00:30</time>'
    )


def test_datum_follows_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert opmaak.datumtekst(datetime.date(2026, 5, 1)) == "1 May 2026"


def test_status_takes_the_tone_of_its_kind_and_the_label_of_its_choice() -> None:
    html = render("{% status 'taak' s %}", s=Taakstatus.MISLUKT)
    assert html.startswith('<span class="status status--fout"><svg class="icoon"')
    assert html.endswith('#kruis"/></svg>Mislukt</span>')


def test_status_escapes_its_label_and_keeps_unknown_words_neutral() -> None:
    html = render("{% status 'iets' 'vreemd' label %}", label="<b>")
    assert 'class="status status--neutraal"' in html
    assert html.endswith("&lt;b&gt;</span>")


def test_statussen_of_an_app_win_from_the_general_words() -> None:
    assert statussen.toon("proef", "open") == "bezig"
    statussen.registreer("proef", {"open": "let-op"})
    assert statussen.toon("proef", "open") == "let-op"
    assert statussen.toon("iets anders", "open") == "bezig"
    assert statussen.toon("goed", "wat dan ook") == "goed"


def test_verdeel_gives_the_rest_to_the_largest_remainder() -> None:
    assert balk_module.verdeel([Decimal(1), Decimal(1), Decimal(1)]) == [334, 333, 333]
    assert balk_module.verdeel([Decimal("0.4"), Decimal("0.6")], 1) == [0, 1]
    assert balk_module.verdeel([Decimal(0), Decimal(0)]) == [0, 0]
    assert balk_module.verdeel([Decimal(-5), Decimal(5)]) == [0, 1000]


@given(st.lists(st.decimals(min_value=0, max_value=10**7, places=2), min_size=1, max_size=12))
def test_verdeel_adds_up_and_is_never_a_whole_unit_off(waarden: list[Decimal]) -> None:
    uitkomst = balk_module.verdeel(waarden)
    som = sum(waarden)
    assert sum(uitkomst) == (1000 if som else 0)
    for waarde, breedte in zip(waarden, uitkomst, strict=True):
        assert not som or abs(waarde * 1000 - breedte * som) < som


def test_balk_draws_the_full_width_and_tells_the_same_in_a_table() -> None:
    delen = [("vrij", "Vrij", Decimal("100.00")), ("besteed", "Besteed", Decimal("200.00")), ("x", "<i>", Decimal(0))]
    html = render("{% balk delen titel='Budget' %}", delen=delen)
    breedtes = re.findall(r'<rect class="balk__deel balk__deel--(\w+)" x="(\d+)" y="0" width="(\d+)"', html)
    assert breedtes == [("vrij", "0", "333"), ("besteed", "333", "667")]
    assert 'aria-label="Budget: Vrij €\u00a0100,00, Besteed €\u00a0200,00, &lt;i&gt; €\u00a00,00"' in html
    assert html.count("<tr>") == 5  # header, three parts, total
    assert '<th scope="row">Totaal</th><td class="getal"><span class="bedrag">€\u00a0300,00</span></td>' in html
    assert "66,7%" in html
    assert "style=" not in html
    assert "<i>" not in html


def test_balk_without_money_shows_an_empty_bar() -> None:
    assert "balk__deel--leeg" in render("{% balk delen %}", delen=[("vrij", "Vrij", Decimal(0))])


def test_cijfer_shows_amounts_in_whole_euros_and_counts_with_dots() -> None:
    assert '<span class="bedrag">€\u00a0800.000</span>' in render("{% cijfer w 'Begroot' %}", w=Decimal("800000.00"))
    assert '<span class="cijfer__waarde">12.345</span>' in render("{% cijfer 12345 'Bewoners' %}")


def test_voortgang_stays_between_nothing_and_everything() -> None:
    assert 'value="100"' in render("{% voortgang 140 %}")
    assert 'value="0"' in render("{% voortgang w %}", w=-3)
    assert "value=" not in render("{% voortgang None label='Rapport' %}")


def test_paginering_keeps_the_query_and_replaces_the_page(rf: RequestFactory) -> None:
    request = rf.get("/lijst/", {"wijk": ["1", "2"], "q": "a&b", "page": "2"})
    html = render("{% paginering p %}", request=request, p=Paginator(range(50), 10).page(2))
    assert 'rel="prev" href="?wijk=1&amp;wijk=2&amp;q=a%26b&amp;page=1"' in html
    assert 'rel="next" href="?wijk=1&amp;wijk=2&amp;q=a%26b&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1
    assert "11 tot en met 20 van 50" in html


def test_paginering_of_one_page_is_nothing(rf: RequestFactory) -> None:
    assert render("{% paginering p %}", request=rf.get("/"), p=Paginator(range(3), 10).page(1)) == ""


def test_tabel_names_itself_and_refuses_an_unknown_kind() -> None:
    html = render("{% tabel 'Uitgaven' soort='schuif' %}<tbody></tbody>{% endtabel %}")
    assert '<div class="tabel tabel--schuif" role="region" tabindex="0" aria-label="Uitgaven">' in html
    assert '<caption class="alleen-voorlezen">Uitgaven</caption><tbody></tbody></table>' in html
    with pytest.raises(ValueError, match="unknown kind of table: hoog"):
        bouw.tabel("", bijschrift="x", soort="hoog")


def test_kaart_and_melding_keep_their_content_and_escape_their_title() -> None:
    assert render("{% kaart t '/x/' niveau=2 %}<p>tekst</p>{% endkaart %}", t="<b>") == (
        '<article class="kaart"><h2 class="kaart__titel"><a href="/x/">&lt;b&gt;</a></h2><p>tekst</p></article>'
    )
    html = render("{% melding 'let-op' titel=t rol='status' %}<p>tekst</p>{% endmelding %}", t="<b>")
    assert 'utrecht-alert--warning" role="status"' in html
    assert '<p class="melding__titel">&lt;b&gt;</p>' in html
    assert "<p>tekst</p>" in html


def test_knop_makes_buttons_links_and_attributes() -> None:
    html = render("{% knop 'Opslaan' name='actie' value='bewaar' hx_post='/x/' disabled=True %}")
    assert 'type="submit" name="actie" value="bewaar" hx-post="/x/" disabled>Opslaan</button>' in html
    html = render("{% knop 'Nieuw' soort='secundair' url=url %}", url="/nieuw/?a=1&b=2")
    assert html.startswith("<a ")
    assert 'href="/nieuw/?a=1&amp;b=2"' in html
    assert "type=" not in html


def test_logboek_shows_old_and_new_and_escapes_both() -> None:
    regel = SimpleNamespace(
        moment=datetime.datetime(2026, 11, 23, 13, 5, tzinfo=datetime.UTC),
        door=None,
        actie="bedrag gewijzigd",
        wijzigingen={"bedrag": ["<1>", None]},
        toelichting="",
    )
    html = render("{% logboek regels %}", regels=[regel])
    assert "23 november 2026 om 14:05" in html
    assert "Automatisch" in html
    assert "<del>&lt;1&gt;</del>" in html
    assert "<ins>leeg</ins>" in html
    assert render("{% logboek regels %}", regels=[]) == '<p class="logboek__leeg">Er is nog niets gebeurd.</p>'


@pytest.mark.parametrize(
    ("naam", "tekst", "verwacht"),
    [
        ("bedrag", "1000.01", "€\u00a01.000,01"),
        ("jaarbedrag", "10", "€\u00a010,00"),
        ("uren", "2.50", "2,5"),
        ("kopie van", "1234", "1234"),
        ("vanaf", "2026-01-14", "14 januari 2026"),
        ("vanaf", "2026-13-40", "2026-13-40"),
        ("openbaar", "True", "ja"),
        ("betaalkenmerk", "BANK-1", "BANK-1"),
        ("status", None, "leeg"),
    ],
)
def test_logwaarde_shows_amounts_and_dates_the_dutch_way(naam: str, tekst: str | None, verwacht: str) -> None:
    assert logwaarde(naam, tekst) == verwacht


def test_logwijzigingen_says_only_what_it_became_when_there_was_nothing() -> None:
    assert render("{% logwijzigingen w %}", w={"bedrag": [None, "5.00"]}) == (
        '<ul class="logboek__wijzigingen"><li><span class="logboek__veld">Bedrag</span>: '
        "<ins>€\u00a05,00</ins></li></ul>"
    )
    assert render("{% logwijzigingen w %}", w={}) == ""


class ProefForm(forms.Form):
    naam = forms.CharField(label="Naam", help_text="Kort.")
    bedrag = forms.DecimalField(label="Bedrag", localize=True, required=False)
    datum = forms.DateField(label="Datum")
    keuze = forms.ChoiceField(label="Keuze?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    meer = forms.MultipleChoiceField(choices=[("c", "C")], widget=forms.CheckboxSelectMultiple, required=False)
    akkoord = forms.BooleanField(label="Akkoord")
    geheim = forms.CharField(label="Geheim", widget=forms.HiddenInput)


def test_veld_ties_label_help_and_error_to_the_input() -> None:
    form = ProefForm({"naam": ""})
    html = render("{% veld form.naam autocomplete='name' rows=3 %}", form=form)
    assert '<label class="utrecht-form-label veld__label" for="id_naam">Naam</label>' in html
    assert 'id="id_naam_hulp">Kort.</div>' in html
    assert 'id="id_naam_fout"' in html
    invoer = re.search(r"<input[^>]*>", html)
    assert invoer
    for attribuut in (
        'aria-describedby="id_naam_hulp id_naam_fout"',
        'aria-invalid="true"',
        'autocomplete="name"',
        'rows="3"',
        "required",
        "utrecht-textbox--invalid",
    ):
        assert attribuut in invoer[0]


def test_veld_says_what_is_optional_and_suits_the_keyboard() -> None:
    html = render("{% veld form.bedrag voorvoegsel='€' %}", form=ProefForm(initial={"bedrag": Decimal("1234.50")}))
    assert "(niet verplicht)" in html
    assert 'inputmode="decimal"' in html
    assert 'value="1234,50"' in html
    html = render("{% veld form.datum %}", form=ProefForm(initial={"datum": datetime.date(2026, 3, 1)}))
    assert 'type="date"' in html
    assert 'value="2026-03-01"' in html
    assert "niet verplicht" not in html


def test_veld_groups_choices_in_a_fieldset_of_the_right_kind() -> None:
    html = render("{% veld form.keuze %}", form=ProefForm())
    assert html.startswith("<fieldset")
    assert re.findall(r'<label[^>]*for="(\w+)"', html) == ["id_keuze_0", "id_keuze_1"]
    assert html.count("utrecht-radio-button--custom") == 2
    html = render("{% veld form.meer %}", form=ProefForm())
    assert "utrecht-checkbox--custom" in html
    assert "utrecht-radio-button" not in html.replace("utrecht-form-label--radio", "")


def test_veld_of_a_hidden_field_is_only_the_input() -> None:
    assert render("{% veld form.geheim %}", form=ProefForm(initial={"geheim": "x"})) == (
        '<input type="hidden" name="geheim" value="x" id="id_geheim">'
    )


def test_formulier_fouten_links_every_error_to_a_place_that_takes_focus() -> None:
    form = ProefForm({"datum": "gisteren"})
    form.add_error(None, "Samen klopt het niet.")
    html = render("{% formulier_fouten form %}", form=form)
    assert re.findall(r'href="#(\w+)"', html) == ["id_naam", "id_datum", "id_keuze_0", "id_akkoord"]
    assert "Er zijn 6 dingen niet goed ingevuld" in html
    assert "<li>Samen klopt het niet.</li>" in html
    assert "<li>Geheim: " in html
    assert 'tabindex="-1"' in html
    assert render("{% formulier_fouten form %}", form=ProefForm()) == ""


def test_filterbalk_counts_what_is_on_and_offers_to_clear_it(rf: RequestFactory) -> None:
    html = render("{% filterbalk form %}", form=ProefForm(), request=rf.get("/lijst/?naam=x&bedrag=&keuze=a&page=2"))
    assert "2 filters actief" in html
    assert '<details class="filterbalk" open>' in html
    assert 'href="/lijst/">Filters wissen</a>' in html
    html = render("{% filterbalk form %}", form=ProefForm(), request=rf.get("/lijst/?page=2"))
    assert "actief" not in html
    assert "wissen" not in html


def test_styleguide_shows_every_tag_and_filter() -> None:
    """Each stands there as code to copy, and is used at least once outside of that code."""
    bron = (Path(settings.BASE_DIR) / "templates/kern/stijlgids.html").read_text(encoding="utf-8")
    code = " ".join(re.findall(r"{% verbatim %}(.*?){% endverbatim %}", bron))
    gebruikt = re.sub(r"{% verbatim %}.*?{% endverbatim %}", "", bron)
    for naam in componenten.register.tags:
        assert re.search(rf"{{% {naam}\b", code), naam
        assert re.search(rf"{{% {naam}\b", gebruikt), naam
    for naam in componenten.register.filters:
        assert f"|{naam}" in code
        assert f"|{naam}" in gebruikt
