"""Where a place lies: the area a point falls in, by the newest boundaries."""

from __future__ import annotations

import math

from gebieden.domain.queries import gebied_van_punt
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied

#: Decimals that are kept of a coordinate: about a metre.
DECIMALEN = 5


def gebied_van_plek(lon: float, lat: float) -> Gebied | None:
    """The buurt a point (WGS84) lies in; where no buurt is known or it no longer exists, the wijk.

    None outside the municipality, and for numbers that are no place on earth.
    """
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    wijk = gebied_van_punt(lon, lat, soort=Gebiedssoort.WIJK)
    buurt = gebied_van_punt(lon, lat, soort=Gebiedssoort.BUURT)
    # boundaries of buurten may be older than those of wijken: where they disagree, the newer one says where it is
    if buurt is not None and buurt.actief and (wijk is None or buurt.ouder_id == wijk.pk):
        return buurt
    return wijk if wijk is not None and wijk.actief else buurt


def rond_af(graden: float) -> float:
    """A coordinate as precise as a place needs to be."""
    return round(graden, DECIMALEN)
