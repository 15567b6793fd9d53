"""Long work: asked once, claimed once, retried, failed with a reason, never lost. The real worker: test_taken_worker."""

import datetime as dt
import logging
from pathlib import Path

import pytest
from celery import Celery
from django.core.files.base import ContentFile
from django.utils import timezone

from config.celery import app
from kern.domain import taken
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.enums import Taakstatus
from kern.models import Taak
from tests import proeftaken  # noqa: F401 - registers the kinds
from tests.factories import TaakFactory

LANG_GELEDEN = dt.timedelta(minutes=3)


@pytest.fixture
def teller(tmp_path: Path) -> Path:
    pad = tmp_path / "teller"
    pad.touch()
    return pad


def _vraag(soort: str, teller: Path, door, **rest) -> Taak:
    return taken.vraag_aan(soort, titel="Proef", parameters={"teller": str(teller)} | rest, door=door)


def _keer(teller: Path) -> int:
    return len(teller.read_text().splitlines())


def test_asking_twice_with_one_key_gives_one_task(controller):
    eerste = taken.vraag_aan("proef_tel", titel="A", parameters={}, door=controller, sleutel="rapport-2026-11")
    tweede = taken.vraag_aan("proef_tel", titel="B", parameters={}, door=None, sleutel="rapport-2026-11")

    assert eerste.pk == tweede.pk
    assert list(Taak.objects.values_list("titel", flat=True)) == ["A"]


def test_asking_without_key_gives_a_task_each_time(controller):
    for _ in range(2):
        taken.vraag_aan("proef_tel", titel="A", parameters={}, door=controller)

    assert Taak.objects.count() == 2


