"""The outbox, for beheerders: what was sent, what waits and what failed. Never what is in it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from kern.domain.fouten import Weigering
from kern.domain.postvak import masker_adres, probeer_opnieuw, zoek
from kern.forms import PostvakFilterForm
from kern.models import Uitgaandbericht
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek

#: Messages on one page.
PER_PAGINA = 50


@method_decorator(never_cache, name="dispatch")
class PostvakView(ToegangMixin, ListView):
    """Newest first, filtered by status and kind."""

    toegang = "kern.beheer"
    template_name = "kern/postvak.html"
    context_object_name = "berichten"
    paginate_by = PER_PAGINA

    @cached_property
    def filterform(self) -> PostvakFilterForm:
        """Bound only when something was asked."""
        return PostvakFilterForm(self.request.GET or None)

    def get_queryset(self) -> QuerySet[Uitgaandbericht]:
        form = self.filterform
        if not form.is_bound:
            return zoek()
        form.is_valid()  # a field that is wrong is left out of the search
        return zoek(**{naam: waarde for naam, waarde in form.cleaned_data.items() if waarde})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filterform=self.filterform, **kwargs)
        context["regels"] = [(bericht, masker_adres(bericht.aan)) for bericht in context["page_obj"]]
        return context


@require_POST
@toegang("kern.beheer")
def bericht_opnieuw(request: Verzoek, pk: int) -> HttpResponse:
    """Offer a failed message to the mail server again."""
    bericht = get_object_or_404(Uitgaandbericht, pk=pk)
    try:
        probeer_opnieuw(bericht, door=request.user)
    except Weigering as weigering:
        messages.error(request, weigering.bericht)
    else:
        messages.success(request, _("Het bericht wordt opnieuw verstuurd."))
    return redirect("kern:postvak")
