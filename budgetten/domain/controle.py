"""The nightly check: everything recomputed from the movements themselves."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verschil:
    """A difference, in euro, between what is kept and what the movements say."""

    wat: str
    bijgehouden: Decimal
    herrekend: Decimal


_SQL = """
    WITH bewegingen AS (
        SELECT naar_id AS rekening_id, boeking_id, bedrag AS erin, 0::numeric AS eruit FROM budgetten_mutatie
        UNION ALL
        SELECT van_id, boeking_id, 0, bedrag FROM budgetten_mutatie
    ), per_maand AS (
        SELECT x.rekening_id, b.periode_id, SUM(x.erin) AS erin, SUM(x.eruit) AS eruit
        FROM bewegingen x JOIN budgetten_boeking b ON b.id = x.boeking_id
        GROUP BY 1, 2
    )
    SELECT 'saldo van rekening ' || r.id, r.saldo, COALESCE(m.saldo, 0)
    FROM budgetten_rekening r
    LEFT JOIN (SELECT rekening_id, SUM(erin - eruit) AS saldo FROM per_maand GROUP BY 1) m ON m.rekening_id = r.id
    WHERE r.saldo <> COALESCE(m.saldo, 0)
    UNION ALL
    SELECT 'omzet van rekening ' || COALESCE(s.rekening_id, m.rekening_id)
           || ' in periode ' || COALESCE(s.periode_id, m.periode_id),
           COALESCE(s.erin - s.eruit, 0), COALESCE(m.erin - m.eruit, 0)
    FROM per_maand m
    FULL JOIN budgetten_periodestand s ON s.rekening_id = m.rekening_id AND s.periode_id = m.periode_id
    WHERE (s.erin, s.eruit) IS DISTINCT FROM (m.erin, m.eruit)
    UNION ALL
    SELECT 'som van alle saldi', SUM(saldo), 0 FROM budgetten_rekening HAVING SUM(saldo) <> 0
    UNION ALL
    SELECT 'saldo onder nul van rekening ' || id, saldo, 0 FROM budgetten_rekening WHERE saldo < 0 AND soort <> 'bron'
    UNION ALL
    SELECT 'mutatie ' || m.id || ' zonder boeking, periode of rekening', m.bedrag, 0
    FROM budgetten_mutatie m
    LEFT JOIN budgetten_boeking b ON b.id = m.boeking_id
    LEFT JOIN budgetten_periode p ON p.id = b.periode_id
    LEFT JOIN budgetten_rekening v ON v.id = m.van_id
    LEFT JOIN budgetten_rekening r ON r.id = m.naar_id
    WHERE p.id IS NULL OR v.id IS NULL OR r.id IS NULL
"""


def controleer_grootboek() -> list[Verschil]:
    """Recompute balances and monthly turnover from all movements, in one snapshot; every difference of one cent counts.

    Logs CRITICAL when there are any, which production sends to the administrators.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        verschillen = [Verschil(*rij) for rij in cursor.fetchall()]
    if verschillen:
        logger.critical("Het grootboek klopt niet: %s verschillen, eerste %s", len(verschillen), verschillen[0])
    return verschillen
