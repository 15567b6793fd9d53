"""The menus: who sees which page, and which one is marked as the current."""

from collections.abc import Iterator

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kern import navigatie
from kern.models import Gebruiker

PERMISSION = "kern.proef_navigatie"


@pytest.fixture
def menu() -> Iterator[None]:
    """Two pages in an otherwise empty menu: one public, one for Anna."""
    bewaard = dict(navigatie._punten)
    navigatie._punten.clear()
    navigatie._gesorteerd.clear()
    rules.add_perm(PERMISSION, rules.predicate(lambda user: user.email == "anna@example.nl"))
    navigatie.registreer("Stijlgids", "kern:stijlgids", permission=PERMISSION, volgorde=1)
    navigatie.registreer("Over", "kern:over", volgorde=2)
    yield
    rules.remove_perm(PERMISSION)
    navigatie._punten.clear()
    navigatie._punten.update(bewaard)
    navigatie._gesorteerd.clear()


def render(rf: RequestFactory, user: object, pad: str = "/") -> str:
    context = Context({"request": rf.get(pad), "user": user})
    return Template('{% navigatie "openbaar" %}').render(context)


@pytest.mark.usefixtures("menu")
def test_navigatie_of_a_stranger_has_public_pages_and_asks_no_query(
    rf: RequestFactory, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert render(rf, AnonymousUser()) == '<li><a href="/over/">Over</a></li>'


@pytest.mark.usefixtures("menu")
def test_navigatie_shows_a_page_only_with_its_permission(rf: RequestFactory, db: None) -> None:
    anna = Gebruiker.objects.create_user("anna@example.nl")
    bert = Gebruiker.objects.create_user("bert@example.nl")
    assert render(rf, anna) == '<li><a href="/stijlgids/">Stijlgids</a></li><li><a href="/over/">Over</a></li>'
    assert render(rf, bert) == '<li><a href="/over/">Over</a></li>'


@pytest.mark.usefixtures("menu")
def test_navigatie_marks_the_page_and_the_part_of_the_site(rf: RequestFactory) -> None:
    assert render(rf, AnonymousUser(), "/over/") == '<li><a href="/over/" aria-current="page">Over</a></li>'
    assert render(rf, AnonymousUser(), "/over/iets/") == '<li><a href="/over/" aria-current="true">Over</a></li>'
    assert render(rf, AnonymousUser(), "/overig/") == '<li><a href="/over/">Over</a></li>'


def test_actieve_url_is_the_longest_that_fits_and_home_only_itself() -> None:
    urls = ["/", "/budget/", "/budget/uitgaven/"]
    assert navigatie.actieve_url(urls, "/budget/uitgaven/3/") == "/budget/uitgaven/"
    assert navigatie.actieve_url(urls, "/budget/regel/1/") == "/budget/"
    assert navigatie.actieve_url(urls, "/") == "/"
    assert navigatie.actieve_url(urls, "/geld/") is None


@pytest.mark.usefixtures("menu")
def test_navigatie_marks_a_page_by_the_name_of_a_view_below_it(client: Client, db: None) -> None:
    navigatie.registreer("Taal", "kern:taal", volgorde=3, ook=("kern:toegankelijk",))
    request = client.get("/toegankelijkheid/").wsgi_request
    assert navigatie.actief_adres(navigatie.punten("openbaar"), request) == reverse("kern:taal")
    assert navigatie.actief_adres(navigatie.punten("openbaar"), None) is None


@pytest.mark.usefixtures("menu")
def test_registreer_of_the_same_page_replaces_it() -> None:
    navigatie.registreer("Over ons", "kern:over", volgorde=0)
    assert [str(punt.label) for punt in navigatie.punten("openbaar")] == ["Over ons", "Stijlgids"]
