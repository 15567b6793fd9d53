"""/healthz and /readyz: what they answer when something is away."""

import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from config.celery import _note_beat, note_worker
from kern.domain.hartslag import GEHOORD_BINNEN, is_gehoord, meld_hartslag
from kern.tasks import hartslag

ALL_WELL = {"ready": True, "database": True, "migrations": True, "redis": True, "worker": True, "beat": True}


@pytest.fixture
def heartbeats() -> None:
    """A worker and beat that were heard from just now."""
    meld_hartslag("worker")
    meld_hartslag("beat")


def test_healthz_answers_without_database_or_redis(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/1"}}
    response = client.get("/healthz")  # no database mark on this test: a query would fail it
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_pages_refuse_writing(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("heartbeats")
def test_readyz_is_ready_when_all_is_well(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, ALL_WELL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_readyz_names_who_was_not_heard_and_logs_nothing(
    client: Client, heartbeats: None, silent: str, caplog: pytest.LogCaptureFixture
) -> None:
    cache.set(f"hartslag:{silent}", time.time() - GEHOORD_BINNEN - 1)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, silent: False})
    assert caplog.records == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("heartbeats")
def test_readyz_sees_a_migration_that_was_not_applied(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kern' RETURNING name, applied")
        removed = cursor.fetchall()
    try:
        response = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO django_migrations (app, name, applied) VALUES ('kern', %s, %s)", removed)
    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, "migrations": False})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("heartbeats")
def test_readyz_says_soon_that_the_database_is_away(client: Client, tmp_path: Path) -> None:
    here = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = str(tmp_path)
    began = time.monotonic()
    try:
        response = client.get("/readyz")
    finally:
        connection.settings_dict["HOST"] = here
    assert (response.status_code, response.json()) == (
        503,
        ALL_WELL | {"ready": False, "database": False, "migrations": False},
    )
    assert time.monotonic() - began < 5


@pytest.mark.django_db(transaction=True)
def test_readyz_says_that_redis_is_away(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/1"}}
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        ALL_WELL | {"ready": False, "redis": False, "worker": False, "beat": False},
    )


def test_heartbeat_task_marks_the_worker() -> None:
    assert not is_gehoord("worker")
    hartslag()
    assert is_gehoord("worker")


def test_signals_mark_worker_and_beat() -> None:
    assert not is_gehoord("beat")
    _note_beat()
    note_worker()
    assert is_gehoord("beat")
    assert is_gehoord("worker")
