"""Reading areas in: a file that is wrong changes nothing and says why in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gebieden.domain import codes
from gebieden.domain.inlezen import lees_in
from gebieden.domain.inrichten import GEGEVENS
from gebieden.models import Gebied
from kern.domain.fouten import Weigering
from tests.gebieden.conftest import zonder_jaar
from tests.gebieden.test_inlezen import alles, in_rd

Schrijf = Callable[..., Path]
pytestmark = pytest.mark.django_db
STRIK = {"type": "Polygon", "coordinates": [[[6.55, 52.99], [6.57, 53.0], [6.57, 52.99], [6.55, 53.0], [6.55, 52.99]]]}


def weigering(pad: Path, *, jaar: int = 2022, **kwargs: Any) -> str:
    """The sentence with which the file is refused; nothing may have changed."""
    voor = alles()
    with pytest.raises(Weigering) as fout:
        lees_in(pad, jaar=jaar, door=None, **kwargs)
    assert alles() == voor
    assert fout.value.bericht.endswith((".", "?"))
    assert "\n" not in fout.value.bericht
    return fout.value.bericht


@pytest.mark.parametrize("inhoud", ["", "<html>", '{"type": "FeatureCollection", "features": [{"ty', "[]", "{}", "null",
                                    '{"features": []}', '{"features": 3}', "[" * 100_000])  # fmt: skip
def test_what_is_no_geojson(ingericht: None, schrijf: Schrijf, inhoud: str) -> None:
    assert "grenzen.geojson" in weigering(schrijf(inhoud))


def test_bytes_that_are_no_text(ingericht: None, tmp_path: Path) -> None:
    pad = tmp_path / "grenzen.geojson"
    pad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    assert "is geen GeoJSON" in weigering(pad)


def test_a_missing_file_and_a_directory(ingericht: None, tmp_path: Path) -> None:
    assert weigering(tmp_path / "weg.geojson").endswith("weg.geojson is er niet.")
    assert weigering(tmp_path).endswith("is er niet.")


def test_a_huge_file_is_not_read(ingericht: None, schrijf: Schrijf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "MAX_BYTES", 1024 * 1024)
    pad = schrijf(" " * (1024 * 1024 + 1))
    assert "te groot (meer dan 1 MB)" in weigering(pad)


def test_another_municipality(ingericht: None, settings: Any) -> None:
    settings.GEMEENTECODE = "GM0193"
    assert weigering(GEGEVENS / "wijken_2022.geojson") == (
        "wijken_2022.geojson gaat over GM0106 en niet over gemeente GM0193."
    )


def test_a_property_that_contradicts_the_code(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"][3]["properties"]["gemeentecode"] = "GM0193"
    assert (
        weigering(schrijf(wijken_2022))
        == "Gebied WK010603 hoort niet bij gemeente GM0193, al zegt het bestand dat wel."
    )


def test_a_boundary_that_crosses_itself_is_named(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"][1]["geometry"] = STRIK
    bericht = weigering(schrijf(wijken_2022))
    assert bericht.startswith(
        "De grens van Wijk 01 Lariks (WK010601) klopt niet: de lijn kruist zichzelf bij 6.56 52.99"
    )


@pytest.mark.parametrize(
    "geometrie",
    [
        None,
        {"type": "Point", "coordinates": [6.5, 53]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[6.5, 53], [6.6, 53]]]},
        {"type": "Polygon", "coordinates": [[[6.5, 53], [6.6, 53], [6.6, "x"], [6.5, 53]]]},
        {"type": "Polygon", "coordinates": [[[6.5, 53], [6.6, 53], [6.6, float("nan")], [6.5, 53]]]},
        {"type": "Polygon", "coordinates": "stuk"},
        {"type": "Polygon"},
    ],
)
def test_a_geometry_that_is_no_area(ingericht: None, schrijf: Schrijf, wijken_2022: Any, geometrie: Any) -> None:
    wijken_2022["features"][1]["geometry"] = geometrie
    assert weigering(schrijf(wijken_2022)).startswith("De grens van Wijk 01 Lariks (WK010601) ")


def test_a_duplicate_code(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"].append(wijken_2022["features"][4])
    assert weigering(schrijf(wijken_2022)) == "Code WK010604 komt twee keer voor in het bestand."


def test_a_buurt_in_a_wijk_that_is_not_there(ingericht: None, schrijf: Schrijf, buurten_2014: Any) -> None:
    buurten_2014["features"][0]["properties"]["wijkcode"] = "WK010642"
    assert weigering(schrijf(buurten_2014), jaar=2014) == (
        "Buurt Brinkkwartier (BU01060000) ligt in wijk WK010642, en die is er niet; lees eerst wijken in."
    )


def test_buurten_before_any_wijk(db: None) -> None:
    assert "lees eerst wijken in" in weigering(GEGEVENS / "buurten_2014.geojson", jaar=2014)
    assert not Gebied.objects.exists()


def test_another_year_than_asked(ingericht: None) -> None:
    assert weigering(GEGEVENS / "wijken_2022.geojson", jaar=2023) == (
        "wijken_2022.geojson is van 2022, maar u gaf het jaar 2023 op."
    )


@pytest.mark.parametrize("jaar", [0, 1994, 9999, -1])
def test_a_year_that_cannot_be(ingericht: None, jaar: int) -> None:
    assert weigering(GEGEVENS / "wijken_2022.geojson", jaar=jaar) == f"{jaar} is geen jaar waarvan CBS gebieden heeft."


def test_another_kind_than_asked(ingericht: None) -> None:
    assert "maar Wijk" in weigering(GEGEVENS / "wijken_2022.geojson", soort="buurt")


def test_part_of_the_city_only(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"] = wijken_2022["features"][:9]
    assert weigering(schrijf(wijken_2022)).startswith("Het bestand is niet volledig: het dekt ")


def test_swapped_coordinates(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    for feature in wijken_2022["features"]:
        feature["geometry"]["coordinates"] = [
            [[lat, lon] for lon, lat in ring] for ring in feature["geometry"]["coordinates"]
        ]
    assert weigering(schrijf(wijken_2022)) == "In het bestand zijn lengtegraad en breedtegraad verwisseld."


def test_rd_that_calls_itself_wgs84(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    rd = in_rd(wijken_2022) | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
    assert "klopt het coördinatenstelsel?" in weigering(schrijf(rd))


@pytest.mark.parametrize("crs", [{"type": "name", "properties": {"name": "EPSG:3857"}}, {}, "x", {"properties": 3}])
def test_a_reference_system_we_do_not_know(ingericht: None, schrijf: Schrijf, wijken_2022: Any, crs: Any) -> None:
    assert "wij lezen WGS84 (EPSG:4326) en RD (EPSG:28992)" in weigering(schrijf(wijken_2022 | {"crs": crs}))


def test_another_country(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"][1]["geometry"] = {
        "type": "Polygon", "coordinates": [[[2.2, 48.8], [2.4, 48.8], [2.4, 48.9], [2.2, 48.8]]],
    }  # fmt: skip
    assert weigering(schrijf(wijken_2022)).startswith("De grens van Wijk 01 Lariks (WK010601) ligt niet in Nederland")


@pytest.mark.parametrize(
    ("props", "deel"),
    [
        ({"wijkcode": "WK0106", "wijknaam": "X"}, "heeft geen goede code"),
        ({"wijkcode": "WK010601", "wijknaam": ""}, "heeft geen naam"),
        ({"wijkcode": "WK010601", "wijknaam": "x" * 101}, "heeft geen naam, of een te lange naam"),
        ({"naam": "X"}, "heeft geen goede code"),
        (None, "heeft geen eigenschappen"),
    ],
)
def test_properties_that_say_too_little(
    ingericht: None, schrijf: Schrijf, wijken_2022: Any, props: Any, deel: str
) -> None:
    wijken_2022["features"][1]["properties"] = props
    assert deel in weigering(schrijf(wijken_2022))


def test_a_file_without_any_code(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    for feature in wijken_2022["features"]:
        feature["properties"] = {"naam": "x"}
    assert "staan geen CBS-codes" in weigering(schrijf(wijken_2022))


@pytest.mark.parametrize(
    ("csv", "deel"),
    [
        ("", "is leeg"),
        ("a;b\n1;2\n", "geen kolom met een CBS-code"),
        ("wijkcode;onzin\nWK010601;2\n", "geen kerncijfer dat wij kennen"),
        ("wijkcode;population\nWK010601;veel\n", "regel 2: “veel” is geen getal voor Inwoners"),
        ("wijkcode;population\nWK010601;1,2,3\n", "is geen getal"),
        ("wijkcode;population\nWK010601;-5\n", "kan niet kloppen"),
        ("wijkcode;p_koopw\nWK010601;101\n", "regel 2: 101 kan niet kloppen voor Koopwoningen"),
        ("wijkcode;population\nWK010601;99999999999999\n", "kan niet kloppen"),
        ("wijkcode;population\nWK010601;1\nWK010601;2\n", "regel 3: code WK010601 komt twee keer voor"),
        ("wijkcode;population\nWK010601\n", "het aantal kolommen klopt niet"),
        ("wijkcode;population\nWK010601;1;2\n", "het aantal kolommen klopt niet"),
        ("wijkcode;population\nWK019300;1\n", "gaat niet over gemeente GM0106, maar over GM0193"),
        ("wijkcode;jaar;population\nWK010601;2021;1\n", "dit cijfer is van 2021, niet van 2022"),
        ("wijkcode;population\nWK010601;\0\n", "is geen CSV-bestand"),
    ],
)
def test_key_figures_that_cannot_be(ingericht: None, schrijf: Schrijf, csv: str, deel: str) -> None:
    pad = schrijf(csv, "cijfers.csv")
    assert deel in weigering(GEGEVENS / "wijken_2022.geojson", kerncijfers=pad)


def test_wrong_key_figures_keep_new_boundaries_out(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    grenzen = schrijf(zonder_jaar(wijken_2022))
    csv = schrijf("wijkcode;population\nWK010601;veel\n", "cijfers.csv")
    assert "geen getal" in weigering(grenzen, jaar=2024, kerncijfers=csv)


def test_a_figure_with_the_boundaries_that_cannot_be(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"][1]["properties"]["dwelling_ownership"] = 400
    bericht = weigering(schrijf(json.loads(json.dumps(wijken_2022))))
    assert bericht == "Wijk 01 Lariks (WK010601): 400 kan niet kloppen voor Koopwoningen."
