"""For load balancers and monitoring: is the process alive, and is everything it needs there?"""

from functools import cache as once

import psycopg
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from kern.domain.hartslag import is_gehoord
from kern.toegang import IEDEREEN, toegang

CONNECT_TIMEOUT = 3  # seconds; a monitor wants an answer, not a long wait


@toegang(IEDEREEN)
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. Touches neither database nor Redis, so that their trouble restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain")


@toegang(IEDEREEN)
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database, Redis, migrations, a worker and beat heard from in the last 90 seconds; 503 when any is not."""
    answer = _database_state() | _redis_state()
    ready = all(answer.values())
    response = JsonResponse({"ready": ready, **answer}, status=200 if ready else 503)
    # Django's mark for "no need to log this": a monitor asks every few seconds, and each error is mailed in production.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@once
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this release, read from disk once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _database_state() -> dict[str, bool]:
    """Ask over a connection of our own: the pool would wait ten seconds for a database that is away."""
    parameters = connection.get_connection_params()
    for name in ("pool", "cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    try:
        with psycopg.connect(**parameters | {"connect_timeout": CONNECT_TIMEOUT}) as direct:
            exists = direct.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
            rows = direct.execute("SELECT app, name FROM django_migrations").fetchall() if exists and exists[0] else []
    except psycopg.Error:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": _known_migrations() <= {(app, name) for app, name in rows}}


def _redis_state() -> dict[str, bool]:
    try:
        cache.get("gereed")
        return {"redis": True, "worker": is_gehoord("worker"), "beat": is_gehoord("beat")}
    except (RedisError, OSError):
        return {"redis": False, "worker": False, "beat": False}
