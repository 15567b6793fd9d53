"""One address of a Redis-protocol server, written the way each client wants it."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class RedisUrls:
    """Addresses of the cache (database 1) and the Celery broker (database 2)."""

    cache: str
    broker: str


def redis_urls(url: str) -> RedisUrls:
    """Derive both addresses from REDIS_URL.

    Accepts ``redis://``, ``rediss://`` and ``unix://``; raises ValueError for anything else, so that a typing
    error stops the start instead of the first task.
    """
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return RedisUrls(cache=f"unix://{parts.path}?db=1", broker=f"redis+socket://{parts.path}?virtual_host=2")
    if parts.scheme in {"redis", "rediss"} and parts.hostname:
        base = f"{parts.scheme}://{parts.netloc}"
        query = f"?{parts.query}" if parts.query else ""
        return RedisUrls(cache=f"{base}/1{query}", broker=f"{base}/2{query}")
    raise ValueError(f"REDIS_URL must look like redis://host:6379 or unix:///path, not {url!r}")
