"""Pages about the money of one initiative, for who handles it, who decides and finance."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from bewoners.domain import geld, vaststellen
from bewoners.forms.geld import (
    BetalingForm,
    IntrekForm,
    RekeningForm,
    TerugbetalingForm,
    TerugvorderForm,
    VaststelForm,
)
from bewoners.models import Initiatief, Verantwoording
from bewoners.views.basis import DossierFormView, haal
from budgetten.domain import verplichtingen
from kern.domain.iban import masker_iban
from kern.toegang import ToegangMixin
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_op


class BetalingView(DossierFormView):
    """Ask that a part is paid."""

    toegang = "bewoners.behandelen"
    form_class = BetalingForm
    titel = gettext_lazy("Betaling aanvragen")
    uitleg = gettext_lazy("Iemand anders keurt de betaling goed, en weer iemand anders betaalt.")
    knop = gettext_lazy("Aanvragen")
    gelukt = gettext_lazy("De betaling is aangevraagd. Een ander beoordeelt haar.")

    def get_initial(self) -> dict[str, Any]:
        stand = geld.stand_van(self.initiatief)
        if stand is None:
            return {}
        voorschot = self.initiatief.vastgesteld is None and stand.voorschot
        return {
            "bedrag": min(stand.voorschot, stand.te_vragen) if voorschot else stand.te_vragen,
            "omschrijving": _("voorschot") if voorschot else _("rest"),
        }

    def doe(self, data: dict[str, Any]) -> object:
        return geld.vraag_betaling(self.initiatief, door=self.request.user, **data)


class VaststellenView(DossierFormView):
    """Settle the award."""

    toegang = "bewoners.beslissen"
    template_name = "bewoners/geld/vaststellen.html"
    form_class = VaststelForm
    is_besluit = True
    titel = gettext_lazy("Subsidie vaststellen")
    uitleg = gettext_lazy("De aanvrager krijgt een brief. Wat over is, valt vrij op de begrotingsregel.")
    knop = gettext_lazy("Vaststellen en brief sturen")
    gelukt = gettext_lazy("De subsidie is vastgesteld. De brief is onderweg.")

    def get_initial(self) -> dict[str, Any]:
        return {"bedrag": self.initiatief.toegekend}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verantwoording = (
            Verantwoording.objects.filter(initiatief=self.initiatief).prefetch_related("regels__kostenpost").first()
        )
        verplichting = self.initiatief.verplichting
        betaalde_mee = verplichting is not None and verplichtingen.betaalde_mee(verplichting, self.request.user)
        return super().get_context_data(verantwoording=verantwoording, betaalde_mee=betaalde_mee, **kwargs)

    def doe(self, data: dict[str, Any]) -> object:
        return vaststellen.stel_vast(self.initiatief, door=self.request.user, **data)


class VerleningIntrekkenView(DossierFormView):
    """Withdraw the award."""

    toegang = "bewoners.beslissen"
    form_class = IntrekForm
    is_besluit = True
    titel = gettext_lazy("Verlening intrekken")
    uitleg = gettext_lazy("De aanvrager krijgt een brief en kan bezwaar maken. Wat nog open staat, valt vrij.")
    knop = gettext_lazy("Intrekken en brief sturen")
    knopsoort = "gevaar"
    gelukt = gettext_lazy("De verlening is ingetrokken. De brief is onderweg.")

    def doe(self, data: dict[str, Any]) -> object:
        return vaststellen.trek_verlening_in(self.initiatief, door=self.request.user, **data)


class TerugvorderenView(DossierFormView):
    """Decide that too much was paid."""

    toegang = "bewoners.beslissen"
    form_class = TerugvorderForm
    is_besluit = True
    titel = gettext_lazy("Te veel betaald geld terugvorderen")
    uitleg = gettext_lazy("De aanvrager krijgt een brief met het bedrag en heeft zes weken om te betalen.")
    knop = gettext_lazy("Terugvorderen en brief sturen")
    knopsoort = "gevaar"
    gelukt = gettext_lazy("Het geld is teruggevorderd. De brief is onderweg.")

    def get_initial(self) -> dict[str, Any]:
        stand = geld.stand_van(self.initiatief)
        return {"bedrag": stand.te_veel} if stand else {}

    def doe(self, data: dict[str, Any]) -> object:
        return vaststellen.vorder_terug(self.initiatief, door=self.request.user, **data)


class TerugbetalingView(DossierFormView):
    """Finance books what came back."""

    toegang = "bewoners.terugbetaling_boeken"
    form_class = TerugbetalingForm
    titel = gettext_lazy("Terugbetaling boeken")
    uitleg = gettext_lazy("Het geld gaat terug naar de betalers, naar wat ieder heeft betaald.")
    knop = gettext_lazy("Boeken")
    gelukt = gettext_lazy("De terugbetaling is geboekt.")

    def doe(self, data: dict[str, Any]) -> object:
        return vaststellen.boek_terugbetaling(self.initiatief, door=self.request.user, **data)


class RekeningView(ToegangMixin, FormView):
    """The applicant says where the money goes; the coordinator does for who applied on paper."""

    request: Verzoek
    toegang = "bewoners.rekening_doorgeven"
    template_name = "bewoners/geld/rekening.html"
    form_class = RekeningForm

    def get_toegang_object(self) -> Initiatief:
        self.initiatief = haal(self.kwargs["pk"])
        return self.initiatief

    def get_initial(self) -> dict[str, Any]:
        return {"tenaamstelling": self.initiatief.tenaamstelling}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            initiatief=self.initiatief,
            bekend=masker_iban(self.initiatief.iban) if self.initiatief.iban else "",
            terug=self._terug(),
            **kwargs,
        )

    def _terug(self) -> str:
        if self.request.user.pk == self.initiatief.indiener_id:
            return self.initiatief.get_absolute_url()
        return reverse("bewoners:dossier", args=[self.initiatief.pk])

    def form_valid(self, form: RekeningForm) -> HttpResponse:
        with weigering_op(form):
            geld.zet_rekening(self.initiatief, door=self.request.user, **form.cleaned_data)
            messages.success(self.request, _("Uw rekeningnummer is bewaard."))
            return redirect(self._terug())
        return self.form_invalid(form)
