"""The brake: so many in so much time, per key and per household."""

import time

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from kern.domain import rem


@pytest.fixture
def klok(monkeypatch):
    """Time stands still at the start of a span until it is moved."""
    staat = {"nu": 1_800_000_000.0}
    monkeypatch.setattr(rem.time, "time", lambda: staat["nu"])
    return staat


def test_so_many_pass_and_no_more(klok):
    assert [rem.tel("a", hoogstens=3, seconden=600) for _ in range(5)] == [True, True, True, False, False]
    assert rem.tel("b", hoogstens=3, seconden=600)


def test_the_next_span_starts_afresh(klok):
    assert [rem.tel("a", hoogstens=1, seconden=600) for _ in range(2)] == [True, False]
    klok["nu"] += 600
    assert rem.tel("a", hoogstens=1, seconden=600)


def test_counts_disappear_by_themselves():
    assert rem.tel("a", hoogstens=1, seconden=1)
    [sleutel] = [naam.decode().split(":", 2)[2] for naam in cache._cache.get_client().keys("gg:1:rem:*")]
    assert cache.get(sleutel) == 1
    time.sleep(2.1)
    assert cache.get(sleutel) is None


def test_key_is_not_readable_in_the_cache():
    rem.tel("contact 192.0.2.7", hoogstens=1, seconden=60)

    assert [naam for naam in cache._cache.get_client().keys("*") if b"192" in naam] == []


def test_without_a_cache_everything_passes(settings, caplog):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }

    assert [rem.tel("a", hoogstens=1, seconden=60) for _ in range(2)] == [True, True]
    assert "the cache is out of reach" in caplog.text
    cache.close()


@pytest.mark.parametrize(
    ("proxies", "koppen", "verwacht"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, "192.0.2.7"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.1"}, "198.51.100.1"),
        (0, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        (0, {"REMOTE_ADDR": "::ffff:192.0.2.7"}, "192.0.2.7"),
    ],
)
def test_address_is_that_of_the_visitor_not_of_the_proxy(proxies, koppen, verwacht, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert rem.adres(RequestFactory().get("/", **koppen)) == verwacht


def test_request_without_address_is_refused():
    with pytest.raises(PermissionDenied):
        rem.adres(RequestFactory().get("/", REMOTE_ADDR=""))
