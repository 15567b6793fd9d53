"""The throw-away PostgreSQL and Valkey of one run, with the durability of `make run`: every commit reaches the disk."""

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from config.runner.services import DATABASE, Postgres, Valkey, socket_dir


class Servers:
    """Both servers in one directory that is gone afterwards. A context manager."""

    def __init__(self, parent: Path | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="bench-", dir=parent))
        self.postgres = Postgres(home=self.home, sockets=self.home, log=self.home / "postgres.log")
        self.valkey = Valkey(home=self.home, sockets=socket_dir(self.home, "bk"), log=self.home / "valkey.log")

    def __enter__(self) -> Self:
        try:
            self.postgres.adopt_owner()
            self.postgres.sockets = socket_dir(self.home, "bp", self.postgres.owner)
            self.postgres.start()
            self.valkey.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop both and throw their data away."""
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection of our own, each statement its own transaction."""
        return psycopg.connect(host=str(self.postgres.sockets), user=DATABASE, dbname=database, autocommit=True)

    def make_database(self, name: str, *, like: str | None = None) -> None:
        """A new database, empty or a copy of one that nobody uses now."""
        template = sql.SQL("TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(like)) if like else sql.SQL("")
        with self.connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), template))

    def drop_database(self, name: str) -> None:
        """Give the room back; whoever is still connected is thrown out."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def tidy(self, name: str) -> None:
        """VACUUM ANALYZE and a checkpoint, so that no measurement pays for what was filled in before it."""
        with self.connect(name) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    def environment(self, database: str, settings: str, **more: str) -> dict[str, str]:
        """The environment of a process that works with this database."""
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": self.postgres.url.removesuffix(DATABASE) + database,
            "REDIS_URL": self.valkey.url,
            "DATA_DIR": str(self.home / "data"),
            "PYTHONUNBUFFERED": "1",
            "LOG_LEVEL": "WARNING",
            **more,
        }

    def settings(self) -> dict[str, str]:
        """The settings of PostgreSQL that decide what a commit costs."""
        names = ["server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "autovacuum"]
        with self.connect() as connection:
            rows = connection.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) name", [names])
            return dict(rows.fetchall())
