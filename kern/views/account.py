"""My own details; e-mail address, password and second factor are allauth's pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from kern.domain.accounts import wijzig_naam
from kern.domain.fouten import Weigering
from kern.forms import GegevensForm
from kern.toegang import ToegangMixin
from kern.verzoek import Verzoek


@method_decorator(never_cache, name="dispatch")
class MijnGegevensView(ToegangMixin, FormView):
    """Name, and the way to the rest of the account."""

    request: Verzoek
    toegang = "kern.eigen_account"
    template_name = "kern/mijn_gegevens.html"
    form_class = GegevensForm
    success_url = reverse_lazy("kern:mijn_gegevens")

    def get_initial(self) -> dict[str, Any]:
        return {"naam": self.request.user.naam}

    def form_valid(self, form: GegevensForm) -> HttpResponse:
        try:
            wijzig_naam(self.request.user, naam=form.cleaned_data["naam"], door=self.request.user)
        except Weigering as weigering:
            form.add_error(weigering.veld, weigering.bericht)
            return self.form_invalid(form)
        messages.success(self.request, _("Uw naam is opgeslagen."))
        return super().form_valid(form)
