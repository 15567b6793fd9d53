"""Django's Redis cache, keeping its client: making one for every get and set costs more than the get itself."""

from typing import Any

from django.core.cache.backends import redis


class _Client(redis.RedisCacheClient):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._klanten: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """A client of the connection pool that Django chooses; it takes a connection for each command."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # not in the stubs
        if id(pool) not in self._klanten:
            self._klanten[id(pool)] = self._client(connection_pool=pool)  # type: ignore[attr-defined]
        return self._klanten[id(pool)]


class RedisCache(redis.RedisCache):
    """As `django.core.cache.backends.redis.RedisCache`; `caches` gives every thread its own, and so its own client."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
