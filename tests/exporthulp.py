"""Reading export files back with other libraries than the ones that wrote them."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
from odf import opendocument, teletype
from odf.table import Table, TableCell, TableRow
from python_calamine import CalamineWorkbook

FORMATEN = ("xlsx", "ods", "csv")


def inhoud(antwoord: Any) -> bytes:
    """The body of a streamed answer."""
    return b"".join(antwoord.streaming_content)


def lees(data: bytes, formaat: str) -> list[list[Any]]:
    """All rows with the header, as every reader of this format sees them: they must agree.

    Amounts are Decimal, dates are dates, empty is None.
    """
    if formaat == "csv":
        return [[_van_csv(cel) for cel in rij] for rij in csv_rijen(data)]
    calamine = list(_calamine(data))
    ander = _openpyxl(data) if formaat == "xlsx" else _odfpy(data)
    assert ander == calamine
    return calamine


def csv_rijen(data: bytes) -> list[list[str]]:
    """The raw cells of a CSV."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def kolom(rijen: list[list[Any]], naam: str) -> list[Any]:
    """The cells below a header."""
    plaats = rijen[0].index(naam)
    return [rij[plaats] for rij in rijen[1:]]


def _van_csv(cel: str) -> Any:
    try:
        return Decimal(cel.replace(",", "."))
    except ArithmeticError:
        pass
    try:
        return dt.date.fromisoformat(cel)
    except ValueError:
        return cel or None


def _gelijk(waarde: Any) -> Any:
    """What a reader gives, in one shape."""
    if isinstance(waarde, dt.datetime):
        waarde = waarde.replace(microsecond=0) if waarde.microsecond < 500_000 else _rond_op(waarde)
        return waarde.date() if waarde.time() == dt.time() else waarde
    if isinstance(waarde, float | int):
        return Decimal(str(waarde)).quantize(Decimal("0.01")).normalize() + 0
    return None if waarde == "" else waarde


def _rond_op(waarde: dt.datetime) -> dt.datetime:
    return waarde.replace(microsecond=0) + dt.timedelta(seconds=1)


def _calamine(data: bytes) -> Iterator[list[Any]]:
    boek = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return ([_gelijk(cel) for cel in rij] for rij in boek.get_sheet_by_index(0).to_python(skip_empty_area=False))


def _openpyxl(data: bytes) -> list[list[Any]]:
    blad = openpyxl.load_workbook(io.BytesIO(data)).active
    rijen = [[_gelijk(cel) for cel in rij] for rij in blad.iter_rows(values_only=True)]
    return [rij for rij in rijen if any(cel is not None for cel in rij)]


def _odfpy(data: bytes) -> list[list[Any]]:
    tabel = opendocument.load(io.BytesIO(data)).spreadsheet.getElementsByType(Table)[0]
    return [[_odf_cel(cel) for cel in rij.getElementsByType(TableCell)] for rij in tabel.getElementsByType(TableRow)]


def _odf_cel(cel: Any) -> Any:
    assert cel.getAttribute("formula") is None
    match cel.getAttribute("valuetype"):
        case "float":
            return _gelijk(float(cel.getAttribute("value")))
        case "date":
            return _gelijk(dt.datetime.fromisoformat(cel.getAttribute("datevalue")))
        case "string":
            return "\n".join(teletype.extractText(alinea) for alinea in cel.childNodes)
    return None
