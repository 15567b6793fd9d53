"""Fixtures of the tests of kern."""

from tests.kern.beheerhulp import gevuld
from tests.kern.berichthulp import proefsoorten

__all__ = ["gevuld", "proefsoorten"]
