"""The areas that come with the application, and small files to read in."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gebieden.domain.inrichten import GEGEVENS, richt_gebieden_in

Features = list[dict[str, Any]]


@pytest.fixture
def ingericht(db: None) -> None:
    """Wijken 2014 and 2022, buurten 2014, key figures 2022, as `make run` has them."""
    richt_gebieden_in()


@pytest.fixture
def wijken_2022() -> dict[str, Any]:
    """The project's own wijken as a fresh dict, to change at will."""
    return copy.deepcopy(json.loads((GEGEVENS / "wijken_2022.geojson").read_text(encoding="utf-8")))


@pytest.fixture
def buurten_2014() -> dict[str, Any]:
    return copy.deepcopy(json.loads((GEGEVENS / "buurten_2014.geojson").read_text(encoding="utf-8")))


@pytest.fixture
def schrijf(tmp_path: Path) -> Callable[[Any, str], Path]:
    """Write a dict as JSON, or a text as it is, and return the path."""

    def naar(inhoud: Any, naam: str = "grenzen.geojson") -> Path:
        pad = tmp_path / naam
        pad.write_text(inhoud if isinstance(inhoud, str) else json.dumps(inhoud), encoding="utf-8")
        return pad

    return naar


def zonder_jaar(collectie: dict[str, Any]) -> dict[str, Any]:
    """The same areas without the year and the figures in their properties, as PDOK has them in a later year."""
    for feature in collectie["features"]:
        feature["properties"] = {
            naam: waarde for naam, waarde in feature["properties"].items() if naam.endswith(("code", "naam"))
        }
    return collectie
