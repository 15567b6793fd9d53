"""Tables as files, read back with other libraries than the ones that wrote them."""

import datetime as dt
import errno
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from kern.domain.fouten import Weigering
from kern.exports import formaten
from kern.exports.formaten import FORMATEN, csv_stukken
from kern.exports.tabel import PORTIE, Celsoort, Kolomkop, Rij, Tabel, ontwapen
from tests.exporthulp import csv_rijen, lees

KOPPEN = (
    Kolomkop("Nummer", Celsoort.GETAL),
    Kolomkop("Tekst"),
    Kolomkop("Dag", Celsoort.DATUM),
    Kolomkop("Moment", Celsoort.MOMENT),
    Kolomkop("Bedrag", Celsoort.BEDRAG),
)
DAG, MOMENT = dt.date(2026, 11, 23), dt.datetime(2026, 11, 23, 14, 5, 9)
RIJEN: list[Rij] = [
    [1, 'Buurtfeest <Lariks> & meer; "echt"', DAG, MOMENT, Decimal("1234.56")],
    [2, "één  dubbele  spatie", None, None, Decimal("-0.10")],
    [3, None, DAG, MOMENT, Decimal("12345678901.99")],
]
#: What people could type to make a spreadsheet of somebody else do something.
KWAAD = [
    '=HYPERLINK("http://kwaad.example","klik")',
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '";=1+1',
]


def _tabel(rijen: list[Rij], koppen: tuple[Kolomkop, ...] = KOPPEN, naam: str = "Proef") -> Tabel:
    return Tabel(naam, koppen, lambda: iter(rijen), lambda: len(rijen))


def _bytes(tabel: Tabel, formaat: str) -> bytes:
    with FORMATEN[formaat].bestand(tabel) as bestand:
        return bestand.read()


@pytest.mark.parametrize("formaat", ["xlsx", "ods"])
def test_values_come_back_as_they_were(formaat: str) -> None:
    kop, *rijen = lees(_bytes(_tabel(RIJEN), formaat), formaat)
    assert kop == ["Nummer", "Tekst", "Dag", "Moment", "Bedrag"]
    assert rijen == [
        [Decimal(1), 'Buurtfeest <Lariks> & meer; "echt"', DAG, MOMENT, Decimal("1234.56")],
        [Decimal(2), "één  dubbele  spatie", None, None, Decimal("-0.1")],
        [Decimal(3), None, DAG, MOMENT, Decimal("12345678901.99")],
    ]


def test_csv_is_for_dutch_excel() -> None:
    assert _bytes(_tabel(RIJEN), "csv").decode() == (
        "\ufeffNummer;Tekst;Dag;Moment;Bedrag\r\n"
        '1;"Buurtfeest <Lariks> & meer; ""echt""";2026-11-23;2026-11-23 14:05:09;1234,56\r\n'
        "2;één  dubbele  spatie;;;-0,10\r\n"
        "3;;2026-11-23;2026-11-23 14:05:09;12345678901,99\r\n"
    )


def test_xlsx_is_ready_to_work_in() -> None:
    blad = openpyxl.load_workbook(io.BytesIO(_bytes(_tabel(RIJEN), "xlsx"))).active
    assert blad.title == "Proef"
    assert blad.freeze_panes == "A2"
    assert blad.auto_filter.ref == "A1:E4"
    assert blad["A1"].font.bold
    assert blad.print_title_rows == "$1:$1"
    assert (blad["E2"].data_type, blad["E2"].number_format) == ("n", "#,##0.00;[Red]-#,##0.00")
    assert (blad["C2"].data_type, blad["C2"].number_format) == ("d", "dd-mm-yyyy")
    assert (blad["D2"].data_type, blad["D2"].number_format) == ("d", "dd-mm-yyyy hh:mm:ss")
    assert (blad["A2"].data_type, blad["A2"].number_format) == ("n", "0")


def test_ods_is_ready_to_work_in() -> None:
    pak = zipfile.ZipFile(io.BytesIO(_bytes(_tabel(RIJEN), "ods")))
    assert pak.namelist()[0] == "mimetype"
    assert pak.infolist()[0].compress_type == zipfile.ZIP_STORED
    inhoud = pak.read("content.xml").decode()
    assert "table:target-range-address=\"'Proef'.A1:'Proef'.E4\"" in inhoud
    assert inhoud.count("<table:table-header-rows>") == 1
    assert 'config:name="VerticalSplitPosition" config:type="int">1<' in pak.read("settings.xml").decode()


@pytest.mark.parametrize("kwaad", KWAAD)
def test_text_never_becomes_a_formula(kwaad: str) -> None:
    tabel = _tabel([[1, kwaad, DAG, MOMENT, Decimal("-12.50")]])
    xlsx = _bytes(tabel, "xlsx")
    cel = openpyxl.load_workbook(io.BytesIO(xlsx)).active["B2"]
    assert (cel.data_type, cel.quotePrefix) == ("s", True)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(xlsx)).read("xl/worksheets/sheet1.xml")
    ods = zipfile.ZipFile(io.BytesIO(_bytes(tabel, "ods"))).read("content.xml")
    assert b"table:formula" not in ods
    assert b'table:style-name="tekst" office:value-type="string"' in ods
    rij = csv_rijen(_bytes(tabel, "csv"))[1]
    assert len(rij) == 5
    assert rij[1] == ("'" + kwaad if kwaad != '";=1+1' else kwaad)
    assert rij[4] == "-12,50"


