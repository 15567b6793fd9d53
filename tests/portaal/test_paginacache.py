"""The page cache: who gets a stored page, who does not, and when it is old."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from budgetten.domain.regels import besteed_direct
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.models import Gebied, Thema
from kern.domain import versie
from kern.models import Gebruiker
from partners.models import Partner
from portaal import middleware
from tests.factories import BegrotingsregelFactory, zet_geld_op
from tests.portaal import urls_paginacache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portaal.urls_paginacache")]

PUBLIEK = "/proef/publiek/"
gerenderd = urls_paginacache.gerenderd


@pytest.fixture(autouse=True)
def _begin() -> None:
    gerenderd.clear()


def paginas() -> int:
    """How many pages Redis holds."""
    client = cache._cache.get_client()
    return sum(1 for _ in client.scan_iter("*pagina:*"))


def test_second_visitor_gets_the_stored_page(client: Client) -> None:
    eerste = client.get(PUBLIEK)
    tweede = Client().get(PUBLIEK)
    assert eerste.content == tweede.content == b"1 vreemde nl"
    assert len(gerenderd) == 1


def test_stored_page_needs_no_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get(PUBLIEK)
    with django_assert_num_queries(0):
        assert client.get(PUBLIEK).status_code == 200


def test_stored_page_has_the_same_headers(client: Client) -> None:
    eerste, tweede = client.get(PUBLIEK), client.get(PUBLIEK)
    assert dict(eerste.headers) == dict(tweede.headers)
    assert "default-src 'self'" in tweede["Content-Security-Policy"]
    assert tweede["Content-Language"] == "nl"
    assert tweede["X-Frame-Options"] == "DENY"
    assert tweede["Cache-Control"] == "max-age=0, must-revalidate, private"
    assert {naam.strip() for naam in tweede["Vary"].split(",")} == {"Cookie", "Accept-Language"}


@pytest.mark.parametrize("naam", ["nietgemerkt", "nietvooriedereen", "cookie", "formulier", "bericht", "sessie", "niet200", "nietbewaren", "stroom"])  # fmt: skip
def test_page_that_is_not_the_same_for_everybody_is_never_stored(naam: str) -> None:
    Client().get(f"/proef/{naam}/")
    Client().get(f"/proef/{naam}/")
    assert paginas() == 0
    assert len(gerenderd) == (0 if naam == "nietvooriedereen" else 2)


def test_logged_in_user_neither_gets_nor_leaves_a_stored_page(bewoner: Gebruiker, als: Callable[..., Client]) -> None:
    ingelogd = als(bewoner)
    assert ingelogd.get(PUBLIEK).content == b"1 bewoner@example.nl nl"
    assert paginas() == 0
    assert Client().get(PUBLIEK).content == b"2 vreemde nl"
    antwoord = ingelogd.get(PUBLIEK)
    assert antwoord.content == b"3 bewoner@example.nl nl"
    assert "ETag" not in antwoord
    assert Client().get(PUBLIEK).content == b"2 vreemde nl"


def test_etag_of_a_stranger_is_worth_nothing_after_logging_in(client: Client, bewoner: Gebruiker) -> None:
    etag = client.get(PUBLIEK)["ETag"]
    client.force_login(bewoner)
    antwoord = client.get(PUBLIEK, headers={"If-None-Match": etag})
    assert (antwoord.status_code, antwoord.content) == (200, b"2 bewoner@example.nl nl")


@pytest.mark.parametrize("kop", [{"Authorization": "Basic x"}, {"HX-Request": "true"}, {"Cookie": "messages=x"}])
def test_request_with_something_of_its_own_is_rendered(client: Client, kop: dict[str, str]) -> None:
    client.get(PUBLIEK)
    assert client.get(PUBLIEK, headers=kop).content == b"2 vreemde nl"
    assert client.get(PUBLIEK).content == b"1 vreemde nl"


def test_languages_are_stored_apart(client: Client) -> None:
    assert client.get(PUBLIEK).content == b"1 vreemde nl"
    assert client.get(PUBLIEK, headers={"Accept-Language": "en"}).content == b"2 vreemde en"
    assert client.get(PUBLIEK, headers={"Accept-Language": "en"})["Content-Language"] == "en"
    client.cookies["django_language"] = "en"
    assert client.get(PUBLIEK).content == b"2 vreemde en"
    assert Client().get(PUBLIEK).content == b"1 vreemde nl"


def test_known_parameters_are_stored_in_any_order(client: Client) -> None:
    client.get(PUBLIEK, {"jaar": "2011", "maat": "a"})
    assert client.get(PUBLIEK, {"maat": "a", "jaar": "2011"}).content == b"1 vreemde nl"
    assert client.get(PUBLIEK, {"maat": "b", "jaar": "2011"}).content == b"2 vreemde nl"


@pytest.mark.parametrize("vraag", ["utm=1", "jaar=20111", "jaar=x", "jaar=2011&jaar=2012", "maat=c", "jaar=2011&x=1"])
def test_unknown_parameters_fill_no_cache(client: Client, vraag: str) -> None:
    assert client.get(f"{PUBLIEK}?{vraag}").status_code == 200
    assert client.get(f"{PUBLIEK}?{vraag}").status_code == 200
    assert (paginas(), len(gerenderd)) == (0, 2)


def test_very_long_query_is_not_looked_up(client: Client) -> None:
    assert client.get(f"{PUBLIEK}?{'x' * 5000}").status_code == 200
    assert paginas() == 0


def test_same_etag_gives_304_without_body(client: Client) -> None:
    eerste = client.get(PUBLIEK)
    antwoord = client.get(PUBLIEK, headers={"If-None-Match": eerste["ETag"]})
    assert (antwoord.status_code, antwoord.content) == (304, b"")
    assert antwoord["ETag"] == eerste["ETag"]
    assert antwoord["Vary"] == eerste["Vary"]
    assert client.get(PUBLIEK, headers={"If-None-Match": f"W/{eerste['ETag']}"}).status_code == 304
    assert client.get(PUBLIEK, headers={"If-None-Match": '"anders"'}).status_code == 200
    assert len(gerenderd) == 1


def test_304_after_rerender_when_nothing_changed(client: Client) -> None:
    eerste = client.get(PUBLIEK)
    cache.clear()
    gerenderd.clear()
    assert client.get(PUBLIEK, headers={"If-None-Match": eerste["ETag"]}).status_code == 304
    assert len(gerenderd) == 1


def test_head_answers_from_the_cache_without_body(client: Client) -> None:
    eerste = client.get(PUBLIEK)
    antwoord = client.head(PUBLIEK)
    assert (antwoord.status_code, antwoord.content) == (200, b"")
    assert antwoord["ETag"] == eerste["ETag"]
    assert antwoord["Content-Length"] == str(len(eerste.content))
    assert len(gerenderd) == 1


def test_head_stores_nothing(client: Client) -> None:
    assert client.head(PUBLIEK)["ETag"]
    assert paginas() == 0


def test_post_is_not_answered_from_the_cache(client: Client) -> None:
    client.get(PUBLIEK)
    assert client.post(PUBLIEK).status_code == 405


def test_wrong_host_gets_no_stored_page(client: Client, settings: Settings) -> None:
    client.get(PUBLIEK)
    settings.ALLOWED_HOSTS = ["goed.example"]
    assert client.get(PUBLIEK, headers={"Host": "fout.example"}).status_code == 400


@pytest.mark.parametrize("soort", ["stand", "publiek"])
def test_raised_version_makes_pages_old(client: Client, soort: versie.Soort) -> None:
    client.get(PUBLIEK)
    versie.verhoog(soort)
    assert client.get(PUBLIEK).content == b"2 vreemde nl"
    assert client.get(PUBLIEK).content == b"2 vreemde nl"
    assert paginas() == 1


def test_lost_version_makes_pages_old(client: Client) -> None:
    client.get(PUBLIEK)
    cache.delete(versie.sleutel("stand"))
    assert client.get(PUBLIEK).content == b"2 vreemde nl"
    assert client.get(PUBLIEK).content == b"2 vreemde nl"


def test_version_raised_while_rendering_is_not_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    echt = urls_paginacache.Publiek.get

    def tijdens(self: urls_paginacache.Publiek, request: object, **kwargs: object) -> object:
        antwoord = echt(self, request, **kwargs)
        versie.verhoog("stand")
        return antwoord

    monkeypatch.setattr(urls_paginacache.Publiek, "get", tijdens)
    client.get(PUBLIEK)
    monkeypatch.undo()
    assert client.get(PUBLIEK).content == b"2 vreemde nl"


def test_pages_expire_within_a_minute(client: Client) -> None:
    client.get(PUBLIEK)
    redis = cache._cache.get_client()
    [sleutel] = list(redis.scan_iter("*pagina:*"))
    assert 0 < redis.ttl(sleutel) <= middleware.HOUDBAAR == 60


def test_posting_shows_at_once(
    client: Client,
    wijken: dict[str, Gebied],
    themas: dict[str, Thema],
    actium: Partner,
    boekjaar: Boekjaar,
    controller: Gebruiker,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    regel: Begrotingsregel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Lariks"], thema=themas["Groen"])
    zet_geld_op(regel, {actium: Decimal("1000.00")})
    client.get(PUBLIEK)
    with django_capture_on_commit_callbacks(execute=True):
        besteed_direct(
            regel,
            bedrag=Decimal("10.00"),
            boekdatum=boekjaar.perioden.get(maand=1).begin,
            omschrijving="Bloembollen",
            door=controller,
        )
        assert client.get(PUBLIEK).content == b"1 vreemde nl"  # not committed yet
    assert client.get(PUBLIEK).content == b"2 vreemde nl"


@pytest.mark.django_db(transaction=True)
def test_saved_public_content_shows_after_commit_only(client: Client, stad: Gebied) -> None:
    client.get(PUBLIEK)
    with transaction.atomic():
        stad.naam = "Assen (nieuw)"
        stad.save()
        assert client.get(PUBLIEK).content == b"1 vreemde nl"
    assert client.get(PUBLIEK).content == b"2 vreemde nl"


def test_without_redis_pages_are_rendered(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nergens/redis.sock?db=1",
        }
    }
    eerste = client.get(PUBLIEK)
    assert (eerste.status_code, eerste.content) == (200, b"1 vreemde nl")
    assert eerste["Cache-Control"] == "max-age=0, must-revalidate, private"
    assert client.get(PUBLIEK).content == b"2 vreemde nl"
    assert versie.verhoog("stand")
