"""SQL of the triggers that keep commitments, their expenses and the ledger in step. Explained in docs/grootboek.md."""

import pgtrigger

from budgetten.enums import Rekeningsoort, Uitgavestatus, Verplichtingstatus

#: What an expense takes over from its commitment: the same budget line and the person who decided. Who decided on it
#: later neither approves nor pays either; the lock keeps somebody from doing both at the same moment.
UITGAVE_VOLGT_VERPLICHTING = pgtrigger.Trigger(
    name="uitgave_volgt_verplichting",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("regel_", "bigint"), ("besluit_", "bigint"), ("bron_", "bigint")],
    func="""
        IF TG_OP = 'UPDATE' AND NEW.verplichting_id IS DISTINCT FROM OLD.verplichting_id THEN
            RAISE EXCEPTION 'De verplichting van een uitgave verandert niet' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.verplichting_id IS NOT NULL THEN
            SELECT v.regel_id, v.besluit_door_id, COALESCE(v.oorsprong_id, v.id) INTO regel_, besluit_, bron_
                FROM budgetten_verplichting v WHERE v.id = NEW.verplichting_id;
            IF regel_ IS DISTINCT FROM NEW.regel_id THEN
                RAISE EXCEPTION 'De uitgave staat op een andere begrotingsregel dan haar verplichting'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'INSERT' AND NEW.besluit_door_id IS NULL THEN
                NEW.besluit_door_id := besluit_;
            END IF;
            IF NEW.besluit_door_id IS DISTINCT FROM besluit_ THEN
                RAISE EXCEPTION 'Wie besloot, volgt uit de verplichting' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'INSERT' OR (NEW.beoordeeld_door_id, NEW.betaald_door_id)
               IS DISTINCT FROM (OLD.beoordeeld_door_id, OLD.betaald_door_id) THEN
                PERFORM 1 FROM budgetten_verplichting v WHERE v.id = bron_ FOR SHARE;
                IF EXISTS (
                    SELECT 1 FROM budgetten_verplichtingbeslisser b
                    WHERE b.bron_id = bron_ AND b.gebruiker_id IN (NEW.beoordeeld_door_id, NEW.betaald_door_id)
                ) THEN
                    RAISE EXCEPTION 'Wie over de verplichting besliste, beoordeelt en betaalt niet'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
        END IF;
        RETURN NEW;
    """,
)

#: The other way round: who approved or paid something does not decide on the commitment afterwards.
BESLISSER_BETAALDE_NIET = pgtrigger.Trigger(
    name="verplichtingbeslisser_betaalde_niet",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        PERFORM 1 FROM budgetten_verplichting v WHERE v.id = NEW.bron_id AND v.oorsprong_id IS NULL FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Wie besliste, staat bij de eerste verplichting' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM budgetten_uitgave u JOIN budgetten_verplichting v ON v.id = u.verplichting_id
            WHERE COALESCE(v.oorsprong_id, v.id) = NEW.bron_id
              AND u.status IN ('{Uitgavestatus.GOEDGEKEURD}', '{Uitgavestatus.BETAALD}')
              AND NEW.gebruiker_id IN (u.beoordeeld_door_id, u.betaald_door_id)
        ) THEN
            RAISE EXCEPTION 'Wie een betaling goedkeurde of deed, beslist niet over de verplichting'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

