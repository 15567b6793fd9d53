"""Commitments: the list, and one with how it stands."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from budgetten.domain.uitgavelijsten import met_namen as uitgaven_met_namen
from budgetten.domain.verplichtingen import Verplichtingstand, stand, standen_van
from budgetten.enums import Jaarstatus, Verplichtingstatus
from budgetten.forms.filters import VerplichtingFilter
from budgetten.models import Verplichting
from budgetten.views.hulp import pagina
from kern.domain.logboek import logregels
from kern.models import Gebruiker
from kern.toegang import ToegangMixin, toegang
from kern.verzoek import Verzoek


def met_namen(verplichtingen: QuerySet[Verplichting]) -> QuerySet[Verplichting]:
    """With everything a row and the rules need."""
    return verplichtingen.select_related("regel__boekjaar", "regel__gebied__ouder", "regel__thema", "besluit_door")


def rijen_van(user: Gebruiker, form: VerplichtingFilter) -> QuerySet[Verplichting]:
    """The commitments this person may see and asked for: on the page, and in the export of it."""
    return form.filter(Verplichting.objects.zichtbaar_voor(user))


class VerplichtingenView(ToegangMixin, TemplateView):
    """All commitments with what is open on each; filtered by year, area, theme and status."""

    toegang = "budgetten.verplichting_zien"
    request: Verzoek
    template_name = "budgetten/verplichtingen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = VerplichtingFilter(self.request.GET)
        blad = pagina(self.request, met_namen(rijen_van(self.request.user, form)))
        rijen = list(blad.object_list)
        per_rij = standen_van(rijen)
        return super().get_context_data(
            form=form, page_obj=blad, rijen=[(rij, per_rij[rij.pk]) for rij in rijen], **kwargs
        )


def haal(request: Verzoek, pk: int) -> Verplichting:
    """The commitment when this person may see it; otherwise 404."""
    zichtbaar = Verplichting.objects.zichtbaar_voor(request.user)
    return get_object_or_404(met_namen(zichtbaar).select_related("oorsprong"), pk=pk)


@require_safe
@toegang("budgetten.verplichting_zien")
def verplichting(request: Verzoek, pk: int) -> HttpResponse:
    """One commitment: how it stands per payer, its payments, what came back, and what one may do with it."""
    rij = haal(request, pk)
    nu = stand(rij)
    return render(
        request,
        "budgetten/verplichting.html",
        {
            "verplichting": rij,
            "stand": nu,
            "delen": balkdelen(nu),
            "uitgaven": list(uitgaven_met_namen(rij.uitgaven.all())),
            "vrijvallen": list(rij.vrijvallen.select_related("naar__regel__boekjaar", "boeking__tegenboeking")),
            "terugontvangsten": list(rij.terugontvangsten.select_related("door", "boeking__tegenboeking")),
            "reeks": list(_reeks(rij)),
            "logregels": logregels(rij),
            **mogelijk(request.user, rij, nu),
        },
    )


def balkdelen(nu: Verplichtingstand) -> list[tuple[str, str, Any]]:
    """The parts of the money bar: together what was committed."""
    return [
        ("besteed", _("Besteed"), nu.besteed),
        ("verplicht", _("Staat nog open"), nu.open),
        ("vrij", _("Vrijgevallen"), nu.vrijgevallen),
    ]


def mogelijk(user: Gebruiker, rij: Verplichting, nu: Verplichtingstand) -> dict[str, bool]:
    """Which acts are open to this person now."""
    jaar_open = rij.regel.boekjaar.status == Jaarstatus.OPEN
    open_ = jaar_open and rij.status == Verplichtingstatus.OPEN
    return {
        "mag_betaling": open_ and nu.te_vragen > 0 and user.has_perm("budgetten.betaling_aanvragen", rij),
        "mag_vrijgeven": open_ and user.has_perm("budgetten.verplichting_vrijgeven", rij),
        "mag_overzetten": open_ and user.has_perm("budgetten.verplichting_overzetten", rij),
        "mag_terug": jaar_open and nu.netto_besteed > 0 and user.has_perm("budgetten.terugontvangst_boeken", rij),
    }


def _reeks(rij: Verplichting) -> QuerySet[Verplichting]:
    """The others in the row of years this one belongs to, oldest first."""
    eerste = rij.oorsprong or rij
    return met_namen(Verplichting.objects.met_kenmerk([eerste.kenmerk])).exclude(pk=rij.pk)
