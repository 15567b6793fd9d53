"""Secret keys: those for trying out, made once and kept beside the data, and whether given ones can be keys."""

import base64
import binascii
import hashlib
from pathlib import Path

from django.core.management.utils import get_random_secret_key
from environs import ValidationError


def local_secret(data_dir: Path) -> str:
    """Read DATA_DIR/secret.key, or make it with a random key readable by its owner only."""
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


def derived_key(secret: str) -> str:
    """A key for encrypted columns that follows from the secret key. For trying out only: production has its own."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"veldsleutel {secret}".encode()).digest()).decode()


def are_field_keys(keys: list[str]) -> None:
    """Raise ValidationError, without showing any, unless each is 32 bytes in urlsafe base64."""
    for number, key in enumerate(keys, start=1):
        try:
            length = len(base64.b64decode(key, altchars="-_", validate=True))
        except (ValueError, binascii.Error):
            length = 0
        if length != 32:
            raise ValidationError(f"key {number} is not 32 bytes in urlsafe base64")
