"""A secret key for trying out, made once and kept beside the data."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key


def local_secret(data_dir: Path) -> str:
    """Read DATA_DIR/secret.key, or make it with a random key readable by its owner only."""
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()
