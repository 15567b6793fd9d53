"""Each of the eight guarantees, attacked with raw SQL and with the ORM behind the domain's back."""

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.jaren import hevel_over, open_boekjaar, sluit_boekjaar, sluit_periode
from budgetten.domain.queries import potstand, totaal
from budgetten.domain.regels import besteed_direct, ken_toe, laat_vrijvallen, verplicht
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.enums import Boekingsoort, Jaarstatus, Uitgavestatus, Wijzigingstatus
from budgetten.models import (
    Begrotingswijziging,
    Boeking,
    Boekjaar,
    Mutatie,
    Periode,
    Periodestand,
    Rekening,
    Uitgave,
)
from kern.domain.fouten import GeenToestemming, Weigering
from tests.factories import GebruikerFactory

JUNI = dt.date(2011, 6, 1)


@contextmanager
def wegwerp():
    """A savepoint that is rolled back, so that a test's half booking does not reach the end of its transaction."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(opdracht: str, *waarden: object) -> None:
    """Run raw SQL in a savepoint, deferred constraints included."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what came before is sound; TRUNCATE wants nothing pending
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(opdracht, waarden)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def geweigerd(opdracht: str, *waarden: object, woorden: str | None = None) -> None:
    with pytest.raises(DatabaseError, match=woorden):
        sql(opdracht, *waarden)


def mutatie_geweigerd(van, naar, *, bedrag="1", soort=Boekingsoort.BESTEDING, woorden):
    """A movement in a fresh booking is refused, for this reason and no other."""
    with wegwerp():
        boeking = nieuwe_boeking(soort=soort)
        with pytest.raises(DatabaseError, match=woorden), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) VALUES (%s, %s, %s, %s)",
                [boeking.pk, van.pk, naar.pk, bedrag],
            )


@pytest.fixture
def feest(lariks):
    return besteed_direct(lariks, bedrag=Decimal(1000), boekdatum=JUNI, omschrijving="Feest", door=None)


def rekening(regel, soort, partner):
    return Rekening.objects.get(regel=regel, soort=soort, partner=partner)


def nieuwe_boeking(soort=Boekingsoort.BESTEDING, boekdatum=JUNI, **meer) -> Boeking:
    return Boeking.objects.create(
        soort=soort,
        boekdatum=boekdatum,
        periode=Periode.objects.get(begin__lte=boekdatum, eind__gte=boekdatum),
        omschrijving="proef",
        **meer,
    )


# 1. saldo


def test_1_saldo_is_changed_by_mutaties_only(feest, lariks, gemeente):
    vrij = rekening(lariks, "vrij", gemeente)
    geweigerd(
        "UPDATE budgetten_rekening SET saldo = saldo + 1 WHERE id = %s", vrij.pk, woorden="alleen door een mutatie"
    )
    geweigerd("UPDATE budgetten_rekening SET soort = 'bron' WHERE id = %s", vrij.pk)
    geweigerd("UPDATE budgetten_rekening SET partner_id = partner_id + 1 WHERE id = %s", vrij.pk)
    vrij.saldo += 1
    with pytest.raises(IntegrityError), transaction.atomic():
        vrij.save()
    geweigerd(
        "INSERT INTO budgetten_rekening (soort, partner_id, saldo) VALUES ('bron', %s, 5)",
        gemeente.pk,
        woorden="op nul",
    )
    geweigerd("UPDATE budgetten_periodestand SET erin = erin + 1", woorden="alleen door een mutatie")
    geweigerd("DELETE FROM budgetten_periodestand", woorden="alleen door een mutatie")


def test_1_saldo_never_goes_below_zero(lariks, gemeente):
    vrij, boeking = rekening(lariks, "vrij", gemeente), None
    besteed = Rekening.objects.create(soort="besteed", partner=gemeente, boekjaar=lariks.boekjaar, regel=lariks)
    with pytest.raises(IntegrityError, match="rekening_niet_onder_nul"), transaction.atomic():
        boeking = nieuwe_boeking()
        Mutatie.objects.create(boeking=boeking, van=vrij, naar=besteed, bedrag=Decimal("30000.01"))
    besteed.refresh_from_db()
    assert besteed.saldo == 0


