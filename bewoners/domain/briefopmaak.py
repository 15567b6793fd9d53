"""How the text of a letter is written, and how it becomes the parts of a page.

Paragraphs are separated by an empty line. `# ` starts a heading, `- ` a line of a list. `{naam}` is filled in; a
placeholder with a paragraph of its own may hold several paragraphs or a list. `[als voorschot]` at the start of a
paragraph keeps it only when there is such a thing, `[niet voorschot]` only when there is not. What is filled in is
never read as one of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kern.domain.fouten import Weigering

#: What may stand between braces, and after `als` or `niet`: then it counts whether it is empty.
PLAATSHOUDERS: dict[str, str | Promise] = {
    "naam": gettext_lazy("de aanvrager"),
    "titel": gettext_lazy("de naam van het plan"),
    "kenmerk": gettext_lazy("ons kenmerk"),
    "gemeente": gettext_lazy("de naam van de gemeente"),
    "gebied": gettext_lazy("de wijk of buurt"),
    "postadres": gettext_lazy("het postadres van de gemeente"),
    "contact": gettext_lazy("waar de aanvrager vragen kan stellen"),
    "regeling": gettext_lazy("de naam van de regeling"),
    "grondslag": gettext_lazy("de wettelijke grondslag van de regeling"),
    "termijn": gettext_lazy("de beslistermijn, in woorden"),
    "werkdagen": gettext_lazy("werkdagen om te kijken of de aanvraag compleet is"),
    "verantwoordingstermijn": gettext_lazy("tijd om te verantwoorden, in woorden"),
    "ontvangen": gettext_lazy("de dag waarop de aanvraag binnenkwam"),
    "begindatum": gettext_lazy("de dag waarop het plan begint"),
    "einddatum": gettext_lazy("de dag waarop het plan klaar is"),
    "gevraagd": gettext_lazy("het gevraagde bedrag"),
    "bedrag": gettext_lazy("het bedrag van het besluit, of het deel van de betaler van wie de brief is"),
    "bedrag_gemeente": gettext_lazy("wat de gemeente daarvan betaalt"),
    "bedragen": gettext_lazy("tabel met het bedrag per betaler; alleen in een eigen alinea"),
    "betaler": gettext_lazy("de corporatie van wie de brief is"),
    "andere_betalers": gettext_lazy("wie er meebetaalt naast de gemeente"),
    "toegekend_bedrag": gettext_lazy("het bedrag dat was toegekend"),
    "verleend_op": gettext_lazy("de dag waarop het bedrag was toegekend"),
    "voorschot": gettext_lazy("het voorschot"),
    "voorschotpercentage": gettext_lazy("het voorschot in procenten"),
    "nog_te_ontvangen": gettext_lazy("wat de aanvrager nog krijgt"),
    "te_veel": gettext_lazy("wat de aanvrager te veel kreeg"),
    "motivering": gettext_lazy("waarom dit besluit is genomen"),
    "gronden": gettext_lazy("de gronden om te weigeren, als lijst"),
    "grond": gettext_lazy("de grond om lager vast te stellen of in te trekken"),
    "artikel": gettext_lazy("het artikel van de wet waarop het besluit steunt"),
    "vragen": gettext_lazy("wat er ontbreekt"),
    "uiterlijk": gettext_lazy("de laatste dag"),
    "reden": gettext_lazy("waarom het langer duurt"),
    "rekening": gettext_lazy("het rekeningnummer van de gemeente"),
    "wat": gettext_lazy("wat de aanvrager wil wijzigen"),
    "nieuwe_einddatum": gettext_lazy("de nieuwe einddatum"),
    "besluit_van": gettext_lazy("de dag van het besluit waartegen bezwaar is gemaakt"),
    "gehoord_op": gettext_lazy("de dag van de hoorzitting"),
    "verslag": gettext_lazy("het verslag van de hoorzitting"),
    "in_gebreke_op": gettext_lazy("de dag van de ingebrekestelling"),
    "dwangsom_vanaf": gettext_lazy("de eerste dag van de dwangsom"),
}
#: What besides may stand after `als` or `niet`.
VOORWAARDEN: dict[str, str | Promise] = {
    "toegekend": gettext_lazy("er is geld toegekend"),
    "afgewezen": gettext_lazy("de aanvraag is afgewezen"),
    "direct": gettext_lazy("het bedrag staat meteen vast"),
    "verleend": gettext_lazy("het bedrag wordt achteraf vastgesteld"),
    "lager": gettext_lazy("het is minder dan gevraagd"),
    "alleen_gemeente": gettext_lazy("alleen de gemeente betaalt"),
    "samen": gettext_lazy("de gemeente en een ander betalen samen"),
    "alleen_anderen": gettext_lazy("alleen een ander dan de gemeente betaalt"),
    "corporatie": gettext_lazy("een ander dan de gemeente betaalt mee"),
    "papier": gettext_lazy("de aanvrager krijgt brieven met de post"),
    "niets_meer": gettext_lazy("er hoeft niets meer betaald te worden"),
    "bij_bezwaar": gettext_lazy("de termijn om op een bezwaar te beslissen is verlengd"),
    "toegewezen": gettext_lazy("het verzoek om te wijzigen is toegewezen"),
    "gegrond": gettext_lazy("het bezwaar is gegrond"),
    "ongegrond": gettext_lazy("het bezwaar is ongegrond"),
    "niet_ontvankelijk": gettext_lazy("het bezwaar is niet-ontvankelijk"),
}
#: A line of a letter: several lines are a list, a text may hold paragraphs and list lines itself.
Waarde = str | tuple[str, ...]
_PLAATSHOUDER = re.compile(r"\{([^{}]*)\}")
_VOORWAARDE = re.compile(r"\[(als|niet) ([^\[\]]*)\]\s*")
_TABEL = "bedragen"


def controleer(onderwerp: str, tekst: str) -> None:
    """Whether every placeholder and condition exists. Raises Weigering on `onderwerp` or `tekst`."""
    for veld, inhoud in (("onderwerp", onderwerp), ("tekst", tekst)):
        for naam in _PLAATSHOUDER.findall(inhoud):
            if naam not in PLAATSHOUDERS:
                _weiger(veld, _("{%(naam)s} bestaat niet. Kies uit: %(keuzes)s.") % _keuzes(naam, PLAATSHOUDERS))
        if set(_PLAATSHOUDER.sub("", inhoud)) & set("{}"):
            _weiger(veld, _("Een accolade staat hier alleen om een naam heen, zoals {naam}."))
    if "{bedragen}" in onderwerp:
        _weiger("onderwerp", _("{bedragen} is een tabel. Die kan niet in het onderwerp."))
    for alinea in _alineas(tekst):
        voorwaarde = _VOORWAARDE.match(alinea)
        if voorwaarde and voorwaarde[2] not in {**VOORWAARDEN, **PLAATSHOUDERS}:
            _weiger(
                "tekst", _("[als %(naam)s] bestaat niet. Kies uit: %(keuzes)s.") % _keuzes(voorwaarde[2], VOORWAARDEN)
            )
        rest = _VOORWAARDE.sub("", alinea, count=1) if voorwaarde else alinea
        if re.search(r"\[(als|niet)\b", rest):
            _weiger("tekst", _("[als …] en [niet …] staan alleen aan het begin van een alinea."))
        if "{bedragen}" in rest and rest.strip() != "{bedragen}":
            _weiger("tekst", _("{bedragen} is een tabel. Zet die in een eigen alinea."))


def vul(tekst: str, waarden: Mapping[str, Waarde]) -> str:
    """One line of text, filled in."""
    return _PLAATSHOUDER.sub(lambda m: _in_regel(waarden.get(m[1], "")), tekst)


def blokken(
    tekst: str, waarden: Mapping[str, Waarde], voorwaarden: Mapping[str, bool], tabel: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """The parts of the letter: {"soort": "kop" | "alinea" | "lijst" | "tabel", …}, ready for the template of typst."""
    delen: list[dict[str, Any]] = []
    for hele in _alineas(tekst):
        voorwaarde, alinea = _VOORWAARDE.match(hele), hele
        if voorwaarde:
            geldt = voorwaarden.get(voorwaarde[2], False) or bool(waarden.get(voorwaarde[2]))
            if geldt != (voorwaarde[1] == "als"):
                continue
            alinea = hele[voorwaarde.end() :]
        delen += _deel(alinea, waarden, tabel)
    return delen


def _deel(alinea: str, waarden: Mapping[str, Waarde], tabel: dict[str, Any] | None) -> list[dict[str, Any]]:
    alleen = _PLAATSHOUDER.fullmatch(alinea)
    if alleen and alleen[1] == _TABEL:
        return [{"soort": "tabel", **tabel}] if tabel else []
    if alleen:
        waarde = waarden.get(alleen[1], "")
        if isinstance(waarde, tuple):
            return [{"soort": "lijst", "regels": [_in_regel(regel) for regel in waarde]}] if waarde else []
        return [deel for stuk in _alineas(waarde) for deel in [_tekstdeel(stuk.splitlines())]]
    regels = alinea.splitlines()
    if len(regels) == 1 and alinea.startswith("# "):
        return [{"soort": "kop", "tekst": vul(alinea[2:], waarden)}]
    return [_tekstdeel([vul(regel, waarden) for regel in regels])]


def _tekstdeel(regels: list[str]) -> dict[str, Any]:
    """Lines that all start with a dash are a list; others are lines of one paragraph."""
    regels = [regel.strip() for regel in regels if regel.strip()]
    if regels and all(regel.startswith("- ") for regel in regels):
        return {"soort": "lijst", "regels": [regel[2:].strip() for regel in regels]}
    return {"soort": "alinea", "regels": regels}


def _alineas(tekst: str) -> list[str]:
    genormaliseerd = tekst.replace("\r\n", "\n").replace("\r", "\n")
    return [alinea.strip() for alinea in re.split(r"\n[ \t]*\n", genormaliseerd) if alinea.strip()]


def _in_regel(waarde: Waarde) -> str:
    return " ".join(", ".join(waarde).split()) if isinstance(waarde, tuple) else " ".join(waarde.split())


def _keuzes(naam: str, uit: Mapping[str, object]) -> dict[str, str]:
    return {"naam": naam, "keuzes": ", ".join(sorted(uit))}


def _weiger(veld: str, bericht: str) -> NoReturn:
    raise Weigering(bericht, veld=veld)
