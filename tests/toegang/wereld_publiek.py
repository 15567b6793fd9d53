"""Public plans and what is said about them, for the permission table. All of it lies in Lariks, of `bewoner`."""

import secrets

from django.utils import timezone

from bewoners.domain.adressen import email_sleutel
from bewoners.models import Reactie, Steun, Voortgangsbericht
from kern.models import Gebruiker
from tests.toegang.wereld import Wereld
from tests.toegang.wereld_dossier import dossier


def steun(wereld: Wereld) -> Steun:
    """Support that was confirmed."""
    return Steun.objects.create(
        initiatief=dossier(wereld), naam="Bo", email="bo@example.nl", email_sleutel=email_sleutel("bo@example.nl"),
        sleutel=secrets.token_urlsafe(32), bevestigd_op=timezone.now(),
    )  # fmt: skip


def reactie(wereld: Wereld, van: str = "bewoner@example.nl") -> Reactie:
    """A comment everybody sees."""
    return Reactie.objects.create(
        initiatief=dossier(wereld), auteur=Gebruiker.objects.get(email=van), tekst="Mooi", status="zichtbaar"
    )


def nieuws(wereld: Wereld) -> Voortgangsbericht:
    """News of a plan that is carried out."""
    return Voortgangsbericht.objects.create(
        initiatief=dossier(wereld, "in_uitvoering"),
        auteur=Gebruiker.objects.get(email="bewoner@example.nl"),
        tekst="Ja",
    )
