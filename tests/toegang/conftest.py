"""The world of the permission table, for the tests of this directory."""

from tests.toegang.wereld import wereld

__all__ = ["wereld"]
