"""Runs the real start command for tests, and keeps account of every process it made."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

BASE_DIR = Path(__file__).resolve().parents[2]
#: Variables of this test run that a start command must not inherit.
OURS = (
    *("DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "GG_TEST_REDIS", "PORT", "HOST", "DEMO"),
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # set by the browser tests for their own process
)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment of a person at a terminal, with `extra`."""
    return {key: value for key, value in os.environ.items() if key not in OURS} | extra


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; what is dead but not yet collected by its new parent does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Start:
    """One start command on `data_dir`; its output goes to a file."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = environment.get("PORT") or str(free_port())
        self.output = Path(tempfile.mkstemp(prefix="start-", suffix=".out", dir=os.environ["DATA_DIR"])[1])
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.runner"],
                cwd=BASE_DIR,
                env=clean_environment(**{"DATA_DIR": str(data_dir), "DEMO": "0", "PORT": self.port, **environment}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.family: list[psutil.Process] = []

    @property
    def text(self) -> str:
        """What it said so far."""
        return self.output.read_text()

    def get(self, path: str) -> bytes:
        """Body of a page of the running application."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return bytes(answer.read())

    def wait_until_running(self, seconds: float = 180) -> None:
        """Wait for the line with the address, and remember every process there is then."""
        deadline = time.monotonic() + seconds
        while "De applicatie draait" not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)
        self.note_family()

    def note_family(self) -> None:
        """Add the processes of this moment to those that must be gone in the end."""
        self.family += psutil.Process(self.process.pid).children(recursive=True)

    def child(self, *words: str) -> psutil.Process:
        """The direct child whose command line has all of these words."""
        for process in psutil.Process(self.process.pid).children():
            line = " ".join(process.cmdline())
            if all(word in line for word in words):
                return process
        raise AssertionError(f"no child with {words}")

    def wait(self, seconds: float = 60) -> int:
        """Exit code."""
        return self.process.wait(seconds)

    def assert_nothing_left(self, seconds: float) -> None:
        """Every process it ever had is gone within `seconds`."""
        deadline = time.monotonic() + seconds
        while left := [process for process in self.family if is_alive(process)]:
            assert time.monotonic() < deadline, left
            time.sleep(0.05)

    def end(self) -> None:
        """For fixtures: stop it, whatever the test did."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def refused(data_dir: Path, **environment: str) -> str:
    """Start something that cannot start; returns the one line it says about it."""
    start = Start(data_dir, **environment)
    try:
        code = start.wait()
    finally:
        start.end()
    errors = [line for line in start.text.splitlines() if line.startswith("FOUT: ")]
    assert (code, len(errors)) == (1, 1), start.text
    assert "Traceback" not in start.text
    return errors[0].removeprefix("FOUT: ")
