"""Models that every app may use."""

from kern.models.gebruiker import Gebruiker
from kern.models.logregel import Logregel
from kern.models.taak import Taak

__all__ = ["Gebruiker", "Logregel", "Taak"]
