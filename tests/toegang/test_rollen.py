"""The whole table: every role at every address of ours, by GET and by POST. The rows are in tabel.py."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from budgetten.enums import Uitgavestatus
from tests.rollen import ROLLEN
from tests.toegang.adressen import adressen
from tests.toegang.tabel import TABEL, Rij

pytestmark = pytest.mark.django_db

IN, LOGIN, NEE, METHODE = "in", "login", "nee", "methode"


def test_every_address_has_a_row_and_every_row_an_address():
    assert {rij.naam for rij in TABEL} == {adres.naam for adres in adressen() if adres.eigen}


def _uitkomst(antwoord: HttpResponse, erin: frozenset[int], *, verborgen: bool) -> str:
    if antwoord.streaming:
        b"".join(antwoord.streaming_content)  # to the end: that closes the file
    if antwoord.status_code == 302 and antwoord.headers["Location"].startswith("/account/login/"):
        return LOGIN
    if antwoord.status_code in erin:
        return IN
    if antwoord.status_code == 403 or (verborgen and antwoord.status_code == 404):
        return NEE
    return METHODE if antwoord.status_code == 405 else str(antwoord.status_code)


def _verwacht(rol: str, mag: frozenset[str] | None, anders: frozenset[str] | None, *, lezen: bool) -> set[str]:
    """What is right: in, or refused in the way that fits; `anders` are the roles that may use the other method."""
    if mag is None:
        return {METHODE} if rol in (anders or ()) else {METHODE, NEE, LOGIN}
    if rol in mag:
        return {IN}
    return {LOGIN} if lezen and rol == "bezoeker" else {NEE}


def _verschillen(
    rij: Rij, mag: frozenset[str] | None, anders: frozenset[str] | None, vraag: Callable[[Client], HttpResponse], als
) -> dict[str, tuple[str, set[str]]]:
    """Ask as every role, each in a savepoint that is rolled back; return role → (found, expected) where they differ."""
    lezen = mag is rij.get and vraag.__name__ == "haal"
    gevonden = {}
    for rol in ROLLEN:
        client = als(rol)
        with transaction.atomic():
            antwoord = vraag(client)
            if antwoord.streaming:
                b"".join(antwoord.streaming_content)  # a file is closed when it was read to its end
            uitkomst = _uitkomst(antwoord, rij.get_in if lezen else rij.post_in, verborgen=rij.verborgen)
            transaction.set_rollback(True)
        verwacht = _verwacht(rol, mag, anders, lezen=lezen)
        if rij.verborgen and NEE in verwacht | {LOGIN} and uitkomst == NEE and IN not in verwacht:
            continue
        if uitkomst not in verwacht:
            gevonden[rol] = (uitkomst, verwacht)
    return gevonden


#: Making the world takes longer than asking it something, so several rows share one; each request is rolled back.
RIJEN_PER_WERELD = 8
GROEPEN = [TABEL[i : i + RIJEN_PER_WERELD] for i in range(0, len(TABEL), RIJEN_PER_WERELD)]


def _naam(groep: list[Rij]) -> str:
    return f"{groep[0]} - {groep[-1]}"


@pytest.mark.parametrize("groep", GROEPEN, ids=_naam)
def test_get_and_post_are_for_these_roles(groep, wereld, als):
    verschillen = {}
    for rij in groep:
        url = reverse(rij.naam, args=rij.args(wereld))

        def haal(client: Client, url: str = url, rij: Rij = rij) -> HttpResponse:
            return client.get(url, rij.vraag)

        def stuur(client: Client, url: str = url, rij: Rij = rij) -> HttpResponse:
            return client.post(url, rij.gegevens(wereld))

        verschillen[f"GET {rij}"] = _verschillen(rij, rij.get, rij.post, haal, als)
        cache.clear()  # what counts how often somebody did something
        verschillen[f"POST {rij}"] = _verschillen(rij, rij.post, rij.get, stuur, als)
        cache.clear()
    assert {waar: rollen for waar, rollen in verschillen.items() if rollen} == {}


@pytest.mark.parametrize("actie", ["goedkeuren", "afkeuren"])
def test_nobody_judges_an_expense_of_their_own(actie, wereld, als):
    """The page may say so with a sentence instead of a 403; what counts is that nothing happens."""
    als("coordinator").post(reverse(f"budgetten:uitgave_{actie}", args=[wereld.ingediend.pk]), {"reden": "Dubbel"})

    wereld.ingediend.refresh_from_db()
    assert (wereld.ingediend.status, wereld.ingediend.beoordeeld_door) == (Uitgavestatus.INGEDIEND, None)
