"""Filling a ledger by the million: bookings and mutaties made inside PostgreSQL, judged by the real triggers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.boeken import Zet, boek, rekeningen
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.jaren import open_boekjaar
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.enums import Domein, Gebiedssoort
from gebieden.models import Gebied, Thema
from partners.enums import Partnersoort
from partners.models import Partner

YEAR = 2025
PAYERS = ("Gemeente Assen", "Actium", "Woonconcept")
#: Bookings per INSERT: the trigger works on a whole statement, and the statement's rows must fit in memory.
PORTION = 100_000
_PER_LINE = Decimal(10_000_000)


@dataclass(frozen=True)
class Ledger:
    """An open year in which every line has plenty of free money of three payers."""

    year: Boekjaar
    lines: list[Begrotingsregel]


def make(*, areas: int, themes: int) -> Ledger:
    """Payers, areas, themes, a year and areas × themes lines with money on them, through the domain functions."""
    payers = [
        Partner.objects.create(
            naam=name, slug=name.lower().replace(" ", "-"), soort=Partnersoort.CORPORATIE, volgorde=n
        )
        for n, name in enumerate(PAYERS)
    ]
    city = Gebied.objects.create(code="GM9999", naam="Stad", slug="stad", soort=Gebiedssoort.STAD)
    places = [
        Gebied.objects.create(
            code=f"WK9999{n:02d}", naam=f"Wijk {n}", slug=f"wijk-{n}", soort=Gebiedssoort.WIJK, ouder=city
        )
        for n in range(areas)
    ]
    subjects = [
        Thema.objects.create(naam=f"Thema {n}", slug=f"thema-{n}", domein=list(Domein)[n % 2], volgorde=n)
        for n in range(themes)
    ]
    year = open_boekjaar(YEAR, door=None)
    day = year.perioden.get(maand=1).begin
    sources = rekeningen(Rekeningsoort.BRON, payers)
    pots = rekeningen(Rekeningsoort.POT, payers, boekjaar=year)
    total = _PER_LINE * areas * themes
    boek(
        Boekingsoort.BIJDRAGE,
        [Zet(sources[payer.pk], pots[payer.pk], total) for payer in payers],
        boekdatum=day,
        omschrijving="Bijdragen",
        door=None,
    )
    lines = []
    for place in places:
        for subject in subjects:
            line = regel_voor(year, gebied=place, thema=subject)
            deel_toe(line, per_partner=dict.fromkeys(payers, _PER_LINE), boekdatum=day, door=None)
            rekeningen(Rekeningsoort.BESTEED, payers, boekjaar=year, regel=line)
            lines.append(line)
    return Ledger(year, lines)


def fill(year: Boekjaar, bookings: int, *, months: tuple[int, int], payers: int = 3) -> None:
    """Add so many expenses of € 0,10 for each of the payers, spread evenly over lines, months and days.

    One mutatie per payer, from the free to the spent account of one line.
    """
    for start in range(0, bookings, PORTION):
        _fill(year, min(PORTION, bookings - start), start, months, payers)


def fill_unjudged(year: Boekjaar, bookings: int, *, months: tuple[int, int]) -> None:
    """The same with every trigger and foreign key at rest, balances and turnover computed afterwards; for millions.

    Only the owner of a throw-away database can do this. Raises ValueError unless the nightly control of the ledger
    finds every balance and every turnover as the mutaties have it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            fill(year, bookings, months=months)
            with transaction.atomic():
                cursor.execute(_BALANCES)
                cursor.execute(_TURNOVER)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    if differences := controleer_grootboek():
        raise ValueError(f"the ledger does not add up: {differences[:3]}")


_BOOKINGS = """
    INSERT INTO budgetten_boeking (id, soort, boekdatum, periode_id, omschrijving, vastgelegd_op, transactie)
    SELECT %(first)s + n, %(soort)s, p."begin" + (n / 7 %% 28)::int, p.id, 'Buurtfeest ' || (%(start)s + n),
        clock_timestamp(), txid_current()
    FROM generate_series(0, %(count)s - 1) n
    JOIN budgetten_periode p ON p.boekjaar_id = %(year)s AND p.maand = %(month)s + n %% %(months)s
    ORDER BY n
"""
_MUTATIONS = """
    WITH paar AS (
        SELECT v.id AS van, b.id AS naar, dense_rank() OVER (ORDER BY v.regel_id) - 1 AS plek
        FROM budgetten_rekening v
        JOIN budgetten_rekening b ON b.regel_id = v.regel_id AND b.partner_id = v.partner_id AND b.soort = 'besteed'
        JOIN partners_partner p ON p.id = v.partner_id AND p.volgorde < %(payers)s
        WHERE v.soort = 'vrij' AND v.boekjaar_id = %(year)s
    )
    INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag)
    SELECT %(first)s + n, paar.van, paar.naar, 0.10
    FROM generate_series(0, %(count)s - 1) n
    JOIN paar ON paar.plek = (%(start)s + n) / %(months)s %% (SELECT max(plek) + 1 FROM paar)
    ORDER BY n
"""
_BALANCES = """
    UPDATE budgetten_rekening r SET saldo = s.saldo FROM (
        SELECT id, sum(bedrag) AS saldo FROM (
            SELECT naar_id AS id, sum(bedrag) AS bedrag FROM budgetten_mutatie GROUP BY 1
            UNION ALL SELECT van_id, -sum(bedrag) FROM budgetten_mutatie GROUP BY 1
        ) t GROUP BY id
    ) s WHERE s.id = r.id
"""
_TURNOVER = """
    INSERT INTO budgetten_periodestand (rekening_id, periode_id, erin, eruit)
    SELECT id, periode_id, sum(erin), sum(eruit) FROM (
        SELECT m.naar_id AS id, b.periode_id, sum(m.bedrag) AS erin, 0 AS eruit
            FROM budgetten_mutatie m JOIN budgetten_boeking b ON b.id = m.boeking_id GROUP BY 1, 2
        UNION ALL
        SELECT m.van_id, b.periode_id, 0, sum(m.bedrag)
            FROM budgetten_mutatie m JOIN budgetten_boeking b ON b.id = m.boeking_id GROUP BY 1, 2
    ) t GROUP BY 1, 2
    ON CONFLICT (rekening_id, periode_id) DO UPDATE SET erin = excluded.erin, eruit = excluded.eruit
"""


def _fill(year: Boekjaar, count: int, start: int, months: tuple[int, int], payers: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) + 1 FROM budgetten_boeking")
        values = {
            "first": cursor.fetchone()[0],
            "count": count,
            "start": start,
            "year": year.pk,
            "month": months[0],
            "months": months[1] - months[0] + 1,
            "soort": Boekingsoort.BESTEDING.value,
            "payers": payers,
        }
        cursor.execute(_BOOKINGS, values)
        cursor.execute(_MUTATIONS, values)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('budgetten_boeking', 'id'), max(id)) FROM budgetten_boeking"
        )
