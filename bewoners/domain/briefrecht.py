"""What a decision says about objecting (Awb 3:45, 6:4, 6:5, 6:7, 6:8, 8:81): no part of a text that can be edited."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bewoners.domain import kalender
from bewoners.domain.briefwaarden import postadres
from bewoners.enums import Briefsoort
from kern.componenten.opmaak import datumtekst

#: Six weeks, counted from the day after the announcement (Awb 6:7 and 6:8).
BEZWAARDAGEN = 42
#: Decisions of the municipality against which somebody may object.
MET_BEZWAAR = (
    Briefsoort.BUITEN_BEHANDELING,
    Briefsoort.BESLUIT,
    Briefsoort.VASTSTELLING,
    Briefsoort.INTREKKING,
    Briefsoort.TERUGVORDERING,
    Briefsoort.WIJZIGING,
    Briefsoort.DWANGSOM,
)
#: All letters that announce a decision; one on an objection is taken to the court (Awb 7:1 and 8:1).
BESLUITBRIEVEN = (*MET_BEZWAAR, Briefsoort.BEZWAAR)
#: Private letters of who pays besides the municipality: no public law in them.
PARTNERBRIEVEN = (Briefsoort.TOEZEGGING, Briefsoort.AFREKENING)


def rechtsmiddel(
    soort: Briefsoort, *, kenmerk: str, besluitdatum: dt.date, verzonden: dt.date | None
) -> list[dict[str, Any]]:
    """The parts of the clause; none for a letter that is no decision. Without a day of sending it names no last day."""
    if soort in MET_BEZWAAR:
        return _bezwaar(kenmerk, besluitdatum, verzonden)
    return _beroep(kenmerk, besluitdatum, verzonden) if soort == Briefsoort.BEZWAAR else []


def _bezwaar(kenmerk: str, besluitdatum: dt.date, verzonden: dt.date | None) -> list[dict[str, Any]]:
    termijn = _(
        "Dan kunt u binnen zes weken bezwaar maken. De zes weken beginnen op de dag na de dag waarop wij dit besluit "
        "verstuurden."
    )
    hoe = _(
        "U kunt bezwaar maken op de site: log in op %(site)s en open uw plan. Of stuur een brief aan %(adres)s."
    ) % {"site": settings.SITE_URL, "adres": postadres()}
    haast = _(
        "Ook als u bezwaar maakt, blijft het besluit voorlopig gelden. Kunt u daar niet op wachten? Vraag dan de "
        "rechter om een voorlopige voorziening. Dat kan alleen als u ook bezwaar maakt. De rechtbank vraagt daar geld "
        "voor. Het adres: %(rechtbank)s."
    ) % {"rechtbank": settings.RECHTBANK}
    return [
        _kop(_("Bent u het niet eens met dit besluit?")),
        _alinea(termijn + _laatste_dag(verzonden)),
        _alinea(hoe),
        _alinea(_("Schrijf in uw bezwaar:")),
        _inhoud(kenmerk, besluitdatum),
        _alinea(haast),
    ]


def _beroep(kenmerk: str, besluitdatum: dt.date, verzonden: dt.date | None) -> list[dict[str, Any]]:
    termijn = _(
        "Dan kunt u binnen zes weken in beroep gaan bij de rechter. De zes weken beginnen op de dag na de dag waarop "
        "wij dit besluit verstuurden."
    )
    kosten = _(
        "Stuur een kopie van dit besluit mee. De rechtbank vraagt geld voor een beroep. Krijgt u gelijk, dan betalen "
        "wij u dat bedrag terug."
    )
    return [
        _kop(_("Bent u het niet eens met dit besluit?")),
        _alinea(termijn + _laatste_dag(verzonden)),
        _alinea(_("Stuur uw beroepschrift naar de %(rechtbank)s.") % {"rechtbank": settings.RECHTBANK}),
        _alinea(_("Schrijf in uw beroepschrift:")),
        _inhoud(kenmerk, besluitdatum),
        _alinea(kosten),
    ]


def _laatste_dag(verzonden: dt.date | None) -> str:
    if verzonden is None:
        return ""
    return " " + _("De laatste dag is %(datum)s.") % {"datum": datumtekst(kalender.einde(verzonden, BEZWAARDAGEN))}


def _inhoud(kenmerk: str, besluitdatum: dt.date) -> dict[str, Any]:
    return {
        "soort": "lijst",
        "regels": [
            _("uw naam en adres;"),
            _("de datum;"),
            _("om welk besluit het gaat: kenmerk %(kenmerk)s, van %(datum)s;")
            % {"kenmerk": kenmerk, "datum": datumtekst(besluitdatum)},
            _("waarom u het er niet mee eens bent;"),
            _("uw handtekening, als u een brief stuurt."),
        ],
    }


def _kop(tekst: str) -> dict[str, Any]:
    return {"soort": "kop", "tekst": tekst}


def _alinea(tekst: str) -> dict[str, Any]:
    return {"soort": "alinea", "regels": [tekst]}
