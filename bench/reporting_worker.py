"""The month report and the bare sum, in one process per ledger."""

import time

from django.db import connection

from bench import ledger
from bench.prepare import do_fill, do_fill_unjudged, do_make_ledger  # noqa: F401  # orders of this side
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Rapportgegevens, Waarover
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Periode

MONTH = 9


def _collect() -> Rapportgegevens:
    period = Periode.objects.select_related("boekjaar").get(boekjaar__jaar=ledger.YEAR, maand=MONTH)
    return verzamel(period, Waarover())


def do_collect() -> float:
    """Read what the report of the whole programme says; seconds."""
    begin = time.perf_counter()
    _collect()
    return time.perf_counter() - begin


def do_facts() -> dict[str, object]:
    """What the report is made of, and a control: its total is the sum over the mutaties themselves."""
    found = _collect()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(m.bedrag) FROM budgetten_mutatie m JOIN budgetten_rekening r ON r.id = m.naar_id "
            "JOIN budgetten_boeking b ON b.id = m.boeking_id JOIN budgetten_periode p ON p.id = b.periode_id "
            "WHERE r.soort = 'besteed' AND p.maand <= %s",
            [MONTH],
        )
        spent = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM budgetten_mutatie")
        count = cursor.fetchone()[0]
    reported = found.data["overzicht"]["stand"]["besteed"]
    if f"{spent:.2f}" != reported:
        raise ValueError(f"the report says {reported}, the mutaties say {spent}")
    return {"mutaties": count, "bookings in the month": len(found.data["boekingen"]), "detail": found.detail}


def do_files() -> float:
    """Read it and make the workbook and the PDF; seconds."""
    begin = time.perf_counter()
    found = _collect()
    maak_werkboek(found, versie=1, reden="")
    maak_pdf(found, versie=1, reden="")
    return time.perf_counter() - begin


def do_sum() -> float:
    """The barest sum there is over the mutaties; seconds."""
    with connection.cursor() as cursor:
        begin = time.perf_counter()
        cursor.execute("SELECT sum(bedrag) FROM budgetten_mutatie")
        cursor.fetchone()
        return time.perf_counter() - begin
