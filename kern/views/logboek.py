"""The log of everything, for beheerders."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from kern.domain.logboek import zoek_logregels
from kern.forms import LogFilterForm
from kern.models import Logregel
from kern.toegang import ToegangMixin, toegang

#: Lines on one page.
PER_PAGINA = 50


@method_decorator(never_cache, name="dispatch")
class LogboekView(ToegangMixin, ListView):
    """Who did what when, filtered."""

    toegang = "kern.beheer"
    template_name = "kern/logboek.html"
    context_object_name = "regels"
    paginate_by = PER_PAGINA

    @cached_property
    def filterform(self) -> LogFilterForm:
        """Bound only when something was asked, so that a first visit shows no errors."""
        return LogFilterForm(self.request.GET or None)

    def get_queryset(self) -> QuerySet[Logregel]:
        form = self.filterform
        if not form.is_bound:
            return zoek_logregels()
        form.is_valid()  # a field that is wrong is left out of the search and explained beside it
        gevraagd = {naam: waarde for naam, waarde in form.cleaned_data.items() if waarde}
        return zoek_logregels(**gevraagd)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filterform=self.filterform, **kwargs)


@require_safe
@never_cache
@toegang("kern.beheer")
def logregel_object(request: HttpRequest, pk: int) -> HttpResponse:
    """From a log line to the thing it is about: its own page, else its page in the admin."""
    regel = get_object_or_404(Logregel.objects.select_related("soort"), pk=pk)
    obj = regel.object
    if obj is None:
        messages.error(request, _("Dit bestaat niet meer."))
        return redirect("kern:logboek")
    if hasattr(obj, "get_absolute_url"):
        return redirect(obj)
    soort = regel.soort
    try:
        return redirect(reverse(f"admin:{soort.app_label}_{soort.model}_change", args=[obj.pk]))
    except NoReverseMatch:
        messages.error(request, _("Dit heeft geen eigen pagina."))
        return redirect("kern:logboek")
