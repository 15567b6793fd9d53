"""Signs of life of the processes behind the web server, kept in the cache."""

import time
from typing import Literal

from django.core.cache import cache

Onderdeel = Literal["worker", "beat"]

#: Seconds after which a process that was not heard from counts as gone; three heartbeats.
GEHOORD_BINNEN = 90


def meld_hartslag(onderdeel: Onderdeel) -> None:
    """Note that a process is alive. Raises what the cache raises when Redis is away."""
    cache.set(f"hartslag:{onderdeel}", time.time(), timeout=GEHOORD_BINNEN * 10)


def is_gehoord(onderdeel: Onderdeel) -> bool:
    """Whether the process was heard from in the last GEHOORD_BINNEN seconds."""
    seen: float | None = cache.get(f"hartslag:{onderdeel}")
    return seen is not None and 0 <= time.time() - seen <= GEHOORD_BINNEN
