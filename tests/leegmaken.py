"""Lets transactional tests empty the database although the ledger refuses TRUNCATE.

Django's flush runs after every transactional or live-server test. Only here, in the tests, it runs as a replica, for
which PostgreSQL fires no triggers; the test role is a superuser. The application's own role cannot do this.
"""

from collections.abc import Iterable

from django.db.backends.postgresql.operations import DatabaseOperations

_flush = DatabaseOperations.execute_sql_flush


def _flush_without_triggers(self: DatabaseOperations, sql_list: Iterable[str]) -> None:
    _flush(self, ["SET LOCAL session_replication_role = replica", *sql_list])


DatabaseOperations.execute_sql_flush = _flush_without_triggers
