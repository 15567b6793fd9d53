"""Fixture `echte_worker`: a real Celery worker, in its own process, on the database and the queue of this test.

Use it in a test marked `django_db(transaction=True)`: the worker must be able to see what the test wrote.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app
from config.runner.processes import spawn

START_BINNEN = 60.0


def wacht_tot(voorwaarde: Callable[[], object], *, binnen: float = 30.0, waarop: str = "") -> None:
    """Return as soon as the condition holds; fail after `binnen` seconds."""
    einde = time.monotonic() + binnen
    while not voorwaarde():
        if time.monotonic() > einde:
            pytest.fail(f"niet binnen {binnen:.0f} s: {waarop or voorwaarde}")
        time.sleep(0.1)


def _database_url() -> str:
    """DATABASE_URL with the name of the test database."""
    delen = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(delen._replace(path=f"/{connection.settings_dict['NAME']}"))


class Worker:
    """One worker process and its children; `omgeving` adds environment variables (EMAIL_URL, …)."""

    def __init__(self, map_: Path, nummer: int, *, gelijktijdig: int = 1, **omgeving: str) -> None:
        self.logbestand = map_ / f"worker-{nummer}.log"
        self._uitvoer = self.logbestand.open("wb")
        args = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "prefork"]
        args += ["--concurrency", str(gelijktijdig), "--loglevel", "INFO", "--hostname", f"proef{nummer}@%h"]
        args += ["--without-mingle", "--without-gossip", "--include", "tests.proeftaken"]
        self.proces = spawn(
            args,
            cwd=settings.BASE_DIR,
            stdout=self._uitvoer,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": _database_url(),
                "DATA_DIR": str(Path(settings.MEDIA_ROOT).parent),
                "PYTHONWARNINGS": "default",
            }
            | omgeving,
        )

    def wacht_op_start(self) -> None:
        """Return when it takes tasks."""
        wacht_tot(lambda: " ready." in self.log() or self.proces.poll() is not None, binnen=START_BINNEN)
        if self.proces.poll() is not None:
            pytest.fail(f"de worker stopte:\n{self.log()[-2000:]}")

    def log(self) -> str:
        """Everything it printed so far."""
        return self.logbestand.read_text(errors="replace")

    def dood(self) -> None:
        """Kill it with all its children, as a power cut would."""
        if self.proces.poll() is None:
            os.killpg(self.proces.pid, signal.SIGKILL)
        self.proces.wait(timeout=30)
        self._uitvoer.close()


@pytest.fixture
def start_worker(transactional_db: None, media_of_this_test: None, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """`start_worker(gelijktijdig=2, EMAIL_URL="smtp://…")` starts one more worker; all die before the database does."""
    app.control.purge()
    workers: list[Worker] = []

    def begin(*, gelijktijdig: int = 1, **omgeving: str) -> Worker:
        worker = Worker(tmp_path, len(workers), gelijktijdig=gelijktijdig, **omgeving)
        workers.append(worker)
        worker.wacht_op_start()
        return worker

    yield begin
    for worker in workers:
        worker.dood()
    app.control.purge()
    app.close()


@pytest.fixture
def echte_worker(start_worker: Callable[..., Worker]) -> Worker:
    """One running worker."""
    return start_worker()
