"""A user's news: the list, opening one, everything read, how to hear it, and stopping mails without logging in."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView, View

from kern.domain.fouten import Weigering
from kern.domain.meldingen import lees, lees_alles, meldingen_van, ongelezen
from kern.domain.voorkeuren import bewaar_voorkeur, lees_afmeldtoken, meld_af, voorkeuren
from kern.forms import VoorkeurenForm
from kern.models import Melding
from kern.toegang import IEDEREEN, ToegangMixin, toegang
from kern.verzoek import Verzoek

#: News on one page.
PER_PAGINA = 25


@method_decorator(never_cache, name="dispatch")
class MeldingenView(ToegangMixin, ListView):
    """My news. Looking at the list reads nothing: each is opened by a button."""

    request: Verzoek
    toegang = "kern.eigen_account"
    template_name = "kern/meldingen.html"
    context_object_name = "meldingenlijst"  # `meldingen` is a tag
    paginate_by = PER_PAGINA

    def get_queryset(self) -> QuerySet[Melding]:
        return meldingen_van(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(aantal_ongelezen=ongelezen(self.request.user), **kwargs)


@require_POST
@toegang("kern.eigen_account")
def melding_open(request: Verzoek, pk: int) -> HttpResponse:
    """Note that it was read and go where it points: a path of this site, which the database sees to."""
    melding = get_object_or_404(Melding, pk=pk, gebruiker=request.user)
    lees(melding)
    return redirect(melding.url)


@require_POST
@toegang("kern.eigen_account")
def meldingen_gelezen(request: Verzoek) -> HttpResponse:
    """Everything read."""
    aantal = lees_alles(request.user)
    if aantal:
        messages.success(
            request,
            ngettext("%(aantal)s melding is nu gelezen.", "%(aantal)s meldingen zijn nu gelezen.", aantal)
            % {"aantal": aantal},
        )
    return redirect("kern:meldingen")


@method_decorator(never_cache, name="dispatch")
class VoorkeurenView(ToegangMixin, FormView):
    """Which news by mail, which on the site."""

    request: Verzoek
    toegang = "kern.eigen_account"
    template_name = "kern/voorkeuren.html"
    form_class = VoorkeurenForm
    success_url = reverse_lazy("kern:voorkeuren")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"voorkeuren": voorkeuren(self.request.user)}

    def form_valid(self, form: VoorkeurenForm) -> HttpResponse:
        for soort, mail, app in form.keuzes():
            bewaar_voorkeur(self.request.user, soort=soort, mail=mail, app=app, door=self.request.user)
        messages.success(self.request, _("Uw keuze is opgeslagen."))
        return super().form_valid(form)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class AfmeldenView(ToegangMixin, View):
    """The address in a mail that stops mails of its kind.

    Mail programs POST here by themselves when somebody presses their button (RFC 8058): no session, no token of a
    form, and an answer without a redirect. A GET changes nothing, because scanners of mail follow every link.
    """

    toegang = IEDEREEN

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            _gebruiker, soort = lees_afmeldtoken(token)
        except Weigering as weigering:
            return self._kan_niet(weigering)
        return render(request, "kern/afmelden.html", {"soort": soort})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            soort = meld_af(token)
        except Weigering as weigering:
            return self._kan_niet(weigering)
        return render(request, "kern/afmelden.html", {"soort": soort, "gedaan": True})

    def _kan_niet(self, weigering: Weigering) -> HttpResponse:
        return render(self.request, "kern/afmelden.html", {"waarom_niet": weigering.bericht}, status=404)
