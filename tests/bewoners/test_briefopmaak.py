"""How the text of a letter is written and filled in, and that ours keep to it."""

import pytest

from bewoners.domain.briefopmaak import PLAATSHOUDERS, VOORWAARDEN, blokken, controleer, vul
from bewoners.domain.brieftekst import SJABLONEN
from bewoners.enums import Briefsoort
from kern.domain.fouten import Weigering

TABEL = {"bijschrift": "Wie betaalt", "koppen": [], "rijen": [], "totaal": []}


@pytest.mark.parametrize("soort", Briefsoort)
def test_every_kind_of_letter_has_a_text_that_is_allowed(soort):
    onderwerp, tekst = SJABLONEN[soort]
    controleer(onderwerp, tekst)
    assert tekst.startswith("Beste {naam},")


def test_placeholders_and_conditions_have_names_of_their_own():
    assert not set(PLAATSHOUDERS) & set(VOORWAARDEN)


@pytest.mark.parametrize(
    ("onderwerp", "tekst", "veld", "zin"),
    [
        ("Besluit {kleur}", "x", "onderwerp", "{kleur} bestaat niet"),
        ("x", "Beste {Naam},", "tekst", "{Naam} bestaat niet"),
        ("x", "Beste {naam,", "tekst", "accolade"),
        ("x", "Beste {{naam}},", "tekst", "accolade"),
        ("x", "[als kleur] Rood", "tekst", "[als kleur] bestaat niet"),
        ("x", "Rood [als toegekend] of niet", "tekst", "begin van een alinea"),
        ("x", "[als toegekend] [als direct] Rood", "tekst", "begin van een alinea"),
        ("x", "Zie {bedragen} hier", "tekst", "eigen alinea"),
        ("{bedragen}", "x", "onderwerp", "kan niet in het onderwerp"),
    ],
)
def test_a_mistake_in_a_text_is_found_when_it_is_saved(onderwerp, tekst, veld, zin):
    with pytest.raises(Weigering) as fout:
        controleer(onderwerp, tekst)
    assert fout.value.veld == veld
    assert zin in fout.value.bericht


def test_text_becomes_headings_paragraphs_lists_and_a_table():
    tekst = "# Kop {naam}\r\n\r\nBeste {naam},\r\nhallo\n\n- een {titel}\n- twee\n\n{bedragen}\n\n{gronden}"
    waarden = {"naam": "Bea", "titel": "plan", "gronden": ("a", "b")}
    assert blokken(tekst, waarden, {}, TABEL) == [
        {"soort": "kop", "tekst": "Kop Bea"},
        {"soort": "alinea", "regels": ["Beste Bea,", "hallo"]},
        {"soort": "lijst", "regels": ["een plan", "twee"]},
        {"soort": "tabel", **TABEL},
        {"soort": "lijst", "regels": ["a", "b"]},
    ]


def test_what_is_not_there_leaves_nothing_behind():
    assert (
        blokken("{gronden}\n\n{bedragen}\n\n{motivering}\n\n[als motivering] Omdat", {"motivering": ""}, {}, None) == []
    )


def test_conditions_keep_or_drop_a_paragraph():
    tekst = "[als direct] A\n\n[niet direct] B\n\n[als vragen] C\n\n[niet vragen] D"
    assert [deel["regels"] for deel in blokken(tekst, {"vragen": "ja"}, {"direct": False}, None)] == [["B"], ["C"]]


def test_a_placeholder_alone_may_hold_paragraphs_and_a_list():
    delen = blokken("{vragen}", {"vragen": "Een.\n\n- a\n- b\n\nTwee {naam} [als direct]\nregel"}, {}, None)
    assert delen == [
        {"soort": "alinea", "regels": ["Een."]},
        {"soort": "lijst", "regels": ["a", "b"]},
        {"soort": "alinea", "regels": ["Twee {naam} [als direct]", "regel"]},
    ]


def test_a_placeholder_in_a_line_stays_in_that_line():
    assert vul("Plan {titel}: {gronden}", {"titel": "a\n\n# b", "gronden": ("x", "y")}) == "Plan a # b: x, y"
