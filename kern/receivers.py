"""What kern does after every migrate."""

from django.db import connections


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
