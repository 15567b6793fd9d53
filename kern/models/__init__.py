"""Models that every app may use."""

from kern.models.gebruiker import Gebruiker
from kern.models.logregel import Logregel, Logwissing
from kern.models.melding import Melding, Meldingvoorkeur
from kern.models.taak import Taak
from kern.models.uitgaandbericht import Uitgaandbericht

__all__ = ["Gebruiker", "Logregel", "Logwissing", "Melding", "Meldingvoorkeur", "Taak", "Uitgaandbericht"]
