"""Layers, key figures, the page and its data."""

import json
from decimal import Decimal
from typing import Any

import pytest
import shapely
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gebieden.domain import queries
from gebieden.domain.inlezen import lees_in
from gebieden.domain.inrichten import GEGEVENS
from gebieden.domain.kaart import maak_kaart, tegeladres, verdeel_in_klassen
from gebieden.models import Gebied
from tests.gebieden.conftest import zonder_jaar

pytestmark = pytest.mark.django_db


def test_kaartlaag_is_valid_geojson_of_the_newest_year(ingericht: None) -> None:
    laag = json.loads(json.dumps(queries.kaartlaag("wijk")))
    assert (laag["type"], laag["jaar"], len(laag["features"])) == ("FeatureCollection", 2022, 10)
    lariks = laag["features"][1]
    lon, lat = lariks["properties"].pop("label")
    assert lariks["properties"] == {
        "code": "WK010601", "naam": "Lariks", "slug": "lariks", "url": "/buurt/lariks/", "ouder": "Assen",
    }  # fmt: skip
    assert shapely.from_geojson(json.dumps(lariks["geometry"])).contains(shapely.Point(lon, lat))


@pytest.mark.parametrize(("jaar", "verwacht"), [(None, 2022), (2026, 2022), (2022, 2022), (2021, 2014), (2013, None)])
def test_kaartlaag_takes_the_newest_year_at_or_before(ingericht: None, jaar: int | None, verwacht: int | None) -> None:
    laag = queries.kaartlaag("wijk", jaar)
    assert (laag["jaar"], len(laag["features"])) == (verwacht, 10 if verwacht else 0)


def test_kaartlaag_leaves_vanished_areas_out_of_later_years(ingericht: None, schrijf: Any, buurten_2014: Any) -> None:
    nieuw = zonder_jaar(buurten_2014)
    nieuw["features"].pop(1)
    lees_in(schrijf(nieuw), jaar=2023, door=None)
    assert len(queries.kaartlaag("buurt")["features"]) == 108
    assert len(queries.kaartlaag("buurt", 2022)["features"]) == 109


