"""The keys of the house: encrypting a value so that a copy of the database does not tell it.

`VELDSLEUTELS` holds the keys: the first encrypts, each of them decrypts. So a new key is put in front, everything is
encrypted again (`manage.py versleutel_opnieuw`), and then the old one is taken away.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SleutelOntbreekt(Exception):  # noqa: N818 - what is the case, in the language of the domain
    """None of the keys opens a stored value: the key it was made with is missing from VELDSLEUTELS."""


def versleutel(tekst: str) -> str:
    """Encrypt with the first key; the same text gives another result each time. Empty stays empty."""
    return _slot(tuple(settings.VELDSLEUTELS)).encrypt(tekst.encode()).decode() if tekst else ""


def ontsleutel(waarde: str) -> str:
    """The text again. Raises SleutelOntbreekt."""
    if not waarde:
        return ""
    try:
        return _slot(tuple(settings.VELDSLEUTELS)).decrypt(waarde.encode()).decode()
    except InvalidToken:
        raise SleutelOntbreekt("no key of VELDSLEUTELS opens this value") from None


def vernieuw(waarde: str) -> str | None:
    """The stored value under the first key; None when it is that already. Raises SleutelOntbreekt."""
    if not waarde:
        return None
    try:
        Fernet(settings.VELDSLEUTELS[0]).decrypt(waarde.encode())
    except InvalidToken:
        return versleutel(ontsleutel(waarde))
    return None


def vingerafdruk(tekst: str, *, doel: str) -> str:
    """HMAC-SHA256 in hex under a key of its own for each `doel`, derived from INDEXSLEUTEL."""
    sleutel = hmac.new(settings.INDEXSLEUTEL.encode(), f"blinde index {doel}".encode(), hashlib.sha256).digest()
    return hmac.new(sleutel, tekst.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _slot(sleutels: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(sleutel) for sleutel in sleutels])
