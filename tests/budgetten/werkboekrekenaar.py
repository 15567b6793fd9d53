"""Recomputes every formula of a report's workbook from its sheet Transacties, with openpyxl and Decimal.

It knows just the formulas we write: SUMIFS over a table, sums of columns, cell references, ROUND and one IF. A
formula it does not understand is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell import Cell

CENT = Decimal("0.01")


class Rekenaar:
    """Both faces of one workbook: its formulas, and the values stored beside them."""

    def __init__(self, inhoud: bytes) -> None:
        self.formules = openpyxl.load_workbook(BytesIO(inhoud))
        self.waarden = openpyxl.load_workbook(BytesIO(inhoud), data_only=True)
        self.transacties = self._tabel("Transacties")

    def _tabel(self, blad: str) -> list[dict[str, Any]]:
        """The rows of a sheet's table as they are stored, without the totals."""
        tabel = self.formules[blad].tables[blad]
        rijen = list(self.waarden[blad][tabel.ref])
        if tabel.totalsRowCount:
            rijen = rijen[:-1]
        koppen = [cel.value for cel in rijen[0]]
        return [dict(zip(koppen, (cel.value for cel in rij), strict=True)) for rij in rijen[1:]]

    def formulecellen(self) -> Iterator[tuple[str, Cell]]:
        """Every cell with a formula."""
        for vel in self.formules.worksheets:
            for rij in vel.iter_rows():
                for cel in rij:
                    if isinstance(cel.value, str) and cel.data_type == "f":
                        yield vel.title, cel

    def bewaard(self, blad: str, plek: str) -> Decimal | str:
        """The value stored with a cell, amounts to the cent."""
        waarde = self.waarden[blad][plek].value
        return waarde if isinstance(waarde, str) else Decimal(repr(waarde)).quantize(CENT)

    def herberekend(self, blad: str, plek: str) -> Decimal | str:
        """The value a cell's formula has, computed from the transactions alone."""
        cel = self.formules[blad][plek]
        if cel.data_type != "f":
            return self.bewaard(blad, plek)
        if als := re.fullmatch(r'=IF\((\w+)=0,"(.*?)","(.*?)"\)', cel.value):
            return als[2] if self.herberekend(blad, als[1]) == 0 else als[3]
        if kolom := re.fullmatch(r"=SUBTOTAL\(109,\[(.*?)\]\)", cel.value):
            return self._kolomsom(blad, kolom[1])
        binnen = re.fullmatch(r"=ROUND\((.*),2\)", cel.value)
        return self._som(blad, binnen[1] if binnen else cel.value.removeprefix("=")).quantize(CENT)

    def _som(self, blad: str, uitdrukking: str) -> Decimal:
        """Terms with plus and minus between them."""
        totaal, rest, teken = Decimal(0), uitdrukking.removeprefix("-"), -1 if uitdrukking[0] == "-" else 1
        while rest:
            term = re.match(r"SUMIFS\((.*?\])((?:,.*?)*?)\)|SUM\((\w+)\[(.*?)\]\)|(?:(\w+)!)?(\$?[A-Z]+\d+)", rest)
            assert term, f"unknown formula: {uitdrukking}"
            if term[1]:
                waarde = self._sumifs(blad, term[0][len("SUMIFS(") : -1])
            elif term[3]:
                waarde = self._kolomsom(term[3], term[4])
            else:
                waarde = Decimal(self.herberekend(term[5] or blad, term[6].replace("$", "")))
            totaal += teken * waarde
            rest = rest[term.end() :]
            if rest:
                assert rest[0] in "+-", f"unknown formula: {uitdrukking}"
                teken, rest = (1 if rest[0] == "+" else -1), rest[1:]
        return totaal

    def _sumifs(self, blad: str, argumenten: str) -> Decimal:
        som, *paren = argumenten.split(",")
        tabel, bedrag = re.fullmatch(r"(\w+)\[(.*)\]", som).groups()
        eisen = []
        for bereik, eis in zip(paren[::2], paren[1::2], strict=True):
            kolom = re.fullmatch(rf"{tabel}\[(.*)\]", bereik)[1]
            if eis.startswith('"'):
                eisen.append((kolom, eis.strip('"')))
            elif eis.startswith("$"):
                eisen.append((kolom, self.waarden[blad][eis.replace("$", "")].value))
            else:
                eisen.append((kolom, int(eis)))
        return sum(
            (
                Decimal(repr(rij[bedrag]))
                for rij in (self.transacties if tabel == "Transacties" else self._tabel(tabel))
                if all(rij[kolom] == eis for kolom, eis in eisen)
            ),
            Decimal(0),
        )

    def _kolomsom(self, blad: str, kolom: str) -> Decimal:
        vel = self.formules[blad]
        tabel = vel.tables[blad]
        eerste, laatste = tabel.ref.split(":")
        letters = [cel.column_letter for cel in vel[tabel.ref][0] if cel.value == kolom]
        assert len(letters) == 1, f"no column {kolom} on {blad}"
        einde = int(re.sub(r"\D", "", laatste)) - (1 if tabel.totalsRowCount else 0)
        begin = int(re.sub(r"\D", "", eerste)) + 1
        return sum(
            (Decimal(self.herberekend(blad, f"{letters[0]}{rij}")) for rij in range(begin, einde + 1)), Decimal(0)
        )
