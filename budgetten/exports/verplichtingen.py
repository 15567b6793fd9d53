"""What commitments look like as a table."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from budgetten.enums import Uitgavestatus, Verplichtingstatus
from budgetten.exports.resources import NUL
from budgetten.models import Boeking, Mutatie, Verplichting, Verplichtingdekking
from kern.exports.resources import Kolom, TabelResource
from kern.exports.tabel import Celsoort


def _som(pad: str, **filters: Any) -> Coalesce:
    """What one payer moved by bookings that hang on the commitment by `pad` and are not reversed."""
    mutaties = (
        Mutatie.objects.filter(
            boeking__tegenboeking__isnull=True,
            van__partner=OuterRef("partner"),
            **{pad: OuterRef("verplichting")},
            **filters,
        )
        .order_by()
        .values("van__partner")
        .annotate(som=Sum("bedrag"))
    )
    return Coalesce(Subquery(mutaties.values("som")), NUL)


class VerplichtingResource(TabelResource):
    """Commitments: one row for each payer, so that the amounts add up. Takes a queryset of commitments."""

    titel = _("Verplichtingen")

    kenmerk = Kolom("verplichting__kenmerk", _("Kenmerk"), breedte=18)
    omschrijving = Kolom("verplichting__omschrijving", _("Omschrijving"), breedte=40)
    jaar = Kolom("verplichting__regel__boekjaar__jaar", _("Jaar"), soort=Celsoort.GETAL)
    gebied = Kolom("verplichting__regel__gebied__naam", _("Gebied"))
    thema = Kolom("verplichting__regel__thema__naam", _("Thema"))
    aangegaan = Kolom("verplichting__aangegaan_op", _("Aangegaan op"), soort=Celsoort.DATUM)
    besluit_door = Kolom("verplichting__besluit_door__naam", _("Besluit door"))
    status = Kolom("verplichting__status", _("Status"), keuzes=Verplichtingstatus.choices)
    betaler = Kolom("partner__naam", _("Betaler"))
    bedrag = Kolom("som_verplicht", _("Verplicht"), soort=Celsoort.BEDRAG)
    besteed = Kolom("som_besteed", _("Besteed"), soort=Celsoort.BEDRAG)
    betaald = Kolom("som_betaald", _("Betaald"), soort=Celsoort.BEDRAG)
    vrijgevallen = Kolom("som_vrijgevallen", _("Vrijgevallen"), soort=Celsoort.BEDRAG)
    terug = Kolom("som_terug", _("Terugontvangen"), soort=Celsoort.BEDRAG)
    open = Kolom("som_open", _("Openstaand"), soort=Celsoort.BEDRAG)

    class Meta:
        model = Verplichting
        fields = (
            "kenmerk", "omschrijving", "jaar", "gebied", "thema", "aangegaan", "besluit_door", "status", "betaler",
            "bedrag", "besteed", "betaald", "vrijgevallen", "terug", "open",
        )  # fmt: skip

    def bereid(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        tegengeboekt = Exists(Boeking.objects.filter(tegenboeking_van=OuterRef("verplichting__verplichting")))
        return (
            Verplichtingdekking.objects.filter(verplichting__in=queryset.order_by().values("pk"))
            .annotate(
                som_verplicht=Case(When(tegengeboekt, then=NUL), default=F("bedrag")),
                som_besteed=_som("boeking__uitgave__verplichting"),
                som_betaald=_som("boeking__uitgave__verplichting", boeking__uitgave__status=Uitgavestatus.BETAALD),
                som_vrijgevallen=_som("boeking__verplichtingvrijval__verplichting"),
                som_terug=_som("boeking__terugontvangst__verplichting"),
            )
            .annotate(som_open=F("som_verplicht") - F("som_besteed") - F("som_vrijgevallen"))
            .order_by("-verplichting__aangegaan_op", "-verplichting", "partner__volgorde", "pk")
        )
