"""OpenDocument spreadsheets, written as a stream.

The usual libraries keep the whole document as a tree: 0.6 ms and 20 kB a cell row. One sheet with typed cells needs so
little of the format (OpenDocument 1.3 part 3) that it is written directly.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kern.exports.tabel import ONTOELAATBAAR, PORTIE, Celsoort, Rij, Tabel, Voortgang, met_voortgang

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_RUIMTEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.3"'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: What cannot be written as it is.
_BIJZONDER = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]|^ |  | $")
_WITRUIMTE = re.compile(r"\t|^ | {2,}| $")
_REGELEINDE = re.compile(r"\r\n|\r|\n")
_CM_PER_TEKEN = 0.21


def schrijf_ods(tabel: Tabel, pad: Path, voortgang: Voortgang | None = None, *, huiskleur: str = "#000000") -> None:
    """One sheet: header repeated and frozen, filter on, numbers and dates as such. Typed text is never a formula."""
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as uit:
        uit.writestr("mimetype", _MIMETYPE, zipfile.ZIP_STORED)
        uit.writestr("META-INF/manifest.xml", _manifest())
        uit.writestr("styles.xml", _stijlen())
        uit.writestr("settings.xml", _instellingen(_naam(tabel)))
        with uit.open("content.xml", "w", force_zip64=True) as inhoud:
            inhoud.writelines(_inhoud(tabel, voortgang, huiskleur))


def _naam(tabel: Tabel) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", tabel.naam)[:31].strip() or "Blad1"


def _inhoud(tabel: Tabel, voortgang: Voortgang | None, huiskleur: str) -> Iterator[bytes]:
    naam = quoteattr(_naam(tabel))
    kolommen = "".join(f'<table:table-column table:style-name="co{n}"/>' for n in range(len(tabel.koppen)))
    koppen = "".join(
        f'<table:table-cell table:style-name="kop" office:value-type="string">{_alineas(kop)}</table:table-cell>'
        for kop in tabel.namen
    )
    yield (
        f"{_XML}<office:document-content {_RUIMTEN}><office:automatic-styles>{_celstijlen(tabel, huiskleur)}"
        f"</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name={naam} table:style-name="blad">{kolommen}'
        f"<table:table-header-rows><table:table-row>{koppen}</table:table-row></table:table-header-rows>"
    ).encode()
    cellen = [_CEL[kop.soort] for kop in tabel.koppen]
    rijen = met_voortgang(tabel.rijen(), voortgang)
    aantal = 0
    while portie := list(islice(rijen, PORTIE)):
        aantal += len(portie)
        yield "".join(_rij(rij, cellen) for rij in portie).encode()
    bereik = quoteattr(f"'{_naam(tabel)}'.A1:'{_naam(tabel)}'.{_letter(len(tabel.koppen))}{aantal + 1}")
    yield (
        '</table:table><table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" '
        f'table:target-range-address={bereik} table:display-filter-buttons="true"/></table:database-ranges>'
        "</office:spreadsheet></office:body></office:document-content>"
    ).encode()


def _rij(rij: Rij, cellen: list[Callable[[Any], str]]) -> str:
    inhoud = "".join(
        "<table:table-cell/>" if cel is None or cel == "" else maak(cel) for cel, maak in zip(rij, cellen, strict=True)
    )
    return f"<table:table-row>{inhoud}</table:table-row>"


def _tekst(waarde: str) -> str:
    return (
        f'<table:table-cell table:style-name="tekst" office:value-type="string">{_alineas(waarde)}</table:table-cell>'
    )


def _getal(waarde: int) -> str:
    return (
        f'<table:table-cell table:style-name="getal" office:value-type="float" office:value="{waarde}">'
        f"<text:p>{waarde}</text:p></table:table-cell>"
    )


def _bedrag(waarde: Any) -> str:
    kaal = format(waarde, "f")
    return (
        f'<table:table-cell table:style-name="bedrag" office:value-type="float" office:value="{kaal}">'
        f"<text:p>{kaal.replace('.', ',')}</text:p></table:table-cell>"
    )


def _datum(waarde: Any) -> str:
    return (
        f'<table:table-cell table:style-name="datum" office:value-type="date" office:date-value="{waarde:%Y-%m-%d}">'
        f"<text:p>{waarde:%d-%m-%Y}</text:p></table:table-cell>"
    )


def _moment(waarde: Any) -> str:
    return (
        f'<table:table-cell table:style-name="moment" office:value-type="date" '
        f'office:date-value="{waarde:%Y-%m-%dT%H:%M:%S}"><text:p>{waarde:%d-%m-%Y %H:%M:%S}</text:p></table:table-cell>'
    )


_CEL: dict[Celsoort, Callable[[Any], str]] = {
    Celsoort.TEKST: _tekst,
    Celsoort.GETAL: _getal,
    Celsoort.BEDRAG: _bedrag,
    Celsoort.DATUM: _datum,
    Celsoort.MOMENT: _moment,
}


def _alineas(tekst: str) -> str:
    """Text with its blanks kept: OpenDocument collapses them unless they are spelled out."""
    if _BIJZONDER.search(tekst) is None:
        return f"<text:p>{tekst}</text:p>"
    schoon = escape(ONTOELAATBAAR.sub("\ufffd", tekst))
    return "".join(f"<text:p>{_WITRUIMTE.sub(_wit, regel)}</text:p>" for regel in _REGELEINDE.split(schoon))


def _wit(gevonden: re.Match[str]) -> str:
    wit = gevonden[0]
    return "<text:tab/>" if wit == "\t" else f'<text:s text:c="{len(wit)}"/>'


def _letter(kolom: int) -> str:
    """The letters of the n-th column, from 1."""
    letters = ""
    while kolom:
        kolom, rest = divmod(kolom - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _celstijlen(tabel: Tabel, huiskleur: str) -> str:
    breedten = "".join(
        f'<style:style style:name="co{n}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{kop.wijdte * _CM_PER_TEKEN:.2f}cm"/></style:style>'
        for n, kop in enumerate(tabel.koppen)
    )
    lang = 'number:style="long"'
    dag = (
        f"<number:day {lang}/><number:text>-</number:text><number:month {lang}/><number:text>-</number:text>"
        f"<number:year {lang}/>"
    )
    tijd = (
        f"<number:text> </number:text><number:hours {lang}/><number:text>:</number:text><number:minutes {lang}/>"
        f"<number:text>:</number:text><number:seconds {lang}/>"
    )
    cijfers = 'number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1"'
    cel = '<style:style style:name="{}" style:family="table-cell" style:data-style-name="{}"/>'.format
    return (
        '<style:style style:name="blad" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
        f'{breedten}<number:number-style style:name="n-bedrag"><number:number {cijfers} number:grouping="true"/>'
        '</number:number-style><number:number-style style:name="n-getal"><number:number number:decimal-places="0" '
        'number:min-integer-digits="1"/></number:number-style>'
        f'<number:date-style style:name="n-datum">{dag}</number:date-style>'
        f'<number:date-style style:name="n-moment">{dag}{tijd}</number:date-style>'
        '<number:text-style style:name="n-tekst"><number:text-content/></number:text-style>'
        f"{''.join(cel(soort, f'n-{soort}') for soort in ('tekst', 'getal', 'bedrag', 'datum', 'moment'))}"
        '<style:style style:name="kop" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="{huiskleur}"/>'
        '<style:text-properties fo:font-weight="bold" fo:color="#ffffff"/></style:style>'
    )


def _stijlen() -> str:
    """A4 landscape."""
    return (
        f"{_XML}<office:document-styles {_RUIMTEN}><office:automatic-styles>"
        '<style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="29.7cm" '
        'fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1"/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Default" '
        'style:page-layout-name="pl"/></office:master-styles></office:document-styles>'
    )


def _instellingen(blad: str) -> str:
    """The first row stays in sight."""
    items = (
        ("HorizontalSplitMode", "short", 0),
        ("VerticalSplitMode", "short", 2),
        ("HorizontalSplitPosition", "int", 0),
        ("VerticalSplitPosition", "int", 1),
        ("ActiveSplitRange", "short", 2),
        ("PositionTop", "int", 0),
        ("PositionBottom", "int", 1),
    )
    regels = "".join(
        f'<config:config-item config:name="{naam}" config:type="{soort}">{waarde}</config:config-item>'
        for naam, soort, waarde in items
    )
    return (
        f"{_XML}<office:document-settings {_RUIMTEN}><office:settings><config:config-item-set config:name="
        '"ooo:view-settings" xmlns:ooo="http://openoffice.org/2004/office"><config:config-item-map-indexed '
        'config:name="Views"><config:config-item-map-entry><config:config-item config:name="ViewId" '
        'config:type="string">view1</config:config-item><config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(blad)}>{regels}</config:config-item-map-entry>"
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _manifest() -> str:
    bestanden = "".join(
        f'<manifest:file-entry manifest:full-path="{pad}" manifest:media-type="text/xml"/>'
        for pad in ("content.xml", "styles.xml", "settings.xml")
    )
    return (
        f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{_MIMETYPE}"/>{bestanden}</manifest:manifest>'
    )
