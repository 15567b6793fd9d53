"""What the views of money share: refusals on forms, things that happen once, page numbers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding, weigering_op, zet_op

__all__ = ["PER_PAGINA", "doe_eenmalig", "pagina", "weigering_als_melding", "weigering_op", "zet_op"]

PER_PAGINA = 50
#: Seconds during which a form that was sent is recognised when it is sent again.
_ONTHOUD = 24 * 3600
_BEZIG = "bezig"


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