#: What was decided stays as it was decided; only open and closed change.
VERPLICHTING_BLIJFT = pgtrigger.Trigger(
    name="verplichting_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'Een verplichting wordt niet verwijderd' USING ERRCODE = 'check_violation';
        END IF;
        IF (NEW.id, NEW.regel_id, NEW.kenmerk, NEW.bedrag, NEW.besluit_door_id, NEW.aangegaan_op, NEW.toekenning_id,
            NEW.verplichting_id, NEW.oorsprong_id)
           IS DISTINCT FROM
           (OLD.id, OLD.regel_id, OLD.kenmerk, OLD.bedrag, OLD.besluit_door_id, OLD.aangegaan_op, OLD.toekenning_id,
            OLD.verplichting_id, OLD.oorsprong_id) THEN
            RAISE EXCEPTION 'Wat besloten is over een verplichting, verandert niet' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


def _controle(verplichting: str) -> str:
    """Judge one commitment as it stands at commit; `verplichting` is the SQL of its id."""
    return f"""
        SELECT * INTO v FROM budgetten_verplichting WHERE id = {verplichting};
        IF NOT FOUND THEN RETURN NULL; END IF;

        IF v.bedrag IS DISTINCT FROM (
            SELECT SUM(d.bedrag) FROM budgetten_verplichtingdekking d WHERE d.verplichting_id = v.id
        ) THEN
            RAISE EXCEPTION 'De dekking van verplichting % is samen niet gelijk aan het bedrag', v.kenmerk
                USING ERRCODE = 'check_violation';
        END IF;

        IF EXISTS (
            SELECT 1 FROM (VALUES (v.toekenning_id, '{Rekeningsoort.TOEGEKEND}'),
                                  (v.verplichting_id, '{Rekeningsoort.VERPLICHT}')) AS eis (boeking_id, soort)
            CROSS JOIN LATERAL (
                (SELECT r.partner_id, m.bedrag FROM budgetten_mutatie m JOIN budgetten_rekening r ON r.id = m.naar_id
                    WHERE m.boeking_id = eis.boeking_id AND r.soort = eis.soort AND r.regel_id = v.regel_id
                 EXCEPT ALL
                 SELECT d.partner_id, d.bedrag FROM budgetten_verplichtingdekking d WHERE d.verplichting_id = v.id)
                UNION ALL
                (SELECT d.partner_id, d.bedrag FROM budgetten_verplichtingdekking d WHERE d.verplichting_id = v.id
                 EXCEPT ALL
                 SELECT r.partner_id, m.bedrag FROM budgetten_mutatie m JOIN budgetten_rekening r ON r.id = m.naar_id
                    WHERE m.boeking_id = eis.boeking_id AND r.soort = eis.soort AND r.regel_id = v.regel_id)
            ) verschil
        ) THEN
            RAISE EXCEPTION 'De boekingen van verplichting % zijn niet haar dekking', v.kenmerk
                USING ERRCODE = 'check_violation';
        END IF;

        IF EXISTS (
            SELECT 1 FROM (
                SELECT u.boeking_id, u.bedrag, '{Rekeningsoort.VERPLICHT}' AS van, '{Rekeningsoort.BESTEED}' AS naar
                    FROM budgetten_uitgave u WHERE u.verplichting_id = v.id AND u.boeking_id IS NOT NULL
                UNION ALL
                SELECT t.boeking_id, t.bedrag, '{Rekeningsoort.BESTEED}', '{Rekeningsoort.VRIJ}'
                    FROM budgetten_terugontvangst t WHERE t.verplichting_id = v.id
                UNION ALL
                SELECT f.boeking_id, f.bedrag, '{Rekeningsoort.VERPLICHT}', '{Rekeningsoort.VRIJ}'
                    FROM budgetten_verplichtingvrijval f WHERE f.verplichting_id = v.id
            ) eis
            WHERE eis.bedrag IS DISTINCT FROM (
                SELECT SUM(m.bedrag) FROM budgetten_mutatie m
                JOIN budgetten_rekening a ON a.id = m.van_id
                JOIN budgetten_rekening b ON b.id = m.naar_id
                WHERE m.boeking_id = eis.boeking_id AND a.soort = eis.van AND b.soort = eis.naar
                    AND a.regel_id = v.regel_id AND b.regel_id = v.regel_id
            )
        ) THEN
            RAISE EXCEPTION 'Een boeking past niet bij verplichting %', v.kenmerk USING ERRCODE = 'check_violation';
        END IF;

        WITH eigen AS (
            SELECT v.verplichting_id AS id
            UNION ALL
            SELECT u.boeking_id FROM budgetten_uitgave u WHERE u.verplichting_id = v.id AND u.boeking_id IS NOT NULL
            UNION ALL
            SELECT f.boeking_id FROM budgetten_verplichtingvrijval f WHERE f.verplichting_id = v.id
            UNION ALL
            SELECT t.boeking_id FROM budgetten_terugontvangst t WHERE t.verplichting_id = v.id
        ), alle AS (
            SELECT e.id FROM eigen e
            UNION ALL
            SELECT b.id FROM budgetten_boeking b JOIN eigen e ON e.id = b.tegenboeking_van_id
        ), stand AS (
            SELECT r.partner_id,
                   SUM(CASE WHEN r.soort = '{Rekeningsoort.VERPLICHT}' THEN x.bedrag ELSE 0 END) AS verplicht,
                   SUM(CASE WHEN r.soort = '{Rekeningsoort.BESTEED}' THEN x.bedrag ELSE 0 END) AS besteed
            FROM (
                SELECT m.naar_id AS rekening_id, m.bedrag FROM budgetten_mutatie m JOIN alle a ON a.id = m.boeking_id
                UNION ALL
                SELECT m.van_id, -m.bedrag FROM budgetten_mutatie m JOIN alle a ON a.id = m.boeking_id
            ) x
            JOIN budgetten_rekening r ON r.id = x.rekening_id
            GROUP BY r.partner_id
        )
        SELECT MIN(LEAST(s.verplicht, s.besteed)), SUM(s.verplicht) INTO laagste, openstaand FROM stand s;
        IF laagste < 0 THEN
            RAISE EXCEPTION 'Van verplichting % zou meer uitgaan dan een betaler er nog op heeft', v.kenmerk
                USING ERRCODE = 'check_violation';
        END IF;
        IF v.status = '{Verplichtingstatus.GESLOTEN}' AND openstaand <> 0 THEN
            RAISE EXCEPTION 'Verplichting % is niet gesloten: er staat nog geld open', v.kenmerk
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


def verplichting_klopt(
    naam: str, verplichting: str, *, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """Judged at commit, whatever was written: cover, bookings, and no payer beyond what it has on the commitment.

    `verplichting` names the column that holds the id.
    """
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        condition=condition,
        declare=[("v", "budgetten_verplichting%ROWTYPE"), ("laagste", "numeric"), ("openstaand", "numeric")],
        func=_controle(f"NEW.{verplichting}"),
    )
