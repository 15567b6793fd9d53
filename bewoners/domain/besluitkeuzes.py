"""What a decision can choose from: budget lines, payers, and what the ceiling still carries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from bewoners.enums import Besluitsoort, Initiatiefstatus
from bewoners.models import Besluit, Initiatief, Plafond
from budgetten.enums import Jaarstatus, Rekeningsoort
from budgetten.models import Begrotingsregel, Boekjaar, Rekening
from gebieden.models import Gebied
from partners.enums import Partnersoort
from partners.models import Partner, Woningbezit

S = Initiatiefstatus
NUL = Decimal("0.00")
#: Complete applications that wait for a decision.
WACHTEND = (S.IN_BEOORDELING, S.GEADVISEERD, S.IN_STEMRONDE, S.UITSLAG_BEKEND)


@dataclass(frozen=True, slots=True)
class Ruimte:
    """How the ceiling of a scheme stands in a year, in euro."""

    plafond: Plafond
    toegekend: Decimal

    @property
    def over(self) -> Decimal:
        """What may still be awarded."""
        return self.plafond.bedrag - self.toegekend


def boekjaar_nu() -> Boekjaar | None:
    """The open fiscal year of today."""
    return Boekjaar.objects.filter(jaar=timezone.localdate().year, status=Jaarstatus.OPEN).first()


def plafond_van(initiatief: Initiatief, boekjaar: Boekjaar) -> QuerySet[Plafond]:
    """The ceiling of its scheme in the year: one row or none."""
    return Plafond.objects.filter(regeling__versies=initiatief.regelingversie_id, boekjaar=boekjaar)


def ruimte(plafond: Plafond) -> Ruimte:
    """What was awarded under the ceiling: settled lower counts lower, a withdrawn award not at all. One query."""
    ingetrokken = Besluit.objects.filter(initiatief=OuterRef("pk"), soort=Besluitsoort.INTREKKING)
    som = (
        Initiatief.objects.filter(
            ~Exists(ingetrokken),
            regelingversie__regeling=plafond.regeling_id,
            regel__boekjaar=plafond.boekjaar_id,
            toegekend__isnull=False,
        )
        .order_by()
        .aggregate(som=Sum(Coalesce("vastgesteld", "toegekend")))["som"]
    )
    return Ruimte(plafond, som or NUL)


def ruimte_van(initiatief: Initiatief) -> Ruimte | None:
    """The same for the scheme of an initiative in the open year; None when no ceiling was set."""
    boekjaar = boekjaar_nu()
    plafond = plafond_van(initiatief, boekjaar).first() if boekjaar else None
    return ruimte(plafond) if plafond else None


def regels_voor(initiatief: Initiatief) -> QuerySet[Begrotingsregel]:
    """The lines of the open year that may pay it: those of the ceiling, else those of its theme in its area and above.

    Its own area comes first.
    """
    boekjaar = boekjaar_nu()
    regels = Begrotingsregel.objects.select_related("boekjaar", "gebied__ouder", "thema")
    if boekjaar is None:
        return regels.none()
    plafond = plafond_van(initiatief, boekjaar).first()
    if plafond is not None and plafond.regels.exists():
        return regels.filter(pk__in=plafond.regels.values("pk"), boekjaar=boekjaar).order_by("gebied__code", "pk")
    return regels.filter(boekjaar=boekjaar, thema=initiatief.thema_id, gebied__in=_boven(initiatief)).order_by(
        "-gebied__code", "pk"
    )


def betalers_voor(initiatief: Initiatief) -> list[Partner]:
    """Who may pay a part: paying partners, a corporation only where it has dwellings. Three queries."""
    partners = list(Partner.objects.betalend().order_by("volgorde", "naam"))
    met_woningen = _met_woningen(initiatief)
    return [p for p in partners if p.soort != Partnersoort.CORPORATIE or p.pk in met_woningen]


def vrij_per_regel(regels: list[Begrotingsregel]) -> dict[int, dict[int, Decimal]]:
    """What is free on these lines in euro: line id → payer id → amount. One query."""
    per: dict[int, dict[int, Decimal]] = {regel.pk: {} for regel in regels}
    for regel, partner, saldo in Rekening.objects.filter(regel__in=regels, soort=Rekeningsoort.VRIJ).values_list(
        "regel", "partner", "saldo"
    ):
        per[regel][partner] = saldo
    return per


def eerder_volledig(initiatief: Initiatief) -> list[Initiatief]:
    """Applications under the same scheme that were complete earlier and still wait, the first one first."""
    if initiatief.regelingversie is None or initiatief.volledig_op is None:
        return []
    wachtend = Initiatief.objects.filter(
        regelingversie__regeling=initiatief.regelingversie.regeling_id,
        status__in=WACHTEND,
        volledig_op__lt=initiatief.volledig_op,
    )
    return list(wachtend.exclude(pk=initiatief.pk).order_by("volledig_op", "pk"))


def gaat_voor(initiatief: Initiatief, bedrag: Decimal, over: Decimal) -> list[Initiatief]:
    """Those of `eerder_volledig` that would find too little left of `over` (euro) after this award."""
    eerder = eerder_volledig(initiatief)
    return eerder if sum((i.gevraagd for i in eerder), NUL) > over - bedrag else []


def _boven(initiatief: Initiatief) -> list[int]:
    gebied = initiatief.gebied
    if gebied is None:
        return []
    return [pk for pk in (gebied.pk, gebied.ouder_id, gebied.ouder.ouder_id if gebied.ouder else None) if pk]


def _met_woningen(initiatief: Initiatief) -> set[int]:
    """Corporations with dwellings here, by the newest count of each area.

    Counts of the area and below it decide; without any of those the nearest area above that was counted.
    """
    gebied = initiatief.gebied
    if gebied is None:
        return set()
    onder = set(Gebied.objects.filter(Q(ouder=gebied.pk) | Q(ouder__ouder=gebied.pk)).values_list("pk", flat=True))
    lagen = [{gebied.pk} | onder, *({pk} for pk in _boven(initiatief)[1:])]
    nieuwste = list(
        Woningbezit.objects.filter(gebied__in=set().union(*lagen))
        .order_by("partner", "gebied", "-peildatum")
        .distinct("partner", "gebied")
        .values_list("partner", "gebied", "aantal")
    )
    gevonden: dict[int, bool] = {}
    for laag in lagen:
        hier: dict[int, int] = {}
        for partner, pk, aantal in nieuwste:
            if pk in laag:
                hier[partner] = hier.get(partner, 0) + aantal
        for partner, aantal in hier.items():
            gevonden.setdefault(partner, aantal > 0)
    return {partner for partner, heeft in gevonden.items() if heeft}
