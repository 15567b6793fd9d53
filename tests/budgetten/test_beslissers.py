"""Who decides on a commitment after it was entered into neither approves nor pays what draws on it; nor the reverse."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction

from budgetten.domain import uitgaven, verplichtingen
from budgetten.domain.begroting import regel_voor
from budgetten.domain.jaren import open_boekjaar
from budgetten.domain.uitgavelijsten import aantallen
from budgetten.models import Verplichtingbeslisser
from kern.domain.fouten import GeenToestemming, Weigering
from tests.budgetten.test_garanties import geweigerd

JULI = dt.date(2011, 7, 1)


def test_who_decided_later_does_not_approve(verplichting, vraag, goedkeurder):
    uitgave = vraag(verplichting, "100.00")
    assert aantallen(goedkeurder)["beoordelen"] == 1
    verplichtingen.beslis_mee(verplichting, door=goedkeurder)
    verplichtingen.beslis_mee(verplichting, door=goedkeurder)
    assert Verplichtingbeslisser.objects.count() == 1

    assert aantallen(goedkeurder)["beoordelen"] == 0
    assert not goedkeurder.has_perm("budgetten.uitgave_beoordelen", uitgave)
    with pytest.raises((GeenToestemming, Weigering)):
        uitgaven.keur_goed(uitgave, door=goedkeurder)
    geweigerd(
        "UPDATE budgetten_uitgave SET beoordeeld_door_id = %s, status = 'afgekeurd' WHERE id = %s",
        goedkeurder.pk,
        uitgave.pk,
        woorden="Wie over de verplichting besliste",
    )


def test_who_decided_later_does_not_pay(verplichting, vraag, goedkeurder, controller):
    uitgave = uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)
    assert aantallen(controller)["betalen"] == 1
    verplichtingen.beslis_mee(verplichting, door=controller)

    assert aantallen(controller)["betalen"] == 0
    assert not controller.has_perm("budgetten.uitgave_betalen", uitgave)
    with pytest.raises(Weigering, match="besloten over deze verplichting"):
        uitgaven.markeer_betaald(uitgave, datum=JULI, kenmerk="NL1", door=controller)
    geweigerd(
        "UPDATE budgetten_uitgave SET betaald_door_id = %s, betaald_op = '2011-07-01', status = 'betaald'",
        controller.pk,
        woorden="Wie over de verplichting besliste",
    )


def test_who_approved_does_not_decide_later(verplichting, vraag, goedkeurder):
    uitgaven.keur_goed(vraag(verplichting, "100.00"), door=goedkeurder)
    with pytest.raises(Weigering, match="Iemand anders beslist"):
        verplichtingen.beslis_mee(verplichting, door=goedkeurder)
    geweigerd(
        "INSERT INTO budgetten_verplichtingbeslisser (bron_id, gebruiker_id) VALUES (%s, %s)",
        verplichting.pk,
        goedkeurder.pk,
        woorden="beslist niet over de verplichting",
    )


def test_who_refused_a_payment_may_decide(verplichting, vraag, goedkeurder):
    uitgaven.keur_af(vraag(verplichting, "100.00"), reden="Geen bon", door=goedkeurder)
    verplichtingen.beslis_mee(verplichting, door=goedkeurder)
    assert Verplichtingbeslisser.objects.get().gebruiker == goedkeurder


def test_who_decided_first_is_not_written_down_twice(verplichting, beslisser):
    verplichtingen.beslis_mee(verplichting, door=beslisser)
    assert not Verplichtingbeslisser.objects.exists()


def test_it_holds_after_carrying_over_and_stands_with_the_first(
    verplichting, vraag, goedkeurder, controller, coordinator, lariks
):
    naar = regel_voor(open_boekjaar(2012, door=None), gebied=lariks.gebied, thema=lariks.thema)
    verplichtingen.beslis_mee(verplichting, door=goedkeurder)
    nieuw = verplichtingen.zet_over(verplichting, naar_regel=naar, reden="Maart", door=controller)
    uitgave = vraag(nieuw, "100.00", datum=dt.date(2012, 2, 1))
    assert not goedkeurder.has_perm("budgetten.uitgave_beoordelen", uitgave)
    geweigerd("UPDATE budgetten_uitgave SET beoordeeld_door_id = %s", goedkeurder.pk, woorden="besliste")
    verplichtingen.beslis_mee(nieuw, door=controller)
    assert {rij.bron for rij in Verplichtingbeslisser.objects.all()} == {verplichting}
    geweigerd("UPDATE budgetten_verplichtingbeslisser SET bron_id = bron_id", woorden="Cannot update or delete")
    geweigerd("DELETE FROM budgetten_verplichtingbeslisser", woorden="Cannot update or delete")
    geweigerd(
        "INSERT INTO budgetten_verplichtingbeslisser (bron_id, gebruiker_id) VALUES (%s, %s)",
        nieuw.pk,
        coordinator.pk,
        woorden="eerste verplichting",
    )


def test_nobody_decides_and_approves_at_the_same_moment(transactional_db, verplichting, vraag, goedkeurder):
    """Two browsers of one person: the second act waits for the first and is refused."""
    uitgave = vraag(verplichting, "100.00")
    begonnen = Event()

    def beslis() -> str:
        begonnen.set()
        try:
            verplichtingen.beslis_mee(verplichting, door=goedkeurder)
        except Weigering:
            return "geweigerd"
        else:
            return "gelukt"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as draad:
        with transaction.atomic():
            uitgaven.keur_goed(uitgave, door=goedkeurder)
            uitkomst = draad.submit(beslis)
            assert begonnen.wait(10)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")
            assert not uitkomst.done()
        assert uitkomst.result(timeout=20) == "geweigerd"
    assert not Verplichtingbeslisser.objects.exists()