def test_1_the_session_setting_of_the_trigger_library_switches_nothing_off(feest, lariks):
    namen = [t.name for model in (Boeking, Mutatie, Rekening) for t in model._meta.triggers]
    pgids = [t.get_pgid(model) for model in (Boeking, Mutatie, Rekening) for t in model._meta.triggers]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(namen + pgids) + "}"])
    geweigerd("UPDATE budgetten_rekening SET saldo = saldo + 1")
    geweigerd("UPDATE budgetten_boeking SET omschrijving = 'x'")
    geweigerd("DELETE FROM budgetten_mutatie")


# 2. nothing is changed or erased


def test_2_boeking_and_mutatie_are_for_ever(feest):
    geweigerd("UPDATE budgetten_boeking SET omschrijving = 'anders' WHERE id = %s", feest.pk)
    geweigerd("UPDATE budgetten_boeking SET vastgelegd_op = now() WHERE id = %s", feest.pk)
    geweigerd("UPDATE budgetten_mutatie SET bedrag = bedrag + 1")
    geweigerd("DELETE FROM budgetten_mutatie")
    geweigerd("DELETE FROM budgetten_boeking WHERE id = %s", feest.pk)
    geweigerd("TRUNCATE budgetten_mutatie", woorden="niet geleegd")
    geweigerd("TRUNCATE budgetten_boeking CASCADE", woorden="niet geleegd")


def test_2_a_recorded_boeking_gets_no_more_mutaties(transactional_db, lariks, gemeente):
    feest = besteed_direct(lariks, bedrag=Decimal(10), boekdatum=JUNI, omschrijving="Feest", door=None)
    vrij, besteed = rekening(lariks, "vrij", gemeente), rekening(lariks, "besteed", gemeente)
    geweigerd(
        "INSERT INTO budgetten_mutatie (boeking_id, van_id, naar_id, bedrag) VALUES (%s, %s, %s, 1)",
        feest.pk,
        vrij.pk,
        besteed.pk,
        woorden="vastgelegde boeking",
    )


# 3. payer, amount, accounts, kinds


def test_3_money_stays_with_its_payer(feest, lariks, gemeente, actium):
    mutatie_geweigerd(
        rekening(lariks, "vrij", gemeente), rekening(lariks, "besteed", actium), woorden="dezelfde betaler"
    )


@pytest.mark.parametrize("bedrag", ["0", "-1", "0.001", "NaN"])
def test_3_amounts_are_positive(feest, lariks, gemeente, bedrag):
    vrij, besteed = rekening(lariks, "vrij", gemeente), rekening(lariks, "besteed", gemeente)
    mutatie_geweigerd(vrij, besteed, bedrag=bedrag, woorden="mutatie_bedrag_positief")


def test_3_not_to_the_same_account(lariks, gemeente):
    vrij = rekening(lariks, "vrij", gemeente)
    mutatie_geweigerd(vrij, vrij, woorden="mutatie_twee_rekeningen")


@pytest.mark.parametrize(
    ("soort", "van", "naar"),
    [
        ("besteding", "besteed", "vrij"),
        ("toekenning", "vrij", "besteed"),
        ("bijdrage", "vrij", "besteed"),
        ("vrijval", "besteed", "vrij"),
        ("toedeling", "vrij", "besteed"),
    ],
)
def test_3_the_kind_decides_which_way_money_goes(feest, lariks, gemeente, soort, van, naar):
    mutatie_geweigerd(
        rekening(lariks, van, gemeente),
        rekening(lariks, naar, gemeente),
        soort=soort,
        woorden="hoort niet bij boekingsoort",
    )


def test_3_spending_stays_on_its_line(feest, lariks, gemeente):
    elders = Rekening.objects.create(
        soort="besteed", partner=gemeente, boekjaar=lariks.boekjaar, regel=_andere_regel(lariks)
    )
    mutatie_geweigerd(rekening(lariks, "vrij", gemeente), elders, woorden="hoort niet bij boekingsoort")


# 4. periods


def test_4_a_closed_period_takes_no_booking(lariks):
    juni = Periode.objects.get(begin=JUNI)
    sluit_periode(juni, door=None)
    with pytest.raises(Weigering, match="juni 2011 is gesloten"):
        besteed_direct(lariks, bedrag=Decimal(1), boekdatum=JUNI, omschrijving="Te laat", door=None)
    with pytest.raises(IntegrityError, match="is gesloten"), transaction.atomic():
        nieuwe_boeking()


