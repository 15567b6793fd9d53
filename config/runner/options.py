"""What the start command is told by the environment, parsed strictly, and servers that are not ours, tried first."""

import fcntl
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import psycopg
import redis

from config.redis_urls import redis_urls
from config.runner.errors import StartError, explain_os_error

BASE_DIR = Path(__file__).resolve().parents[2]
MINIMUM_POSTGRES = 15
CONNECT_TIMEOUT = 5  # seconds


class BusyError(StartError):
    """Another start command holds this DATA_DIR."""


@dataclass(frozen=True)
class Options:
    """The environment of `make run`."""

    host: str
    port: int
    data_dir: Path
    database_url: str | None
    redis_url: str | None
    demo: bool

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the application."""
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1", ""} else self.host  # noqa: S104
        return f"http://{host}:{self.port}"


def read_options(environment: Mapping[str, str]) -> Options:
    """Read the options; an empty variable counts as absent. Raises StartError.

    PORT (8000): the web server's port. HOST (127.0.0.1): the address it listens on. DATA_DIR (.data): where
    everything is kept. DATABASE_URL, REDIS_URL: servers to use instead of the embedded ones. DEMO (1): 0 leaves out
    the example data.
    """
    port = environment.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise StartError(f"PORT moet een getal van 1 tot en met 65535 zijn, niet {port!r}.")
    demo = environment.get("DEMO") or "1"
    if demo not in {"0", "1"}:
        raise StartError(f"DEMO moet 0 of 1 zijn, niet {demo!r}.")
    return Options(
        host=environment.get("HOST") or "127.0.0.1",
        port=int(port),
        data_dir=Path(environment.get("DATA_DIR") or BASE_DIR / ".data").expanduser().absolute(),
        database_url=environment.get("DATABASE_URL") or None,
        redis_url=environment.get("REDIS_URL") or None,
        demo=demo == "1",
    )


def claim_data_dir(path: Path) -> int:
    """Make DATA_DIR, see that it can be written, and lock it for this process. Returns the open lock.

    Raises BusyError when another start holds it, StartError when it cannot be used. The kernel drops the lock when
    this process ends, however it ends.
    """
    try:
        for directory in (path, path / "logs", path / "media"):
            directory.mkdir(parents=True, exist_ok=True)
        lock = os.open(path / "start.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise explain_os_error(error, str(path)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        pid = os.read(lock, 20).decode(errors="replace").strip()
        os.close(lock)
        raise BusyError(f"Er draait al een start op {path} (proces {pid or 'onbekend'}).") from error
    try:
        os.ftruncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        probe = path / "logs" / ".schrijfproef"
        probe.write_bytes(b"\0" * 65536)
        probe.unlink()
    except OSError as error:
        raise explain_os_error(error, str(path)) from error
    return lock


def check_port(host: str, port: int) -> None:
    """Raise StartError when nobody could listen there."""
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError as error:
        raise StartError(f"Poort {port} mag alleen root gebruiken. Kies een andere met PORT=8001.") from error
    except socket.gaierror as error:
        raise StartError(f"HOST={host} is geen adres van deze machine.") from error
    except OSError as error:
        if error.errno in {98, 48}:  # EADDRINUSE on Linux and elsewhere
            raise StartError(
                f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld PORT={port + 1}."
            ) from error
        raise StartError(f"Op {host} poort {port} kan niet worden geluisterd: {error.strerror}.") from error


def check_database(url: str) -> None:
    """Try a PostgreSQL that is not ours. Raises StartError that says what is wrong, never showing the password."""
    try:
        if urlsplit(url).scheme not in {"postgres", "postgresql", "pgsql"}:
            raise ValueError("scheme")
        config = dj_database_url.parse(url)
        if not config["NAME"]:
            raise ValueError("name")
        port = int(config["PORT"] or 5432)
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError) as error:
        raise StartError(
            "DATABASE_URL is geen geldig adres. Zo hoort het: postgres://gebruiker:wachtwoord@host:5432/databank"
        ) from error
    where = f"{config['HOST'] or 'de lokale socket'}:{port}"
    try:
        with psycopg.connect(
            host=config["HOST"] or None,
            port=port,
            user=config["USER"] or None,
            password=config["PASSWORD"] or None,
            dbname=config["NAME"],
            connect_timeout=CONNECT_TIMEOUT,
            **{key: value for key, value in config.get("OPTIONS", {}).items() if key.startswith("ssl")},
        ) as connection:
            found = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise StartError(f"DATABASE_URL: {_explain_database(str(error), where, config)}") from error
    if found < MINIMUM_POSTGRES:
        raise StartError(f"DATABASE_URL: PostgreSQL {found} is te oud; {MINIMUM_POSTGRES} of nieuwer is nodig.")


def _explain_database(message: str, where: str, config: Mapping[str, object]) -> str:
    explanations = {
        "password authentication failed": f"het wachtwoord van {config['USER']} klopt niet ({where}).",
        "no password supplied": f"er is een wachtwoord nodig voor {config['USER']} ({where}).",
        f'database "{config["NAME"]}" does not exist': f"databank {config['NAME']} bestaat niet op {where}.",
        f'role "{config["USER"]}" does not exist': f"gebruiker {config['USER']} bestaat niet op {where}.",
        "refused": f"er luistert geen PostgreSQL op {where}.",
        "No such file or directory": f"er luistert geen PostgreSQL op {where}.",
        "not known": f"de host van {where} is onbekend.",
        "resolve host": f"de host van {where} is onbekend.",
        "name resolution": f"de host van {where} is onbekend.",
        "timeout": f"{where} antwoordt niet.",
    }
    for part, explanation in explanations.items():
        if part in message:
            return explanation
    return f"{where} weigert: {message.strip().splitlines()[-1].strip() if message.strip() else 'zonder reden'}"


def check_redis(url: str) -> None:
    """Try a Redis or Valkey that is not ours. Raises StartError."""
    try:
        address = redis_urls(url).cache
        client = redis.Redis.from_url(address, socket_timeout=CONNECT_TIMEOUT)
    except ValueError as error:
        raise StartError(
            "REDIS_URL is geen geldig adres. Zo hoort het: redis://:wachtwoord@host:6379 of unix:///pad/naar/socket"
        ) from error
    parts = urlsplit(url)
    where = parts.path if parts.scheme == "unix" else f"{parts.hostname}:{parts.port or 6379}"
    try:
        with client:
            client.ping()
    except redis.AuthenticationError as error:
        raise StartError(f"REDIS_URL: het wachtwoord klopt niet ({where}).") from error
    except redis.TimeoutError as error:
        raise StartError(f"REDIS_URL: {where} antwoordt niet.") from error
    except redis.ConnectionError as error:
        known = "unknown" not in str(error) and "not known" not in str(error) and "name resolution" not in str(error)
        reason = f"er luistert geen Redis op {where}." if known else f"de host van {where} is onbekend."
        raise StartError(f"REDIS_URL: {reason}") from error
    except redis.RedisError as error:
        raise StartError(f"REDIS_URL: {where} weigert: {error}") from error
