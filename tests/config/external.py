"""PostgreSQL and Valkey as somebody else's servers: on a TCP port, with a password."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config.runner.processes import unprivileged_owner
from config.runner.services import DATABASE, Postgres, Valkey
from tests.config.starter import free_port

PASSWORD = "geheim"


@contextmanager
def external_postgres(home: Path) -> Iterator[Postgres]:
    """A PostgreSQL on 127.0.0.1 that asks a password of everyone who comes over TCP."""
    sockets = Path(tempfile.mkdtemp(prefix="gg-extern-", dir="/tmp"))
    owner = unprivileged_owner()
    if owner:
        os.chown(sockets, owner.uid, owner.gid)
    server = Postgres(home=home, sockets=sockets, log=home / "postgres.log", throwaway=True, tcp_port=free_port())
    try:
        server.start()
        access = server.data / "pg_hba.conf"
        access.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        with psycopg.connect(
            host=str(sockets), port=server.tcp_port, user=DATABASE, dbname=DATABASE, autocommit=True
        ) as connection:
            connection.execute(f"ALTER ROLE {DATABASE} PASSWORD '{PASSWORD}'")
            connection.execute("SELECT pg_reload_conf()")
        yield server
    finally:
        server.stop()
        shutil.rmtree(sockets, ignore_errors=True)


@contextmanager
def external_valkey(home: Path) -> Iterator[Valkey]:
    """A Valkey on 127.0.0.1."""
    sockets = Path(tempfile.mkdtemp(prefix="gg-extern-", dir="/tmp"))
    server = Valkey(home=home, sockets=sockets, log=home / "valkey.log", throwaway=True, tcp_port=free_port())
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(sockets, ignore_errors=True)