def test_4_the_date_lies_in_the_period(lariks):
    with pytest.raises(IntegrityError, match="ligt niet in de periode"), transaction.atomic():
        Boeking.objects.create(
            soort="besteding", boekdatum=JUNI, periode=Periode.objects.get(begin="2011-05-01"), omschrijving="x"
        )


def test_4_the_year_of_the_date_is_the_year_of_the_accounts(lariks, gemeente):
    open_boekjaar(2012, door=None)
    with pytest.raises(Weigering, match="horen niet bij het boekjaar"):
        besteed_direct(lariks, bedrag=Decimal(1), boekdatum=dt.date(2012, 1, 1), omschrijving="Verkeerd", door=None)


def test_4_a_closed_year_is_closed_for_ever(lariks):
    sluit_boekjaar(lariks.boekjaar, door=None)
    geweigerd("UPDATE budgetten_boekjaar SET status = 'open'", woorden="niet meer open")
    geweigerd("UPDATE budgetten_periode SET status = 'open'", woorden="gesloten")
    with pytest.raises(Weigering, match="gesloten"):
        besteed_direct(lariks, bedrag=Decimal(1), boekdatum=JUNI, omschrijving="Te laat", door=None)


def test_4_a_year_with_open_commitments_does_not_close(lariks):
    ken_toe(lariks, bedrag=Decimal(10), boekdatum=JUNI, omschrijving="Plan", door=None)
    with pytest.raises(Weigering, match="Lariks/sociaal 2011"):
        sluit_boekjaar(lariks.boekjaar, door=None)
    assert Boekjaar.objects.get().status == Jaarstatus.OPEN


def test_4_a_period_with_bookings_does_not_move(feest):
    geweigerd(
        "UPDATE budgetten_periode SET begin = '2011-02-01', eind = '2011-02-28', maand = 2 WHERE begin = %s", JUNI
    )


# 5. no empty booking


def test_5_a_boeking_without_mutaties_is_not_committed(lariks):
    with pytest.raises(IntegrityError, match="geen mutaties"), transaction.atomic():
        nieuwe_boeking()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# 6. reversal


def test_6_a_tegenboeking_mirrors_exactly_and_once(feest, controller, lariks, pot):
    voor = totaal(pot)
    tegen = boek_tegen(feest, reden="Dubbel ingevoerd", door=controller, boekdatum=JUNI)
    assert {(m.van_id, m.naar_id, m.bedrag) for m in tegen.mutaties.all()} == {
        (m.naar_id, m.van_id, m.bedrag) for m in feest.mutaties.all()
    }
    assert totaal(pot).vrij == voor.vrij + Decimal(1000)
    with pytest.raises(Weigering, match="al tegengeboekt"):
        boek_tegen(feest, reden="Nog eens", door=controller, boekdatum=JUNI)
    with pytest.raises(Weigering, match="kunt u niet tegenboeken"):
        boek_tegen(tegen, reden="Terug", door=controller, boekdatum=JUNI)
    with pytest.raises(IntegrityError), transaction.atomic():
        nieuwe_boeking(soort=Boekingsoort.TEGENBOEKING, tegenboeking_van=feest)


def test_6_the_database_refuses_a_crooked_mirror(feest):
    with pytest.raises(IntegrityError, match="spiegelbeeld"), transaction.atomic():
        tegen = nieuwe_boeking(soort=Boekingsoort.TEGENBOEKING, tegenboeking_van=feest)
        eerste = feest.mutaties.first()
        Mutatie.objects.create(boeking=tegen, van=eerste.naar, naar=eerste.van, bedrag=eerste.bedrag)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_6_kind_and_pointer_belong_together(feest):
    for soort, tegen in (("tegenboeking", None), ("besteding", feest)):
        with pytest.raises(IntegrityError, match="boeking_tegenboeking_wijst_terug"), transaction.atomic():
            nieuwe_boeking(soort=soort, tegenboeking_van=tegen)


