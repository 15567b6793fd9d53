"""Reading a file of boundaries: everything is checked here, before anything is written.

Accepted is GeoJSON of CBS or PDOK for any municipality, in WGS84 (or ETRS89, the same within a metre) or in RD. The
name of the reference system in the file decides; without one, the size of the coordinates does.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyproj
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gebieden.domain.codes import gemeente_van, normaliseer_code, soort_van, wees_streng_op_grootte, wijk_van
from gebieden.domain.kerncijfers import Cijfers, cijfers_uit_eigenschappen, normaliseer_kolom
from gebieden.enums import Gebiedssoort
from kern.domain.fouten import Weigering

Stelsel = Literal["wgs84", "rd"]

# Corners of the Netherlands: (west, south, east, north). RD: the area where the projection is defined.
_BEREIK: dict[Stelsel, tuple[float, float, float, float]] = {
    "wgs84": (2.5, 50.5, 7.5, 55.9),
    "rd": (-7000, 289000, 300000, 870000),
}
_EPSG: dict[str, Stelsel] = {"4326": "wgs84", "4258": "wgs84", "CRS84": "wgs84", "28992": "rd", "7415": "rd"}
#: Six decimals of a degree are about ten centimetres.
DECIMALEN = 6

_CODE_EN_NAAM = {
    Gebiedssoort.BUURT: (("buurtcode", "bucode"), ("buurtnaam", "bunaam")),
    Gebiedssoort.WIJK: (("wijkcode", "wkcode"), ("wijknaam", "wknaam")),
    Gebiedssoort.STAD: (("gemeentecode", "gmcode"), ("gemeentenaam", "gmnaam")),
}


@dataclass(frozen=True, slots=True)
class Grens:
    """One area as published. `geometrie` is in WGS84; `wijk` is the code of the wijk a buurt lies in."""

    code: str
    naam: str
    geometrie: BaseGeometry
    wijk: str = ""
    cijfers: dict[str, Decimal | None] = field(default_factory=dict)

    def als_json(self) -> dict[str, Any]:
        """The boundary as a GeoJSON geometry."""
        vorm: dict[str, Any] = json.loads(shapely.to_geojson(self.geometrie))
        return vorm

    def labelpunt(self) -> tuple[float, float]:
        """Where the name stands: the middle of the widest place, so that the outlying area around a city is named
        outside the city. Always inside the area. Longitude and latitude.
        """
        midden = shapely.get_point(shapely.maximum_inscribed_circle(self.geometrie, tolerance=1e-4), 0)
        lon, lat = round(midden.x, DECIMALEN), round(midden.y, DECIMALEN)
        if not self.geometrie.contains(shapely.Point(lon, lat)):
            punt = self.geometrie.representative_point()
            lon, lat = round(punt.x, DECIMALEN), round(punt.y, DECIMALEN)
        return lon, lat


@dataclass(frozen=True, slots=True)
class Grenzenbestand:
    """What a file says: areas of one kind of our municipality, and how many features of others it held."""

    soort: Gebiedssoort
    gemeentenaam: str
    grenzen: list[Grens]
    genegeerd: int

    def cijfers(self) -> Cijfers:
        """The key figures that stood with the boundaries, per code."""
        return {grens.code: grens.cijfers for grens in self.grenzen if grens.cijfers}


def lees_grenzen(bestand: Path, *, gemeentecode: str, jaar: int, soort: str | None = None) -> Grenzenbestand:
    """Read and check a GeoJSON file. Raises Weigering with one sentence that says what is wrong and where.

    Features of other municipalities are left out when ours is among them (a file of the whole country), and so are
    the water parts CBS publishes under the same code as the land.
    """
    features, crs = _features(bestand)
    rijen = [(index, _eigenschappen(feature, index), feature) for index, feature in enumerate(features, start=1)]
    gevonden = _soort(rijen, soort, bestand)
    onze: list[tuple[str, str, Mapping[str, Any], dict[str, Any]]] = []
    vreemd: set[str] = set()
    genegeerd = 0
    for index, props, feature in rijen:
        code, naam = _code_en_naam(props, gevonden, index)
        gemeente = _gemeente(props, code)
        if gemeente != gemeentecode:
            vreemd.add(gemeente)
        if gemeente != gemeentecode or str(props.get("water", props.get("h2o", ""))).strip().upper() == "JA":
            genegeerd += 1
            continue
        _controleer_jaar(props, jaar, bestand)
        onze.append((code, naam, props, feature))
    if not onze:
        raise Weigering(
            _("%(bestand)s gaat over %(ander)s en niet over gemeente %(code)s.")
            % {"bestand": bestand.name, "ander": ", ".join(sorted(vreemd)[:3]) or "water", "code": gemeentecode}
        )
    _weiger_dubbele([code for code, *_rest in onze])
    vormen = _vormen(onze, crs)
    return Grenzenbestand(
        soort=gevonden,
        gemeentenaam=next((str(p["gemeentenaam"]).strip() for _c, _n, p, _f in onze if p.get("gemeentenaam")), ""),
        grenzen=[
            Grens(
                code=code,
                naam=naam,
                geometrie=vorm,
                wijk=_wijk(props, code),
                cijfers=cijfers_uit_eigenschappen(feature["properties"], waar=f"{naam} ({code})"),
            )
            for (code, naam, props, feature), vorm in zip(onze, vormen, strict=True)
        ],
        genegeerd=genegeerd,
    )


def _features(bestand: Path) -> tuple[list[dict[str, Any]], Stelsel | None]:
    wees_streng_op_grootte(bestand)
    try:
        inhoud = json.loads(bestand.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Weigering(
            _("%(bestand)s is geen GeoJSON, of het is niet helemaal binnengehaald.") % {"bestand": bestand.name}
        ) from None
    features = inhoud.get("features") if isinstance(inhoud, dict) else None
    if not isinstance(features, list) or not features:
        raise Weigering(_("In %(bestand)s staan geen gebieden.") % {"bestand": bestand.name})
    return features, _stelsel(inhoud.get("crs"), bestand)


def _stelsel(crs: object, bestand: Path) -> Stelsel | None:
    """The reference system the file names, or None when it names none."""
    if crs is None:
        return None
    eigenschappen = crs.get("properties") if isinstance(crs, dict) else None
    naam = str(eigenschappen.get("name", "") if isinstance(eigenschappen, dict) else crs)
    nummer = re.search(r"(CRS84|\d{4,5})$", naam.strip())
    stelsel = _EPSG.get(nummer.group(1)) if nummer else None
    if stelsel is None:
        raise Weigering(
            _("%(bestand)s gebruikt het stelsel “%(naam)s”; wij lezen WGS84 (EPSG:4326) en RD (EPSG:28992).")
            % {"bestand": bestand.name, "naam": naam[:60]}
        )
    return stelsel


def _eigenschappen(feature: object, index: int) -> dict[str, Any]:
    """The properties of a feature under plain names: `WK_CODE` and `wijkcode` are read alike."""
    props = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(props, dict):
        raise Weigering(_("Gebied nummer %(nummer)s in het bestand heeft geen eigenschappen.") % {"nummer": index})
    return {normaliseer_kolom(str(naam)): waarde for naam, waarde in props.items()}


def _soort(rijen: list[tuple[int, dict[str, Any], dict[str, Any]]], soort: str | None, bestand: Path) -> Gebiedssoort:
    """The kind of areas in the file: the most precise code the first feature has; `statcode` says it by its letters."""
    props = rijen[0][1]
    stat = normaliseer_code(props.get("statcode"))
    gevonden = soort_van(stat) if stat else None
    for kandidaat, (codes, _namen) in _CODE_EN_NAAM.items():
        if gevonden is None and any(props.get(naam) for naam in codes):
            gevonden = kandidaat
    if gevonden is None:
        raise Weigering(
            _("In %(bestand)s staan geen CBS-codes (wijkcode, buurtcode, gemeentecode of statcode).")
            % {"bestand": bestand.name}
        )
    if soort is not None and gevonden != soort:
        raise Weigering(
            _("In %(bestand)s staat niet het soort gebied %(gevraagd)s, maar %(gevonden)s.")
            % {"bestand": bestand.name, "gevraagd": Gebiedssoort(soort).label, "gevonden": gevonden.label}
        )
    return gevonden


def _code_en_naam(props: Mapping[str, Any], soort: Gebiedssoort, index: int) -> tuple[str, str]:
    codes, namen = _CODE_EN_NAAM[soort]
    ruw = next((props[naam] for naam in (*codes, "statcode") if props.get(naam)), None)
    code = normaliseer_code(ruw)
    if not code or soort_van(code) != soort:
        raise Weigering(
            _("Gebied nummer %(nummer)s in het bestand heeft geen goede code voor het soort %(soort)s: “%(code)s”.")
            % {"nummer": index, "soort": soort.label, "code": str(ruw or "")[:20]}
        )
    naam = next((str(props[naam]).strip() for naam in (*namen, "statnaam") if props.get(naam)), "")
    if not naam or len(naam) > 100:
        raise Weigering(_("Gebied %(code)s heeft geen naam, of een te lange naam.") % {"code": code})
    return code, naam


def _gemeente(props: Mapping[str, Any], code: str) -> str:
    """The municipality of a feature. The code itself says it; a property that says otherwise is a broken file."""
    genoemd = normaliseer_code(props.get("gemeentecode") or props.get("gmcode"))
    if genoemd and genoemd != gemeente_van(code):
        raise Weigering(
            _("Gebied %(code)s hoort niet bij gemeente %(gemeente)s, al zegt het bestand dat wel.")
            % {"code": code, "gemeente": genoemd}
        )
    return gemeente_van(code)


def _wijk(props: Mapping[str, Any], code: str) -> str:
    if soort_van(code) != Gebiedssoort.BUURT:
        return ""
    return normaliseer_code(props.get("wijkcode") or props.get("wkcode")) or wijk_van(code)


def _controleer_jaar(props: Mapping[str, Any], jaar: int, bestand: Path) -> None:
    genoemd = str(props.get("jaar") or "").strip() or str(props.get("jrstatcode") or "")[:4]
    if genoemd and genoemd != str(jaar):
        raise Weigering(
            _("%(bestand)s is van %(ander)s, maar u gaf het jaar %(jaar)s op.")
            % {"bestand": bestand.name, "ander": genoemd, "jaar": jaar}
        )


def _weiger_dubbele(codes: list[str]) -> None:
    dubbel = sorted({code for code in codes if codes.count(code) > 1})
    if dubbel:
        raise Weigering(_("Code %(code)s komt twee keer voor in het bestand.") % {"code": dubbel[0]})


def _vormen(onze: list[tuple[str, str, Mapping[str, Any], dict[str, Any]]], crs: Stelsel | None) -> list[BaseGeometry]:
    """The geometries in WGS84, each checked in the coordinates it was published in."""
    ruw = [_vorm(feature, f"{naam} ({code})") for code, naam, _props, feature in onze]
    stelsel = crs or _stelsel_van_getallen(ruw)
    west, zuid, oost, noord = _BEREIK[stelsel]
    for (code, naam, _props, _feature), vorm in zip(onze, ruw, strict=True):
        links, onder, rechts, boven = vorm.bounds
        if not (west <= links and zuid <= onder and rechts <= oost and boven <= noord):
            raise Weigering(
                _("De grens van %(naam)s (%(code)s) ligt niet in Nederland; klopt het coördinatenstelsel?")
                % {"naam": naam, "code": code}
            )
    if stelsel == "rd":
        ruw = [shapely.transform(vorm, _rd_naar_wgs84) for vorm in ruw]
    return [_afgerond(vorm) for vorm in ruw]


def _vorm(feature: Mapping[str, Any], wie: str) -> BaseGeometry:
    geometrie = feature.get("geometry")
    soort = geometrie.get("type") if isinstance(geometrie, dict) else None
    if soort not in {"Polygon", "MultiPolygon"}:
        raise Weigering(_("De grens van %(wie)s is geen vlak.") % {"wie": wie})
    try:
        vorm = shapely.force_2d(shapely.from_geojson(json.dumps(geometrie)))
    except (shapely.errors.GEOSException, ValueError):
        raise Weigering(_("De grens van %(wie)s is niet te lezen.") % {"wie": wie}) from None
    if vorm.is_empty or not np.isfinite(shapely.get_coordinates(vorm)).all():
        raise Weigering(_("De grens van %(wie)s is leeg.") % {"wie": wie})
    if not vorm.is_valid:
        raise Weigering(
            _("De grens van %(wie)s klopt niet: %(reden)s.")
            % {"wie": wie, "reden": _reden(shapely.is_valid_reason(vorm))}
        )
    return vorm


def _reden(geos: str) -> str:
    """GEOS says why in English, with the place: `Self-intersection[6.5 53]`."""
    soort, _haak, plek = geos.partition("[")
    tekst = {
        "Self-intersection": _("de lijn kruist zichzelf"),
        "Ring Self-intersection": _("de lijn raakt zichzelf"),
        "Hole lies outside shell": _("een gat ligt buiten het vlak"),
        "Nested holes": _("gaten liggen in elkaar"),
        "Nested shells": _("vlakken liggen in elkaar"),
        "Interior is disconnected": _("het vlak valt uiteen"),
        "Duplicate Rings": _("een lijn staat er dubbel in"),
    }.get(soort.strip(), _("de vorm is ongeldig"))
    return _("%(reden)s bij %(plek)s") % {"reden": tekst, "plek": plek.rstrip("]")} if plek else tekst


def _stelsel_van_getallen(vormen: list[BaseGeometry]) -> Stelsel:
    west, zuid, oost, noord = shapely.total_bounds(vormen)
    if max(abs(west), abs(oost)) <= 180 and max(abs(zuid), abs(noord)) <= 180:
        if _BEREIK["wgs84"][1] <= west and oost <= _BEREIK["wgs84"][3] and noord <= _BEREIK["wgs84"][2]:
            raise Weigering(_("In het bestand zijn lengtegraad en breedtegraad verwisseld."))
        return "wgs84"
    return "rd"


@cache
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)


def _rd_naar_wgs84(punten: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    lon, lat = _transformer().transform(punten[:, 0], punten[:, 1])
    return np.column_stack([lon, lat])


def _afgerond(vorm: BaseGeometry) -> BaseGeometry:
    """Rounded to DECIMALEN, still valid: a sliver that rounding would fold is repaired on the same grid."""
    rond = shapely.transform(vorm, lambda punten: np.round(punten, DECIMALEN))
    return rond if rond.is_valid else shapely.set_precision(vorm, 10**-DECIMALEN)
