"""Parts of the report that a higher app adds: frozen with the rest, and compared with the ledger in the workbook."""

import datetime as dt
from decimal import Decimal

import pytest

from budgetten.domain import rapportdelen
from budgetten.domain.rapportdelen import Controle, Deel, Kolom
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Waarover
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from tests.budgetten.rapporthulp import GEVAARLIJK, Programma
from tests.budgetten.werkboekrekenaar import Rekenaar


def _deel(bedrag: str, grootboek: str) -> Deel:
    return Deel(
        "Proef",
        "Wat dit blad is.",
        [
            Kolom("Naam", 20),
            Kolom("Sinds", 12, "datum"),
            Kolom("Aantal", 10, "getal"),
            Kolom("Geld", 16, "bedrag", totaal=True),
        ],
        [[GEVAARLIJK, dt.date(2026, 10, 1), 3, Decimal(bedrag)], ["Twee", None, None, Decimal("1.00")]],
        controles=[Controle("Geld", Decimal(grootboek))],
        kort=True,
    )


@pytest.fixture
def met_deel(monkeypatch: pytest.MonkeyPatch):
    """Only this part, whatever the apps registered."""

    def zet(*delen: Deel) -> None:
        monkeypatch.setattr(rapportdelen, "_makers", {"proef": lambda _periode, _waarover: delen})

    return zet


def test_without_parts_a_report_is_as_it_was_before_there_were_parts(programma: Programma, met_deel) -> None:
    met_deel()
    gegevens = verzamel(programma.periode(10), Waarover())

    assert "delen" not in gegevens.data
    assert "Proef" not in Rekenaar(maak_werkboek(gegevens, versie=1)).formules.sheetnames


def test_a_part_is_in_the_checksum_and_reads_back_as_it_was(programma: Programma, met_deel) -> None:
    met_deel(_deel("5.00", "6.00"))
    eerst = verzamel(programma.periode(10), Waarover())
    nog_eens = verzamel(programma.periode(10), Waarover())
    met_deel(_deel("5.01", "6.00"))
    anders = verzamel(programma.periode(10), Waarover())

    assert eerst.sha256 == nog_eens.sha256 != anders.sha256
    (deel,) = eerst.data["delen"]
    assert deel["rijen"][0] == [GEVAARLIJK, "2026-10-01", 3, "5.00"]
    assert rapportdelen.lees("bedrag", "5.00") == Decimal("5.00")


def test_sheet_has_real_values_and_its_control_is_zero(programma: Programma, met_deel) -> None:
    met_deel(_deel("5.00", "6.00"))
    boek = Rekenaar(maak_werkboek(verzamel(programma.periode(10), Waarover()), versie=1))

    assert boek.formules.sheetnames[-3:] == ["Proef", "Transacties", "Controles"]
    vel = boek.formules["Proef"]
    assert (vel["A2"].data_type, vel["A2"].quotePrefix) == ("s", True)
    assert vel["B2"].value == dt.datetime(2026, 10, 1)
    assert (vel["C2"].value, vel["D2"].value) == (3, 5)
    for blad, cel in boek.formulecellen():
        assert boek.herberekend(blad, cel.coordinate) == boek.bewaard(blad, cel.coordinate)
    (controle,) = [rij for rij in boek._tabel("Controles") if "Proef" in rij["Controle"]]
    assert (controle["Volgens het grootboek"], controle["Verschil"], controle["Oordeel"]) == (6, 0, "klopt")


def test_a_difference_is_shown_and_not_hidden(programma: Programma, met_deel) -> None:
    met_deel(_deel("5.00", "6.50"))
    boek = Rekenaar(maak_werkboek(verzamel(programma.periode(10), Waarover()), versie=1))

    (controle,) = [rij for rij in boek._tabel("Controles") if "Proef" in rij["Controle"]]
    assert (controle["Verschil"], controle["Oordeel"]) == (-0.5, "klopt niet")


def test_document_shows_a_short_part(programma: Programma, met_deel) -> None:
    met_deel(_deel("5.00", "6.00"))

    assert maak_pdf(verzamel(programma.periode(10), Waarover()), versie=1).startswith(b"%PDF-")
