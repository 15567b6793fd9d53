"""Tasks through a real Celery worker: separate process, real queue, real database, killed without warning."""

import datetime as dt

import pytest
from django.utils import timezone

from config.celery import app
from kern.domain import taken
from kern.enums import Taakstatus
from kern.models import Taak
from tests.celery_worker import wacht_tot

pytestmark = pytest.mark.django_db(transaction=True)


def _status(taak: Taak) -> str:
    return Taak.objects.values_list("status", flat=True).get(pk=taak.pk)


def _vraag(soort: str, teller, door=None, **rest) -> Taak:
    teller.touch()
    return taken.vraag_aan(soort, titel="Proef", parameters={"teller": str(teller)} | rest, door=door)


def test_worker_makes_the_file_and_the_asker_downloads_it(echte_worker, controller, als, tmp_path):
    taak = _vraag("proef_tel", tmp_path / "teller", controller)

    wacht_tot(lambda: _status(taak) == Taakstatus.GEREED, waarop=echte_worker.log)

    antwoord = als(controller).get(f"/taken/{taak.pk}/bestand/")
    assert b"".join(antwoord.streaming_content) == b"klaar"


def test_two_workers_given_one_task_many_times_run_it_once(start_worker, tmp_path):
    for _ in range(2):
        start_worker(gelijktijdig=2)
    teller = tmp_path / "teller"
    taak = _vraag("proef_tel", teller, duur=2)

    for _ in range(8):
        app.send_task("kern.tasks.voer_uit", args=[taak.pk])

    wacht_tot(lambda: _status(taak) == Taakstatus.GEREED)
    assert len(teller.read_text().splitlines()) == 1


def test_worker_killed_in_the_middle_loses_nothing(start_worker, tmp_path):
    eerste = start_worker()
    teller = tmp_path / "teller"
    taak = _vraag("proef_hangt_eerst", teller)
    wacht_tot(lambda: len(teller.read_text().splitlines()) == 1, waarop="eerste poging begonnen")

    eerste.dood()
    assert _status(taak) == Taakstatus.BEZIG
    Taak.objects.filter(pk=taak.pk).update(gehoord=timezone.now() - dt.timedelta(minutes=3))
    start_worker()
    app.send_task("kern.tasks.veeg_taken")

    wacht_tot(lambda: _status(taak) == Taakstatus.GEREED)
    taak.refresh_from_db()
    assert (taak.pogingen, len(teller.read_text().splitlines())) == (2, 2)


def test_failed_attempt_is_repeated_by_itself(echte_worker, tmp_path):
    teller = tmp_path / "teller"
    taak = _vraag("proef_eerst_stuk", teller)

    wacht_tot(lambda: _status(taak) == Taakstatus.GEREED)

    assert len(teller.read_text().splitlines()) == 2
    assert "RuntimeError: de eerste keer" in echte_worker.log()