@pytest.mark.parametrize("soort", ["wijk", "buurt"])
def test_kaartlaag_is_one_query_after_the_year(ingericht: None, soort: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        queries.kaartlaag(soort)


def test_gebied_van_punt(ingericht: None) -> None:
    assert str(queries.gebied_van_punt(6.5352553, 53.0036904)) == "Pittelo"
    assert queries.gebied_van_punt(6.5352553, 53.0036904, soort="buurt").ouder.naam == "Pittelo"
    assert queries.gebied_van_punt(4.9, 52.37) is None


def test_a_point_on_a_border_belongs_to_one_area(ingericht: None) -> None:
    assert queries.gebied_van_punt(6.572134, 52.995293).code == "WK010600"  # first point of Centrum's border


def test_gebieden_bij_punt_comes_in_order_of_distance(ingericht: None) -> None:
    gebieden = queries.gebieden_bij_punt(6.5352553, 53.0036904, binnen=600)
    assert gebieden[0].naam == "Pittelo"
    assert 1 < len(gebieden) < 10
    assert queries.gebieden_bij_punt(4.9, 52.37, binnen=600) == []


def test_kerncijfers_are_the_newest_with_unit_and_source(ingericht: None, schrijf: Any) -> None:
    csv = schrijf("wijkcode;population\nWK010601;5000\n", "oud.csv")
    lees_in(GEGEVENS / "wijken_2014.geojson", jaar=2014, kerncijfers=csv, door=None)
    cijfers = {c.sleutel: c for c in queries.kerncijfers(Gebied.objects.get(slug="lariks"))}
    inwoners = cijfers["inwoners"]
    assert (inwoners.waarde, inwoners.tekst, inwoners.jaar, inwoners.bron, inwoners.label) == (
        Decimal("5455.000"), "5.455", 2022, "CBS 2022", "Inwoners",
    )  # fmt: skip
    assert [cijfers[s].tekst for s in ("koopwoningen", "woz_waarde", "laag_inkomen", "oppervlakte", "stedelijkheid")] == [
        "40%", "€ 176.000", "45,5%", "1,35 km²", "sterk stedelijk",
    ]  # fmt: skip
    assert queries.kerncijfers(Gebied.objects.get(code="BU01060101")) == []


@pytest.mark.parametrize(
    ("waarden", "verwacht"),
    [
        ([], []),
        ([5], [(5, 5)]),
        ([5, 5, 5], [(5, 5)]),
        ([3, 1, 2], [(1, 1), (2, 2), (3, 3)]),
        (range(1, 11), [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]),
        ([0, 0, 0, 1, 2, 3, 4, 5], [(0, 0), (1, 1), (2, 3), (4, 4), (5, 5)]),
    ],
)
def test_verdeel_in_klassen_covers_every_value_once(waarden: Any, verwacht: Any) -> None:
    klassen = verdeel_in_klassen(list(waarden))
    assert klassen == verwacht
    assert all(sum(laag <= w <= hoog for laag, hoog in klassen) == 1 for w in waarden)


def test_maak_kaart_without_areas_is_none(db: None) -> None:
    assert maak_kaart("wijk", titel="Kaart") is None


def test_maak_kaart_gives_colour_and_words(ingericht: None) -> None:
    kaart = maak_kaart("wijk", titel="Kaart", waarden={"WK010601": 10, "WK010602": 20}, opmaak=lambda w: f"€ {w}")
    assert kaart.laag_url == "/gebieden/2022/wijk.geojson"
    assert [(k.nummer, k.tekst) for k in kaart.legenda] == [(1, "€ 10"), (2, "€ 20")]
    assert json.loads(kaart.waarden_json) == {
        "WK010601": {"klasse": 1, "tekst": "€ 10"}, "WK010602": {"klasse": 2, "tekst": "€ 20"},
    }  # fmt: skip


# The pages


def test_geojson_is_public_cached_and_validated_by_etag(ingericht: None, client: Client) -> None:
    url = reverse("gebieden:geojson", args=["2022", "wijk"])
    eerste = client.get(url)
    assert (eerste.status_code, eerste["Content-Type"], eerste["Cache-Control"]) == (
        200, "application/geo+json", "public, max-age=300",
    )  # fmt: skip
    assert "Cookie" not in eerste.get("Vary", "")
    assert len(eerste.json()["features"]) == 10
    assert client.get(url, headers={"if-none-match": eerste["ETag"]}).status_code == 304
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


def test_geojson_comes_from_the_cache(ingericht: None, client: Client, django_assert_num_queries: Any) -> None:
    url = reverse("gebieden:geojson", args=["2022", "buurt"])
    eerste = client.get(url)
    with django_assert_num_queries(1):  # which year
        assert client.get(url).content == eerste.content


@pytest.mark.django_db(transaction=True)
def test_geojson_is_new_as_soon_as_areas_are_read_in(client: Client, schrijf: Any, wijken_2022: Any) -> None:
    lees_in(GEGEVENS / "wijken_2022.geojson", jaar=2022, door=None)
    url = reverse("gebieden:geojson", args=["2022", "wijk"])
    eerste = client.get(url)
    wijken_2022["features"][1]["properties"]["wijknaam"] = "Wijk 01 De Lariks"
    lees_in(schrijf(wijken_2022), jaar=2022, door=None)
    tweede = client.get(url, headers={"if-none-match": eerste["ETag"]})
    assert tweede.status_code == 200
    assert tweede.json()["features"][1]["properties"]["naam"] == "De Lariks"


@pytest.mark.parametrize("pad", ["2013/wijk", "2022/provincie", "22/wijk", "2022/wijk/x"])
def test_geojson_of_what_is_not_there(ingericht: None, client: Client, pad: str) -> None:
    assert client.get(f"/gebieden/{pad}.geojson").status_code == 404


def test_kaart_lists_every_wijk_and_buurt_as_a_link(ingericht: None, client: Client) -> None:
    tekst = client.get(reverse("gebieden:kaart")).content.decode()
    for gebied in Gebied.objects.exclude(soort="stad"):
        assert f'href="{gebied.get_absolute_url()}"' in tekst, gebied
    assert "5.455 inwoners" in tekst
    assert "Grenzen: CBS/Kadaster 2022" in tekst
    assert " style=" not in tekst


def test_kaart_asks_as_many_queries_for_one_wijk_as_for_ten(
    ingericht: None, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        client.get(reverse("gebieden:kaart"))
    Gebied.objects.filter(soort="wijk").exclude(slug="lariks").update(actief=False)
    cache.clear()  # the whole page was kept
    with django_assert_num_queries(4):
        client.get(reverse("gebieden:kaart"))


def test_kaart_without_areas_says_what_to_do(db: None, client: Client) -> None:
    antwoord = client.get(reverse("gebieden:kaart"))
    assert "Nog geen wijken" in antwoord.content.decode()


TEGELS = "https://tegels.example.nl/grijs/{z}/{x}/{y}.png"


def test_only_a_page_with_a_map_may_fetch_tiles(ingericht: None, client: Client, settings: Any) -> None:
    zonder = client.get(reverse("gebieden:kaart"))["Content-Security-Policy"]
    assert "img-src 'self' data:;" in zonder + ";"
    settings.PDOK_TEGELS = TEGELS
    cache.clear()
    met = client.get(reverse("gebieden:kaart"))["Content-Security-Policy"]
    uit_de_cache = client.get(reverse("gebieden:kaart"))["Content-Security-Policy"]
    assert sorted(uit_de_cache.split("; ")) == sorted(met.split("; "))
    assert "img-src 'self' data: https://tegels.example.nl;" in met + ";"
    assert sorted(met.replace(" https://tegels.example.nl", "").split("; ")) == sorted(zonder.split("; "))
    elders = client.get(reverse("gebieden:geojson", args=["2022", "wijk"]))["Content-Security-Policy"]
    assert "tegels.example.nl" not in elders


@pytest.mark.parametrize(
    "adres",
    [
        "",
        "kaart",
        "https://x.nl/{z}/{x}.png",
        "javascript:{z}{x}{y}",
        "https://x.nl; script-src */{z}/{x}/{y}",
        "https:///{z}{x}{y}",
    ],
)
def test_a_tile_address_that_cannot_be_counts_as_none(settings: Any, adres: str) -> None:
    settings.PDOK_TEGELS = adres
    assert tegeladres() == ""
