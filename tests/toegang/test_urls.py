"""Deny by default: every address of ours names a permission that exists; every other address is listed with a reason."""

import rules

from kern.toegang import IEDEREEN
from tests.toegang.adressen import adressen

ALLAUTH = "django-allauth guards its own pages; tests/kern/test_accounts.py walks them"
#: Addresses of third parties, by name, and why they may be there.
VAN_ANDEREN = {
    "account_change_password": ALLAUTH,
    "account_complete_password_reset": ALLAUTH,
    "account_confirm_login_code": ALLAUTH,
    "account_confirm_password_reset_code": ALLAUTH,
    "account_email": ALLAUTH,
    "account_email_verification_sent": ALLAUTH,
    "account_inactive": ALLAUTH,
    "account_login": ALLAUTH,
    "account_logout": ALLAUTH,
    "account_password_reset_completed": ALLAUTH,
    "account_reauthenticate": ALLAUTH,
    "account_request_login_code": ALLAUTH,
    "account_reset_password": ALLAUTH,
    "account_set_password": ALLAUTH,
    "account_signup": ALLAUTH,
    "mfa_activate_totp": ALLAUTH,
    "mfa_authenticate": ALLAUTH,
    "mfa_deactivate_totp": ALLAUTH,
    "mfa_download_recovery_codes": ALLAUTH,
    "mfa_generate_recovery_codes": ALLAUTH,
    "mfa_index": ALLAUTH,
    "mfa_reauthenticate": ALLAUTH,
    "mfa_view_recovery_codes": ALLAUTH,
    "set_language": "Django's own; a POST that only sets a cookie",
}


def test_every_address_of_ours_names_a_permission_that_exists():
    fout = {
        adres.naam: adres.toegang
        for adres in adressen()
        if adres.eigen and adres.toegang != IEDEREEN and not (adres.toegang and rules.perm_exists(adres.toegang))
    }

    assert fout == {}


def test_every_address_of_ours_has_a_name_of_its_own():
    namen = [adres.naam for adres in adressen() if adres.eigen]

    assert len(namen) == len(set(namen))
    assert not [naam for naam in namen if naam.endswith(":")]


def test_every_other_address_is_known():
    anderen = {adres.naam for adres in adressen() if not adres.eigen and not adres.naam.startswith("admin:")}

    assert anderen == set(VAN_ANDEREN)


def test_every_admin_address_goes_through_the_door_of_the_site(client, db):
    """The admin site wraps each view in its own check; the one exception only sends people to the login page."""
    zonder = set()
    for adres in adressen():
        if (
            adres.naam.startswith("admin:")
            and adres.naam != "admin:login"
            and "<" not in adres.pad
            and "(" not in adres.pad
        ):
            antwoord = client.get(f"/{adres.pad}")
            if not (antwoord.status_code == 302 and antwoord.headers["Location"].startswith("/beheer/login/")):
                zonder.add((adres.naam, antwoord.status_code))

    assert zonder == {("admin:logout", 302)}
