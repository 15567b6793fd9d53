"""Change requests and notices of default: asked by the applicant, answered by who decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bewoners.domain import ingebrekestellingen, wijzigingsverzoeken
from bewoners.enums import Verzoekstatus
from bewoners.forms.rechtsmiddel import IngebrekeForm, WijzigingBesluitForm, WijzigingForm
from bewoners.models import Initiatief, Wijzigingsverzoek
from bewoners.views.basis import DossierFormView
from kern.toegang import controleer, toegang
from kern.verzoek import Verzoek
from kern.views.weigeringen import weigering_als_melding


class WijzigingVragenView(DossierFormView):
    """The applicant asks to do something otherwise."""

    toegang = "bewoners.verantwoorden"
    template_name = "bewoners/rechtsmiddel/wijziging_vragen.html"
    form_class = WijzigingForm
    titel = gettext_lazy("Iets veranderen aan uw plan")
    uitleg = gettext_lazy("Loopt het anders dan u dacht? Vraag het ons voordat u het anders doet. U krijgt een brief.")
    knop = gettext_lazy("Versturen")
    gelukt = gettext_lazy("Uw verzoek is verstuurd. Wij laten u zo snel mogelijk weten of het mag.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(verzoeken=self.initiatief.wijzigingsverzoeken.all(), **kwargs)

    def doe(self, data: dict[str, Any]) -> object:
        return wijzigingsverzoeken.vraag(self.initiatief, door=self.request.user, **data)


class WijzigingBesluitView(DossierFormView):
    """Somebody with a mandate answers."""

    toegang = "bewoners.beslissen"
    template_name = "bewoners/rechtsmiddel/wijziging_besluit.html"
    form_class = WijzigingBesluitForm
    is_besluit = True
    titel = gettext_lazy("Beslissen op een wijzigingsverzoek")
    knop = gettext_lazy("Beslissen en brief sturen")
    gelukt = gettext_lazy("Het besluit is genomen. De brief is onderweg.")

    def get_toegang_object(self) -> Initiatief:
        self.verzoek = get_object_or_404(Wijzigingsverzoek, pk=self.kwargs["verzoek"], initiatief=self.kwargs["pk"])
        return super().get_toegang_object()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            verzoek=self.verzoek, is_open=self.verzoek.status == Verzoekstatus.INGEDIEND, **kwargs
        )

    def doe(self, data: dict[str, Any]) -> object:
        return wijzigingsverzoeken.beslis(self.verzoek, door=self.request.user, **data)


@require_POST
@toegang("bewoners.eigen")
def wijziging_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    """The applicant takes the request back."""
    verzoek = get_object_or_404(Wijzigingsverzoek.objects.select_related("initiatief__gebied__ouder"), pk=pk)
    controleer(request, "bewoners.verantwoorden", verzoek.initiatief)
    with weigering_als_melding(request):
        wijzigingsverzoeken.trek_in(verzoek, door=request.user)
        messages.success(request, _("Uw verzoek is ingetrokken."))
    return redirect("bewoners:wijziging_vragen", verzoek.initiatief_id)


class IngebrekeView(DossierFormView):
    """The applicant says that the decision is late; the coordinator enters a notice that came by post."""

    toegang = "bewoners.gesprek"
    template_name = "bewoners/rechtsmiddel/ingebreke.html"
    form_class = IngebrekeForm
    titel: str | Promise = gettext_lazy("Wij zijn te laat met beslissen")
    knop: str | Promise = gettext_lazy("Melden")
    gelukt: str | Promise = gettext_lazy("Wij hebben uw bericht. Wij beslissen nu binnen twee weken.")

    def get_toegang_object(self) -> Initiatief:
        initiatief = super().get_toegang_object()
        self.te_laat = ingebrekestellingen.te_late_termijn(initiatief, timezone.localdate())
        if not self._is_indiener():
            self.titel = _("Ingebrekestelling invoeren")
            self.knop = _("Invoeren")
            self.gelukt = _("De ingebrekestelling is ingevoerd. Beslis binnen twee weken.")
        elif self.te_laat is None:
            self.titel = _("Beslissen wij op tijd?")
        return initiatief

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "op_papier": not self._is_indiener()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vandaag = timezone.localdate()
        meldingen = list(self.initiatief.ingebrekestellingen.all())
        return super().get_context_data(
            te_laat=self.te_laat,
            op_papier=not self._is_indiener(),
            meldingen=[(melding, ingebrekestellingen.stand(melding, op=vandaag)) for melding in meldingen],
            loopt=any(melding.status in ingebrekestellingen.LOPEND for melding in meldingen),
            **kwargs,
        )

    def doe(self, data: dict[str, Any]) -> object:
        return ingebrekestellingen.stel_in_gebreke(self.initiatief, door=self.request.user, **data)

    def _is_indiener(self) -> bool:
        return self.request.user.pk == self.initiatief.indiener_id
