"""Fixtures of the tests of the admin."""

from tests.kern.beheerhulp import gevuld

__all__ = ["gevuld"]
