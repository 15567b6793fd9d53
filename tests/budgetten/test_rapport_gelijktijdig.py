"""Many workers and bookings at once, each with its own database connection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from budgetten import tasks
from budgetten.domain import rapporten
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Waarover
from budgetten.exports.pdf import maak_pdf
from budgetten.exports.werkboek import maak_werkboek
from budgetten.models import Boeking, Rapport
from kern.domain import taken
from kern.enums import Taakstatus
from kern.models import Taak
from tests.budgetten.rapporthulp import Programma
from tests.celery_worker import Worker, wacht_tot

pytestmark = pytest.mark.django_db(transaction=True)


def _tegelijk(aantal: int, functie: Callable[[], Any]) -> list[Any]:
    """Run it in threads that start together."""
    klaar = threading.Barrier(aantal)

    def een() -> Any:
        try:
            klaar.wait()
            return functie()
        finally:
            connection.close()

    with ThreadPoolExecutor(aantal) as pool:
        return [taak.result() for taak in [pool.submit(een) for _nummer in range(aantal)]]


def _bestanden(settings: Any) -> int:
    return sum(1 for pad in settings.MEDIA_ROOT.rglob("*") if pad.is_file())


def test_many_workers_make_one_report(programma: Programma, settings: Any) -> None:
    periode = programma.periode(10)

    def maak() -> Rapport | None:
        return rapporten.maak(periode, waarover=Waarover(), werkboek=maak_werkboek, pdf=maak_pdf, door=None)

    gemaakt = _tegelijk(6, maak)
    assert sum(1 for rapport in gemaakt if rapport is not None) == 1
    assert Rapport.objects.get().versie == 1
    assert _bestanden(settings) == 2


def test_many_beats_and_workers_make_one_report_each(programma: Programma, settings: Any) -> None:
    gaten = rapporten.ontbrekend()
    _tegelijk(5, tasks.maak_rapporten)
    assert Taak.objects.count() == len(gaten)
    ids = list(Taak.objects.filter(titel__contains=str(gaten[0].periode)).values_list("pk", flat=True))
    _tegelijk(4, lambda: [taken.voer_uit(pk) for pk in ids])
    assert set(Taak.objects.filter(pk__in=ids).values_list("status", flat=True)) == {Taakstatus.GEREED}
    assert Rapport.objects.count() == len(ids) == 6
    assert _bestanden(settings) == 12


def test_versions_count_up_without_gaps_under_contention(programma: Programma) -> None:
    periode = programma.periode(10)

    def boek_en_maak() -> None:
        programma.besteed("1.00")
        rapporten.maak(periode, waarover=Waarover(), werkboek=maak_werkboek, pdf=maak_pdf, door=None)

    _tegelijk(5, boek_en_maak)
    rapporten.maak(periode, waarover=Waarover(), werkboek=maak_werkboek, pdf=maak_pdf, door=None)
    versies = list(Rapport.objects.order_by("versie").values_list("versie", flat=True))
    assert versies == list(range(1, len(versies) + 1))
    nieuwste = Rapport.objects.latest("versie")
    assert nieuwste.data["overzicht"]["stand"]["besteed"] == "1228.45"


def test_booking_under_way_is_waited_for_and_is_in_the_report(programma: Programma) -> None:
    """Recorded before `bekend_op`, committed after the reading began: without the lock it would be missed."""
    periode = programma.periode(10)
    begonnen, klaar = threading.Event(), threading.Event()

    def boek() -> None:
        try:
            with transaction.atomic():
                programma.besteed("50.00", omschrijving="Onderweg")
                begonnen.set()
                klaar.wait(10)
        finally:
            connection.close()

    def lees() -> Any:
        try:
            return verzamel(periode, Waarover())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        boeking = pool.submit(boek)
        assert begonnen.wait(10)
        lezing = pool.submit(lees)
        wacht_tot(_wacht_op_slot, binnen=10)
        assert not lezing.done()
        klaar.set()
        boeking.result()
        gegevens = lezing.result()
    rij = Boeking.objects.get(omschrijving="Onderweg")
    assert rij.vastgelegd_op < gegevens.bekend_op
    assert Decimal(gegevens.data["overzicht"]["stand"]["besteed"]) == Decimal("1273.45")
    assert "Onderweg" in {boeking["omschrijving"] for boeking in gegevens.data["boekingen"]}


def _wacht_op_slot() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE mode = 'ShareLock' AND NOT granted)")
        return bool(cursor.fetchone()[0])


def test_worker_that_starts_makes_what_was_missed(programma: Programma, start_worker: Callable[..., Worker]) -> None:
    """Nobody asked: beat was away on the first of the month. A worker that comes up makes the reports."""
    laatste = rapporten.ontbrekend()[0].periode
    start_worker()
    wacht_tot(
        lambda: Rapport.objects.filter(periode=laatste).count() == len(rapporten.waarovers(laatste)),
        binnen=60,
        waarop="de gemiste rapporten",
    )
    wacht_tot(lambda: not rapporten.ontbrekend(), binnen=120, waarop="alle gemiste rapporten")
    assert Rapport.objects.filter(versie__gt=1).count() == 0
