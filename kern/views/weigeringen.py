"""How a view shows that a rule says no: at the field, above the form, or on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from kern.domain.fouten import GeenToestemming, Weigering


def zet_op(form: forms.BaseForm, fout: Weigering) -> None:
    """Show a refusal at its field, or above the form."""
    form.add_error(fout.veld if fout.veld in form.fields else None, fout.bericht)


@contextmanager
def weigering_op(form: forms.BaseForm) -> Iterator[None]:
    """Run an act in one transaction; a refusal undoes it and lands on the form, a missing right becomes a 403.

    `return` from inside when it went well; after the block the form has the error.
    """
    try:
        with transaction.atomic():
            yield
    except GeenToestemming as fout:
        raise PermissionDenied(fout.bericht) from fout
    except Weigering as fout:
        zet_op(form, fout)


@contextmanager
def weigering_als_melding(request: HttpRequest) -> Iterator[None]:
    """The same for a button without a form: the refusal is said on the next page."""
    try:
        with transaction.atomic():
            yield
    except GeenToestemming as fout:
        raise PermissionDenied(fout.bericht) from fout
    except Weigering as fout:
        messages.error(request, fout.bericht)
