"""Letters: opening one, and the list of those that go by post."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from bewoners import rules
from bewoners.domain import brieven
from bewoners.models import Brief
from kern.domain import rem
from kern.downloads import bestand_antwoord
from kern.toegang import IEDEREEN, ToegangMixin, controleer, toegang
from kern.verzoek import Verzoek

logger = logging.getLogger(__name__)


@require_safe
@toegang(IEDEREEN)
def brief(request: HttpRequest, sleutel: str) -> HttpResponseBase:
    """The letter itself, with an address on it: for the applicant, who may see contact details, and 90 days for who
    has the link of the e-mail."""
    if not rem.tel(f"brief:{rem.adres(request)}", hoogstens=120, seconden=600):
        tekst = _("Probeer het over tien minuten nog eens.")
        return HttpResponse(tekst, status=429, content_type="text/plain; charset=utf-8")
    gevonden = brieven.vind(sleutel)
    if gevonden is None:
        raise Http404
    initiatief = gevonden.initiatief
    bekend = rules.is_indiener(request.user, initiatief) or request.user.has_perm(
        "bewoners.persoonsgegevens_zien", initiatief
    )
    if not bekend and not brieven.link_open(gevonden):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
    logger.info("letter %s opened by %s", gevonden.pk, request.user.pk if bekend else "its link")
    antwoord = bestand_antwoord(
        gevonden.bestand.open("rb"),
        naam=f"{initiatief.kenmerk}-{slugify(gevonden.get_soort_display())}.pdf",
        mimetype="application/pdf",
    )
    antwoord["X-Robots-Tag"] = "noindex, nofollow"
    antwoord["Referrer-Policy"] = "no-referrer"
    return antwoord


class TePostenView(ToegangMixin, ListView):
    """Letters to print and post, of the coordinator's own areas."""

    toegang = "bewoners.behandelen"
    template_name = "bewoners/brieven_te_posten.html"
    context_object_name = "brieven"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return brieven.te_posten(self.request.user)


@require_POST
@toegang("bewoners.behandelen")
def gepost(request: Verzoek, pk: int) -> HttpResponse:
    """This letter is in the post."""
    gekozen = get_object_or_404(Brief.objects.select_related("initiatief__gebied__ouder__ouder"), pk=pk)
    controleer(request, "bewoners.behandelen", gekozen.initiatief)
    brieven.gepost(gekozen, door=request.user)
    messages.success(request, _("Genoteerd: de brief aan %(naam)s is op de post.") % {"naam": gekozen.initiatief.naam})
    return redirect("bewoners:brieven_te_posten")
