"""SQL of the triggers that guard the ledger.

Explained in docs/grootboek.md; the numbers below are the eight guarantees there. Whatever can be judged for a whole
statement at once is: a bulk of 100,000 rows then costs a handful of queries.
"""

import pgtrigger

from budgetten.enums import TOEGESTANE_MUTATIES, Boekingsoort

_PAREN = ", ".join(
    f"('{soort}', '{van}', '{naar}', {str(zelfde_regel).lower()})"
    for soort, paren in TOEGESTANE_MUTATIES.items()
    for van, naar, zelfde_regel in paren
)

#: Guarantee 8: recorded time and transaction come from the database.
BOEKING_VOORAF = pgtrigger.Trigger(
    name="boeking_stempel",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        NEW.vastgelegd_op := clock_timestamp();
        NEW.transactie := txid_current();
        RETURN NEW;
    """,
)

#: Guarantee 4, and the note (Vastlegging) by which guarantees 5 and 6 are judged at commit.
BOEKING_VASTLEGGEN = pgtrigger.Trigger(
    name="boeking_vastleggen",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="nieuw"),
    declare=[
        ("perioden", "bigint[]"),
        ("eerste_dagen", "date[]"),
        ("laatste_dagen", "date[]"),
        ("eerste_", "bigint"),
        ("laatste_", "bigint"),
        ("tegen_", "boolean"),
        ("fout", "text"),
    ],
    func=f"""
        SELECT array_agg(g.periode_id), array_agg(g.vroegst), array_agg(g.laatst),
            min(g.eerste), max(g.laatste), bool_or(g.tegen)
        INTO perioden, eerste_dagen, laatste_dagen, eerste_, laatste_, tegen_
        FROM (
            SELECT n.periode_id, min(n.boekdatum) AS vroegst, max(n.boekdatum) AS laatst,
                min(n.id) AS eerste, max(n.id) AS laatste, bool_or(n.soort = '{Boekingsoort.TEGENBOEKING}') AS tegen
            FROM nieuw n GROUP BY n.periode_id
        ) g;
        IF eerste_ IS NULL THEN RETURN NULL; END IF;

        PERFORM 1 FROM budgetten_periode p WHERE p.id = ANY (perioden) ORDER BY p.id FOR SHARE;
        SELECT CASE
                WHEN p.id IS NULL THEN 'De periode van een boeking bestaat niet'
                WHEN g.vroegst NOT BETWEEN p."begin" AND p.eind
                    THEN 'De boekdatum ' || g.vroegst || ' ligt niet in de periode'
                WHEN g.laatst NOT BETWEEN p."begin" AND p.eind
                    THEN 'De boekdatum ' || g.laatst || ' ligt niet in de periode'
                ELSE 'De periode van ' || g.vroegst || ' is gesloten'
            END INTO fout
        FROM unnest(perioden, eerste_dagen, laatste_dagen) AS g (periode_id, vroegst, laatst)
        LEFT JOIN budgetten_periode p ON p.id = g.periode_id
        WHERE p.id IS NULL OR g.vroegst < p."begin" OR g.laatst > p.eind OR p.status <> 'open'
        LIMIT 1;
        IF fout IS NOT NULL THEN
            RAISE EXCEPTION '%', fout USING ERRCODE = 'check_violation';
        END IF;

        INSERT INTO budgetten_vastlegging (eerste, laatste, tegen) VALUES (eerste_, laatste_, tegen_);
        RETURN NULL;
    """,
)

#: Guarantees 5 and 6, judged at commit, when the whole booking is there: all bookings of one INSERT at once. Who
#: deletes or changes the note does not get round it: PostgreSQL already holds the event, with the row as it was.
BOEKING_COMPLEET = pgtrigger.Trigger(
    name="boeking_compleet",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    declare=[("leeg", "bigint"), ("scheef", "bigint")],
    func=f"""
        SELECT b.id INTO leeg FROM budgetten_boeking b
            WHERE b.id BETWEEN NEW.eerste AND NEW.laatste AND b.transactie = txid_current()
        EXCEPT
        SELECT m.boeking_id FROM budgetten_mutatie m WHERE m.boeking_id BETWEEN NEW.eerste AND NEW.laatste
        LIMIT 1;
        IF leeg IS NOT NULL THEN
            RAISE EXCEPTION 'Boeking % heeft geen mutaties', leeg USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.tegen THEN
            SELECT b.tegenboeking_van_id INTO scheef
            FROM budgetten_boeking b
            WHERE b.id BETWEEN NEW.eerste AND NEW.laatste AND b.transactie = txid_current()
              AND b.soort = '{Boekingsoort.TEGENBOEKING}' AND EXISTS (
                (SELECT van_id, naar_id, bedrag, count(*) FROM budgetten_mutatie
                    WHERE boeking_id = b.id GROUP BY 1, 2, 3
                 EXCEPT
                 SELECT naar_id, van_id, bedrag, count(*) FROM budgetten_mutatie
                    WHERE boeking_id = b.tegenboeking_van_id GROUP BY 1, 2, 3)
                UNION ALL
                (SELECT naar_id, van_id, bedrag, count(*) FROM budgetten_mutatie
                    WHERE boeking_id = b.tegenboeking_van_id GROUP BY 1, 2, 3
                 EXCEPT
                 SELECT van_id, naar_id, bedrag, count(*) FROM budgetten_mutatie
                    WHERE boeking_id = b.id GROUP BY 1, 2, 3)
            )
            LIMIT 1;
            IF scheef IS NOT NULL THEN
                RAISE EXCEPTION 'De tegenboeking is geen spiegelbeeld van boeking %', scheef
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        DELETE FROM budgetten_vastlegging WHERE id = NEW.id;
        RETURN NULL;
    """,
)

#: Guarantees 1 and 3 and the keeping of balances and monthly turnover, for all rows of one INSERT at once. The rows are
#: summed first by what decides about them (month, kind, from, to); the rest works on those sums. A session keeps the
#: plans it made for its first INSERT, of one row or of 100,000. FULL JOIN and EXCEPT leave no choice that is right for
#: one and ruinous for the other: they hash or merge, within the range of numbers that an index gives.
MUTATIE_VERWERK = pgtrigger.Trigger(
    name="mutatie_verwerk",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="nieuw"),
    declare=[
        ("eerste_", "bigint"),
        ("laatste_", "bigint"),
        ("perioden", "bigint[]"),
        ("soorten", "text[]"),
        ("vannen", "bigint[]"),
        ("naren", "bigint[]"),
        ("sommen", "numeric[]"),
        ("los", "boolean"),
        ("oud", "boolean"),
        ("fout", "text"),
    ],
    func=f"""
        SELECT min(n.boeking_id), max(n.boeking_id) INTO eerste_, laatste_ FROM nieuw n;
        IF eerste_ IS NULL THEN RETURN NULL; END IF;
        SELECT array_agg(g.periode_id), array_agg(g.soort), array_agg(g.van_id), array_agg(g.naar_id),
            array_agg(g.som), bool_or(g.periode_id IS NULL), bool_or(g.oud)
        INTO perioden, soorten, vannen, naren, sommen, los, oud
        FROM (
            SELECT b.periode_id, b.soort, n.van_id, n.naar_id, sum(n.bedrag) AS som,
                bool_or(b.transactie <> txid_current()) AS oud
            FROM nieuw n
            FULL JOIN (
                SELECT * FROM budgetten_boeking WHERE id BETWEEN eerste_ AND laatste_
            ) b ON b.id = n.boeking_id
            GROUP BY b.periode_id, b.soort, n.van_id, n.naar_id
            HAVING count(n.boeking_id) > 0
        ) g;

        PERFORM 1 FROM budgetten_rekening r WHERE r.id = ANY (vannen || naren) ORDER BY r.id FOR NO KEY UPDATE;

        SELECT CASE
                WHEN los THEN 'De boeking van een mutatie bestaat niet'
                WHEN oud THEN 'Aan een vastgelegde boeking komt geen mutatie meer bij'
                WHEN v.id IS NULL OR r.id IS NULL THEN 'De rekening van een mutatie bestaat niet'
                WHEN v.partner_id <> r.partner_id THEN 'Een mutatie blijft bij dezelfde betaler'
                WHEN LEAST(vj.jaar, rj.jaar) <> j.jaar
                  OR (g.soort NOT IN ('{Boekingsoort.OVERHEVELING}', '{Boekingsoort.TEGENBOEKING}')
                      AND GREATEST(vj.jaar, rj.jaar) <> j.jaar)
                  OR (g.soort = '{Boekingsoort.OVERHEVELING}'
                      AND (vj.jaar, rj.jaar) IS DISTINCT FROM (j.jaar, j.jaar + 1))
                    THEN 'De rekeningen horen niet bij het boekjaar van de boekdatum'
                WHEN 'gesloten' IN (vj.status, rj.status) THEN 'Het boekjaar van een rekening is gesloten'
                ELSE 'Deze beweging hoort niet bij boekingsoort ' || g.soort || ': ' || v.soort || ' → ' || r.soort
            END INTO fout
        FROM unnest(perioden, soorten, vannen, naren) AS g (periode_id, soort, van_id, naar_id)
        LEFT JOIN budgetten_periode p ON p.id = g.periode_id
        LEFT JOIN budgetten_boekjaar j ON j.id = p.boekjaar_id
        LEFT JOIN budgetten_rekening v ON v.id = g.van_id
        LEFT JOIN budgetten_boekjaar vj ON vj.id = v.boekjaar_id
        LEFT JOIN budgetten_rekening r ON r.id = g.naar_id
        LEFT JOIN budgetten_boekjaar rj ON rj.id = r.boekjaar_id
        WHERE los OR oud OR COALESCE(NOT (
            v.partner_id = r.partner_id
            AND LEAST(vj.jaar, rj.jaar) = j.jaar
            AND CASE g.soort
                    WHEN '{Boekingsoort.TEGENBOEKING}' THEN true
                    WHEN '{Boekingsoort.OVERHEVELING}' THEN
                        (vj.jaar, rj.jaar) IS NOT DISTINCT FROM (j.jaar, j.jaar + 1)
                    ELSE GREATEST(vj.jaar, rj.jaar) = j.jaar
                END
            AND 'gesloten' NOT IN (COALESCE(vj.status, 'open'), COALESCE(rj.status, 'open'))
            AND (g.soort = '{Boekingsoort.TEGENBOEKING}' OR EXISTS (
                SELECT 1 FROM (VALUES {_PAREN}) AS mag (soort, van, naar, zelfde_regel)
                WHERE mag.soort = g.soort AND mag.van = v.soort AND mag.naar = r.soort
                    AND (NOT mag.zelfde_regel OR v.regel_id = r.regel_id)
            ))
        ), true)
        LIMIT 1;
        IF fout IS NOT NULL THEN
            RAISE EXCEPTION '%', fout USING ERRCODE = 'check_violation';
        END IF;

        UPDATE budgetten_rekening r SET saldo = r.saldo + d.verschil
        FROM (
            SELECT t.id, SUM(t.bedrag) AS verschil
            FROM (
                SELECT g.id, g.bedrag FROM unnest(naren, sommen) AS g (id, bedrag)
                UNION ALL
                SELECT g.id, -g.bedrag FROM unnest(vannen, sommen) AS g (id, bedrag)
            ) t GROUP BY t.id
        ) d
        WHERE r.id = d.id AND d.verschil <> 0;

        INSERT INTO budgetten_periodestand AS s (rekening_id, periode_id, erin, eruit)
        SELECT t.rekening_id, t.periode_id, SUM(t.erin), SUM(t.eruit)
        FROM (
            SELECT g.id AS rekening_id, g.periode_id, g.bedrag AS erin, 0 AS eruit
                FROM unnest(naren, perioden, sommen) AS g (id, periode_id, bedrag)
            UNION ALL
            SELECT g.id, g.periode_id, 0, g.bedrag FROM unnest(vannen, perioden, sommen) AS g (id, periode_id, bedrag)
        ) t
        GROUP BY t.rekening_id, t.periode_id
        ORDER BY t.rekening_id, t.periode_id
        ON CONFLICT (rekening_id, periode_id)
            DO UPDATE SET erin = s.erin + excluded.erin, eruit = s.eruit + excluded.eruit;

        -- A tegenboeking that was already judged (SET CONSTRAINTS IMMEDIATE), or whose original was, is judged again.
        IF '{Boekingsoort.TEGENBOEKING}' = ANY (soorten) THEN
            INSERT INTO budgetten_vastlegging (eerste, laatste, tegen) VALUES (eerste_, laatste_, true);
        END IF;
        INSERT INTO budgetten_vastlegging (eerste, laatste, tegen)
        SELECT b.id, b.id, true FROM budgetten_boeking b
        WHERE b.tegenboeking_van_id BETWEEN eerste_ AND laatste_ AND b.transactie = txid_current();
        RETURN NULL;
    """,
)


def onveranderlijk(naam: str) -> list[pgtrigger.Trigger]:
    """Guarantee 2: no UPDATE, no DELETE, no TRUNCATE."""
    return [
        pgtrigger.Protect(name=f"{naam}_blijft", operation=pgtrigger.Update | pgtrigger.Delete),
        niet_leeg(naam),
    ]


def niet_leeg(naam: str) -> pgtrigger.Trigger:
    """No TRUNCATE: of the ledger, and of what its rows point at without a foreign key of their own."""
    return pgtrigger.Trigger(
        name=f"{naam}_niet_leeg",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'Het grootboek wordt niet geleegd' USING ERRCODE = 'check_violation';",
    )
