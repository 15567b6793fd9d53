"""Reading areas in: what a good file does."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gebieden.domain.inlezen import lees_in
from gebieden.domain.inrichten import GEGEVENS, richt_gebieden_in
from gebieden.domain.namen import naam_voor_mensen, unieke_slug
from gebieden.domain.themas import richt_in
from gebieden.models import Gebied, GebiedVersie, Kerncijfer, Thema
from kern.domain.logboek import logregels
from kern.models import Logregel
from tests.factories import GebruikerFactory
from tests.gebieden.conftest import zonder_jaar

Schrijf = Callable[..., Path]
pytestmark = pytest.mark.django_db


def alles() -> list[Any]:
    """Every row the importer may touch, as values."""
    return [
        list(Gebied.objects.order_by("code").values()),
        list(GebiedVersie.objects.order_by("pk").values()),
        list(Kerncijfer.objects.order_by("pk").values()),
        Logregel.objects.count(),
    ]


def test_inrichten_makes_the_whole_tree(ingericht: None) -> None:
    stad = Gebied.objects.get(soort="stad")
    assert (stad.code, stad.naam, stad.slug) == ("GM0106", "Assen", "assen")
    assert Gebied.objects.filter(soort="wijk", ouder=stad, actief=True).count() == 10
    assert Gebied.objects.filter(soort="buurt", ouder__soort="wijk", actief=True).count() == 109
    assert set(GebiedVersie.objects.values_list("gebied__soort", "jaar").order_by().distinct()) == {
        ("stad", 2014), ("stad", 2022), ("wijk", 2014), ("wijk", 2022), ("buurt", 2014),
    }  # fmt: skip
    assert Kerncijfer.objects.count() == 150
    assert Gebied.objects.get(code="BU01060101").ouder == Gebied.objects.get(code="WK010601")


def test_inrichten_the_second_time_asks_one_question(ingericht: None) -> None:
    voor = alles()
    with CaptureQueriesContext(
        connection,
    ) as vragen:
        assert richt_gebieden_in() == []
    assert len([v for v in vragen if not v["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 1
    assert alles() == voor


def test_inrichten_leaves_a_corrected_year_alone(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    wijken_2022["features"][1]["properties"]["wijknaam"] = "Wijk 01 De Lariks"
    lees_in(schrijf(wijken_2022), jaar=2022, door=None)
    richt_gebieden_in()
    assert Gebied.objects.get(code="WK010601").naam == "De Lariks"


def test_inrichten_does_nothing_for_another_municipality(db: None, settings: Any) -> None:
    settings.GEMEENTECODE = "GM0193"
    assert richt_gebieden_in() == []
    assert not Gebied.objects.exists()


def test_label_points_lie_inside_their_area(ingericht: None) -> None:
    for versie in GebiedVersie.objects.all():
        vorm = shapely.from_geojson(json.dumps(versie.geometrie))
        assert vorm.covers(shapely.Point(versie.label_lon, versie.label_lat)), versie


@pytest.mark.parametrize(
    ("bestand", "jaar", "cijfers"),
    [
        ("wijken_2022.geojson", 2022, "wijken_kerncijfers_2022.csv"),
        ("wijken_2022.geojson", 2022, None),
        ("wijken_2014.geojson", 2014, None),
        ("buurten_2014.geojson", 2014, None),
    ],
)
def test_a_repeated_import_changes_nothing(ingericht: None, bestand: str, jaar: int, cijfers: str | None) -> None:
    bron = GebiedVersie.objects.filter(gebied__soort=bestand[:4].replace("buur", "buurt"), jaar=jaar)[0].bron
    voor = alles()
    verslag = lees_in(
        GEGEVENS / bestand, jaar=jaar, kerncijfers=GEGEVENS / cijfers if cijfers else None, bron=bron, door=None
    )
    assert verslag.wijzigingen == 0
    assert alles() == voor


def test_key_figures_with_the_boundaries_equal_those_in_the_csv(db: None) -> None:
    lees_in(GEGEVENS / "wijken_2022.geojson", jaar=2022, door=None)
    uit_geojson = list(
        Kerncijfer.objects.order_by("gebied__code", "sleutel").values_list("gebied__code", "sleutel", "waarde")
    )
    verslag = lees_in(
        GEGEVENS / "wijken_2022.geojson",
        jaar=2022,
        kerncijfers=GEGEVENS / "wijken_kerncijfers_2022.csv",
        door=None,
    )
    assert verslag.kerncijfers == 0
    assert ("WK010601", "inwoners", Decimal("5455.000")) in uit_geojson
    assert ("WK010601", "oppervlakte", Decimal("1.350")) in uit_geojson
    assert ("WK010601", "stedelijkheid", Decimal("2.000")) in uit_geojson


def in_rd(collectie: dict[str, Any]) -> dict[str, Any]:
    naar_rd = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    for feature in collectie["features"]:
        vorm = shapely.transform(
            shapely.from_geojson(json.dumps(feature["geometry"])),
            lambda xy: np.column_stack(naar_rd.transform(xy[:, 0], xy[:, 1])).round(2),
        )
        feature["geometry"] = json.loads(shapely.to_geojson(vorm))
    return collectie


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::28992", "EPSG:28992", None])
def test_rd_comes_back_within_a_metre(db: None, schrijf: Schrijf, wijken_2022: Any, crs: str | None) -> None:
    origineel = {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in wijken_2022["features"]}
    rd = in_rd(wijken_2022)
    assert rd["features"][0]["geometry"]["coordinates"][0][0][0] > 230_000
    if crs:
        rd["crs"] = {"type": "name", "properties": {"name": crs}}
    lees_in(schrijf(rd), jaar=2022, door=None)
    naar_rd = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    for versie in GebiedVersie.objects.filter(gebied__soort="wijk"):
        terug = shapely.get_coordinates(shapely.from_geojson(json.dumps(versie.geometrie)))
        heen = shapely.get_coordinates(origineel[versie.gebied.code])
        verschil = np.subtract(naar_rd.transform(*terug.T), naar_rd.transform(*heen.T))
        assert np.abs(verschil).max() < 1.0
    assert lees_in(schrijf(rd), jaar=2022, door=None).wijzigingen == 0


def test_a_new_year_is_a_new_version_and_the_name_follows(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    lariks = Gebied.objects.get(code="WK010601")
    door = GebruikerFactory()
    nieuw = zonder_jaar(wijken_2022)
    nieuw["features"][1]["properties"]["wijknaam"] = "Wijk 01 Lariks-Luchies"
    verslag = lees_in(schrijf(nieuw), jaar=2025, door=door)
    lariks.refresh_from_db()
    assert (lariks.naam, lariks.slug) == ("Lariks-Luchies", "lariks")
    assert list(lariks.versies.order_by("jaar").values_list("jaar", "naam")) == [
        (2014, "Wijk 01 Lariks"), (2022, "Wijk 01 Lariks"), (2025, "Wijk 01 Lariks-Luchies"),
    ]  # fmt: skip
    assert (verslag.nieuw, verslag.gewijzigd, verslag.vervallen) == (0, 12, 0)  # 10 versions, the city's, one name
    regel = logregels(lariks)[0]
    assert (regel.door, regel.wijzigingen) == (door, {"naam": ["Lariks", "Lariks-Luchies"]})
    assert str(verslag) in {regel.toelichting for regel in logregels(Gebied.objects.get(code="GM0106"))}


def test_an_older_year_changes_no_name(ingericht: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    oud = zonder_jaar(wijken_2022)
    oud["features"][1]["properties"]["wijknaam"] = "Wijk 01 Oude Lariks"
    lees_in(schrijf(oud), jaar=2010, door=None)
    assert Gebied.objects.get(code="WK010601").naam == "Lariks"
    assert GebiedVersie.objects.get(gebied__code="WK010601", jaar=2010).naam == "Wijk 01 Oude Lariks"


def test_a_vanished_area_stays_but_is_not_active(ingericht: None, schrijf: Schrijf, buurten_2014: Any) -> None:
    nieuw = zonder_jaar(buurten_2014)
    weg = nieuw["features"].pop(1)["properties"]["buurtcode"]
    verslag = lees_in(schrijf(nieuw), jaar=2023, door=None)
    gebied = Gebied.objects.get(code=weg)
    assert (gebied.actief, verslag.vervallen) == (False, 1)
    assert list(gebied.versies.values_list("jaar", flat=True)) == [2014]
    assert logregels(gebied)[0].wijzigingen == {"bestaat nog": ["True", "False"]}


def test_a_corrected_file_brings_an_area_back(ingericht: None, schrijf: Schrijf, buurten_2014: Any) -> None:
    nieuw = zonder_jaar(buurten_2014)
    weg = nieuw["features"].pop(1)
    lees_in(schrijf(nieuw), jaar=2023, door=None)
    nieuw["features"].append(weg)
    verslag = lees_in(schrijf(nieuw), jaar=2023, door=None)
    assert Gebied.objects.get(code=weg["properties"]["buurtcode"]).actief is True
    assert (verslag.nieuw, verslag.gewijzigd, verslag.vervallen) == (0, 2, 0)  # its version, and being there again


def test_names_as_cbs_writes_them_in_shapefiles(db: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    for feature in wijken_2022["features"]:
        props = feature["properties"]
        feature["properties"] = {
            "WK_CODE": props["wijkcode"], "WK_NAAM": props["wijknaam"], "GM_CODE": "GM0106", "H2O": "NEE", "AANT_INW": 1,
        }  # fmt: skip
    lees_in(schrijf(wijken_2022), jaar=2022, door=None)
    assert Gebied.objects.filter(soort="wijk").count() == 10
    assert Gebied.objects.get(code="WK010600").naam == "Centrum"


def test_names_as_pdok_gives_them(db: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    for feature in wijken_2022["features"]:
        props = feature["properties"]
        feature["properties"] = {
            "statcode": props["wijkcode"], "statnaam": props["wijknaam"], "jrstatcode": f"2022{props['wijkcode']}",
        }  # fmt: skip
        if feature["geometry"]["type"] == "Polygon":
            feature["geometry"] = {"type": "MultiPolygon", "coordinates": [feature["geometry"]["coordinates"]]}
    lees_in(schrijf(wijken_2022), jaar=2022, soort="wijk", door=None)
    assert Gebied.objects.get(code="WK010604").naam == "Pittelo"


def test_a_file_of_the_whole_country_gives_our_part(db: None, schrijf: Schrijf, wijken_2022: Any) -> None:
    vreemd = json.loads(json.dumps(wijken_2022["features"][0]))
    vreemd["properties"].update(wijkcode="WK019300", gemeentecode="GM0193", gemeentenaam="Zwolle")
    water = json.loads(json.dumps(wijken_2022["features"][2]))
    water["properties"]["water"] = "JA"
    wijken_2022["features"] += [vreemd, water]
    verslag = lees_in(schrijf(wijken_2022), jaar=2022, door=None)
    assert (verslag.gelezen, verslag.genegeerd) == (10, 2)
    assert not Gebied.objects.filter(code__contains="0193").exists()


def test_the_boundary_of_the_municipality_itself(ingericht: None, schrijf: Schrijf) -> None:
    vorm = GebiedVersie.objects.get(gebied__code="GM0106", jaar=2022).geometrie
    props = {"gemeentecode": "GM0106", "gemeentenaam": "Assen"}
    pad = schrijf(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": props, "geometry": vorm}]}
    )
    call_command("gebieden_inlezen", grenzen=pad, jaar=2024, soort="gemeente", bron="Gemeente Assen")
    versie = GebiedVersie.objects.get(gebied__code="GM0106", jaar=2024)
    assert (versie.geometrie, versie.bron, versie.gebied.ouder) == (vorm, "Gemeente Assen", None)


def test_key_figures_of_the_cbs_workbook(ingericht: None, schrijf: Schrijf) -> None:
    csv = schrijf(
        "gwb_code_10;regio;a_inw;p_koopw;g_woz;p_wcorpw;opp_tot\n"
        "GM0106  ;Assen;68798;;;;8345\n"
        "WK010601;Lariks;5460;41,5;.;38;-99999999\n"
        "BU01060100;De Lariks Oost;1.234,0;-99997;176;x;27\n"
        "BU01069999;Onbekend;5;;;;\n"
        "WK019300;Elders;1;1;1;1;1\n",
        "kwb.csv",
    )
    verslag = lees_in(GEGEVENS / "wijken_2022.geojson", jaar=2022, kerncijfers=csv, bron="CBS/Kadaster 2022", door=None)

    def van(code: str) -> dict[str, Decimal]:
        return dict(Kerncijfer.objects.filter(gebied__code=code).values_list("sleutel", "waarde"))

    assert van("GM0106") == {"inwoners": Decimal("68798.000"), "oppervlakte": Decimal("83.450")}
    assert van("BU01060100") == {
        "inwoners": Decimal("1234.000"), "woz_waarde": Decimal("176.000"), "oppervlakte": Decimal("0.270"),
    }  # fmt: skip
    lariks = van("WK010601")
    assert (lariks["inwoners"], lariks["koopwoningen"], lariks["corporatiewoningen"]) == (
        Decimal("5460.000"), Decimal("41.500"), Decimal("38.000"),
    )  # fmt: skip
    assert "woz_waarde" not in lariks  # the newer file says: not known
    assert verslag.kerncijfers_zonder_gebied == 1


def test_key_figures_with_commas_between_columns(ingericht: None, schrijf: Schrijf) -> None:
    csv = schrijf('"Codering_3","AantalInwoners_5","Koopwoningen_40"\n"WK010601  ","   5461","41.5"\n', "statline.csv")
    lees_in(GEGEVENS / "wijken_2022.geojson", jaar=2022, kerncijfers=csv, bron="CBS/Kadaster 2022", door=None)
    cijfers = dict(Kerncijfer.objects.filter(gebied__code="WK010601").values_list("sleutel", "waarde"))
    assert (cijfers["inwoners"], cijfers["koopwoningen"]) == (Decimal("5461.000"), Decimal("41.500"))


def test_the_command_says_what_changed(ingericht: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("gebieden_inlezen", grenzen=GEGEVENS / "wijken_2022.geojson", jaar=2022, bron="CBS/Kadaster 2022")
    assert capsys.readouterr().out == "2022: 10 gebieden gelezen (wijk), 0 wijzigingen.\n"


def test_the_command_refuses_in_one_line(ingericht: None, schrijf: Schrijf) -> None:
    with pytest.raises(CommandError) as fout:
        call_command("gebieden_inlezen", grenzen=schrijf("<html>"), jaar=2022)
    assert str(fout.value) == (
        "grenzen.geojson is geen GeoJSON, of het is niet helemaal binnengehaald. Er is niets veranderd."
    )


@pytest.mark.parametrize(
    ("naam", "verwacht"),
    [
        ("Wijk 01 Lariks", "Lariks"),
        ("Wijk 00 Assen centrum", "Centrum"),
        ("Wijk 03 Assen Oost", "Assen Oost"),
        ("Wijk 4 Noord", "Noord"),
        ("Wijk 12", "Wijk 12"),
        ("Wijkpark", "Wijkpark"),
        ("  De   Esch ", "De Esch"),
    ],
)
def test_naam_voor_mensen(naam: str, verwacht: str) -> None:
    assert naam_voor_mensen(naam, gemeente="Assen") == verwacht


def test_slugs_are_unique_whatever_the_names() -> None:
    bezet = {"pittelo"}
    assert unieke_slug("Pittelo", soort="buurt", code="BU01060400", bezet=bezet) == "pittelo-buurt"
    bezet.add("pittelo-buurt")
    assert unieke_slug("Pittelo", soort="buurt", code="BU01060400", bezet=bezet) == "pittelo-bu01060400"
    assert unieke_slug("De Breeën", soort="buurt", code="BU01060705", bezet=bezet) == "de-breeen"
    assert unieke_slug("!!", soort="buurt", code="BU01060705", bezet=bezet) == "bu01060705"


def test_a_buurt_named_after_its_wijk_gets_its_own_address(
    ingericht: None, schrijf: Schrijf, buurten_2014: Any
) -> None:
    nieuw = zonder_jaar(buurten_2014)
    nieuw["features"][0]["properties"].update(buurtcode="BU01060099", buurtnaam="Pittelo")
    lees_in(schrijf(nieuw), jaar=2023, door=None)
    assert Gebied.objects.get(code="BU01060099").slug == "pittelo-buurt"


def test_themas_come_once_and_changes_stay(db: None) -> None:
    assert (richt_in(), richt_in()) == (6, 0)
    assert list(Thema.objects.values_list("domein", "naam")) == [
        ("fysiek", "Groen en spelen"), ("fysiek", "Schoon en heel"), ("fysiek", "Veilig wonen"),
        ("sociaal", "Ontmoeten"), ("sociaal", "Jeugd"), ("sociaal", "Samen leven"),
    ]  # fmt: skip
    Thema.objects.filter(slug="jeugd").update(naam="Jong in Assen", actief=False)
    assert richt_in() == 0
    assert Thema.objects.get(slug="jeugd").naam == "Jong in Assen"
