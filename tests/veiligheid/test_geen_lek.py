"""Nothing private of an initiative reaches who may not see it: by any page, file, feed, export or mail.

Secrets are planted everywhere (geheimen.py) and everything that can be reached is read (kruiper.py): by following
links, and by trying every address of the application with every key that was planted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, path, reverse
from django.urls.resolvers import RoutePattern

from bewoners.domain import gesprek, nieuws, publiek, reacties, steun, volgen
from bewoners.enums import Initiatiefstatus
from bewoners.models import Reactie
from gebieden.models import Gebied, GebiedVersie, Thema
from kern.domain.versleuteling import versleutelde_velden
from kern.models import Gebruiker, Melding, Uitgaandbericht
from tests.factories import GebruikerFactory, MedewerkerFactory
from tests.toegang.adressen import adressen
from tests.veiligheid.geheimen import VOL, Geheimen, plant
from tests.veiligheid.kruiper import kruip, lees, links

pytestmark = pytest.mark.django_db
S = Initiatiefstatus
BEGIN = ("/", "/sitemap.xml", "/robots.txt", "/initiatieven/", "/initiatieven/feed/", "/buurt/lariks/", "/werk/")
#: Who may open a file reads what is in it, but how to reach and pay people is for who handles it (and finance).
PERSOONLIJK = ("adres", "telefoon", "iban", "email", "eigenmail", "tenaamstelling", "klad", "sleutel", "plek")
#: An objection and the decision it is about are for a coordinator who had no part in it (Awb 7:5).
BEZWAAR = re.compile(
    r"\S+ ((bezwaar|bezwaar-te-laat|motivering|inhoud|naam) at /initiatieven/bezwaren/\S*|inhoud at /werk/)"
)


@pytest.fixture
def buur(db: None) -> Gebruiker:
    return GebruikerFactory(naam="Bo Buur", email="buur@example.nl")


@pytest.fixture
def geheimen(
    wijken: dict[str, Gebied], themas: dict[str, Thema], coordinator: Gebruiker, gemeente: Any, buur: Gebruiker
) -> Geheimen:
    """Planted by an applicant who is none of those who look; a neighbour talks, supports and follows where it is public."""
    indiener = GebruikerFactory(naam="Zqindienernaamzq", email="zqindienermailzq@example.nl")
    beoordelaar = MedewerkerFactory(partner=gemeente, gebruiker__naam="Berta Beoordelaar").gebruiker
    geplant = plant(
        gebied=wijken["Lariks"], thema=themas["Groen"], indiener=indiener, coordinator=coordinator,
        beoordelaar=beoordelaar, schrijver=GebruikerFactory(naam="Schrijver"),
    )  # fmt: skip
    geplant.alle["alle naam"] = indiener.naam
    GebiedVersie.objects.create(
        gebied=wijken["Lariks"], jaar=2022, naam="Lariks", geometrie={}, label_lon=6.5, label_lat=53, bron="CBS"
    )
    _leef(geplant, indiener, coordinator, buur)
    return geplant


def _leef(geplant: Geheimen, indiener: Gebruiker, coordinator: Gebruiker, buur: Gebruiker) -> None:
    """What people do with public plans, so that mails go out about them."""
    nieuw, loopt = geplant.initiatieven[S.INGEDIEND], geplant.initiatieven[S.IN_UITVOERING]
    for plan in (nieuw, loopt):
        volgen.volg(plan, door=buur)
        reacties.plaats(plan, tekst="Een reactie van de buur", door=buur)
        gesprek.schrijf(plan, tekst=geplant.nieuw("mail", f"bericht-i-{plan.pk}"), door=indiener)
        gesprek.schrijf(plan, tekst=geplant.nieuw("mail", f"bericht-c-{plan.pk}"), door=coordinator)
    for reactie in Reactie.objects.filter(auteur=buur):
        reacties.toon(reactie, door=coordinator)
    reacties.verwijder(Reactie.objects.filter(auteur=buur).first(), reden="Dubbel", door=coordinator)  # type: ignore[arg-type]
    steun.steun_als(nieuw, toon_naam=False, door=buur)
    steun.steun(nieuw, naam="Ander", email="ander@example.nl", toon_naam=True)
    nieuws.plaats(loopt, tekst="Openbaar nieuws", door=indiener)
    volgen.vertel(nieuw, soort="besluit", sleutel="b", tekst="Er is een besluit.")


def _met_sleutels(geplant: Geheimen) -> Iterator[str]:
    """Every address of ours with what was planted filled in: keys for numbers, slugs that exist, a made-up secret."""
    plannen = {geplant.initiatieven[naam].pk for naam in (*VOL, "verborgen", S.BUITEN_BEHANDELING, S.AFGESLOTEN)}
    bestanden = set(sorted(geplant.pks["Bijlage"])[6:18])  # of a plan that is decided on and of one that is carried out
    sleutels = sorted(plannen | bestanden | {min(van_soort) for van_soort in geplant.pks.values()})
    for adres in adressen():
        if not adres.eigen:
            continue
        van_plannen = adres.naam.startswith("bewoners:")
        keuzes: dict[str, list[Any]] = {
            "int": sleutels if van_plannen else sleutels[:3],
            "slug": ["lariks", "assen", "gemeente-assen", "actium", "klein"],
            "string": ["x" * 32],
        }
        omzetters = RoutePattern(adres.pad).converters.values()
        waarden = [
            keuzes.get(type(omzetter).__name__.removesuffix("Converter").lower(), ["x"]) for omzetter in omzetters
        ]
        if len(waarden) > 1:
            waarden = [sorted(plannen)[:4], *(keuze[:6] for keuze in waarden[1:])]
        for combinatie in product(*waarden):
            with suppress(NoReverseMatch):  # a regular expression that wants something else: its pages are linked
                yield reverse(adres.naam, args=combinatie)


def _lees_alles(client: Client, geplant: Geheimen) -> Any:
    """Crawl, then try every address; one harvest."""
    oogst = kruip(client, BEGIN)
    zonder_links = kruip(client, [a for a in _met_sleutels(geplant) if a not in oogst.gelezen], volg=False)
    oogst.gelezen |= zonder_links.gelezen
    oogst.kapot += zonder_links.kapot
    return oogst


@pytest.mark.parametrize("wie", ["bezoeker", "buur", "partnermedewerker", "coordinator_elders"])
def test_nobody_outside_reads_a_secret(wie: str, geheimen: Geheimen, als: Callable[..., Client]) -> None:
    oogst = _lees_alles(als(wie), geheimen)
    gevonden = oogst.zoek(geheimen.alle)
    if wie == "coordinator_elders":  # handles objections to decisions of colleagues, and reads no more than those
        gevonden = [lek for lek in gevonden if not BEZWAAR.fullmatch(lek)]
    assert gevonden == []
    assert oogst.kapot == []
    # it did read what is public
    assert "zichtbarereactiebij" in oogst.gelezen[geheimen.initiatieven[S.INGEDIEND].get_absolute_url()]
    for naam in ("bewoners:kaartpunten", "bewoners:feed", "bewoners:cijfers"):
        assert reverse(naam) in oogst.gelezen
    assert len(oogst.gelezen) > 1000


def test_who_may_open_a_file_but_does_not_handle_it_reads_no_contact_details(
    geheimen: Geheimen, als: Callable[..., Client]
) -> None:
    oogst = _lees_alles(als("stuurgroeplid"), geheimen)
    assert oogst.zoek(geheimen.van(*PERSOONLIJK)) == []
    assert oogst.zoek({label: g for label, g in geheimen.alle.items() if label.startswith("concept ")}) == []
    assert [regel for regel in oogst.zoek(geheimen.alle) if " bericht-" in f" {regel}"] == []
    dossier = reverse("bewoners:dossier", args=[geheimen.initiatieven[S.INGEDIEND].pk])
    assert "bloembakken" in oogst.gelezen[dossier]


def test_mails_and_news_tell_others_nothing(geheimen: Geheimen, coordinator: Gebruiker) -> None:
    eigen = {"zqindienermailzq@example.nl", *(f"{geheim}@example.nl" for geheim in geheimen.alle.values())}
    mails = [bericht for bericht in Uitgaandbericht.objects.all() if bericht.aan not in eigen]
    assert len(mails) > 5
    for bericht in mails:
        gevonden = [
            g for g in geheimen.alle.values() if g.casefold() in f"{bericht.onderwerp} {bericht.tekst}".casefold()
        ]
        assert gevonden == [], (bericht.onderwerp, bericht.aan)
    for melding in Melding.objects.exclude(gebruiker__email__in=eigen):
        assert [g for g in geheimen.alle.values() if g.casefold() in melding.tekst.casefold()] == []


def test_searching_for_a_secret_finds_nothing(client: Client, geheimen: Geheimen) -> None:
    """The filters of a public list look at public words only: otherwise one could guess letter by letter."""
    for geheim in set(geheimen.alle.values()):
        assert client.get("/initiatieven/", {"tekst": geheim}).context["paginator"].count == 0


def test_every_encrypted_field_of_an_initiative_is_planted(geheimen: Geheimen) -> None:
    """A field that is added later has to be planted too."""
    leeg = [
        f"{model.__name__}.{veld.name}"
        for model, veld in versleutelde_velden()
        if model._meta.app_label == "bewoners"
        and not any(getattr(rij, veld.name) for rij in model._default_manager.all())
    ]
    assert leeg == []


# the crawler itself: a test that cannot fail proves nothing

GEHEIM = "zqdiepgeheimzq"


def _pagina(tekst: str) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: HttpResponse(tekst)


def _werkboek(request: HttpRequest) -> HttpResponse:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/sharedStrings.xml", f"<t>{GEHEIM} xlsx</t>")
    return HttpResponse(
        uit.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )


urlpatterns = [
    path("proef/", _pagina('<a href="een/">x</a><form><select name="k"><option value="v"></select></form>')),
    path("proef/een/", _pagina('<div data-punten="/proef/kaart.geojson"></div><img src="/proef/plaatje/">')),
    path("proef/kaart.geojson", lambda request: JsonResponse({"a": [{"url": "/proef/feed/"}]})),
    path("proef/feed/", _pagina('<feed><link href="http://testserver/proef/werkboek/"/></feed>')),
    path("proef/werkboek/", _werkboek),
    path("proef/plaatje/", lambda request: HttpResponse(b"\xff\xd8" + GEHEIM.encode(), content_type="image/jpeg")),
    path("proef/kapot/", lambda request: 1 / 0),
]


@pytest.mark.urls(__name__)
def test_crawler_follows_every_kind_of_link_and_reads_every_kind_of_file(client: Client) -> None:
    oogst = kruip(client, ["/proef/"])
    assert set(oogst.gelezen) == {
        "/proef/", "/proef/?k=v", "/proef/een/", "/proef/kaart.geojson", "/proef/feed/", "/proef/werkboek/",
        "/proef/plaatje/",
    }  # fmt: skip
    assert oogst.zoek({"x": GEHEIM}) == ["x at /proef/plaatje/", "x at /proef/werkboek/"]
    assert kruip(client, ["/proef/kapot/"], volg=False).kapot == ["/proef/kapot/"]
    assert get_resolver().url_patterns == urlpatterns


@pytest.mark.parametrize(
    "zoals", ["zq diep\u00a0geheim zq", "ZQDIEPGEHEIMZQ", "zqdiep&#103;eheimzq", "zqdiep\ngeheimzq"]
)
def test_crawler_sees_through_spaces_case_and_entities(zoals: str) -> None:
    from tests.veiligheid.kruiper import Oogst, schoon

    oogst = Oogst({"/": "\n".join(schoon(tekst) for tekst in lees(zoals.encode(), "text/html"))})
    assert oogst.zoek({"x": GEHEIM}) == ["x at /"]
    assert set(links('<a href="/a/">"/b/"')) == {"/a/", "/b/"}


def test_a_leak_in_a_real_page_is_found(geheimen: Geheimen, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = geheimen.initiatieven[S.INGEDIEND]
    monkeypatch.setattr(publiek, "plek_in_woorden", lambda initiatief: initiatief.adres)
    monkeypatch.setattr(publiek, "PLEK_CIJFERS", 9)
    cache.clear()
    lekken = kruip(client, ["/initiatieven/"]).zoek(geheimen.alle)
    assert f"ingediend adres at {plan.get_absolute_url()}" in lekken
    assert any(lek.startswith("ingediend plek at /initiatieven/kaartpunten.geojson") for lek in lekken)


@pytest.mark.parametrize("soort", ["bestand-bon", "bestand-gesprek", "bestand-foto"])
def test_a_file_that_is_let_out_is_found(
    geheimen: Geheimen, client: Client, monkeypatch: pytest.MonkeyPatch, soort: str
) -> None:
    import rules

    monkeypatch.setattr(rules.permissions.permissions["bewoners.bijlage_zien"], "fn", lambda user, bijlage=None: True)
    adressen_ = [reverse("bewoners:bijlage", args=[pk]) for pk in geheimen.pks["Bijlage"]]
    assert any(f" {soort} at " in f" {lek}" for lek in kruip(client, adressen_, volg=False).zoek(geheimen.alle))
