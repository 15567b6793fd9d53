"""What kern does after every migrate, and when an address is confirmed."""

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.db import connections
from django.http import HttpRequest


def sluit_achterdeur(using: str, **kwargs: object) -> None:
    """Close the back door of django-pgtrigger.

    Its triggers begin by asking `_pgtrigger_should_ignore`, which obeys a session setting that any SQL can set. Here
    that function always says no: nothing but a change of the schema itself can switch a rule off. It is faster too.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN "
            "LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN FALSE; END; $$"
        )


def vergeet_vreemd_wachtwoord(request: HttpRequest, email_address: EmailAddress, **kwargs: object) -> None:
    """A password that was set before anybody proved to own the address goes when its owner comes in by code.

    Otherwise a stranger signs up with somebody's address and a password, waits until the owner logs in with a code,
    and from then on has a way into an account with rights. Who confirms a sign-up or a change of address of their own
    keeps the password they chose.
    """
    gebruiker = email_address.user
    records = get_authentication_records(request, gebruiker)
    if request.user.pk == gebruiker.pk or not records or records[-1]["method"] != "code":
        return
    if gebruiker.has_usable_password():
        gebruiker.set_unusable_password()
        gebruiker.save(update_fields=["password"])
