"""Reading areas: layers of the map, what lies where, key figures."""

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import shapely
from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gebieden.domain.kerncijfers import SOORTEN, Kerncijfersoort
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, GebiedVersie, Kerncijfer
from kern.domain.vaste_vraag import Gesteld, VasteVraag

# Length of a degree of latitude in metres.
_GRAAD = 111_320.0
STEDELIJKHEID = {
    1: _("zeer sterk stedelijk"),
    2: _("sterk stedelijk"),
    3: _("matig stedelijk"),
    4: _("weinig stedelijk"),
    5: _("niet stedelijk"),
}

_NIEUWSTE_JAAR = VasteVraag(
    lambda soort, tot: (
        GebiedVersie.objects.filter(gebied__soort=soort, jaar__lte=tot).order_by("-jaar").values_list("jaar")[:1]
    ),
    soort=str,
    tot=int,
)
_KERNCIJFERS = VasteVraag(
    lambda gebied: (
        Kerncijfer.objects.filter(gebied=gebied)
        .order_by("sleutel", "-jaar")
        .distinct("sleutel")
        .values_list("sleutel", "waarde", "jaar", "bron")
    ),
    gebied=int,
)


@dataclass(frozen=True, slots=True)
class Cijfer:
    """A key figure of an area, ready to show: `tekst` is the value with its unit."""

    soort: Kerncijfersoort
    waarde: Decimal
    jaar: int
    bron: str

    @property
    def sleutel(self) -> str:
        """Our own key of the figure."""
        return self.soort.sleutel

    @property
    def label(self) -> str:
        """What it counts, in words."""
        return _label(self.sleutel, get_language())

    @property
    def eenheid(self) -> str:
        """Its unit; empty for a plain count."""
        return str(self.soort.eenheid)

    @property
    def tekst(self) -> str:
        """`6.820`, `40%`, `€ 237.000`, `3,14 km²`, `sterk stedelijk`."""
        if self.sleutel == "stedelijkheid":
            return str(STEDELIJKHEID.get(int(self.waarde), self.waarde))
        if self.sleutel == "woz_waarde":
            return f"€ {_nl(self.waarde * 1000, 0)}"
        getal = _nl(self.waarde, self.soort.decimalen)
        return f"{getal}%" if self.eenheid == "%" else f"{getal} {self.eenheid}".strip()


@cache
def _label(sleutel: str, _taal: str | None) -> str:
    """Remembered per language: an area page shows two dozen."""
    return str(SOORTEN[sleutel].label)


@dataclass(frozen=True, slots=True)
class WijkInOverzicht:
    """A wijk with its buurten and, when CBS has it, its population."""

    wijk: Gebied
    buurten: list[Gebied]
    inwoners: int | None
    jaar: int | None


def nieuwste_jaar(soort: str, *, tot_en_met: int | None = None) -> int | None:
    """The newest year with boundaries of this kind, at or before `tot_en_met`."""
    rijen = _NIEUWSTE_JAAR(soort=soort, tot=9999 if tot_en_met is None else tot_en_met)
    return rijen[0][0] if rijen else None


def kaartlaag(soort: str, jaar: int | None = None) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of all areas of one kind, as in the newest year at or before `jaar`.

    An area that vanished before that year is not in it. No areas known: a collection without features.
    """
    laagjaar = nieuwste_jaar(soort, tot_en_met=jaar)
    versies = (
        GebiedVersie.objects.filter(gebied__soort=soort, jaar=laagjaar or 0)
        .select_related("gebied__ouder")
        .order_by("gebied__code")
    )
    return {
        "type": "FeatureCollection",
        "jaar": laagjaar,
        "features": [_feature(versie) for versie in versies],
    }


def gebied_van_punt(lon: float, lat: float, *, soort: str = Gebiedssoort.WIJK) -> Gebied | None:
    """The area a point lies in, by the newest boundaries; on a border the first code. None outside the municipality."""
    punt = shapely.Point(lon, lat)
    return next((versie.gebied for versie, vorm in _vormen(soort) if vorm.covers(punt)), None)


def gebieden_bij_punt(lon: float, lat: float, *, binnen: float, soort: str = Gebiedssoort.WIJK) -> list[Gebied]:
    """The areas within `binnen` metres of a point, nearest first: the one it lies in comes first."""
    schaal = (_GRAAD * math.cos(math.radians(lat)), _GRAAD)  # a flat map around the point: good enough for a few km
    punt = shapely.Point(lon * schaal[0], lat * schaal[1])
    afstanden = [
        (shapely.transform(vorm, lambda xy: xy * schaal).distance(punt), versie.gebied.code, versie.gebied)
        for versie, vorm in _vormen(soort)
    ]
    return [gebied for afstand, _code, gebied in sorted(afstanden, key=lambda a: a[:2]) if afstand <= binnen]


def kerncijfers_vraag(gebied: Gebied) -> Gesteld:
    """What `kerncijfers` will ask."""
    return _KERNCIJFERS.met(gebied=gebied.pk)


def nieuwste_jaar_vraag(soort: str) -> Gesteld:
    """What `nieuwste_jaar` will ask."""
    return _NIEUWSTE_JAAR.met(soort=soort, tot=9999)


def kerncijfers(gebied: Gebied) -> list[Cijfer]:
    """The newest value of every key figure of an area, in the order of the table of key figures."""
    nieuwste = {sleutel: rest for sleutel, *rest in _KERNCIJFERS(gebied=gebied.pk)}
    return [Cijfer(soort, *nieuwste[sleutel]) for sleutel, soort in SOORTEN.items() if sleutel in nieuwste]


def overzicht() -> list[WijkInOverzicht]:
    """The wijken that exist, by CBS code, each with its buurten by name and its newest population. Three queries."""
    buurten = Prefetch("kinderen", Gebied.objects.filter(actief=True).order_by("naam"), to_attr="buurten")
    wijken = list(Gebied.objects.wijken().actief().prefetch_related(buurten))
    inwoners: dict[int, Kerncijfer] = {
        rij.gebied_id: rij
        for rij in Kerncijfer.objects.filter(gebied__in=wijken, sleutel="inwoners").order_by("gebied", "jaar")
    }
    return [
        WijkInOverzicht(
            wijk,
            wijk.buurten,
            int(inwoners[wijk.pk].waarde) if wijk.pk in inwoners else None,
            inwoners[wijk.pk].jaar if wijk.pk in inwoners else None,
        )
        for wijk in wijken
    ]


def _feature(versie: GebiedVersie) -> dict[str, Any]:
    gebied = versie.gebied
    return {
        "type": "Feature",
        "id": gebied.code,
        "properties": {
            "code": gebied.code,
            "naam": gebied.naam,
            "slug": gebied.slug,
            "url": gebied.get_absolute_url(),
            "ouder": gebied.ouder.naam if gebied.ouder else None,
            "label": [versie.label_lon, versie.label_lat],
        },
        "geometry": versie.geometrie,
    }


def _vormen(soort: str) -> list[tuple[GebiedVersie, shapely.Geometry]]:
    versies = (
        GebiedVersie.objects.filter(gebied__soort=soort, jaar=nieuwste_jaar(soort) or 0)
        .select_related("gebied__ouder")
        .order_by("gebied__code")
    )
    return [(versie, shapely.from_geojson(json.dumps(versie.geometrie))) for versie in versies]


def _nl(waarde: Decimal, decimalen: int) -> str:
    return f"{waarde:,.{decimalen}f}".translate(str.maketrans(",.", ".,"))
