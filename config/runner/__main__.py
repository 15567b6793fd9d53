"""`python -m config.runner`: start everything, keep it alive, stop it cleanly.

The order: options, DATA_DIR and its lock, the port, PostgreSQL and Valkey (embedded, or those of DATABASE_URL and
REDIS_URL), migrations and demo data, then web, worker and beat. Whatever is wrong ends it with one line and exit
code 1. Ctrl-C and SIGTERM stop everything in the opposite order with exit code 0; a second one kills. Every process
is a child that the kernel ends when this one is gone.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config.runner.errors import StartError, explain_os_error
from config.runner.options import (
    BASE_DIR,
    Options,
    check_database,
    check_port,
    check_redis,
    claim_data_dir,
    read_options,
)
from config.runner.processes import kill_group, spawn
from config.runner.services import Postgres, Valkey, socket_dir
from config.runner.supervisor import Program, open_log, programs, stop_all

PATIENCE = 8.0  # seconds that web, worker and beat get to finish; what a task loses, the next sweep does again
WEB_TIMEOUT = 60.0  # seconds until the first page must be there


class StopAsked(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM. Not an Exception, so that no handler for errors swallows it."""


def say(text: str) -> None:
    """One line on the terminal."""
    print(text, flush=True)


class Starter:
    """One run of the application."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.logs = options.data_dir / "logs"
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        self.running: list[Program] = []
        self.preparing: subprocess.Popen[bytes] | None = None

    def run(self) -> NoReturn:
        """Start, then look after the processes until StopAsked or StartError."""
        options = self.options
        claim_data_dir(options.data_dir)
        check_port(options.host, options.port)
        if not options.database_url and not (options.data_dir / "postgres").exists():
            say("Databank maken …")
        environment = self.start_servers()
        accounts = self._prepare(environment)
        self.running = programs(sys.executable, self.logs, environment)
        for program in self.running:
            program.start()
        self._await_web()
        self._announce(accounts)
        while True:
            time.sleep(0.5)
            self._check_servers()
            for program in self.running:
                program.look_after()

    def start_servers(self) -> dict[str, str]:
        """PostgreSQL and Valkey, ours or somebody's. Returns the environment of every process that follows."""
        options = self.options
        if options.database_url:
            check_database(options.database_url)
        if options.redis_url:
            check_redis(options.redis_url)
        if not options.database_url:
            self.postgres = self._postgres()
            open_log(self.postgres.log)
            self.postgres.start()
        if not options.redis_url:
            self.valkey = self._valkey()
            open_log(self.valkey.log)
            self.valkey.start()
        return self._environment(self.postgres, self.valkey)

    def environment_of_running(self) -> dict[str, str]:
        """The environment of the start command that runs on this DATA_DIR already: its sockets have a fixed place."""
        options = self.options
        return self._environment(
            None if options.database_url else self._postgres(), None if options.redis_url else self._valkey()
        )

    def _postgres(self) -> Postgres:
        data_dir = self.options.data_dir
        postgres = Postgres(home=data_dir, sockets=data_dir, log=self.logs / "postgres.log")
        postgres.adopt_owner()
        postgres.sockets = socket_dir(data_dir, "pg", postgres.owner)
        return postgres

    def _valkey(self) -> Valkey:
        data_dir = self.options.data_dir
        return Valkey(home=data_dir, sockets=socket_dir(data_dir, "valkey"), log=self.logs / "valkey.log")

    def _environment(self, postgres: Postgres | None, valkey: Valkey | None) -> dict[str, str]:
        options = self.options
        database_url = postgres.url if postgres else options.database_url
        redis_url = valkey.url if valkey else options.redis_url
        return {
            "SITE_URL": options.address,
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",  # importing config has named production in os.environ
            "HOST": options.host,
            "PORT": str(options.port),
            "DATA_DIR": str(options.data_dir),
            "DATABASE_URL": database_url or "",
            "REDIS_URL": redis_url or "",
            "DEMO": "1" if options.demo else "0",
            "PYTHONUNBUFFERED": "1",
        }

    def _prepare(self, environment: dict[str, str]) -> list[str]:
        """Migrations, static files, translations, demo data. Returns the demo accounts; raises StartError."""
        path = open_log(self.logs / "voorbereiden.log")
        accounts: list[str] = []
        reason = ""
        with path.open("ab") as log:
            self.preparing = spawn(
                [sys.executable, "-m", "config.runner.prepare"], env=environment, cwd=BASE_DIR, stdout=subprocess.PIPE
            )
            assert self.preparing.stdout is not None  # noqa: S101  # for mypy: we asked for a pipe
            for raw in self.preparing.stdout:
                log.write(raw)
                mark, _space, text = raw.decode(errors="replace").rstrip().partition(" ")
                if mark == "@":
                    say(text)
                elif mark == "$":
                    accounts.append(text)
                elif mark == "!":
                    reason = text
        if self.preparing.wait() != 0:
            raise StartError(f"{reason or 'Voorbereiden mislukt.'} (zie {path})")
        self.preparing = None
        return accounts

    def _await_web(self) -> None:
        """Wait until the web server answers. Raises StartError when it ends or takes too long."""
        web = self.running[0]
        deadline = time.monotonic() + WEB_TIMEOUT
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(self.options.host, self.options.host)  # noqa: S104
        while True:
            try:
                with urllib.request.urlopen(f"http://{host}:{self.options.port}/healthz", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                raise StartError(f"De webserver geeft een storing (code {error.code}). Zie {web.log}") from error
            except OSError:
                time.sleep(0.1)
            if web.process is None or web.process.poll() is not None or time.monotonic() > deadline:
                check_port(self.options.host, self.options.port)
                raise StartError(f"De webserver start niet. Zie {web.log}")

    def _announce(self, accounts: list[str]) -> None:
        say("")
        say(f"  De applicatie draait: {self.options.address}")
        if accounts:
            say("")
            for line in accounts:
                say(f"  {line}")
        say("")
        say(f"  Gegevens en logboeken: {self.options.data_dir}. Stoppen: Ctrl-C.")

    def _check_servers(self) -> None:
        for server in (self.postgres, self.valkey):
            if server is not None and server.process is not None and server.process.poll() is not None:
                raise server.explain_end()

    def stop(self, patience: float) -> None:
        """Stop what runs, servers last. Safe at any moment of the start."""
        if self.preparing is not None:
            kill_group(self.preparing)
        stop_all(self.running, patience)
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()


def _ask_stop(_number: int, _frame: FrameType | None) -> None:
    raise StopAsked


def _listen_for_stop() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ask_stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants us to go on
        signal.signal(signal.SIGHUP, _ask_stop)


def main() -> int:
    """Run until stopped; returns the exit code."""
    _listen_for_stop()
    starter: Starter | None = None
    try:
        starter = Starter(read_options(os.environ))
        starter.run()
    except StopAsked:
        say("\nStoppen …")
        code = 0
    except StartError as error:
        print(f"FOUT: {error}", file=sys.stderr, flush=True)
        code = 1
    except OSError as error:
        print(f"FOUT: {explain_os_error(error, str(error.filename or Path.cwd()))}", file=sys.stderr, flush=True)
        code = 1
    if starter is not None:
        try:
            starter.stop(PATIENCE)
        except StopAsked:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            starter.stop(0)
    return code


if __name__ == "__main__":
    sys.exit(main())
