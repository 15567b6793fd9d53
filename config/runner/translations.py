"""Compile the catalogues (.po) that changed; `python -m config.runner.translations` does all of them."""

import os
from pathlib import Path

import polib

from config.runner.options import BASE_DIR


def compile_catalogues(base: Path = BASE_DIR) -> list[Path]:
    """Write the .mo of each .po in locale/ and in the apps' locale/ that is newer than it. Returns what was written."""
    written = []
    for source in sorted([*base.glob("locale/*/LC_MESSAGES/*.po"), *base.glob("*/locale/*/LC_MESSAGES/*.po")]):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        half = target.with_name(f"{target.stem}-{os.getpid()}.mo")  # two starts at once do not share it
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues():
        print(path.relative_to(BASE_DIR))
