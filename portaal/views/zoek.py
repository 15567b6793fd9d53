"""Search an area by name or postcode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gebieden.domain.zoeken import zoek
from kern.toegang import IEDEREEN, toegang

#: Longer than any name; the rest of a pasted text is not looked at.
LANGSTE_VRAAG = 80


@toegang(IEDEREEN)
@require_safe
def zoek_gebied(request: HttpRequest) -> HttpResponse:
    """One hit, or one of exactly this name: go there. More: choose. None: say what to do.

    A postcode of the city gives several wijken (see gebieden.domain.zoeken): people choose, we do not guess for them.
    """
    vraag = request.GET.get("q", "").replace("\0", "").strip()[:LANGSTE_VRAAG]
    gevonden = zoek(vraag) if vraag else []
    precies = [hit for hit in gevonden if hit.gebied.naam.casefold() == vraag.casefold()]
    enige = next((lijst[0] for lijst in (gevonden, precies) if len(lijst) == 1), None)
    if enige is not None:
        return redirect(enige.gebied)
    return render(
        request,
        "portaal/zoek.html",
        {"q": vraag, "gevonden": gevonden, "nietgevonden": _("Wij vonden niets bij “%(q)s”.") % {"q": vraag}},
    )
