"""The work list, and where one lands after logging in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from kern.toegang import IEDEREEN, ToegangMixin, toegang
from portaal.domain.werkvoorraad import werkvoorraad


class WerkvoorraadView(ToegangMixin, TemplateView):
    """What waits for the user, most urgent first."""

    toegang = "partners.intern"
    template_name = "portaal/werkvoorraad.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        werk = werkvoorraad(user, vandaag=timezone.localdate())  # type: ignore[arg-type]  # toegang: somebody logged in
        return super().get_context_data(
            regels=werk.regels, meer=werk.meer, mag_loggen=user.has_perm("partners.activiteit_maken"), **kwargs
        )


@toegang(IEDEREEN)
@never_cache
@require_safe
def welkom(request: HttpRequest) -> HttpResponse:
    """After logging in: staff to their work, everybody else to the front page."""
    return redirect("portaal:werkvoorraad" if request.user.has_perm("partners.intern") else "portaal:home")
