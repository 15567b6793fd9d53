"""The English catalogue is complete, and the site speaks English to who asks for it."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation

from gebieden.models import Gebied
from kern import navigatie
from partners.enums import Activiteitstatus
from partners.models import Partner
from scripts.translations import CATALOGUE, faults, faults_of, renewed, source_texts
from tests.factories import ActiviteitFactory, ActiviteittypeFactory
from tests.portaal.conftest import maak_programma, programma

__all__ = ["maak_programma", "programma"]

OPENBAAR = (
    "/",
    "/geld/",
    "/buurt/lariks/",
    "/zoek/?q=niets",
    "/gebieden/",
    "/partners/",
    "/partners/activiteiten/",
    "/over/",
    "/toegankelijkheid/",
    "/account/login/",
    "/account/signup/",
)
INTERN = (
    "/werk/",
    "/budget/",
    "/budget/uitgaven/",
    "/budget/boekingen/",
    "/budget/bijdragen/",
    "/budget/jaren/",
    "/budget/uitgaven/nieuw/",
    "/budget/wijzigingen/nieuw/",
    "/partners/activiteiten/nieuw/",
    "/budget/wijzigingen/",
    "/budget/rapporten/",
    "/taken/",
    "/meldingen/",
    "/meldingen/voorkeuren/",
    "/account/email/",
)
#: Words no English sentence has, and no name in the data of these tests.
NEDERLANDS = re.compile(
    r"\b(het|een|van|voor|naar|niet|geen|uw|u|wordt|zijn|wij|hier|waar|wat|wijken|wijk|buurt)\b", re.I
)


def zichtbaar(client: Client, pad: str) -> str:
    """What a reader of the page sees or hears: no addresses, no attributes but labels, no texts in Dutch on purpose."""
    antwoord = client.get(pad)
    assert antwoord.status_code == 200, pad
    html = re.sub(r'<(?!html)(\w+)[^>]*\blang="nl"[^>]*>.*?</\1>', " ", antwoord.content.decode(), flags=re.S)
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.S)
    labels = re.findall(r'(?:aria-label|title|alt|placeholder|data-label)="([^"]*)"', html)
    tekst = unescape(" ".join([re.sub(r"<[^>]+>", " ", html), *labels])).replace("\u00a0", " ")
    return " ".join(tekst.split()).replace(settings.SITE_NAAM, "")


def nederlands_in(client: Client, pad: str) -> list[str]:
    """The Dutch words a page shows, each with what stands around it."""
    tekst = zichtbaar(client, pad)
    return [tekst[max(0, woord.start() - 30) : woord.end() + 30] for woord in NEDERLANDS.finditer(tekst)]


def kies_engels(client: Client) -> None:
    """As a visitor does: the form of the page with languages."""
    antwoord = client.post("/taal/setlang/", {"language": "en", "next": "/"})
    assert antwoord.status_code == 302
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_catalogue_has_every_text_translated() -> None:
    """`make translations` brings new texts in; then they are to be translated."""
    assert faults(polib.pofile(str(CATALOGUE)), source_texts()) == []


def test_catalogue_is_as_the_extraction_writes_it() -> None:
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    ours = [(entry.msgctxt, entry.msgid) for entry in catalogue]
    assert ours == [(entry.msgctxt, entry.msgid) for entry in renewed(catalogue, source_texts())]
    assert len(ours) == len(set(ours)) > 1000


def test_extraction_finds_texts_of_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "kern" / "migrations").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "kern" / "a.py").write_text(
        'x = _("Een " "lange tekst")\nngettext("%(n)d dag", "%(n)d dagen", n)\npgettext("maand", "mei")\n'
    )
    (tmp_path / "kern" / "migrations" / "0001.py").write_text('_("Niet deze")\n')
    (tmp_path / "templates" / "b.html").write_text(
        '<p>L\'été {% trans "Wijk" %}</p>\n  {% knop _("Opslaan") %}\n'
        "{% blocktrans trimmed count n=3 %}\n {{ n }} ding 100%\n{% plural %}\n {{ n }} dingen\n{% endblocktrans %}"
        '{% trans "Wijk" context "bestuur" %}{# {% trans "Weg" %} #}'
    )
    assert source_texts(tmp_path) == {
        (None, "Een lange tekst", ""): ["kern/a.py"],
        (None, "%(n)d dag", "%(n)d dagen"): ["kern/a.py"],
        ("maand", "mei", ""): ["kern/a.py"],
        (None, "Wijk", ""): ["templates/b.html"],
        ("bestuur", "Wijk", ""): ["templates/b.html"],
        (None, "Opslaan", ""): ["templates/b.html"],
        (None, "%(n)s ding 100%%", "%(n)s dingen"): ["templates/b.html"],
    }


@pytest.mark.parametrize(
    ("entry", "begin"),
    [
        (polib.POEntry(msgid="Wijk", msgstr=""), "not translated"),
        (polib.POEntry(msgid="Wijk", msgstr=" "), "not translated"),
        (polib.POEntry(msgid="Wijk", msgstr="District", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="%(n)s dagen", msgstr="%(m)s days"), "other placeholders"),
        (polib.POEntry(msgid="{naam} <b>is</b>", msgstr="<b>is</b>"), "other placeholders"),
        (polib.POEntry(msgid="a&nbsp;b", msgstr="a b"), "other placeholders"),
        (polib.POEntry(msgid="Wijk ", msgstr="District"), "other space"),
        (
            polib.POEntry(msgid="%(n)s dag", msgid_plural="%(n)s dagen", msgstr_plural={0: "%(n)s day", 1: ""}),
            "not translated",
        ),
    ],
)
def test_faults_of_a_translation_are_seen(entry: polib.POEntry, begin: str) -> None:
    assert [fault.partition(":")[0][: len(begin)] for fault in faults_of(entry)] == [begin]


def test_texts_missing_from_or_gone_out_of_the_source_are_faults() -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Wijk", msgstr="District"))
    assert faults(catalogue, {(None, "Buurt", ""): ["a.py"]}) == [
        "no longer in the source: 'Wijk'",
        "not in the catalogue: 'Buurt' (a.py)",
    ]


def test_renewing_keeps_translations_and_drops_what_is_gone() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Wijk", msgstr="District"))
    old.append(polib.POEntry(msgid="Weg", msgstr="Gone"))
    new = renewed(old, {(None, "Wijk", ""): ["b.py"], (None, "Buurt", ""): ["a.py"]})
    assert [(entry.msgid, entry.msgstr) for entry in new] == [("Buurt", ""), ("Wijk", "District")]


@pytest.mark.usefixtures("programma")
def test_home_speaks_the_language_chosen(client: Client, wijken: dict[str, Gebied], actium: Partner) -> None:
    ActiviteitFactory(
        gebied=wijken["Lariks"], titel="Schouw", partner=actium, type=ActiviteittypeFactory(naam="Schouw"),
        status=Activiteitstatus.DEFINITIEF, datum=dt.date(2026, 3, 5),
    )  # fmt: skip
    niemand = AnonymousUser()
    labels = [
        punt.label
        for punt in (*navigatie.zichtbare_punten("openbaar", niemand), *navigatie.zichtbare_punten("voet", niemand))
    ]
    nederlands = {str(label) for label in labels}
    with translation.override("en"):
        engels = {str(label) for label in labels}
    assert {"Wijken", "Activiteiten", "Toegankelijkheid"} <= nederlands
    assert {"Districts", "Activities", "Accessibility"} <= engels

    tekst = zichtbaar(client, "/")
    assert [label for label in nederlands if label not in tekst] == []
    assert "5 maart 2026" in tekst
    bedragen = re.findall(r"€ [\d.,]+", tekst)
    assert "€ 320.000" in bedragen

    kies_engels(client)
    tekst = zichtbaar(client, "/")
    assert [label for label in engels if label not in tekst] == []
    assert [label for label in nederlands - engels if label in tekst] == []
    assert "5 March 2026" in tekst
    assert "maart" not in tekst
    assert re.findall(r"€ [\d.,]+", tekst) == bedragen
    assert 'lang="en"' in client.get("/").content.decode()


@pytest.mark.usefixtures("programma")
def test_public_pages_have_no_dutch_left_in_english(client: Client) -> None:
    kies_engels(client)
    assert {pad: gevonden for pad in OPENBAAR if (gevonden := nederlands_in(client, pad))} == {}


@pytest.mark.usefixtures("programma")
def test_staff_pages_have_no_dutch_left_in_english(als: Callable[[str], Client]) -> None:
    client = als("controller")
    kies_engels(client)
    assert {pad: gevonden for pad in INTERN if (gevonden := nederlands_in(client, pad))} == {}


def test_refusals_are_english_too(als: Callable[[str], Client]) -> None:
    client = als("controller")
    kies_engels(client)
    antwoord = client.post("/account/password/change/", {"oldpassword": "", "password1": "", "password2": ""})
    assert "3 things are not filled in correctly" in antwoord.content.decode()
