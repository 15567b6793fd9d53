"""The budget matrix and the page of a line."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.jaren import open_boekjaar
from budgetten.domain.regels import besteed_direct
from gebieden.enums import Gebiedssoort
from tests.factories import GebiedFactory, ThemaFactory

DAG = dt.date(2011, 5, 21)
MATRIX = "/budget/"
#: Queries for who asks: the user, the posts, their areas.
WIE = 3


def rijen(antwoord) -> dict[str, list[str]]:
    """The rows of the table by name: the amounts as shown."""
    boom = html.fromstring(antwoord.content.decode())
    tabel = boom.xpath("//table[@aria-labelledby='matrix-titel']")[0]
    return {
        rij.xpath("string(th)").strip(): [cel.text_content().strip().replace("\u00a0", " ") for cel in rij.xpath("td")]
        for rij in tabel.xpath(".//tbody/tr | .//tfoot/tr")
    }


def test_matrix_shows_where_money_stands(als, lariks):
    besteed_direct(lariks, bedrag=Decimal("1000.01"), boekdatum=DAG, omschrijving="Feest", door=None)
    tabel = rijen(als("stuurgroeplid").get(MATRIX))
    assert next(iter(tabel)) == "Assen centrum"
    assert len(tabel) == 11
    assert tabel["Lariks"] == ["€ 60.000,00", "€ 58.999,99", "€ 0,00", "€ 0,00", "€ 1.000,01", "2%"]
    assert tabel["Peelo"] == ["€ 0,00", "€ 0,00", "€ 0,00", "€ 0,00", "€ 0,00", "–"]
    assert tabel["Totaal"] == tabel["Lariks"]


def test_matrix_filters_by_payer_theme_and_domain(als, lariks, gemeente):
    client = als("controller")
    assert rijen(client.get(MATRIX, {"partner": gemeente.slug}))["Totaal"][0] == "€ 30.000,00"
    assert rijen(client.get(MATRIX, {"domein": "fysiek"}))["Totaal"][0] == "€ 0,00"
    assert rijen(client.get(MATRIX, {"domein": "sociaal"}))["Totaal"][0] == "€ 60.000,00"
    assert rijen(client.get(MATRIX, {"thema": lariks.thema.slug}))["Totaal"][0] == "€ 60.000,00"
    assert rijen(client.get(MATRIX, {"thema": "bestaat-niet", "jaar": "x"}))["Totaal"][0] == "€ 60.000,00"


def test_matrix_by_year(als, lariks):
    open_boekjaar(2012, door=None)
    client = als("controller")
    assert rijen(client.get(MATRIX))["Totaal"][0] == "€ 0,00"
    assert rijen(client.get(MATRIX, {"jaar": "2011"}))["Totaal"][0] == "€ 60.000,00"


def test_matrix_goes_down_to_lines(als, lariks, sleutel, pot):
    buurt = GebiedFactory(soort=Gebiedssoort.BUURT, ouder=lariks.gebied, naam="Lariks-Zuid")
    in_buurt = regel_voor(pot, gebied=buurt, thema=lariks.thema)
    deel_toe(in_buurt, bedrag=Decimal(1000), sleutel=sleutel, boekdatum=DAG, door=None)
    client = als("controller")
    assert rijen(client.get(MATRIX))["Lariks"][0] == "€ 61.000,00"
    antwoord = client.get(MATRIX, {"gebied": "lariks"})
    assert rijen(antwoord)["Sociaal"][0] == "€ 60.000,00"
    assert rijen(antwoord)["Lariks-Zuid – Sociaal"][0] == "€ 1.000,00"
    assert reverse("budgetten:regel", args=[lariks.pk]) in antwoord.content.decode()


def test_matrix_shows_the_city_when_it_has_lines(als, lariks, pot, sleutel, stad):
    stadsregel = regel_voor(pot, gebied=stad, thema=lariks.thema)
    deel_toe(stadsregel, bedrag=Decimal(500), sleutel=sleutel, boekdatum=DAG, door=None)
    tabel = rijen(als("controller").get(MATRIX))
    assert list(tabel)[-2:] == ["Assen", "Totaal"]
    assert tabel["Assen"][0] == "€ 500,00"
    assert list(rijen(als("controller").get(MATRIX, {"gebied": "assen"}))) == ["Sociaal", "Totaal"]


def test_matrix_follows_the_next_posting(als, lariks, django_capture_on_commit_callbacks):
    client = als("controller")
    assert rijen(client.get(MATRIX))["Lariks"][4] == "€ 0,00"
    with django_capture_on_commit_callbacks(execute=True):
        besteed_direct(lariks, bedrag=Decimal(10), boekdatum=DAG, omschrijving="Feest", door=None)
    assert rijen(client.get(MATRIX))["Lariks"][4] == "€ 10,00"


def test_matrix_fragment_for_htmx(als, lariks):
    antwoord = als("controller").get(MATRIX, headers={"HX-Request": "true"})
    assert b"<html" not in antwoord.content
    assert "HX-Request" in antwoord["Vary"]
    assert rijen(antwoord)["Lariks"][0] == "€ 60.000,00"


def test_matrix_without_a_year_says_what_to_do(als, controller):
    assert "Er is nog geen boekjaar" in als(controller).get(MATRIX).content.decode()


def test_matrix_takes_three_queries_of_its_own(als, lariks, pot, sleutel, wijken, django_assert_max_num_queries):
    client = als("coordinator")
    with django_assert_max_num_queries(WIE + 3):
        assert client.get(MATRIX).status_code == 200
    with django_assert_max_num_queries(WIE):
        client.get(MATRIX)  # from the cache: only who asks
    for wijk in wijken.values():
        for _nummer in range(3):
            regel = regel_voor(pot, gebied=wijk, thema=ThemaFactory())
            deel_toe(regel, bedrag=Decimal(10), sleutel=sleutel, boekdatum=DAG, door=None)
    with django_assert_max_num_queries(WIE + 3):
        client.get(MATRIX, {"jaar": "2011"})
    with django_assert_max_num_queries(WIE + 4):
        client.get(MATRIX, {"gebied": "lariks"})


@pytest.mark.parametrize(
    ("rol", "status"),
    [("bezoeker", 302), ("bewoner", 403), ("medewerker_mogelijke_partner", 403), ("ex_medewerker", 403)],
)
def test_matrix_and_line_are_for_staff(als, lariks, rol, status):
    client = als(rol)
    assert client.get(MATRIX).status_code == status
    assert client.get(lariks.get_absolute_url()).status_code == status


def test_line_shows_balances_per_payer_and_what_happened(als, goedgekeurd, coordinator):
    antwoord = als(coordinator).get(goedgekeurd.regel.get_absolute_url())
    tekst = antwoord.content.decode().replace("\u00a0", " ")
    for deel in ("€ 29.499,99", "€ 18.437,50", "€ 11.062,50", "Buurtfeest", "Toedeling", "Uitgave invoeren"):
        assert deel in tekst


def test_line_offers_writing_to_who_may(als, lariks):
    for rol in ("coordinator_elders", "stuurgroeplid", "partnermedewerker"):
        assert "Uitgave invoeren" not in als(rol).get(lariks.get_absolute_url()).content.decode()


def test_line_queries_do_not_grow(als, voer_in, lariks, coordinator, django_assert_max_num_queries):
    client = als(coordinator)
    voer_in()
    with django_assert_max_num_queries(WIE + 8):
        client.get(lariks.get_absolute_url())
    for nummer in range(15):
        voer_in(omschrijving=f"Uitgave {nummer}")
        besteed_direct(lariks, bedrag=Decimal(1), boekdatum=DAG, omschrijving=f"Boeking {nummer}", door=None)
    with django_assert_max_num_queries(WIE + 8):
        client.get(lariks.get_absolute_url())
