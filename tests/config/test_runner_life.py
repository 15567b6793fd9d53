"""The start command from first start to stop, for real: nothing stays behind and nothing is lost."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config.runner.processes import unprivileged_owner
from config.runner.services import Postgres, socket_dir
from tests.config.starter import Start, is_alive, refused


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Longer than a socket path may be, with a space, below a directory that only we may enter."""
    closed = tmp_path / "dicht"
    closed.mkdir(mode=0o700)
    return closed / f"een map {'x' * 90}" / "gegevens"


@pytest.fixture
def starts() -> Iterator[list[Start]]:
    """Start commands of the test; all of them are ended."""
    known: list[Start] = []
    yield known
    for start in known:
        start.end()


def connect(data_dir: Path) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection to the embedded database of a start."""
    sockets = socket_dir(data_dir, "pg", unprivileged_owner())
    url = Postgres(home=data_dir, sockets=sockets, log=data_dir / "logs" / "postgres.log").url
    return psycopg.connect(url, autocommit=True)


def wait_for(check: Any, seconds: float) -> None:
    """Wait until `check` is true."""
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ready(start: Start) -> bool:
    """Whether /readyz says so."""
    try:
        return bool(json.loads(start.get("/readyz"))["ready"])
    except OSError:
        return False


def test_start_survives_kill_keeps_data_and_stops_cleanly(data_dir: Path, starts: list[Start]) -> None:
    """One story, because each start costs seconds: first start, a second one refused, a dead child restarted,
    kill -9 of the starter, a quick second start with the data, Ctrl-C."""
    began = time.monotonic()
    first = Start(data_dir)
    starts.append(first)
    first.wait_until_running()
    first_took = time.monotonic() - began
    assert first.get("/healthz") == b"ok\n"
    assert b"<html" in first.get("/")
    wait_for(lambda: ready(first), 60)

    assert refused(data_dir) == f"Er draait al een start op {data_dir} (proces {first.process.pid})."

    beat = first.child("celery", "beat")
    beat.kill()
    wait_for(lambda: not is_alive(beat), 5)
    wait_for(lambda: "[beat] gestopt (code -9); begint over 1 s opnieuw." in first.text, 20)
    wait_for(lambda: len(children_named(first, "beat")) == 1, 30)

    with connect(data_dir) as connection:
        connection.execute("CREATE TABLE bewaard (n int); INSERT INTO bewaard VALUES (7)")
        first.note_family()
        assert len(first.family) >= 12  # postgres and its helpers, valkey, gunicorn 1+2, worker 1+2, beat
        connection.execute("INSERT INTO bewaard VALUES (8)")
        os.kill(first.process.pid, signal.SIGKILL)
    first.wait()
    first.assert_nothing_left(20)

    began = time.monotonic()
    second = Start(data_dir)
    starts.append(second)
    second.wait_until_running()
    assert time.monotonic() - began < first_took
    assert "Databank maken" not in second.text
    assert "Tabellen bijwerken" not in second.text
    assert "Stijl, scripts" not in second.text
    with connect(data_dir) as connection:
        assert connection.execute("SELECT array_agg(n ORDER BY n) FROM bewaard").fetchone() == ([7, 8],)

    second.process.send_signal(signal.SIGINT)
    assert second.wait() == 0
    assert second.text.endswith("Stoppen …\n")
    second.assert_nothing_left(0)


def children_named(start: Start, word: str) -> list[Any]:
    """Direct children with this word in their command line."""
    import psutil

    return [child for child in psutil.Process(start.process.pid).children() if word in child.cmdline()]


def test_start_ends_with_one_line_when_its_database_dies(data_dir: Path, starts: list[Start]) -> None:
    """Without a database there is nothing to serve: stop all, say so."""
    start = Start(data_dir, DEBUG="1")
    starts.append(start)
    start.wait_until_running()
    start.child("postgres", "-D").kill()
    assert start.wait() == 1
    errors = [line for line in start.text.splitlines() if line.startswith("FOUT: ")]
    assert len(errors) == 1
    assert errors[0].startswith("FOUT: PostgreSQL is gestopt: ")
    start.assert_nothing_left(5)


def test_start_stops_during_preparation(data_dir: Path, starts: list[Start]) -> None:
    """Ctrl-C while the tables are being made leaves nothing running."""
    start = Start(data_dir, DEBUG="1")
    starts.append(start)
    wait_for(lambda: "Tabellen bijwerken" in start.text, 60)
    start.note_family()
    start.process.send_signal(signal.SIGTERM)
    assert start.wait() == 0
    start.assert_nothing_left(0)
