"""Areas and themes."""

from gebieden.models.gebied import Gebied, GebiedVersie, Kerncijfer
from gebieden.models.thema import Thema

__all__ = ["Gebied", "GebiedVersie", "Kerncijfer", "Thema"]