@pytest.mark.parametrize("gewoon", ["Lariks", "a=b", "1-2", " ingesprongen", "e-mail@example.nl", "'s avonds"])
def test_ordinary_text_is_left_alone(gewoon: str) -> None:
    assert ontwapen(gewoon) == gewoon
    for formaat in ("xlsx", "ods"):
        assert lees(_bytes(_tabel([[1, gewoon, None, None, None]]), formaat), formaat)[1][1] == gewoon


def test_text_with_lines_and_tabs_survives() -> None:
    tekst = "regel een\nregel   twee \n  drie"
    for formaat in FORMATEN:
        assert lees(_bytes(_tabel([[1, tekst, None, None, None]]), formaat), formaat)[1][1] == tekst
    met_tab = _tabel([[1, "a\tb", None, None, None]])
    assert lees(_bytes(met_tab, "xlsx"), "xlsx")[1][1] == "a\tb"
    ods = zipfile.ZipFile(io.BytesIO(_bytes(met_tab, "ods"))).read("content.xml")  # not every reader knows a tab
    assert b"<text:p>a<text:tab/>b</text:p>" in ods


def test_characters_xml_cannot_hold_do_not_break_the_file() -> None:
    tabel = _tabel([[1, "a\x0bb\x1fc\uffff", None, None, Decimal("1.00")]])
    for formaat in ("xlsx", "ods"):
        assert lees(_bytes(tabel, formaat), formaat)[1][1:] == ["a\ufffdb\ufffdc\ufffd", None, None, 1]


def test_text_too_long_for_excel_is_marked() -> None:
    data = _bytes(_tabel([[1, "x" * 40_000, None, None, None]]), "xlsx")
    cel = openpyxl.load_workbook(io.BytesIO(data)).active["B2"].value
    assert (len(cel), cel[-2:]) == (32_767, "x…")


@pytest.mark.parametrize("formaat", FORMATEN)
def test_empty_table_has_its_header(formaat: str) -> None:
    assert lees(_bytes(_tabel([]), formaat), formaat)[0] == ["Nummer", "Tekst", "Dag", "Moment", "Bedrag"]
    assert len(lees(_bytes(_tabel([]), formaat), formaat)) == 1


@pytest.mark.parametrize("formaat", FORMATEN)
def test_more_than_one_portion_adds_up_and_tells_how_far(formaat: str) -> None:
    aantal = 2 * PORTIE + 5
    rijen: list[Rij] = [[n, "x", DAG, MOMENT, Decimal("0.01")] for n in range(aantal)]
    gehoord: list[int] = []
    with FORMATEN[formaat].bestand(_tabel(rijen), voortgang=gehoord.append) as bestand:
        gelezen = lees(bestand.read(), formaat)[1:]
    assert [int(rij[0]) for rij in gelezen] == list(range(aantal))
    assert sum(rij[4] for rij in gelezen) == Decimal("40.05")
    assert gehoord == [PORTIE, 2 * PORTIE]


@pytest.mark.parametrize("naam", ["Boekingen: 2026/2027 [alle]", "x" * 60, "'"])
def test_any_name_becomes_a_sheet_name(naam: str) -> None:
    for formaat in ("xlsx", "ods"):
        assert len(lees(_bytes(_tabel(RIJEN, naam=naam), formaat), formaat)) == 4


@pytest.mark.parametrize("formaat", ["xlsx", "ods"])
def test_table_with_more_rows_than_fit_is_refused(formaat: str) -> None:
    vol = formaten.Formaat(formaat, "Proef", "x/y", FORMATEN[formaat].schrijver, rijen_max=2)
    with pytest.raises(Weigering, match=r"plaats voor 2 rijen\. Kies CSV"):
        vol.bestand(_tabel(RIJEN))
    with vol.bestand(_tabel(RIJEN[:2])) as bestand:
        assert len(lees(bestand.read(), formaat)) == 3


@pytest.mark.parametrize("formaat", FORMATEN)
def test_error_while_reading_leaves_no_file(formaat: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class OnderbrokenError(Exception):
        pass

    def rijen() -> Iterator[Rij]:
        yield RIJEN[0]
        raise OnderbrokenError

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OnderbrokenError):
        FORMATEN[formaat].bestand(Tabel("Proef", KOPPEN, rijen, lambda: 1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("formaat", FORMATEN)
def test_full_disk_is_known_as_such(formaat: str) -> None:
    with pytest.raises(OSError, match=r"(?i)no space") as fout:
        FORMATEN[formaat].schrijf(_tabel(RIJEN * 3000), Path("/dev/full"))
    assert fout.value.errno == errno.ENOSPC


def test_file_is_gone_from_disk_and_closes_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    bestand = FORMATEN["xlsx"].bestand(_tabel(RIJEN))
    assert list(tmp_path.iterdir()) == []
    assert bestand.read(2) == b"PK"
    del bestand  # warnings are errors: a file left open would fail here


def test_csv_comes_in_portions() -> None:
    rijen: list[Rij] = [[n, "x", DAG, MOMENT, Decimal("0.01")] for n in range(3 * PORTIE)]
    gelezen = 0

    def bron() -> Iterator[Rij]:
        nonlocal gelezen
        for rij in rijen:
            gelezen += 1
            yield rij

    stukken = csv_stukken(Tabel("Proef", KOPPEN, bron, lambda: len(rijen)))
    next(stukken)
    next(stukken)
    assert gelezen <= PORTIE + 1
