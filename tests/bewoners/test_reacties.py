"""Comments: placed, looked at, reported, removed with a reason."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bewoners.domain import reacties
from bewoners.enums import Initiatiefstatus, Reactiestatus
from bewoners.models import Initiatief, Reactie, Reactiemelding, Regelingversie
from gebieden.models import Gebied, Thema
from kern import honingpot
from kern.domain.fouten import GeenToestemming, Weigering
from kern.models import Gebruiker, Logregel, Melding, Uitgaandbericht
from tests.bewoners.fabriek import maak_initiatief, versie_voor
from tests.factories import GebruikerFactory

pytestmark = pytest.mark.django_db
R = Reactiestatus
BEHEREN = "/initiatieven/reacties/"


@pytest.fixture(autouse=True)
def _geen_haast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(honingpot, "SNELST", dt.timedelta(0))


@pytest.fixture
def initiatief(wijken: dict[str, Gebied], themas: dict[str, Thema], bewoner: Gebruiker) -> Initiatief:
    return maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)


@pytest.fixture
def buur(db: None) -> Gebruiker:
    return GebruikerFactory(naam="Bo Buur", email="buur@example.nl")


@pytest.fixture
def zichtbaar(initiatief: Initiatief, buur: Gebruiker, coordinator: Gebruiker) -> Reactie:
    return reacties.toon(reacties.plaats(initiatief, tekst="Wat een mooi plan", door=buur), door=coordinator)


def pagina(initiatief: Initiatief, client: Client | None = None) -> str:
    return (client or Client()).get(initiatief.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()


def meld(client: Client, reactie: Reactie, **velden: Any) -> Any:
    pad = reverse("bewoners:reactie_melden", args=[reactie.pk])
    klok = re.search(r'name="moment" value="([^"]+)"', client.get(pad).content.decode())
    return client.post(pad, {"reden": "Scheldt", "moment": klok[1] if klok else ""} | velden)


def test_comment_is_read_first_when_the_scheme_says_so(
    als: Callable[..., Client], initiatief: Initiatief, buur: Gebruiker, coordinator: Gebruiker
) -> None:
    client = als(buur)
    pad = reverse("bewoners:reageer", args=[initiatief.pk])
    assert "leest uw reactie eerst" in client.get(pad).content.decode()
    assert client.post(pad, {"tekst": "Ik help mee"}).status_code == 302
    assert "Ik help mee" not in pagina(initiatief)
    assert "Ik help mee" in pagina(initiatief, client)
    assert Melding.objects.get(gebruiker=coordinator).url == BEHEREN
    reactie = Reactie.objects.get()
    assert als("coordinator").post(reverse("bewoners:reactie_tonen", args=[reactie.pk])).status_code == 302
    assert "Ik help mee" in pagina(initiatief)
    assert "Bo Buur" in pagina(initiatief)


def test_comment_shows_at_once_when_the_scheme_says_so(
    wijken: dict[str, Gebied], themas: dict[str, Thema], bewoner: Gebruiker, buur: Gebruiker
) -> None:
    versie = versie_voor(400)
    Regelingversie.objects.filter(pk=versie.pk).update(reacties_vooraf=False)
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    assert reacties.plaats(plan, tekst="Meteen", door=buur).status == R.ZICHTBAAR
    assert "Meteen" in pagina(plan)
    assert Melding.objects.get(gebruiker=bewoner).soort == "reactie"


def test_stranger_logs_in_first(client: Client, initiatief: Initiatief) -> None:
    pad = reverse("bewoners:reageer", args=[initiatief.pk])
    assert client.get(pad)["Location"].startswith("/account/login/")
    assert client.post(pad, {"tekst": "x"}).status_code == 403


def test_no_comment_on_what_is_not_public(als: Callable[..., Client], initiatief: Initiatief, buur: Gebruiker) -> None:
    Initiatief.objects.filter(pk=initiatief.pk).update(status=Initiatiefstatus.INGETROKKEN)
    assert als(buur).get(reverse("bewoners:reageer", args=[initiatief.pk])).status_code == 403
    with pytest.raises(Weigering):
        reacties.plaats(initiatief, tekst="x", door=buur)


@pytest.mark.parametrize("tekst", ["", "   "])
def test_empty_comment_is_refused(
    als: Callable[..., Client], initiatief: Initiatief, buur: Gebruiker, tekst: str
) -> None:
    antwoord = als(buur).post(reverse("bewoners:reageer", args=[initiatief.pk]), {"tekst": tekst})
    assert "Schrijf eerst uw reactie" in antwoord.content.decode()


def test_same_comment_twice_is_refused(initiatief: Initiatief, buur: Gebruiker) -> None:
    reacties.plaats(initiatief, tekst="Mooi", door=buur)
    with pytest.raises(Weigering, match="al geplaatst"):
        reacties.plaats(initiatief, tekst="Mooi ", door=buur)


def test_comment_is_shown_as_text(initiatief: Initiatief, buur: Gebruiker, coordinator: Gebruiker) -> None:
    reacties.toon(reacties.plaats(initiatief, tekst="<script>x</script>", door=buur), door=coordinator)
    assert "<script>x" not in pagina(initiatief)


def test_anybody_reports_and_it_hides_until_judged(
    client: Client, als: Callable[..., Client], zichtbaar: Reactie, initiatief: Initiatief, coordinator: Gebruiker
) -> None:
    assert "Wat een mooi plan" in pagina(initiatief)
    assert meld(client, zichtbaar).status_code == 302
    assert "Wat een mooi plan" not in pagina(initiatief)
    assert client.get(reverse("bewoners:reactie_melden", args=[zichtbaar.pk])).status_code == 404
    beheer = als("coordinator").get(BEHEREN).content.decode()
    assert "Gemeld: Scheldt" in beheer
    assert "1 reactie wacht op u" in beheer
    reacties.toon(zichtbaar, door=coordinator)
    assert "Wat een mooi plan" in pagina(initiatief)
    assert Reactiemelding.objects.get().afgehandeld_op is not None
    meld(Client(), zichtbaar)  # reported again: hidden again
    assert "Wat een mooi plan" not in pagina(initiatief)


def test_robot_and_too_many_reports_hide_nothing(client: Client, zichtbaar: Reactie, monkeypatch: Any) -> None:
    from bewoners.views import reacties as views

    assert meld(client, zichtbaar, aanvulling_2="x").status_code == 302
    monkeypatch.setattr(views, "MELDINGEN_PER_UUR", 0)
    assert "over een uur" in meld(client, zichtbaar).content.decode()
    zichtbaar.refresh_from_db()
    assert zichtbaar.status == R.ZICHTBAAR


def test_removal_has_a_reason_the_author_reads(
    als: Callable[..., Client], zichtbaar: Reactie, initiatief: Initiatief, buur: Gebruiker
) -> None:
    pad = reverse("bewoners:reactie_weghalen", args=[zichtbaar.pk])
    zonder = als("coordinator").post(pad, {"reden": ""})
    assert zonder.status_code == 422
    assert "Schrijf waarom" in zonder.content.decode()
    assert als("coordinator").post(pad, {"reden": "Noemt een adres"}).status_code == 302
    assert "Wat een mooi plan" not in pagina(initiatief)
    melding = Melding.objects.get(gebruiker=buur)
    assert "Noemt een adres" in melding.tekst
    assert "Noemt een adres" in Uitgaandbericht.objects.get(gebruiker=buur).tekst
    assert Logregel.objects.filter(actie="reactie weggehaald", toelichting="Noemt een adres").count() == 1
    beheer = als("coordinator").get(BEHEREN).content.decode()
    assert "Reden: Noemt een adres" in beheer
    als("coordinator").post(reverse("bewoners:reactie_tonen", args=[zichtbaar.pk]))
    assert "Wat een mooi plan" in pagina(initiatief)


def test_database_keeps_the_reason(zichtbaar: Reactie) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Reactie.objects.filter(pk=zichtbaar.pk).update(status=R.VERWIJDERD, reden="")


def test_only_a_coordinator_of_the_area_judges(
    als: Callable[..., Client], zichtbaar: Reactie, coordinator_elders: Gebruiker
) -> None:
    for naam in ("reactie_tonen", "reactie_weghalen"):
        pad = reverse(f"bewoners:{naam}", args=[zichtbaar.pk])
        assert als(coordinator_elders).post(pad, {"reden": "x"}).status_code == 403
        assert als("bewoner").post(pad, {"reden": "x"}).status_code == 403
    for doe in (lambda: reacties.toon(zichtbaar, door=coordinator_elders),
                lambda: reacties.verwijder(zichtbaar, reden="x", door=coordinator_elders)):  # fmt: skip
        with pytest.raises(GeenToestemming):
            doe()
    assert "Wat een mooi plan" not in als(coordinator_elders).get(BEHEREN).content.decode()


def test_author_takes_it_back_for_good(
    als: Callable[..., Client], zichtbaar: Reactie, initiatief: Initiatief, buur: Gebruiker, coordinator: Gebruiker
) -> None:
    pad = reverse("bewoners:reactie_eigen_weg", args=[zichtbaar.pk])
    assert als("bewoner").post(pad).status_code == 403
    assert als(buur).post(pad).status_code == 302
    zichtbaar.refresh_from_db()
    assert (zichtbaar.status, zichtbaar.tekst) == (R.VERWIJDERD, "")
    with pytest.raises(Weigering, match="komt niet terug"):
        reacties.toon(zichtbaar, door=coordinator)


def test_page_of_comments_asks_the_same_however_many(
    als: Callable[..., Client], initiatief: Initiatief, buur: Gebruiker
) -> None:
    client = als("coordinator")

    def tel() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            assert client.get(BEHEREN).status_code == 200
        return len(gevangen)

    reacties.plaats(initiatief, tekst="0", door=buur)
    tel()  # the first page of a session asks more
    een = tel()
    for i in range(1, 12):
        reacties.plaats(initiatief, tekst=str(i), door=buur)
    assert tel() == een
    assert reacties.wachtend(initiatief.indiener) == 0