def test_task_is_enqueued_only_when_the_transaction_commits(controller, teller, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        _vraag("proef_tel", teller, controller)

    assert len(callbacks) == 1


def test_done_task_has_its_file_and_ends_at_a_hundred_percent(controller, teller):
    taak = _vraag("proef_tel", teller, controller)

    taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (taak.status, taak.voortgang, taak.melding, taak.pogingen) == (Taakstatus.GEREED, 100, "Alles geteld", 1)
    assert taak.bestand.read() == b"klaar"
    assert taak.bestand.name == f"taken/{taak.pk}/uitkomst.txt"
    assert taak.klaar is not None
    taak.bestand.close()


def test_done_task_is_not_done_again(controller, teller):
    taak = _vraag("proef_tel", teller, controller)

    taken.voer_uit(taak.pk)
    taken.voer_uit(taak.pk)

    assert _keer(teller) == 1


def test_running_task_is_left_to_its_worker(controller, teller):
    taak = _vraag("proef_tel", teller, controller)
    nu = timezone.now()
    Taak.objects.filter(pk=taak.pk).update(status=Taakstatus.BEZIG, gestart=nu, gehoord=nu, pogingen=1)

    taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (_keer(teller), taak.status, taak.pogingen) == (0, Taakstatus.BEZIG, 1)


def test_function_without_ending_is_ended(controller, teller):
    teller.write_text("eerder\n")
    taak = _vraag("proef_eerst_stuk", teller, controller)

    taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (taak.status, taak.voortgang, taak.bestand.name) == (Taakstatus.GEREED, 100, "")


def test_broken_task_waits_for_another_attempt_and_fails_after_three(controller, teller, caplog):
    taak = _vraag("proef_stuk", teller, controller)

    for poging in (1, 2):
        taken.voer_uit(taak.pk)
        taak.refresh_from_db()
        assert (taak.status, taak.pogingen, taak.melding) == (
            Taakstatus.WACHT,
            poging,
            "Het lukte niet meteen. We proberen het zo nog eens.",
        )
    with caplog.at_level(logging.ERROR, logger="kern.domain.taken"):
        taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (taak.status, taak.pogingen, _keer(teller)) == (Taakstatus.MISLUKT, 3, 3)
    assert taak.melding == "Er ging iets mis op de server. De beheerder vindt de oorzaak in het logbestand."
    assert "geheim detail" in caplog.text
    assert "Traceback" in caplog.text


def test_refusal_fails_at_once_with_its_own_words(controller, teller):
    taak = _vraag("proef_weiger", teller, controller)

    taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (taak.status, taak.melding, _keer(teller)) == (Taakstatus.MISLUKT, "De periode is gesloten.", 1)


def test_unknown_kind_fails_with_a_reason(controller):
    taak = taken.vraag_aan("bestaat_niet", titel="X", parameters={}, door=controller)

    taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (taak.status, taak.melding) == (Taakstatus.MISLUKT, "Deze soort taak bestaat niet (meer).")


def test_silent_task_is_claimed_again_and_its_old_worker_can_finish_nothing(controller, teller):
    taak = _vraag("proef_tel", teller, controller)
    oud = taken._claim(taak.pk)
    Taak.objects.filter(pk=taak.pk).update(gehoord=timezone.now() - LANG_GELEDEN)

    taken.voer_uit(taak.pk)

    with pytest.raises(taken.Overgenomen):
        taken.meld_voortgang(oud, 80)
    with pytest.raises(taken.Overgenomen):
        taken.rond_af(oud, bestand=ContentFile(b"oud", name="oud.txt"))
    taken.mislukt(oud, "te laat")
    taak.refresh_from_db()
    assert (taak.status, taak.melding, taak.pogingen) == (Taakstatus.GEREED, "Alles geteld", 2)
    assert [pad.name for pad in Path(taak.bestand.path).parent.iterdir()] == ["uitkomst.txt"]


def test_task_interrupted_three_times_fails(controller, teller):
    taak = _vraag("proef_tel", teller, controller)
    Taak.objects.filter(pk=taak.pk).update(status=Taakstatus.BEZIG, pogingen=3, gehoord=timezone.now() - LANG_GELEDEN)

    taken.voer_uit(taak.pk)

    taak.refresh_from_db()
    assert (taak.status, _keer(teller)) == (Taakstatus.MISLUKT, 0)
    assert taak.melding == "De taak is 3 keer begonnen en steeds afgebroken."


@pytest.mark.parametrize(
    ("status", "stil", "opgepakt"),
    [
        (Taakstatus.WACHT, True, 1),
        (Taakstatus.WACHT, False, 0),
        (Taakstatus.BEZIG, True, 1),
        (Taakstatus.BEZIG, False, 0),
        (Taakstatus.GEREED, True, 0),
        (Taakstatus.MISLUKT, True, 0),
    ],
)
def test_sweep_enqueues_only_what_is_open_and_silent(
    status, stil, opgepakt, controller, django_capture_on_commit_callbacks
):
    gehoord = timezone.now() - (LANG_GELEDEN if stil else dt.timedelta())
    TaakFactory(status=status, gehoord=gehoord, aangevraagd_door=controller)

    with django_capture_on_commit_callbacks() as callbacks:
        aantal = taken.veeg()
        nog_eens = taken.veeg()

    assert (aantal, nog_eens, len(callbacks)) == (opgepakt, 0, opgepakt)


def test_sweep_finds_a_task_nobody_ever_heard_of(controller, django_capture_on_commit_callbacks):
    taak = TaakFactory(aangevraagd_door=controller)
    Taak.objects.filter(pk=taak.pk).update(aangemaakt=timezone.now() - LANG_GELEDEN)

    with django_capture_on_commit_callbacks() as callbacks:
        assert taken.veeg() == 1

    assert len(callbacks) == 1


def test_broker_away_keeps_the_task_for_the_sweep(controller, django_capture_on_commit_callbacks, caplog):
    weg = Celery("weg", broker="redis://127.0.0.1:1/2", set_as_current=False)
    weg.set_current()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            taak = taken.vraag_aan("proef_tel", titel="A", parameters={}, door=controller)
    finally:
        app.set_current()
        weg.close()

    taak.refresh_from_db()
    assert taak.status == Taakstatus.WACHT
    assert "could not be enqueued" in caplog.text


def test_retry_of_a_failed_task_starts_afresh_and_is_logged(controller, django_capture_on_commit_callbacks):
    taak = TaakFactory(status=Taakstatus.MISLUKT, melding="stuk", pogingen=3, aangevraagd_door=controller)

    with django_capture_on_commit_callbacks() as callbacks:
        taken.probeer_opnieuw(taak, door=controller)

    taak.refresh_from_db()
    assert (taak.status, taak.pogingen, taak.melding, len(callbacks)) == (Taakstatus.WACHT, 0, "", 1)
    assert [(regel.door, regel.actie) for regel in logregels(taak)] == [(controller, "opnieuw gestart")]


@pytest.mark.parametrize("status", [Taakstatus.WACHT, Taakstatus.BEZIG, Taakstatus.GEREED])
def test_retry_of_a_task_that_did_not_fail_is_refused(status, controller):
    taak = TaakFactory(status=status, aangevraagd_door=controller)

    with pytest.raises(Weigering, match="niet mislukt"):
        taken.probeer_opnieuw(taak, door=controller)


def test_retry_of_somebody_elses_task_is_refused(controller, bewoner):
    taak = TaakFactory(status=Taakstatus.MISLUKT, aangevraagd_door=controller)

    with pytest.raises(GeenToestemming):
        taken.probeer_opnieuw(taak, door=bewoner)


@pytest.mark.parametrize(
    ("fout", "begin"),
    [
        (Weigering("Nee."), "Nee."),
        (OSError(28, "No space left on device"), "De schijf van de server is vol."),
        (MemoryError(), "Er was te weinig geheugen."),
        (ValueError("x"), "Er ging iets mis op de server."),
    ],
)
def test_reason_is_a_sentence_without_technical_detail(fout, begin):
    assert taken.waarom(fout).startswith(begin)


def test_kind_registered_twice_is_refused():
    with pytest.raises(ValueError, match="already taken"):
        taken.taaksoort("proef_tel")(lambda taak: None)
