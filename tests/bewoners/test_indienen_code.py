"""The code by mail: what it opens, and what it does not."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from bewoners.domain import bevestigen
from bewoners.domain.inrichten import richt_regelingen_in
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from kern.models import Gebruiker, Uitgaandbericht
from tests.bewoners import indienhulp as hulp
from tests.bewoners.indienhulp import EMAIL, stap
from tests.factories import GebruikerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bezig(wijken, themas, client, monkeypatch) -> Initiatief:
    """A draft of the browser `client`, with nothing in it yet."""
    richt_regelingen_in()
    return hulp.begin(client, monkeypatch)


@pytest.fixture
def met_code(bezig, client, wijken, themas) -> Initiatief:
    """Everything is filled in and the code was mailed."""
    hulp.vul_alles_in(client, thema=themas["Groen"], gebied=wijken["Lariks"])
    client.post(stap("controleren"))
    return bezig


def _mis(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_wrong_code_five_times_and_the_right_one_is_worth_nothing(met_code, client):
    code = hulp.laatste_code()
    for _ in range(bevestigen.POGINGEN):
        assert "Deze code klopt niet." in client.post(stap("code"), {"code": _mis(code)}).content.decode()
    assert "Deze code werkt niet meer." in client.post(stap("code"), {"code": code}).content.decode()
    met_code.refresh_from_db()
    assert (met_code.status, met_code.email_bevestigd_op) == (Initiatiefstatus.CONCEPT, None)
    assert "_auth_user_id" not in client.session


def test_code_is_good_for_fifteen_minutes(met_code, client):
    rij = met_code.bevestigingscode
    rij.verstuurd_op -= dt.timedelta(minutes=15, seconds=1)
    rij.save()

    antwoord = client.post(stap("code"), {"code": hulp.laatste_code()})

    assert "Deze code werkt niet meer." in antwoord.content.decode()
    assert Gebruiker.objects.count() == 0


def test_new_code_takes_the_place_of_the_old_one(met_code, client):
    oud = hulp.laatste_code()
    client.post(stap("code"), {"actie": "opnieuw"})
    assert Uitgaandbericht.objects.filter(soort="code").count() == 1, "who presses twice gets one"
    met_code.bevestigingscode.__class__.objects.update(verstuurd_op=timezone.now() - dt.timedelta(minutes=1))
    client.post(stap("code"), {"actie": "opnieuw"})
    nieuw = hulp.laatste_code()

    assert Uitgaandbericht.objects.filter(soort="code").count() == 2
    if oud != nieuw:
        assert "klopt niet" in client.post(stap("code"), {"code": oud}).content.decode()
    assert (
        client.post(stap("code"), {"code": f"{nieuw[:3]} {nieuw[3:]}"})
        .headers["Location"]
        .startswith("/initiatieven/ingestuurd/")
    )


def test_codes_to_one_address_are_limited(met_code, client):
    for _ in range(8):
        met_code.bevestigingscode.__class__.objects.update(verstuurd_op=timezone.now() - dt.timedelta(minutes=1))
        client.post(stap("code"), {"actie": "opnieuw"})

    assert Uitgaandbericht.objects.filter(soort="code").count() == 6


def test_code_for_another_address_is_worth_nothing(met_code, client, themas):
    code = hulp.laatste_code()
    client.post(stap("idee"), hulp.idee(themas["Groen"], email="slachtoffer@example.nl"))

    client.post(stap("code"), {"code": code})

    met_code.refresh_from_db()
    assert (met_code.status, met_code.email_bevestigd_op) == (Initiatiefstatus.CONCEPT, None)
    assert Gebruiker.objects.count() == 0


def test_same_code_twice_ends_on_the_same_page(met_code, client):
    code = hulp.laatste_code()
    eerste = client.post(stap("code"), {"code": code})
    bevestigen.bevestig(met_code, code=code)

    assert eerste.headers["Location"].startswith("/initiatieven/ingestuurd/")
    assert Initiatief.objects.ingediend().count() == 1


def test_known_address_gets_the_plan_and_its_other_confirmed_drafts(met_code, client, themas, wijken):
    gebruiker = GebruikerFactory(email=EMAIL, naam="Nel Oud")
    ander = hulp.heel_concept(wijken["Peelo"], themas["Groen"], email_bevestigd_op=timezone.now())
    vreemd = hulp.heel_concept(wijken["Peelo"], themas["Groen"])

    client.post(stap("code"), {"code": hulp.laatste_code()})

    for concept in (met_code, ander, vreemd):
        concept.refresh_from_db()
    assert (met_code.indiener, ander.indiener, vreemd.indiener) == (gebruiker, gebruiker, None)
    assert ander.status == Initiatiefstatus.CONCEPT


def test_password_of_a_stranger_goes_when_the_owner_of_the_address_comes(met_code, client):
    gekaapt = GebruikerFactory(email=EMAIL, adres_bevestigd=False)

    client.post(stap("code"), {"code": hulp.laatste_code()})

    gekaapt.refresh_from_db()
    assert not gekaapt.has_usable_password()
    assert client.session["_auth_user_id"] == str(gekaapt.pk)


def test_second_factor_is_still_asked_for(met_code, client):
    gebruiker = GebruikerFactory(email=EMAIL)
    TOTP.activate(gebruiker, generate_totp_secret())

    antwoord = client.post(stap("code"), {"code": hulp.laatste_code()})

    assert antwoord.headers["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    met_code.refresh_from_db()
    assert (met_code.status, met_code.indiener) == (Initiatiefstatus.CONCEPT, None)
    client.force_login(gebruiker)  # the second factor was right
    assert "Stuur uw plan in" in client.get(stap("controleren")).content.decode()
    client.post(stap("controleren"))
    met_code.refresh_from_db()
    assert (met_code.status, met_code.indiener) == (Initiatiefstatus.INGEDIEND, gebruiker)


def test_closed_account_does_not_open(met_code, client):
    GebruikerFactory(email=EMAIL, is_active=False)

    antwoord = client.post(stap("code"), {"code": hulp.laatste_code()}, follow=True)

    assert "account bij dit e-mailadres is gesloten" in antwoord.content.decode()
    met_code.refresh_from_db()
    assert met_code.status == Initiatiefstatus.CONCEPT
