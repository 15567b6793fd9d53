"""The page of one budget line."""

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from budgetten.domain.queries import Stand
from budgetten.domain.regelinzicht import met_namen
from budgetten.domain.uitgavelijsten import met_namen as uitgaven_met_namen
from budgetten.enums import Jaarstatus
from budgetten.models import Begrotingsregel, Boeking, Mutatie, Rekening, Uitgave
from budgetten.views.hulp import pagina
from kern.domain.logboek import logregels
from kern.toegang import ObjectToegangMixin
from kern.verzoek import Verzoek
from partners.models import Partner

PER_LIJST = 20


class RegelView(ObjectToegangMixin, DetailView):
    """Balances per payer, expenses and bookings of one line, and what one may do with it."""

    toegang = "budgetten.begroting_zien"
    request: Verzoek
    template_name = "budgetten/regel.html"
    context_object_name = "regel"

    def get_queryset(self) -> QuerySet[Begrotingsregel]:
        return met_namen(Begrotingsregel.objects.all())

    def get_object(self, queryset: Any = None) -> Begrotingsregel:
        if not hasattr(self, "_regel"):
            self._regel = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return self._regel

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        regel, user = self.object, self.request.user
        rekeningen = list(Rekening.objects.filter(regel=regel).select_related("partner"))
        stand, per_partner = _standen(rekeningen)
        mag = regel.boekjaar.status == Jaarstatus.OPEN
        return super().get_context_data(
            stand=stand,
            per_partner=per_partner,
            delen=balkdelen(stand),
            uitgaven=pagina(
                self.request,
                uitgaven_met_namen(Uitgave.objects.zichtbaar_voor(user).filter(regel=regel)),
                parameter="uitgaven",
                per=PER_LIJST,
            ),
            boekingen=pagina(
                self.request, _boekingen([rekening.pk for rekening in rekeningen]), parameter="boekingen", per=PER_LIJST
            ),
            logregels=logregels(regel)[:50],
            mag_uitgave=mag and user.has_perm("budgetten.wijziging_indienen", regel),
            **kwargs,
        )


def _standen(rekeningen: list[Rekening]) -> tuple[Stand, list[tuple[Partner, Stand]]]:
    """The line's balances in total and per payer, in payer order, from its accounts."""
    per: dict[int, dict[str, Any]] = {}
    partners = {rekening.partner_id: rekening.partner for rekening in rekeningen}
    for rekening in rekeningen:
        per.setdefault(rekening.partner_id, {})[rekening.soort] = rekening.saldo
    lijst = [
        (partner, Stand(**per[partner.pk])) for partner in sorted(partners.values(), key=lambda p: (p.volgorde, p.naam))
    ]
    return Stand.som(stand for _partner, stand in lijst), lijst


def balkdelen(stand: Stand) -> list[tuple[str, str, Any]]:
    """The parts of the money bar."""
    return [
        ("vrij", _("Vrij besteedbaar"), stand.vrij),
        ("toegezegd", _("Toegekend"), stand.toegekend),
        ("verplicht", _("Verplicht"), stand.verplicht),
        ("besteed", _("Besteed"), stand.besteed),
    ]


def _boekingen(rekeningen: list[int]) -> QuerySet[Boeking]:
    """Bookings that touch these accounts; `bedrag` is what they moved there, in euro."""
    hier = Q(mutaties__van__in=rekeningen) | Q(mutaties__naar__in=rekeningen)
    raakt = Mutatie.objects.filter(Q(van__in=rekeningen) | Q(naar__in=rekeningen)).order_by()
    boekingen = Boeking.objects.filter(pk__in=raakt.values("boeking"))
    return boekingen.annotate(bedrag=Sum("mutaties__bedrag", filter=hier)).order_by("-boekdatum", "-pk")
