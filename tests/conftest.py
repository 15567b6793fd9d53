"""Fixtures every test may use. The servers themselves are started by tests/plugin_services.py."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django import Settings

pytest_plugins = [
    "tests.rollen",
    "tests.leegmaken",
    "tests.celery_worker",
    "tests.postbus",
    "tests.budgetten.rapporthulp",
    "tests.e2e.wegmensen",
]


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    """Every test starts with an empty cache, as it starts with an empty database."""
    cache.clear()
    yield
    cache.close()


@pytest.fixture(autouse=True)
def language_of_this_test() -> Iterator[None]:
    """A page asked for in English leaves its thread in English; the next test starts in the site's own language."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def media_of_this_test(settings: Settings, tmp_path: Path) -> None:
    """Uploads of a test end in its own directory."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium (or CHROMIUM): Playwright's own browser download does not work everywhere.

    Playwright's synchronous interface keeps an event loop in this thread, which Django takes for asynchronous code.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium found: install Debian's chromium or name one in CHROMIUM.")
    quiet = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": found, "args": quiet}
