"""Every way into and around an account, through the pages themselves; mails are read from the outbox."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client

from kern.domain.logboek import logregels
from kern.models import Gebruiker
from tests.factories import WACHTWOORD, GebruikerFactory

pytestmark = pytest.mark.django_db

NIEUW = "een-nieuw-geheim-2012"
#: English that third-party code would show when a translation is missing.
ENGELS = re.compile(
    r"\b(the|your|you|please|sign|signed|password|code has|has been|email address|account already|enter|change)\b", re.I
)


def _code(bericht: mail.EmailMessage) -> str:
    """The code in a mail: a line of its own."""
    return re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", bericht.body, re.M)[1]


def _is_ingelogd(client: Client) -> bool:
    return get_user(client).is_authenticated


def _meld_aan(client: Client, email: str = "nieuw@example.nl", **anders: str):
    gegevens = {"naam": "Nina  Nieuw", "email": email, "password1": WACHTWOORD, "password2": WACHTWOORD} | anders
    return client.post("/account/signup/", gegevens)


def _tekst(antwoord) -> str:
    return re.sub(r"<[^>]+>", " ", antwoord.content.decode())


def test_sign_up_asks_a_name_and_lets_in_after_the_code(client):
    antwoord = _meld_aan(client)

    assert antwoord.headers["Location"] == "/account/confirm-email/"
    assert not _is_ingelogd(client)
    client.post("/account/confirm-email/", {"code": _code(mail.outbox[0])})
    assert _is_ingelogd(client)
    gebruiker = Gebruiker.objects.get()
    assert (gebruiker.naam, gebruiker.email) == ("Nina Nieuw", "nieuw@example.nl")
    assert EmailAddress.objects.get().verified


def test_sign_up_without_name_explains_and_keeps_what_was_filled_in(client):
    antwoord = _meld_aan(client, naam=" ")

    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors == {"naam": ["Dit veld is verplicht."]}
    assert 'value="nieuw@example.nl"' in antwoord.content.decode()
    assert not Gebruiker.objects.exists()


def test_sign_up_with_a_wrong_code_does_not_let_in(client):
    _meld_aan(client)

    antwoord = client.post("/account/confirm-email/", {"code": "XXXXXX"})

    assert "Deze code klopt niet." in antwoord.content.decode()
    assert not _is_ingelogd(client)


def test_sign_up_with_a_known_address_looks_the_same_and_tells_only_the_owner(client, bewoner):
    bekend = _meld_aan(client, email=bewoner.email)
    onbekend = _meld_aan(Client(), email="anders@example.nl")

    assert (bekend.status_code, bekend.headers["Location"]) == (onbekend.status_code, onbekend.headers["Location"])
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([bewoner.email], "Mijn buurt Assen: U hebt al een account"),
        (["anders@example.nl"], "Mijn buurt Assen: Bevestig uw e-mailadres"),
    ]
    assert Gebruiker.objects.filter(email=bewoner.email).count() == 1


def test_wrong_address_at_sign_up_can_be_corrected(client):
    _meld_aan(client, email="tikfuot@example.nl")

    client.post("/account/confirm-email/", {"action": "change", "email": "tikfout@example.nl"})
    client.post("/account/confirm-email/", {"code": _code(mail.outbox[-1])})

    assert mail.outbox[-1].to == ["tikfout@example.nl"]
    assert Gebruiker.objects.get().email == "tikfout@example.nl"
    assert _is_ingelogd(client)


def test_login_by_password(client, bewoner):
    antwoord = client.post("/account/login/", {"login": bewoner.email.upper(), "password": WACHTWOORD})

    assert antwoord.headers["Location"] == "/welkom/"
    assert _is_ingelogd(client)


def test_login_goes_back_to_the_page_that_was_asked_but_never_to_another_site(bewoner):
    for volgende, verwacht in (("/taken/", "/taken/"), ("https://kwaad.example.com/", "/welkom/")):
        antwoord = Client().post("/account/login/", {"login": bewoner.email, "password": WACHTWOORD, "next": volgende})
        assert antwoord.headers["Location"] == verwacht


def test_login_tells_nothing_about_which_part_was_wrong(client, bewoner):
    fouten = [
        client.post("/account/login/", gegevens).context["form"].non_field_errors()
        for gegevens in (
            {"login": bewoner.email, "password": "mis"},
            {"login": "niemand@example.nl", "password": "mis"},
        )
    ]

    assert fouten == [["Het e-mailadres of het wachtwoord klopt niet."]] * 2


def test_login_of_an_inactive_user_is_refused(client):
    weg = GebruikerFactory(is_active=False)

    client.post("/account/login/", {"login": weg.email, "password": WACHTWOORD})

    assert not _is_ingelogd(client)


def test_login_with_an_unverified_address_first_asks_the_code(client):
    nieuw = GebruikerFactory(adres_bevestigd=False)

    antwoord = client.post("/account/login/", {"login": nieuw.email, "password": WACHTWOORD})

    assert antwoord.headers["Location"] == "/account/confirm-email/"
    assert not _is_ingelogd(client)


def test_login_by_code(client, bewoner):
    client.post("/account/login/code/", {"email": bewoner.email})

    client.post("/account/login/code/confirm/", {"code": _code(mail.outbox[0])})

    assert _is_ingelogd(client)
    assert mail.outbox[0].subject == "Mijn buurt Assen: Uw code om in te loggen"


def test_login_code_for_an_unknown_address_looks_the_same(bewoner):
    antwoorden = [
        Client().post("/account/login/code/", {"email": email}, follow=True)
        for email in (bewoner.email, "niemand@example.nl")
    ]

    assert {a.redirect_chain[0] for a in antwoorden} == {("/account/login/code/confirm/", 302)}
    kaal = [
        re.sub(r'value="[^"]+"', "", a.content.decode()).replace(email, "…")
        for a, email in zip(antwoorden, (bewoner.email, "niemand@example.nl"), strict=True)
    ]
    assert kaal[0] == kaal[1]
    assert mail.outbox[1].subject == "Mijn buurt Assen: Dit e-mailadres kennen wij niet"


def test_login_code_is_worthless_after_three_wrong_guesses(client, bewoner):
    client.post("/account/login/code/", {"email": bewoner.email})
    goed = _code(mail.outbox[0])

    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "XXXXXX"})
    client.post("/account/login/code/confirm/", {"code": goed})

    assert not _is_ingelogd(client)


def test_password_reset_by_code(client, bewoner):
    client.post("/account/password/reset/", {"email": bewoner.email})
    antwoord = client.post("/account/password/reset/confirm/", {"code": _code(mail.outbox[0])})

    client.post(antwoord.headers["Location"], {"password1": NIEUW, "password2": NIEUW})

    bewoner.refresh_from_db()
    assert bewoner.check_password(NIEUW)
    assert mail.outbox[-1].subject == "Mijn buurt Assen: U hebt een nieuw wachtwoord gekozen"


def test_password_reset_of_an_unknown_address_looks_the_same(bewoner):
    antwoorden = [
        Client().post("/account/password/reset/", {"email": email}) for email in (bewoner.email, "niemand@example.nl")
    ]

    assert {(a.status_code, a.headers["Location"]) for a in antwoorden} == {(302, "/account/password/reset/confirm/")}


def test_password_reset_with_a_wrong_code_changes_nothing(client, bewoner):
    client.post("/account/password/reset/", {"email": bewoner.email})
    client.post("/account/password/reset/confirm/", {"code": "XXXXXX"})

    client.post("/account/password/reset/complete/", {"password1": NIEUW, "password2": NIEUW})

    bewoner.refresh_from_db()
    assert bewoner.check_password(WACHTWOORD)


def test_changing_the_password_needs_the_old_one(als, bewoner):
    client = als(bewoner)

    mis = client.post("/account/password/change/", {"oldpassword": "mis", "password1": NIEUW, "password2": NIEUW})
    assert mis.context["form"].errors == {"oldpassword": ["Vul uw huidige wachtwoord in."]}
    client.post("/account/password/change/", {"oldpassword": WACHTWOORD, "password1": NIEUW, "password2": NIEUW})

    bewoner.refresh_from_db()
    assert bewoner.check_password(NIEUW)
    assert [m.subject for m in mail.outbox] == ["Mijn buurt Assen: Uw wachtwoord is gewijzigd"]


@pytest.mark.parametrize(
    ("wachtwoord", "fout"),
    [("kort", "kort"), ("12345678901", "cijfers"), ("wachtwoord1", None), ("password123", "algemeen")],
)
def test_weak_passwords_are_refused_in_dutch(als, bewoner, wachtwoord, fout):
    antwoord = als(bewoner).post(
        "/account/password/change/",
        {"oldpassword": WACHTWOORD, "password1": wachtwoord, "password2": wachtwoord},
    )

    if fout is None:
        assert antwoord.status_code == 302
    else:
        assert fout in " ".join(antwoord.context["form"].errors["password1"])


def test_changing_the_address_takes_effect_after_the_code(als, bewoner):
    client = als(bewoner)
    oud = bewoner.email

    client.post("/account/email/", {"email": "verhuisd@example.nl", "action_add": "1"})
    bewoner.refresh_from_db()
    assert bewoner.email == oud
    bericht = next(m for m in mail.outbox if m.to == ["verhuisd@example.nl"])
    client.post("/account/confirm-email/", {"code": _code(bericht)})

    bewoner.refresh_from_db()
    assert bewoner.email == "verhuisd@example.nl"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("verhuisd@example.nl", True, True)
    ]
    assert [m.subject for m in mail.outbox if m.to == [oud]] == ["Mijn buurt Assen: Uw e-mailadres is gewijzigd"]


def test_logout_is_a_post(als, bewoner):
    client = als(bewoner)

    assert client.get("/account/logout/").status_code == 200
    assert _is_ingelogd(client)
    client.post("/account/logout/")
    assert not _is_ingelogd(client)


def _app_code(geheim: str) -> str:
    """What an authenticator app shows now (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    uitkomst = hmac.new(base64.b32decode(geheim), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    plek = uitkomst[-1] & 15
    return f"{(struct.unpack('>I', uitkomst[plek : plek + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def _zet_mfa_aan(client: Client) -> str:
    client.post("/account/reauthenticate/", {"password": WACHTWOORD})
    geheim = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": _app_code(geheim)})
    return geheim


def test_second_factor_is_asked_once_it_is_on(als, controller, client):
    geheim = _zet_mfa_aan(als(controller))

    antwoord = client.post("/account/login/", {"login": controller.email, "password": WACHTWOORD})
    assert antwoord.headers["Location"] == "/account/2fa/authenticate/"
    assert not _is_ingelogd(client)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not _is_ingelogd(client)
    cache.clear()  # the app shows the same code for 30 seconds, and a code works once
    client.post("/account/2fa/authenticate/", {"code": _app_code(geheim)})
    assert _is_ingelogd(client)


def test_recovery_code_lets_in_once(als, controller):
    eigen = als(controller)
    _zet_mfa_aan(eigen)
    code = eigen.get("/account/2fa/recovery-codes/").context["unused_codes"][0]

    uitkomsten = []
    for _ in range(2):
        client = Client()
        client.post("/account/login/", {"login": controller.email, "password": WACHTWOORD})
        client.post("/account/2fa/authenticate/", {"code": code})
        uitkomsten.append(_is_ingelogd(client))

    assert uitkomsten == [True, False]


@pytest.fixture
def met_grenzen(settings):
    """allauth's own rate limits, which the other tests run without."""
    settings.ACCOUNT_RATE_LIMITS = {}


def test_five_wrong_passwords_close_the_door_even_for_the_right_one(met_grenzen, bewoner):
    client = Client()
    for _ in range(5):
        client.post("/account/login/", {"login": bewoner.email, "password": "mis"})

    antwoord = client.post("/account/login/", {"login": bewoner.email, "password": WACHTWOORD})

    assert "U hebt te vaak geprobeerd in te loggen." in antwoord.content.decode()
    assert not _is_ingelogd(client)


def test_codes_cannot_be_asked_without_end(met_grenzen, bewoner):
    for _ in range(8):
        Client().post("/account/login/code/", {"email": bewoner.email})

    assert len(mail.outbox) == 3


def test_password_resets_cannot_be_asked_without_end(met_grenzen, bewoner):
    for _ in range(9):
        Client().post("/account/password/reset/", {"email": bewoner.email})

    assert len(mail.outbox) == 5


PAGINAS_VREEMD = ["login/", "login/code/", "signup/", "password/reset/"]
PAGINAS_EIGEN = ["email/", "password/change/", "logout/", "2fa/", "2fa/totp/activate/", "reauthenticate/"]


@pytest.mark.parametrize("pad", PAGINAS_VREEMD)
def test_pages_for_strangers_are_dutch(client, pad):
    antwoord = client.get(f"/account/{pad}")

    assert antwoord.status_code == 200
    assert not ENGELS.findall(_tekst(antwoord))


@pytest.mark.parametrize("pad", PAGINAS_EIGEN)
def test_pages_of_my_account_are_dutch(als, bewoner, pad):
    client = als(bewoner)
    client.post("/account/reauthenticate/", {"password": WACHTWOORD})

    antwoord = client.get(f"/account/{pad}")

    assert antwoord.status_code == 200
    assert not ENGELS.findall(_tekst(antwoord))


def test_every_mail_is_dutch_and_plain(als, bewoner):
    client = als(bewoner)
    _meld_aan(Client())
    _meld_aan(Client(), email=bewoner.email)
    Client().post("/account/login/code/", {"email": bewoner.email})
    Client().post("/account/login/code/", {"email": "niemand@example.nl"})
    Client().post("/account/password/reset/", {"email": bewoner.email})
    client.post("/account/password/change/", {"oldpassword": WACHTWOORD, "password1": NIEUW, "password2": NIEUW})

    assert len(mail.outbox) == 6
    for bericht in mail.outbox:
        assert not ENGELS.findall(bericht.subject + re.sub(r"http\S+", "", bericht.body)), bericht.body
        assert not bericht.alternatives
        assert "&" not in bericht.body
        assert bericht.body.rstrip().endswith("Mijn buurt Assen")


def test_my_details_change_my_name_and_are_logged(als, bewoner):
    antwoord = als(bewoner).post("/mijn-gegevens/", {"naam": "  Bea   de Vries "})

    bewoner.refresh_from_db()
    assert (antwoord.status_code, bewoner.naam) == (302, "Bea de Vries")
    regel = logregels(bewoner).get()
    assert (regel.door, regel.wijzigingen) == (bewoner, {"naam": ["Bea Bewoner", "Bea de Vries"]})


def test_my_details_refuse_an_empty_name(als, bewoner):
    antwoord = als(bewoner).post("/mijn-gegevens/", {"naam": "  "})

    assert antwoord.context["form"].errors == {"naam": ["Dit veld is verplicht."]}
