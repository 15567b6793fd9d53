"""Queries of busy public pages whose SQL Django builds once per process instead of at every visit.

Building the SQL of a query with a few joins takes Django about ten times as long as PostgreSQL needs to answer it. A
query that is always the same but for its values is therefore built once, from the models as always, and then only
executed. For reading only, and only where a page must be fast.

Where a page asks several that do not need each other's answer, `samen` sends them at once: waiting for the database and
being woken up for it costs more than most of the answers.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet

#: Stand-ins for the values while the SQL is built; nothing else in a query looks like them.
_PLAATSHOUDERS: dict[type, Callable[[int], Any]] = {
    int: lambda nummer: 32_701 + nummer,  # fits a smallint: Django drops a comparison that no row can meet
    str: lambda nummer: f"\ue000{nummer}\ue000",
    dt.date: lambda nummer: dt.date(9913, 7, 1 + nummer),
}


class _Voorbereid(ServerBindingCursor):
    """Has PostgreSQL keep the plan too, per connection: planning costs more than answering."""


def _voorbereid(verbinding: Any) -> Any:
    """A cursor of this connection that prepares. Not used while queries are logged: it shows no values."""
    verbinding.ensure_connection()
    verbinding.connection.prepare_threshold = 0  # Django's own cursors bind in the client, so they keep nothing
    kaal: Any = _Voorbereid(verbinding.connection)  # type: ignore[call-arg]  # the stubs know no psycopg 3
    return verbinding.make_cursor(kaal)


class Gesteld(NamedTuple):
    """A query with its values, as it goes to the database."""

    sql: str
    parameters: tuple[Any, ...]


#: What `samen` asked and nobody called for yet.
_antwoorden: ContextVar[dict[Gesteld, list[tuple[Any, ...]]] | None] = ContextVar("antwoorden", default=None)


@contextmanager
def samen(*gesteld: Gesteld) -> Iterator[None]:
    """Send these queries at once; inside, the first call of each with the same values gives its rows.

    While queries are logged they are not sent together, so that each can be seen.
    """
    verbinding = connections[DEFAULT_DB_ALIAS]
    if verbinding.queries_logged:
        yield
        return
    verbinding.ensure_connection()
    with verbinding.wrap_database_errors, verbinding.connection.pipeline():
        cursors = [_voorbereid(verbinding) for _ in gesteld]
        for cursor, (sql, parameters) in zip(cursors, gesteld, strict=True):
            cursor.execute(sql, parameters)
    antwoorden = {}
    for cursor, een in zip(cursors, gesteld, strict=True):
        with cursor:
            antwoorden[een] = cursor.fetchall()
    merk = _antwoorden.set(antwoorden)
    try:
        yield
    finally:
        _antwoorden.reset(merk)


class VasteVraag:
    """A query made by `bouw`, which takes keyword arguments and returns `values_list(...)`.

    `waarden` names each argument with its type: int, str or date. Calling it gives the rows as tuples, as psycopg makes
    them: only for columns that need no conversion by Django. An argument may not decide on the form of the query.
    """

    def __init__(self, bouw: Callable[..., QuerySet[Any, Any]], **waarden: type) -> None:
        self._bouw = bouw
        self._waarden = waarden
        self._gebouwd: tuple[str, tuple[Any, ...], tuple[tuple[int, str], ...]] | None = None
        self._slot = Lock()

    def met(self, **waarden: int | str | dt.date) -> "Gesteld":
        """This query with these values, to give to `samen`."""
        sql, vast, plaatsen = self._gebouwd or self._bouw_eens()
        parameters = list(vast)
        for plaats, naam in plaatsen:
            parameters[plaats] = waarden[naam]
        return Gesteld(sql, tuple(parameters))

    def __call__(self, **waarden: int | str | dt.date) -> list[tuple[Any, ...]]:
        """Execute with these values. One query; none when `samen` has its rows."""
        sql, parameters = gesteld = self.met(**waarden)
        antwoorden = _antwoorden.get()
        if antwoorden and gesteld in antwoorden:
            return antwoorden.pop(gesteld)
        verbinding = connections[DEFAULT_DB_ALIAS]
        with verbinding.cursor() if verbinding.queries_logged else _voorbereid(verbinding) as cursor:
            cursor.execute(sql, parameters)
            rijen: list[tuple[Any, ...]] = cursor.fetchall()
        return rijen

    def _bouw_eens(self) -> tuple[str, tuple[Any, ...], tuple[tuple[int, str], ...]]:
        """Raises ValueError when a value does not end up as it is in the query: that query is not for this class."""
        with self._slot:
            if self._gebouwd is None:
                houders = {naam: _PLAATSHOUDERS[soort](i) for i, (naam, soort) in enumerate(self._waarden.items())}
                sql, parameters = self._bouw(**houders).query.sql_with_params()
                namen = {houder: naam for naam, houder in houders.items()}
                plaatsen = tuple((i, namen[p]) for i, p in enumerate(parameters) if p in namen)
                if {naam for _plaats, naam in plaatsen} != set(self._waarden):
                    raise ValueError("every value must be a parameter of the query as it is")
                self._gebouwd = (sql, tuple(parameters), plaatsen)
            return self._gebouwd
