"""The three processes of the application, kept alive, with their logs in files and their troubles on the terminal."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.runner.errors import StartError
from config.runner.options import BASE_DIR
from config.runner.processes import kill_group, spawn

LOG_LIMIT = 5 * 1024 * 1024  # bytes; a longer log is set aside at the next start
YOUNG = 30.0  # seconds; a process that ends younger than this counts as failing
TRIES = 5  # so many young deaths in a row and we stop everything
TROUBLE = re.compile(r"\b(ERROR|CRITICAL|FATAL|PANIC)\b")
MAIL_BEGIN = re.compile(r"^Content-Type: (text|multipart)/")
MAIL_END = "-" * 79
LINE_WIDTH = 240


def open_log(path: Path) -> Path:
    """Set a long log aside (one is kept) and return the path to append to."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path


class LogWatch:
    """Shows what matters of a growing log: lines with trouble, and mails that have no mail server to go to."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self.position = path.stat().st_size if path.exists() else 0
        self.rest = b""
        self.in_mail = False

    def show_news(self) -> None:
        """Print what was added since the last call."""
        try:
            with self.path.open("rb") as log:
                log.seek(self.position)
                added = log.read()
        except OSError:
            return
        self.position += len(added)
        *lines, self.rest = (self.rest + added).split(b"\n")
        for raw in lines:
            self._show(raw.decode(errors="replace").rstrip())

    def _show(self, line: str) -> None:
        if MAIL_BEGIN.match(line):
            self.in_mail = True
        elif line == MAIL_END:
            self.in_mail = False
        elif self.in_mail:
            if line and not line.startswith(("MIME-Version:", "Content-Transfer-Encoding:", "Message-ID:")):
                print(f"[mail] {line}", flush=True)
        elif TROUBLE.search(line):
            print(f"[{self.name}] {line[:LINE_WIDTH]}", file=sys.stderr, flush=True)


@dataclass
class Program:
    """One process of the application and how it is doing."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    young_deaths: int = 0
    restart_at: float | None = None
    watch: LogWatch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = LogWatch(self.name, open_log(self.log))

    def start(self) -> None:
        """Start it, its output appended to its log."""
        with self.log.open("ab") as log:
            self.process = spawn(self.command, env=self.environment, cwd=BASE_DIR, stdout=log)
        self.started = time.monotonic()
        self.restart_at = None

    def look_after(self) -> None:
        """Start it again when it ended, after 1, 2, 4 … seconds. Raises StartError when that keeps failing."""
        self.watch.show_news()
        now = time.monotonic()
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.start()
            return
        if self.process is None or self.process.poll() is None:
            return
        self.young_deaths = self.young_deaths + 1 if now - self.started < YOUNG else 1
        if self.young_deaths >= TRIES:
            raise StartError(f"{self.name} stopt telkens (code {self.process.returncode}). Zie {self.log}")
        pause = 2 ** (self.young_deaths - 1)
        self.restart_at = now + pause
        print(
            f"[{self.name}] gestopt (code {self.process.returncode}); begint over {pause} s opnieuw. Zie {self.log}",
            file=sys.stderr,
            flush=True,
        )


def programs(python: str, logs: Path, environment: Mapping[str, str]) -> list[Program]:
    """Web, worker and beat, as docker-compose.yml starts them too."""
    celery = [python, "-m", "celery", "-A", "config"]
    commands = {
        "web": [python, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi:application"],
        "worker": [*celery, "worker", "-l", "INFO", "-c", "2", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "-l", "WARNING", "--pidfile="],
    }
    return [Program(name, command, logs / f"{name}.log", environment) for name, command in commands.items()]


def stop_all(running: list[Program], patience: float) -> None:
    """Ask all of them to finish what they are doing, together, and kill what is left after `patience` seconds."""
    alive = [program.process for program in running if program.process is not None and program.process.poll() is None]
    for process in alive:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for process in alive:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            kill_group(process)
