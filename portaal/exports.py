"""The public table of money flows as files."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from budgetten.domain.publiek import Geldstroom
from kern.exports.formaten import FORMATEN, csv_stukken
from kern.exports.tabel import Celsoort, Kolomkop, Rij, Tabel


def _tabel(stromen: list[Geldstroom], jaar: int) -> Tabel:
    geld = Celsoort.BEDRAG
    koppen = (
        Kolomkop(_("Jaar"), Celsoort.GETAL),
        Kolomkop(_("Betaler")),
        Kolomkop(_("CBS-code"), breedte=12),
        Kolomkop(_("Gebied")),
        Kolomkop(_("Domein"), breedte=12),
        Kolomkop(_("Thema")),
        Kolomkop(_("Begroot"), geld),
        Kolomkop(_("Vrij besteedbaar"), geld),
        Kolomkop(_("Toegekend"), geld),
        Kolomkop(_("Verplicht"), geld),
        Kolomkop(_("Besteed"), geld),
    )
    return Tabel(_("Geldstromen"), koppen, lambda: _rijen(stromen, jaar), lambda: len(stromen))


def _rijen(stromen: list[Geldstroom], jaar: int) -> Iterator[Rij]:
    for s in stromen:
        yield [
            jaar,
            s.partner.naam,
            s.gebied.code,
            s.gebied.naam,
            str(s.thema.get_domein_display()),
            s.thema.naam,
            s.stand.begroot,
            s.stand.vrij,
            s.stand.toegekend,
            s.stand.verplicht,
            s.stand.besteed,
        ]


def geldstromen_csv(stromen: list[Geldstroom], jaar: int) -> bytes:
    """As CSV for Dutch Excel."""
    return b"".join(csv_stukken(_tabel(stromen, jaar)))


def geldstromen_xlsx(stromen: list[Geldstroom], jaar: int) -> bytes:
    """As a workbook of one sheet."""
    with FORMATEN["xlsx"].bestand(_tabel(stromen, jaar)) as bestand:
        return bestand.read()
