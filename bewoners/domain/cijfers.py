"""How it goes with initiatives as a whole: how many, how long a decision takes, what was awarded where.

Days are calendar days from handing in to the decision; a term kept is a decision on or before `Termijn.eind`, which
holds suspensions and an extension (Awb 4:13 to 4:15). Amounts in euro as decided; what was paid is in the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bewoners.enums import Besluitsoort, Termijnsoort
from bewoners.models import Besluit, Initiatief, Termijn
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.componenten.opmaak import euro, getal

_TOEGEKEND = (Besluitsoort.VERLENING, Besluitsoort.DIRECTE_VASTSTELLING)
_OP_DE_AANVRAAG = (*_TOEGEKEND, Besluitsoort.AFWIJZING, Besluitsoort.BUITEN_BEHANDELING)
#: A median of fewer decisions says little, and may say something about one of them.
MINSTENS = 3


@dataclass(slots=True)
class Jaar:
    """One year: handed in in it; decided, awarded and in time of decisions taken in it."""

    jaar: int
    ingediend: int = 0
    besloten: int = 0
    toegekend: int = 0
    bedrag: Decimal = Decimal("0.00")
    met_termijn: int = 0
    op_tijd: int = 0
    dagen: list[int] = field(default_factory=list)

    @property
    def mediaan(self) -> int | None:
        """Half of the decisions took at most so many days; None for fewer than MINSTENS."""
        return round(median(self.dagen)) if len(self.dagen) >= MINSTENS else None

    @property
    def procent_op_tijd(self) -> int | None:
        """Share of the decisions within their term; None when no term was kept."""
        return round(100 * self.op_tijd / self.met_termijn) if self.met_termijn else None


@dataclass(frozen=True, slots=True)
class Gebiedscijfer:
    """What was awarded in one wijk, by year, in euro."""

    naam: str
    slug: str
    per_jaar: list[Decimal]
    totaal: Decimal


@dataclass(frozen=True, slots=True)
class Cijfers:
    """The figures page. Years newest first; areas by amount."""

    jaren: list[Jaar]
    gebieden: list[Gebiedscijfer]
    alles: Jaar

    @property
    def zin(self) -> str:
        """The figures in a sentence or two."""
        alles = self.alles
        zinnen = [
            ngettext("Bewoners dienden %(aantal)s plan in.", "Bewoners dienden %(aantal)s plannen in.", alles.ingediend)
            % {"aantal": getal(alles.ingediend)},
            _("Er is %(bedrag)s toegekend.") % {"bedrag": euro(alles.bedrag, centen=False)},
        ]
        if alles.mediaan is not None:
            zinnen.append(_("De helft van de besluiten kwam binnen %(dagen)s dagen.") % {"dagen": getal(alles.mediaan)})
        if alles.procent_op_tijd is not None:
            zinnen.append(_("Van alle besluiten was %(procent)s%% op tijd.") % {"procent": alles.procent_op_tijd})
        return " ".join(zinnen)


def cijfers() -> Cijfers:
    """Everything on the page. Five queries, however many initiatives there are."""
    jaren: dict[int, Jaar] = {}

    def jaar(nummer: int) -> Jaar:
        return jaren.setdefault(nummer, Jaar(nummer))

    ingediend = (
        Initiatief.objects.ingediend().order_by().values_list(ExtractYear("ingediend_op")).annotate(n=Count("pk"))
    )
    for nummer, aantal in ingediend:
        jaar(nummer).ingediend = aantal
    termijnen = dict(
        Termijn.objects.filter(soort=Termijnsoort.BESLISSING)
        .order_by("initiatief", "-begin", "-pk")
        .distinct("initiatief")
        .values_list("initiatief", "eind")
    )
    besluiten = Besluit.objects.filter(soort__in=_OP_DE_AANVRAAG).order_by()
    for soort, datum, initiatief, begin in besluiten.values_list(
        "soort", "datum", "initiatief", TruncDate(Coalesce("initiatief__ingediend_op", F("vastgelegd_op")))
    ):
        van_jaar = jaar(datum.year)
        van_jaar.besloten += 1
        van_jaar.toegekend += soort in _TOEGEKEND
        van_jaar.dagen.append(max(0, (datum - begin).days))
        if initiatief in termijnen:
            van_jaar.met_termijn += 1
            van_jaar.op_tijd += datum <= termijnen[initiatief]
    per_gebied: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    bedragen = Besluit.objects.filter(soort__in=_TOEGEKEND).order_by()
    for gebied, nummer, bedrag in bedragen.values_list("initiatief__gebied", ExtractYear("datum")).annotate(
        som=Sum("bedrag")
    ):
        per_gebied[gebied][nummer] += bedrag
        jaar(nummer).bedrag += bedrag
    op_volgorde = sorted(jaren.values(), key=lambda rij: -rij.jaar)
    return Cijfers(op_volgorde, _per_wijk(per_gebied, [rij.jaar for rij in op_volgorde]), _samen(op_volgorde))


def _per_wijk(per_gebied: dict[int, dict[int, Decimal]], jaren: list[int]) -> list[Gebiedscijfer]:
    """Buurten count with their wijk. One query."""
    per_wijk: dict[Gebied, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    gebieden = Gebied.objects.filter(pk__in=per_gebied).select_related("ouder")
    for gebied in gebieden:
        wijk = gebied.ouder if gebied.soort == Gebiedssoort.BUURT and gebied.ouder else gebied
        for nummer, bedrag in per_gebied[gebied.pk].items():
            per_wijk[wijk][nummer] += bedrag
    rijen = [
        Gebiedscijfer(
            wijk.naam,
            wijk.slug,
            [bedragen.get(nummer, Decimal("0.00")) for nummer in jaren],
            sum(bedragen.values(), Decimal("0.00")),
        )
        for wijk, bedragen in per_wijk.items()
    ]
    return sorted(rijen, key=lambda rij: (-rij.totaal, rij.naam))


def _samen(jaren: Iterable[Jaar]) -> Jaar:
    alles = Jaar(0)
    for rij in jaren:
        alles.ingediend += rij.ingediend
        alles.besloten += rij.besloten
        alles.toegekend += rij.toegekend
        alles.bedrag += rij.bedrag
        alles.met_termijn += rij.met_termijn
        alles.op_tijd += rij.op_tijd
        alles.dagen += rij.dagen
    return alles