def test_6_money_that_moved_on_is_not_reversed(lariks, controller):
    award = ken_toe(lariks, bedrag=Decimal(100), boekdatum=JUNI, omschrijving="Plan", door=None)
    verplicht(lariks, bedrag=Decimal(100), boekdatum=JUNI, omschrijving="Plan", door=None)
    with pytest.raises(Weigering, match="al verder geboekt"):
        boek_tegen(award, reden="Fout", door=controller, boekdatum=JUNI)


def test_6_only_a_controller_reverses(feest, coordinator):
    with pytest.raises(GeenToestemming):
        boek_tegen(feest, reden="Fout", door=coordinator)


# 7. four eyes


def test_7_four_eyes_are_in_the_database(lariks, feest):
    een, twee = GebruikerFactory.create_batch(2)
    uitgave = Uitgave.objects.create(
        regel=lariks,
        datum=JUNI,
        omschrijving="Bank",
        netto=10,
        bedrag=10,
        ingevoerd_door=een,
        status=Uitgavestatus.INGEDIEND,
    )
    with pytest.raises(IntegrityError, match="uitgave_vier_ogen"), transaction.atomic():
        Uitgave.objects.filter(pk=uitgave.pk).update(status="goedgekeurd", beoordeeld_door=een, boeking=feest)
    Uitgave.objects.filter(pk=uitgave.pk).update(status="goedgekeurd", beoordeeld_door=twee, boeking=feest)
    for betaler in (een, twee):
        with pytest.raises(IntegrityError, match="uitgave_betaler_is_een_ander"), transaction.atomic():
            Uitgave.objects.filter(pk=uitgave.pk).update(status="betaald", betaald_door=betaler, betaald_op=JUNI)
    wijziging = Begrotingswijziging.objects.create(
        van=lariks,
        naar=_andere_regel(lariks),
        bedrag=5,
        reden="x",
        ingediend_door=een,
        status=Wijzigingstatus.INGEDIEND,
    )
    with pytest.raises(IntegrityError, match="wijziging_vier_ogen"), transaction.atomic():
        Begrotingswijziging.objects.filter(pk=wijziging.pk).update(status="afgewezen", beoordeeld_door=een)


def _andere_regel(regel):
    from budgetten.domain.begroting import regel_voor
    from tests.factories import ThemaFactory

    return regel_voor(regel.boekjaar, gebied=regel.gebied, thema=ThemaFactory())


# 8. recorded time


def test_8_recorded_time_comes_from_the_database(lariks):
    ooit = timezone.now() - dt.timedelta(days=400)
    with wegwerp():
        boeking = nieuwe_boeking(vastgelegd_op=ooit, transactie=1)
        boeking.refresh_from_db()
    assert abs(boeking.vastgelegd_op - timezone.now()) < dt.timedelta(minutes=1)
    assert boeking.transactie != 1


# moves between years and back


def test_carry_over_leaves_the_old_year_and_fills_the_new_pot(lariks, pot, gemeente, actium, woonconcept):
    assert hevel_over(pot, reden="Besluit stuurgroep", door=None) == Decimal("60000.00")
    assert totaal(pot).begroot == 0
    assert potstand(Boekjaar.objects.get(jaar=2012)) == {
        gemeente.pk: Decimal("30000.00"),
        actium.pk: Decimal("18750.00"),
        woonconcept.pk: Decimal("11250.00"),
    }
    assert controleer_grootboek() == []


def test_release_brings_money_back_to_free(lariks, pot):
    ken_toe(lariks, bedrag=Decimal(100), boekdatum=JUNI, omschrijving="Plan", door=None)
    laat_vrijvallen(lariks, van="toegekend", bedrag=Decimal(40), boekdatum=JUNI, omschrijving="Rest", door=None)
    assert (totaal(pot).vrij, totaal(pot).toegekend) == (Decimal(59_940), Decimal(60))


def test_nightly_check_finds_one_cent(feest, lariks, gemeente):
    vrij = rekening(lariks, "vrij", gemeente)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE budgetten_rekening SET saldo = saldo + 0.01 WHERE id = %s", [vrij.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [v.wat for v in controleer_grootboek()] == [f"saldo van rekening {vrij.pk}", "som van alle saldi"]


def test_monthly_turnover_is_kept(feest):
    juni = Periodestand.objects.filter(periode__begin=JUNI, rekening__soort="besteed")
    assert sum(stand.erin for stand in juni) == Decimal(1000)
