"""The public pages: what they show, to whom, and how much they ask of the database."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgetten.domain.publiek import Geldstroom, boekjaren, geldstromen, stand_van, standen_per_gebied
from budgetten.domain.queries import Stand, standen
from budgetten.models import Boekjaar
from gebieden.domain import publiek
from gebieden.domain.queries import nieuwste_jaar
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, GebiedVersie, Kerncijfer, Thema
from kern.models import Gebruiker
from partners.domain.recent import laatste_activiteiten
from partners.enums import Activiteitstatus
from partners.models import Activiteit, ActiviteitFoto, Partner
from tests.bewoners.fabriek import maak_initiatief
from tests.factories import ActiviteitFactory, ActiviteittypeFactory, BoekjaarFactory, GebiedFactory
from tests.portaal.conftest import Programma

pytestmark = pytest.mark.django_db
PUBLIEK = ["/", "/geld/", "/buurt/assen/", "/buurt/lariks/", "/buurt/de-lariks-oost/", "/zoek/"]


@pytest.fixture
def buurt(wijken: dict[str, Gebied]) -> Gebied:
    """De Lariks Oost, in Lariks."""
    return GebiedFactory(code="BU01060101", naam="De Lariks Oost", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])


@pytest.fixture
def maak_activiteit(actium: Partner) -> Callable[..., Activiteit]:
    """A final, public activity of Actium, unless told otherwise."""
    soort = ActiviteittypeFactory(naam="Schouw")

    def maak(gebied: Gebied, titel: str, **velden: Any) -> Activiteit:
        velden = {"status": Activiteitstatus.DEFINITIEF, "partner": actium, "type": soort} | velden
        return ActiviteitFactory(gebied=gebied, titel=titel, **velden)

    return maak


def tekst(client: Client, pad: str) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("pad", ["/", "/geld/", "/zoek/", "/zoek/?q=lariks", "/robots.txt", "/sitemap.xml"])
def test_page_works_on_an_empty_database(client: Client, pad: str) -> None:
    tekst(client, pad)


@pytest.mark.parametrize("pad", PUBLIEK)
def test_page_works_without_a_fiscal_year(client: Client, buurt: Gebied, pad: str) -> None:
    inhoud = tekst(client, pad)
    if pad.startswith(("/buurt", "/geld")):
        assert "Er is nog geen boekjaar" in inhoud


@pytest.mark.parametrize("pad", PUBLIEK)
def test_page_works_with_a_year_without_money(client: Client, buurt: Gebied, boekjaar: Boekjaar, pad: str) -> None:
    inhoud = tekst(client, pad)
    if pad.startswith("/buurt"):
        assert "Er is nog geen geld verdeeld" in inhoud
    if pad == "/geld/":
        assert "Het geld is nog niet verdeeld" in inhoud


def test_home_shows_the_three_figures_and_the_wijken(
    client: Client,
    programma: Programma,
    wijken: dict[str, Gebied],
    themas: dict[str, Thema],
    bewoner: Gebruiker,
    maak_activiteit: Callable[..., Activiteit],
) -> None:
    jaar = programma.boekjaar.jaar
    maak_activiteit(wijken["Peelo"], "Ronde 1", datum=dt.date(jaar, 5, 1))
    maak_activiteit(wijken["Peelo"], "Niet openbaar", datum=dt.date(jaar, 1, 1), openbaar=False)
    for status in ("ingediend", "verleend", "in_uitvoering", "vastgesteld", "ingetrokken"):
        maak_initiatief(
            gebied=wijken["Peelo"], thema=themas["Groen"], indiener=bewoner, status=status, titel=f"Plan {status}"
        )
    inhoud = tekst(client, "/")
    assert "€ 320.000</span>" in inhoud
    assert "€ 1.000</span>" in inhoud
    assert '<span class="cijfer__waarde">3</span>' in inhoud
    assert "Niet openbaar" not in inhoud
    for naam, wijk in wijken.items():
        assert f'href="/buurt/{wijk.slug}/">{naam}</a>' in inhoud
    assert f'href="{reverse("bewoners:indienen")}"' in inhoud
    assert inhoud.index("Plan in_uitvoering") < inhoud.index("Plan vastgesteld")  # what is not finished comes first
    assert "Plan ingetrokken" not in inhoud


def test_area_page_counts_the_plans_in_it_by_how_they_stand(
    client: Client, wijken: dict[str, Gebied], buurt: Gebied, themas: dict[str, Thema], bewoner: Gebruiker
) -> None:
    for gebied, status in ((buurt, "ingediend"), (buurt, "verleend"), (wijken["Lariks"], "verleend")):
        maak_initiatief(gebied=gebied, thema=themas["Groen"], indiener=bewoner, status=status, titel=f"In {gebied}")
    maak_initiatief(gebied=wijken["Peelo"], thema=themas["Groen"], indiener=bewoner, titel="In Peelo")
    lariks = tekst(client, "/buurt/lariks/")
    assert '?gebied=lariks&amp;groep=nieuw"><strong>1</strong> Wacht op een besluit</a>' in lariks
    assert '?gebied=lariks&amp;groep=bezig"><strong>2</strong> Gaat door</a>' in lariks
    assert "In Peelo" not in lariks
    assert '?gebied=de-lariks-oost&amp;groep=bezig"><strong>1</strong>' in tekst(client, "/buurt/de-lariks-oost/")
    stad = tekst(client, "/buurt/assen/")
    assert '?gebied=assen&amp;groep=nieuw"><strong>2</strong>' in stad
    assert "In Peelo" in stad


def test_wijk_shows_where_its_money_stands(client: Client, programma: Programma) -> None:
    inhoud = tekst(client, "/buurt/lariks/")
    assert "Voor Lariks is € 32.000,00 begroot. Daarvan is € 1.000,01 besteed en € 28.999,99 nog vrij." in inhoud
    assert inhoud.count('class="balk__beeld"') == 4
    for naam in ("Gemeente Assen", "Actium", "Woonconcept", "Groen", "Openbare ruimte", "Ontmoeten", "Jeugd"):
        assert naam in inhoud
    assert "Bloembollen" not in inhoud


def test_buurt_shows_the_money_of_its_wijk_and_says_so(client: Client, programma: Programma, buurt: Gebied) -> None:
    inhoud = tekst(client, "/buurt/de-lariks-oost/")
    assert "Dit zijn de bedragen van de hele wijk Lariks." in inhoud
    assert "Voor Lariks is € 32.000,00 begroot." in inhoud


def test_city_shows_the_whole_programme(client: Client, programma: Programma) -> None:
    assert "Voor Assen is € 320.000,00 begroot." in tekst(client, "/buurt/assen/")


def test_area_page_switches_to_an_earlier_year(
    client: Client, programma: Programma, maak_programma: Callable[..., Programma]
) -> None:
    vorig = maak_programma(BoekjaarFactory(jaar=programma.boekjaar.jaar - 1), aantal_wijken=2, aantal_themas=1)
    vorig.besteed("Lariks", "Groen", "77.00")
    jaar = vorig.boekjaar.jaar
    assert f'href="?jaar={jaar}"' in tekst(client, "/buurt/lariks/")
    inhoud = tekst(client, f"/buurt/lariks/?jaar={jaar}")
    assert "Voor Lariks is € 8.000,00 begroot. Daarvan is € 77,00 besteed" in inhoud


@pytest.mark.parametrize(
    "pad",
    ["/buurt/nergens/", "/buurt/lariks/?jaar=1999", "/buurt/lariks/?jaar=x", "/geld/?jaar=1999", "/geld/?maat=x"],
)
def test_what_is_not_there_is_404(client: Client, programma: Programma, pad: str) -> None:
    assert client.get(pad).status_code == 404


def test_key_figures_name_source_and_year_and_fall_back_to_the_wijk(
    client: Client, wijken: dict[str, Gebied], buurt: Gebied
) -> None:
    Kerncijfer.objects.create(gebied=wijken["Lariks"], jaar=2022, sleutel="inwoners", waarde=5455, bron="CBS")
    inhoud = tekst(client, "/buurt/lariks/")
    assert "5.455" in inhoud
    assert "Bron: CBS, 2022" in inhoud
    assert "Dit zijn die van de wijk." not in inhoud
    assert "Dit zijn die van de wijk." in tekst(client, "/buurt/de-lariks-oost/")


def test_area_page_shows_activities_in_it_and_below(
    client: Client, wijken: dict[str, Gebied], buurt: Gebied, maak_activiteit: Callable[..., Activiteit]
) -> None:
    maak_activiteit(buurt, "In de buurt")
    maak_activiteit(wijken["Peelo"], "Elders")
    maak_activiteit(wijken["Lariks"], "Geheim", openbaar=False)
    maak_activiteit(wijken["Lariks"], "Half af", status=Activiteitstatus.CONCEPT)
    inhoud = tekst(client, "/buurt/lariks/")
    assert "In de buurt" in inhoud
    for niet in ("Elders", "Geheim", "Half af"):
        assert niet not in inhoud
    assert "Elders" in tekst(client, "/buurt/assen/")


def test_staff_see_the_inside_and_what_they_may_do(
    programma: Programma,
    als: Callable[..., Client],
    coordinator: Gebruiker,
    coordinator_elders: Gebruiker,
    stuurgroeplid: Gebruiker,
    bewoner: Gebruiker,
) -> None:
    regel = programma.regels["Lariks", "Groen"]
    for rol, binnen, uitgave, loggen in (
        (None, False, False, False),
        (bewoner, False, False, False),
        (stuurgroeplid, True, False, False),
        (coordinator_elders, True, False, True),
        (coordinator, True, True, True),
    ):
        inhoud = tekst(als(rol), "/buurt/lariks/")
        assert (f'href="/budget/regel/{regel.pk}/"' in inhoud) is binnen
        assert (f"?regel={regel.pk}" in inhoud) is uitgave
        assert ("/partners/activiteiten/nieuw/?gebied=" in inhoud) is loggen


def test_money_page_has_tables_sentence_and_files(client: Client, programma: Programma) -> None:
    jaar = programma.boekjaar.jaar
    inhoud = tekst(client, "/geld/")
    assert f"In {jaar} is € 320.000,00 begroot." in inhoud
    assert "Nog niet verdeeld over wijken: € 480.000,00." in inhoud
    assert f'href="/geld/{jaar}/geldstromen.xlsx"' in inhoud
    assert "<style" not in inhoud
    assert ' style="' not in inhoud
    besteed = tekst(client, f"/geld/?maat=besteed&jaar={jaar}")
    assert f"In {jaar} is tot nu toe € 1.000,01 besteed." in besteed


@pytest.mark.parametrize(
    ("soort", "mimetype"),
    [("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")],
)
def test_files_can_be_downloaded(client: Client, programma: Programma, soort: str, mimetype: str) -> None:
    jaar = programma.boekjaar.jaar
    antwoord = client.get(f"/geld/{jaar}/geldstromen.{soort}")
    assert (antwoord.status_code, antwoord["Content-Type"]) == (200, mimetype)
    assert antwoord["Content-Disposition"] == f'attachment; filename="geldstromen-{jaar}.{soort}"'
    assert client.get(f"/geld/1999/geldstromen.{soort}").status_code == 404
    assert client.post(f"/geld/{jaar}/geldstromen.{soort}").status_code == 405


def test_search_goes_to_the_one_hit_and_helps_when_there_is_none(client: Client, wijken: dict[str, Gebied]) -> None:
    assert client.get("/zoek/", {"q": "Kloosterveen"})["Location"] == "/buurt/kloosterveen/"
    inhoud = tekst(client, "/zoek/?q=%3Cb%3Ezz")
    assert "Wij vonden niets bij “&lt;b&gt;zz”." in inhoud
    assert 'value="&lt;b&gt;zz"' in inhoud
    assert "gebieden gevonden" in tekst(client, "/zoek/?q=asse")


@pytest.mark.parametrize("vraag", ["%00", "a" * 5000, "'; drop table", "%F0%9F%8C%B3"])
def test_search_survives_anything(client: Client, wijken: dict[str, Gebied], vraag: str) -> None:
    assert client.get(f"/zoek/?q={vraag}").status_code in {200, 302}


@pytest.mark.parametrize(("pad", "hoogstens"), [("/", 6), ("/buurt/lariks/", 10), ("/buurt/assen/", 10), ("/geld/", 6)])
def test_public_page_asks_few_queries_and_as_many_for_one_row_as_for_many(
    stad: Gebied,
    wijken: dict[str, Gebied],
    themas: dict[str, Thema],
    bewoner: Gebruiker,
    boekjaar: Boekjaar,
    maak_programma: Callable[..., Programma],
    maak_activiteit: Callable[..., Activiteit],
    pad: str,
    hoogstens: int,
) -> None:
    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            tekst(Client(), f"{pad}?")
        return len(vragen)

    GebiedVersie.objects.create(
        gebied=wijken["Lariks"], jaar=2022, naam="Lariks", geometrie={}, label_lon=6.5, label_lat=53, bron="CBS"
    )
    Kerncijfer.objects.create(gebied=wijken["Lariks"], jaar=2022, sleutel="inwoners", waarde=5455, bron="CBS")
    programma = maak_programma(boekjaar, aantal_wijken=2, aantal_themas=1)
    maak_activiteit(wijken["Lariks"], "Eerste")
    maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    programma.besteed("Lariks", "Groen", "1.00")
    Client().get(pad)  # queries that are built once
    from django.core.cache import cache

    cache.clear()
    een = tel()
    for maand in range(1, 11):
        programma.besteed("Lariks", "Groen", "10.00", maand=maand)
        maak_activiteit(wijken["Lariks"], f"Ronde {maand}")
        maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    for i in range(20):
        GebiedFactory(code=f"BU010601{i:02d}", naam=f"Buurt {i}", soort=Gebiedssoort.BUURT, ouder=wijken["Lariks"])
    maak_programma(BoekjaarFactory(jaar=boekjaar.jaar - 1))
    cache.clear()
    assert tel() == een
    assert een <= hoogstens


def _voluit(s: Geldstroom) -> tuple[Any, ...]:
    """Everything of a flow that a page or file shows: models alone compare by their key."""
    return (
        *(s.partner.pk, s.partner.naam, s.partner.volgorde),
        *(s.gebied.pk, s.gebied.naam, s.gebied.code, s.gebied.get_absolute_url()),
        *(s.thema.pk, s.thema.naam, s.thema.volgorde, s.thema.get_domein_display()),
        s.stand,
    )


def _velden(obj: Any) -> dict[str, Any]:
    return {veld.attname: getattr(obj, veld.attname) for veld in obj._meta.concrete_fields}


def test_fast_reading_gives_what_the_ledger_says(programma: Programma, wijken: dict[str, Gebied], stad: Gebied) -> None:
    jaar = programma.boekjaar
    assert [_velden(rij) for rij in boekjaren()] == [_velden(rij) for rij in Boekjaar.objects.order_by("-jaar")]
    assert standen_per_gebied(jaar) == {sleutel[0]: s for sleutel, s in standen(jaar, "gebied").items()}
    for gebied in (stad, wijken["Lariks"], wijken["Peelo"]):
        snel = stand_van(gebied, jaar)
        partners = {partner.pk: partner.naam for partner in Partner.objects.all()}
        themas = {thema.pk: thema.naam for thema in Thema.objects.all()}
        assert snel.stand == standen(jaar, gebied=gebied).get((), Stand())
        assert dict(snel.per_partner) == {partners[k[0]]: s for k, s in standen(jaar, "partner", gebied=gebied).items()}
        assert dict(snel.per_thema) == {themas[k[0]]: s for k, s in standen(jaar, "thema", gebied=gebied).items()}
    ledger = [
        Geldstroom(Partner.objects.get(pk=p), Gebied.objects.get(pk=g), Thema.objects.get(pk=t), stand)
        for (p, g, t), stand in standen(jaar, "partner", "gebied", "thema").items()
        if stand.begroot
    ]
    ledger.sort(key=lambda s: (s.partner.volgorde, s.partner.naam, s.gebied.code, s.thema.volgorde))
    assert [_voluit(stroom) for stroom in geldstromen(jaar)] == [_voluit(s) for s in ledger]
    assert stand_van(wijken["Lariks"], jaar).stand.besteed == Decimal("1000.01")


def test_fast_reading_of_areas_gives_the_same_areas(wijken: dict[str, Gebied], buurt: Gebied, stad: Gebied) -> None:
    for gebied, jaar in ((wijken["Lariks"], 2014), (wijken["Lariks"], 2022), (buurt, 2019)):
        GebiedVersie.objects.create(
            gebied=gebied, jaar=jaar, naam=gebied.naam, geometrie={}, label_lon=6.5, label_lat=53, bron="CBS"
        )
    gevonden = publiek.gebied_met_slug("de-lariks-oost")
    assert gevonden is not None
    gebied, jaren = gevonden
    assert _velden(gebied) == _velden(buurt)
    assert _velden(gebied.ouder) == _velden(wijken["Lariks"])
    assert _velden(gebied.ouder.ouder) == _velden(stad)
    assert jaren == {soort: nieuwste_jaar(soort) for soort in ("wijk", "buurt")} == {"wijk": 2022, "buurt": 2019}
    assert publiek.gebied_met_slug("assen")[0].ouder is None
    assert publiek.gebied_met_slug("nergens") is None
    assert [_velden(wijk) for wijk in publiek.wijken()] == [_velden(wijk) for wijk in Gebied.objects.wijken()]
    assert [_velden(deel) for deel in publiek.onder(wijken["Lariks"])] == [_velden(buurt)]
    assert publiek.onder(buurt) == []


def test_latest_activities_are_newest_first_with_their_first_photo(
    wijken: dict[str, Gebied], maak_activiteit: Callable[..., Activiteit], bewoner: Gebruiker
) -> None:
    oud = maak_activiteit(wijken["Lariks"], "Oud", datum=dt.date(2026, 1, 1))
    nieuw = maak_activiteit(wijken["Peelo"], "Nieuw", datum=dt.date(2026, 2, 1))
    for alt in ("eerste “é”", "tweede"):
        ActiviteitFoto.objects.bulk_create(
            [ActiviteitFoto(activiteit=nieuw, bestand="x.jpg", breedte=4, hoogte=3, alt=alt)]
        )
    lijst = laatste_activiteiten(bewoner)
    assert [a.pk for a in lijst] == [nieuw.pk, oud.pk]
    assert (lijst[0].foto.alt, lijst[0].foto.breedte, lijst[0].foto.hoogte) == ("eerste “é”", 4, 3)
    assert lijst[1].foto is None


def test_robots_and_sitemap_name_the_public_pages(
    client: Client,
    settings: Any,
    wijken: dict[str, Gebied],
    actium: Partner,
    themas: dict[str, Thema],
    bewoner: Gebruiker,
) -> None:
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    weg = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner, status="ingetrokken")
    settings.SITE_URL = "https://buurt.example"
    robots = tekst(client, "/robots.txt")
    assert "Disallow: /beheer/" in robots
    assert "Sitemap: https://buurt.example/sitemap.xml" in robots
    kaart = tekst(client, "/sitemap.xml")
    for pad in ("/", "/geld/", "/gebieden/", "/buurt/lariks/", "/partners/actium/", "/over/", plan.get_absolute_url()):
        assert f"<loc>https://buurt.example{pad}</loc>" in kaart
    assert "/werk/" not in kaart
    assert weg.get_absolute_url() not in kaart


@pytest.mark.parametrize("pad", ["/", "/geld/", "/buurt/lariks/", "/gebieden/", "/partners/", "/over/"])
def test_public_pages_are_really_cached(client: Client, programma: Programma, pad: str) -> None:
    eerste = client.get(pad)
    with CaptureQueriesContext(connection) as vragen:
        tweede = Client().get(pad)
    assert (len(vragen), tweede.content) == (0, eerste.content)
    assert client.get(pad, headers={"If-None-Match": eerste["ETag"]}).status_code == 304
