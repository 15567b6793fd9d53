"""The world of the permission table."""

from tests.toegang.wereld import wereld

__all__ = ["wereld"]
