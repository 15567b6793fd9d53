"""SQL of the triggers that guard the ledger.

Explained in docs/grootboek.md; the numbers below are the eight guarantees there.
"""

import pgtrigger

from budgetten.enums import TOEGESTANE_MUTATIES, Boekingsoort

_PAREN = ", ".join(
    f"('{soort}', '{van}', '{naar}', {str(zelfde_regel).lower()})"
    for soort, paren in TOEGESTANE_MUTATIES.items()
    for van, naar, zelfde_regel in paren
)

#: Guarantees 4 and 8: recorded time and transaction come from the database, the period from the booking date.
BOEKING_VOORAF = pgtrigger.Trigger(
    name="boeking_stempel",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("periode_", "budgetten_periode%ROWTYPE")],
    func="""
        NEW.vastgelegd_op := clock_timestamp();
        NEW.transactie := txid_current();
        SELECT * INTO periode_ FROM budgetten_periode p WHERE p.id = NEW.periode_id FOR SHARE;
        IF NEW.boekdatum NOT BETWEEN periode_."begin" AND periode_.eind THEN
            RAISE EXCEPTION 'De boekdatum % ligt niet in de periode', NEW.boekdatum USING ERRCODE = 'check_violation';
        END IF;
        IF periode_.status <> 'open' THEN
            RAISE EXCEPTION 'De periode van % is gesloten', NEW.boekdatum USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

#: Guarantees 5 and 6, judged at commit, when the whole booking is there.
BOEKING_COMPLEET = pgtrigger.Trigger(
    name="boeking_compleet",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func=f"""
        IF NOT EXISTS (SELECT 1 FROM budgetten_mutatie m WHERE m.boeking_id = NEW.id) THEN
            RAISE EXCEPTION 'Boeking % heeft geen mutaties', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.soort = '{Boekingsoort.TEGENBOEKING}' AND EXISTS (
            (SELECT van_id, naar_id, bedrag, count(*) FROM budgetten_mutatie
                WHERE boeking_id = NEW.id GROUP BY 1, 2, 3
             EXCEPT
             SELECT naar_id, van_id, bedrag, count(*) FROM budgetten_mutatie
                WHERE boeking_id = NEW.tegenboeking_van_id GROUP BY 1, 2, 3)
            UNION ALL
            (SELECT naar_id, van_id, bedrag, count(*) FROM budgetten_mutatie
                WHERE boeking_id = NEW.tegenboeking_van_id GROUP BY 1, 2, 3
             EXCEPT
             SELECT van_id, naar_id, bedrag, count(*) FROM budgetten_mutatie
                WHERE boeking_id = NEW.id GROUP BY 1, 2, 3)
        ) THEN
            RAISE EXCEPTION 'De tegenboeking is geen spiegelbeeld van boeking %', NEW.tegenboeking_van_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)

