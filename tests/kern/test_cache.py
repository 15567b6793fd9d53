"""The cache keeps its client, and is Django's in everything else."""

from threading import Thread
from typing import Any

from django.core.cache import caches
from redis import ConnectionPool

from kern.cache import RedisCache


def test_one_client_for_each_pool_and_thread() -> None:
    cache = caches["default"]
    assert isinstance(cache, RedisCache)
    cache.set("proef", {"a": 1}, 60)
    assert cache.get_many(["proef", "weg"]) == {"proef": {"a": 1}}
    klant = cache._cache.get_client("proef")
    assert cache._cache.get_client(None, write=True) is klant
    elders: list[Any] = []
    draad = Thread(target=lambda: elders.append(caches["default"]._cache.get_client()))
    draad.start()
    draad.join()
    assert elders[0] is not klant


def test_replicas_keep_a_client_each(settings: Any) -> None:
    plaats = settings.CACHES["default"]["LOCATION"]
    cache = RedisCache(f"{plaats};{plaats};{plaats}", {})
    for _ in range(20):
        cache._cache.get_client()
    schrijver = cache._cache.get_client(write=True)
    assert len(cache._cache._klanten) <= 3
    assert isinstance(schrijver.connection_pool, ConnectionPool)
    assert schrijver.connection_pool is cache._cache._get_connection_pool(True)
