"""Which tone a status has: the icon and colour beside its word.

Words that many apps use have their tone here; an app adds its own with `registreer("uitgave", {"betwist": "let-op"})`
in its `navigatie.py` or `apps.py`.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Toon = Literal["neutraal", "bezig", "goed", "let-op", "fout"]
TONEN: frozenset[str] = frozenset(get_args(Toon))

#: Icon per tone: the same in every pill, so that colour is never the only sign.
ICONEN: dict[str, str] = {
    "neutraal": "stip",
    "bezig": "klok",
    "goed": "vink",
    "let-op": "uitroep",
    "fout": "kruis",
}

_ALGEMEEN: dict[str, Toon] = {
    "concept": "neutraal",
    "gesloten": "neutraal",
    "ingetrokken": "neutraal",
    "vervallen": "neutraal",
    "beeindigd": "neutraal",
    "wacht": "bezig",
    "bezig": "bezig",
    "ingediend": "bezig",
    "ingevoerd": "bezig",
    "gepland": "bezig",
    "in_behandeling": "bezig",
    "open": "bezig",
    "gereed": "goed",
    "verzonden": "goed",
    "goedgekeurd": "goed",
    "definitief": "goed",
    "geboekt": "goed",
    "betaald": "goed",
    "actief": "goed",
    "afgerond": "goed",
    "vastgesteld": "goed",
    "toegekend": "goed",
    "let_op": "let-op",
    "te_laat": "let-op",
    "aanvulling": "let-op",
    "teruggestuurd": "let-op",
    "tegengeboekt": "let-op",
    "afgewezen": "fout",
    "geweigerd": "fout",
    "afgekeurd": "fout",
    "mislukt": "fout",
}
_per_soort: dict[tuple[str, str], Toon] = {}


def registreer(soort: str, tonen: Mapping[str, Toon]) -> None:
    """Set the tone of the statuses of one kind of thing."""
    for waarde, toon in tonen.items():
        _per_soort[(soort, str(waarde))] = toon


def toon(soort: str, waarde: str) -> str:
    """The tone of a status; `soort` may also name a tone itself. An unknown word is neutral."""
    if soort in TONEN:
        return soort
    return _per_soort.get((soort, waarde)) or _ALGEMEEN.get(waarde, "neutraal")
