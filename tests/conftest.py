"""Fixtures every test may use. The servers themselves are started by tests/plugin_services.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    """Every test starts with an empty cache, as it starts with an empty database."""
    cache.clear()
    yield
    cache.close()


@pytest.fixture(autouse=True)
def media_of_this_test(settings: Settings, tmp_path: Path) -> None:
    """Uploads of a test end in its own directory."""
    settings.MEDIA_ROOT = tmp_path / "media"