#: Guarantees 1 and 3 and the keeping of balances and monthly turnover, for all rows of one INSERT at once.
#: LATERAL … OFFSET 0 keeps a row-by-row plan through the primary keys, whatever was inserted first in the session.
MUTATIE_VERWERK = pgtrigger.Trigger(
    name="mutatie_verwerk",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="nieuw"),
    declare=[("fout", "text")],
    func=f"""
        PERFORM 1 FROM budgetten_rekening r
            WHERE r.id IN (SELECT n.van_id FROM nieuw n UNION SELECT n.naar_id FROM nieuw n)
            ORDER BY r.id FOR NO KEY UPDATE;

        SELECT CASE
                WHEN b.transactie <> txid_current() THEN 'Aan een vastgelegde boeking komt geen mutatie meer bij'
                WHEN v.partner_id <> r.partner_id THEN 'Een mutatie blijft bij dezelfde betaler'
                WHEN LEAST(v.jaar, r.jaar) <> b.jaar
                  OR (b.soort NOT IN ('{Boekingsoort.OVERHEVELING}', '{Boekingsoort.TEGENBOEKING}')
                      AND GREATEST(v.jaar, r.jaar) <> b.jaar)
                  OR (b.soort = '{Boekingsoort.OVERHEVELING}'
                      AND (v.jaar, r.jaar) IS DISTINCT FROM (b.jaar::int, b.jaar + 1))
                    THEN 'De rekeningen horen niet bij het boekjaar van de boekdatum'
                WHEN 'gesloten' IN (v.jaarstatus, r.jaarstatus) THEN 'Het boekjaar van een rekening is gesloten'
                ELSE 'Deze beweging hoort niet bij boekingsoort ' || b.soort || ': ' || v.soort || ' → ' || r.soort
            END INTO fout
        FROM nieuw n
        CROSS JOIN LATERAL (
            SELECT b.soort, b.transactie, j.jaar::int AS jaar
            FROM budgetten_boeking b
            JOIN budgetten_periode p ON p.id = b.periode_id
            JOIN budgetten_boekjaar j ON j.id = p.boekjaar_id
            WHERE b.id = n.boeking_id OFFSET 0
        ) b
        CROSS JOIN LATERAL (
            SELECT r.soort, r.partner_id, r.regel_id, j.jaar::int AS jaar, COALESCE(j.status, 'open') AS jaarstatus
            FROM budgetten_rekening r LEFT JOIN budgetten_boekjaar j ON j.id = r.boekjaar_id
            WHERE r.id = n.van_id OFFSET 0
        ) v
        CROSS JOIN LATERAL (
            SELECT r.soort, r.partner_id, r.regel_id, j.jaar::int AS jaar, COALESCE(j.status, 'open') AS jaarstatus
            FROM budgetten_rekening r LEFT JOIN budgetten_boekjaar j ON j.id = r.boekjaar_id
            WHERE r.id = n.naar_id OFFSET 0
        ) r
        WHERE NOT (
            b.transactie = txid_current()
            AND v.partner_id = r.partner_id
            AND LEAST(v.jaar, r.jaar) = b.jaar
            AND CASE b.soort
                    WHEN '{Boekingsoort.TEGENBOEKING}' THEN true
                    WHEN '{Boekingsoort.OVERHEVELING}' THEN
                        (v.jaar, r.jaar) IS NOT DISTINCT FROM (b.jaar, b.jaar + 1)
                    ELSE GREATEST(v.jaar, r.jaar) = b.jaar
                END
            AND 'gesloten' NOT IN (v.jaarstatus, r.jaarstatus)
            AND (b.soort = '{Boekingsoort.TEGENBOEKING}' OR EXISTS (
                SELECT 1 FROM (VALUES {_PAREN}) AS mag (soort, van, naar, zelfde_regel)
                WHERE mag.soort = b.soort AND mag.van = v.soort AND mag.naar = r.soort
                    AND (NOT mag.zelfde_regel OR v.regel_id = r.regel_id)
            ))
        )
        LIMIT 1;
        IF fout IS NOT NULL THEN
            RAISE EXCEPTION '%', fout USING ERRCODE = 'check_violation';
        END IF;

        UPDATE budgetten_rekening r SET saldo = r.saldo + d.verschil
        FROM (
            SELECT t.id, SUM(t.bedrag) AS verschil
            FROM (
                SELECT n.naar_id AS id, n.bedrag FROM nieuw n
                UNION ALL
                SELECT n.van_id, -n.bedrag FROM nieuw n
            ) t GROUP BY t.id
        ) d
        WHERE r.id = d.id AND d.verschil <> 0;

        INSERT INTO budgetten_periodestand AS s (rekening_id, periode_id, erin, eruit)
        SELECT t.rekening_id, t.periode_id, SUM(t.erin), SUM(t.eruit)
        FROM (
            SELECT n.naar_id AS rekening_id, n.boeking_id, n.bedrag AS erin, 0 AS eruit FROM nieuw n
            UNION ALL
            SELECT n.van_id, n.boeking_id, 0, n.bedrag FROM nieuw n
        ) x
        CROSS JOIN LATERAL (
            SELECT x.rekening_id, b.periode_id, x.erin, x.eruit
            FROM budgetten_boeking b WHERE b.id = x.boeking_id OFFSET 0
        ) t
        GROUP BY t.rekening_id, t.periode_id
        ORDER BY t.rekening_id, t.periode_id
        ON CONFLICT (rekening_id, periode_id)
            DO UPDATE SET erin = s.erin + excluded.erin, eruit = s.eruit + excluded.eruit;
        RETURN NULL;
    """,
)


def onveranderlijk(naam: str) -> list[pgtrigger.Trigger]:
    """Guarantee 2: no UPDATE, no DELETE, no TRUNCATE."""
    return [
        pgtrigger.Protect(name=f"{naam}_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{naam}_niet_leeg",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'Het grootboek wordt niet geleegd' USING ERRCODE = 'check_violation';",
        ),
    ]
