"""Pages about the site itself and the error pages."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from kern.views.fouten import geen_toegang, slecht_verzoek, storing


@pytest.mark.parametrize("pad", ["/over/", "/toegankelijkheid/", "/stijlgids/"])
def test_page_for_strangers_has_no_cookie_no_token_and_no_query(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries, pad: str
) -> None:
    with django_assert_num_queries(0):
        response = client.get(pad)
    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert "hx-headers" not in response.text
    assert " style=" not in response.text


@pytest.mark.parametrize("aan", [True, False])
def test_page_says_when_the_figures_are_examples(client: Client, db: None, settings: Settings, aan: bool) -> None:
    settings.VOORBEELDGEGEVENS = aan
    assert ("Voorbeeldgegevens: deze cijfers zijn niet echt." in client.get("/toegankelijkheid/").text) is aan


def test_municipality_swaps_the_theme_with_one_setting(client: Client, db: None, settings: Settings) -> None:
    settings.THEMA_CSS = "css/eigen.css"
    html = client.get("/toegankelijkheid/").text
    assert 'href="/static/css/eigen.css"' in html
    assert "css/thema.css" not in html


def test_language_is_chosen_with_a_post_and_leads_back(client: Client, db: None) -> None:
    response = client.get("/taal/?volgende=/toegankelijkheid/")
    assert '<input type="hidden" name="next" value="/toegankelijkheid/">' in response.text
    response = client.post("/taal/setlang/", {"language": "en", "next": "/toegankelijkheid/"})
    assert (response.status_code, response["Location"]) == (302, "/toegankelijkheid/")
    assert '<html lang="en"' in client.get("/toegankelijkheid/").text


def test_language_never_leads_to_another_site(client: Client, db: None) -> None:
    response = client.post("/taal/setlang/", {"language": "nl", "next": "https://elders.example/"})
    assert response["Location"] == "/"


def test_unknown_address_answers_404_in_the_look_of_the_site(client: Client, db: None) -> None:
    response = client.get("/bestaat/niet/")
    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in response.text
    assert 'class="kopbalk"' in response.text


def test_refused_and_broken_requests_have_their_own_page(rf: RequestFactory, db: None) -> None:
    response = geen_toegang(rf.get("/"), PermissionDenied())
    assert (response.status_code, "U mag deze pagina niet bekijken" in response.text) == (403, True)
    response = slecht_verzoek(rf.get("/"), SuspiciousOperation())
    assert (response.status_code, "Wij begrijpen dit verzoek niet" in response.text) == (400, True)


def test_expired_form_says_what_to_do(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/taal/setlang/", {"language": "nl"})
    assert (response.status_code, "Uw formulier is verlopen" in response.text) == (403, True)


def test_storing_needs_no_database(rf: RequestFactory) -> None:
    response = storing(rf.get("/"))
    assert (response.status_code, "Er ging iets mis bij ons" in response.text) == (500, True)


def test_storing_answers_even_when_its_own_template_fails(rf: RequestFactory, settings: Settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    response = storing(rf.get("/"))
    assert (response.status_code, response.text) == (500, "Er ging iets mis")
