"""Finding an area by name or postcode."""

import pytest

from gebieden.domain.zoeken import HOOGSTENS, postcodes, zoek
from gebieden.models import Gebied

pytestmark = pytest.mark.django_db


def namen(tekst: str) -> list[str]:
    return [str(gevonden.gebied) for gevonden in zoek(tekst)]


@pytest.mark.parametrize(
    ("tekst", "eerste"),
    [
        ("Lariks", "Lariks"),
        ("lariks", "Lariks"),
        ("  LARIKS ", "Lariks"),
        ("kloosterven", "Kloosterveen"),
        ("klosterveen", "Kloosterveen"),
        ("pitelo", "Pittelo"),
        ("marsdyk", "Marsdijk"),
        ("noorder park", "Noorderpark"),
        ("pelo", "Peelo"),
        ("de breeen", "De Breeën"),
        ("DE BREEËN", "De Breeën"),
        ("molukse", "Zuid Molukse Buurt"),
        ("vredevelt", "Vredeveld Noord"),
        ("assen", "Assen"),
        ("centrum", "Centrum"),
    ],
)
def test_zoek_finds_a_name_with_typing_errors(ingericht: None, tekst: str, eerste: str) -> None:
    assert namen(tekst)[0] == eerste


@pytest.mark.parametrize(
    "tekst", ["", " ", "a", "%", "__", "xyzq", "\0\0", "1234", "0123", "94031", "'; --", "ÿ" * 500]
)
def test_zoek_finds_nothing_for_nothing(ingericht: None, tekst: str) -> None:
    assert zoek(tekst) == []


def test_zoek_leaves_lookalikes_out_when_the_word_itself_is_there(ingericht: None) -> None:
    assert namen("lariks") == ["Lariks", "De Lariks Oost", "De Lariks West", "Landgoed Lariks"]


def test_zoek_gives_no_more_than_a_list(ingericht: None) -> None:
    assert len(zoek("de ")) == HOOGSTENS


def test_zoek_leaves_vanished_areas_out(ingericht: None) -> None:
    Gebied.objects.filter(slug="lariks").update(actief=False)
    assert "Lariks" not in namen("lariks")


@pytest.mark.parametrize("tekst", ["9403", "9403 AB", "9403ab", " 9403  Ab "])
def test_zoek_takes_a_postcode(ingericht: None, tekst: str) -> None:
    gevonden = zoek(tekst)
    assert [(str(g.gebied), g.via, g.indicatief, g.postcode) for g in gevonden] == [
        (naam, "postcode", True, "9403") for naam in ("Marsdijk", "Assen Oost", "Buitengebied")
    ]


@pytest.mark.parametrize("tekst", ["9409 TA", "9486", "9492"])
def test_zoek_is_sure_of_the_postcode_of_a_village(ingericht: None, tekst: str) -> None:
    (gevonden,) = zoek(tekst)
    assert (str(gevonden.gebied), gevonden.indicatief) == ("Buitengebied", False)


@pytest.mark.parametrize(
    ("pc4", "verwacht"),
    [
        ("9400", ["Assen Oost", "Centrum"]),
        ("9404", ["Buitengebied", "Assen Oost"]),
        ("9405", ["Buitengebied", "Assen West"]),
    ],
)
def test_zoek_looks_further_around_a_rough_point(ingericht: None, pc4: str, verwacht: list[str]) -> None:
    gevonden = zoek(pc4)
    assert [str(g.gebied) for g in gevonden] == verwacht
    assert all(g.indicatief for g in gevonden)


def test_every_postcode_of_the_list_leads_somewhere(ingericht: None) -> None:
    assert len(postcodes()) == 15
    assert [pc4 for pc4 in postcodes() if not zoek(pc4)] == []


def test_zoek_without_areas(db: None) -> None:
    assert (zoek("9403"), zoek("lariks")) == ([], [])
