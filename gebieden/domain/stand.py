"""The version number of everything about areas: caches key on it, so that reading areas in refreshes them at once."""

import time

from django.core.cache import cache

_SLEUTEL = "gebieden:stand"


def stand() -> int:
    """The current number. A cache that was emptied starts at the clock, so that no number comes back."""
    nummer = cache.get_or_set(_SLEUTEL, lambda: time.time_ns() // 1000, timeout=None)
    return int(nummer or 0)


def verhoog_stand() -> None:
    """Make every cached map and list of areas old. Call it after the transaction that changed them."""
    cache.set(_SLEUTEL, time.time_ns() // 1000, timeout=None)
