"""What the views of money share: refusals on forms, things that happen once, page numbers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kern.domain.fouten import GeenToestemming, Weigering
from kern.verzoek import Verzoek

PER_PAGINA = 50
#: Seconds during which a form that was sent is recognised when it is sent again.
_ONTHOUD = 24 * 3600
_BEZIG = "bezig"


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
def weigering_als_melding(request: Verzoek) -> Iterator[None]:
    """The same for a button without a form: the refusal is said on the next page."""
    try:
        with transaction.atomic():
            yield
    except GeenToestemming as fout:
        raise PermissionDenied(fout.bericht) from fout
    except Weigering as fout:
        messages.error(request, fout.bericht)


def doe_eenmalig(
    request: Verzoek, form: forms.BaseForm, actie: Callable[[], str], *, anders: str
) -> HttpResponse | None:
    """Do what a valid form asks, once: a second click on the same showing of the form goes where the first one went.

    `actie` returns the address to go to. None: refused, and the form says why. `anders`: where to go when the first
    click is still busy.
    """
    sleutel = form.cleaned_data.get("eenmalig")
    adres = f"eenmalig:{request.user.pk}:{request.path}:{sleutel}"
    if sleutel and not cache.add(adres, _BEZIG, _ONTHOUD):
        eerder = cache.get(adres, _BEZIG)
        messages.info(request, _("Dit was al opgeslagen. Het is niet nog een keer gedaan."))
        return redirect(anders if eerder == _BEZIG else eerder)
    doel = None
    try:
        with weigering_op(form):
            doel = actie()
    finally:
        if doel is None:
            cache.delete(adres)
    if doel is None:
        return None
    if sleutel:
        cache.set(adres, doel, _ONTHOUD)
    return redirect(doel)


def pagina(request: Verzoek, rijen: Any, *, parameter: str = "page", per: int = PER_PAGINA) -> Page:
    """The page asked for; nonsense gives the first, too far gives the last."""
    return Paginator(rijen, per).get_page(request.GET.get(parameter))
