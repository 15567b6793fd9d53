"""Taking over an account, or rights, through the account pages."""

import pytest
from django.contrib.auth import authenticate, get_user
from django.core import mail
from django.test import Client

from kern.models import Gebruiker
from tests.factories import WACHTWOORD
from tests.kern.test_accounts import _code

pytestmark = pytest.mark.django_db

SLACHTOFFER = "slachtoffer@example.nl"


def _meld_aan(client: Client) -> None:
    client.post(
        "/account/signup/",
        {"naam": "Ik Ben Het", "email": SLACHTOFFER, "password1": WACHTWOORD, "password2": WACHTWOORD},
    )


def _log_in_met_code(client: Client) -> None:
    client.post("/account/login/code/", {"email": SLACHTOFFER})
    client.post("/account/login/code/confirm/", {"code": _code(mail.outbox[-1])})


def test_password_chosen_by_a_stranger_dies_when_the_owner_of_the_address_comes_in_by_code(rf):
    """A stranger signs up with somebody's address and waits; later the owner logs in with a code and gets a post."""
    vreemde, eigenaar = Client(), Client()
    _meld_aan(vreemde)

    _log_in_met_code(eigenaar)

    assert get_user(eigenaar).email == SLACHTOFFER
    assert authenticate(rf.post("/"), email=SLACHTOFFER, password=WACHTWOORD) is None
    assert not Gebruiker.objects.get(email=SLACHTOFFER).has_usable_password()
    vreemde.get("/account/confirm-email/")
    vreemde.post("/account/confirm-email/", {"code": "XXXXXX"})
    vreemde.post("/account/login/", {"login": SLACHTOFFER, "password": WACHTWOORD})
    assert not get_user(vreemde).is_authenticated


def test_own_password_stays_when_the_address_changes_after_a_login_by_code(rf, bewoner):
    client = Client()
    client.post("/account/login/code/", {"email": bewoner.email})
    client.post("/account/login/code/confirm/", {"code": _code(mail.outbox[-1])})

    client.post("/account/email/", {"email": SLACHTOFFER, "action_add": ""})
    client.post("/account/confirm-email/", {"code": _code(mail.outbox[-1])})

    bewoner.refresh_from_db()
    assert (bewoner.email, bewoner.check_password(WACHTWOORD)) == (SLACHTOFFER, True)


def test_own_password_stays_when_its_chooser_confirms_the_address(rf):
    client = Client()
    _meld_aan(client)

    client.post("/account/confirm-email/", {"code": _code(mail.outbox[-1])})

    assert get_user(client).is_authenticated
    assert Gebruiker.objects.get(email=SLACHTOFFER).has_usable_password()


def test_own_password_stays_at_a_later_login_by_code(rf, bewoner):
    client = Client()
    client.post("/account/login/code/", {"email": bewoner.email})

    client.post("/account/login/code/confirm/", {"code": _code(mail.outbox[-1])})

    assert get_user(client).pk == bewoner.pk
    bewoner.refresh_from_db()
    assert bewoner.check_password(WACHTWOORD)


@pytest.mark.parametrize(
    "doel", ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "javascript:alert(1)"]
)
def test_login_and_language_never_send_a_visitor_to_another_site(client, bewoner, doel):
    ingelogd = client.post(
        f"/account/login/?next={doel}", {"login": bewoner.email, "password": WACHTWOORD, "next": doel}
    )
    taal = client.post("/taal/setlang/", {"language": "en", "next": doel})

    assert ingelogd.headers["Location"] == "/welkom/"
    assert taal.headers["Location"] == "/"
