"""My data: taking it along, and closing the account."""

import tempfile
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from kern.domain import rem
from kern.downloads import bestand_antwoord
from kern.toegang import ToegangMixin
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_op
from portaal.domain import account
from portaal.forms import SluitForm

#: Attempts in an hour.
MEENEMEN_PER_UUR, SLUITEN_PER_UUR = 5, 10
_UUR = 3600


@method_decorator(never_cache, name="dispatch")
class EigenGegevensView(ToegangMixin, TemplateView):
    """GET explains; POST gives everything we hold of the user as a ZIP."""

    request: Verzoek
    toegang = "kern.eigen_account"
    template_name = "portaal/eigen_gegevens.html"

    def post(self, request: Verzoek) -> HttpResponseBase:
        if not rem.tel(f"eigen-gegevens:{request.user.pk}", hoogstens=MEENEMEN_PER_UUR, seconden=_UUR):
            return self.render_to_response(self.get_context_data(te_vaak=True), status=429)
        bestand = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            account.schrijf_zip(request.user, bestand)
        except BaseException:
            bestand.close()
            raise
        bestand.seek(0)
        naam = f"mijn-gegevens-{timezone.localdate():%Y-%m-%d}.zip"
        return bestand_antwoord(File(bestand), naam=naam, mimetype="application/zip")


def _vraag_opnieuw_in_te_loggen(request: HttpRequest) -> bool:
    """Somebody with a password or a second factor shows that it is them; others typed a code when they came in."""
    return request.user.is_authenticated


@method_decorator(never_cache, name="dispatch")
@method_decorator(reauthentication_required(allow_get=True, enabled=_vraag_opnieuw_in_te_loggen), name="dispatch")
class AccountSluitenView(ToegangMixin, FormView):
    """What goes, what stays and why, and closing after typing one's own address."""

    request: Verzoek
    toegang = "kern.eigen_account"
    template_name = "portaal/account_sluiten.html"
    form_class = SluitForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bezwaren=account.bezwaren_tegen_sluiten(self.request.user), **kwargs)

    def form_valid(self, form: SluitForm) -> HttpResponse:
        user = self.request.user
        if not rem.tel(f"account-sluiten:{user.pk}", hoogstens=SLUITEN_PER_UUR, seconden=_UUR):
            form.add_error(None, _("U probeerde het te vaak. Probeer het over een uur opnieuw."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        with weigering_op(form):
            account.sluit(user, email=form.cleaned_data["email"])
            logout(self.request)
            messages.success(self.request, _("Uw account is gesloten. U bent uitgelogd."))
            return redirect("portaal:home")
        return self.form_invalid(form)
