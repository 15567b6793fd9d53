"""A cache in which pages are never found again, so that every request pays for a miss: looking, making, storing."""

from typing import Any

from kern.cache import RedisCache

PAGES = ("pagina:", "matrix:")


class LosesPages(RedisCache):
    """Redis, except that whole pages are stored under one name that nobody asks for."""

    def set(self, key: str, *args: Any, **kwargs: Any) -> None:
        """Store, out of reach when it is a page."""
        super().set("bench-lost" if key.startswith(PAGES) else key, *args, **kwargs)
