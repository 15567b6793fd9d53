"""The money flows of a year, put together for the page "Waar gaat het geld heen"."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from budgetten.domain.publiek import Geldstroom
from gebieden.models import Gebied, Thema
from kern.componenten.opmaak import euro
from partners.models import Partner

#: begroot: the budget after amendments; besteed: what was spent of it.
Maat = Literal["begroot", "besteed"]

NUL = Decimal("0.00")


@dataclass(frozen=True)
class Rij:
    """One area or theme, with its amount per payer (in the order of the columns) and in total."""

    naam: str
    url: str
    bedragen: list[Decimal]
    totaal: Decimal


@dataclass(frozen=True)
class Geldkaart:
    """Two tables over the same payers, and the flows for the drawing. All amounts in euro."""

    betalers: list[str]
    gebieden: list[Rij]
    themas: list[Rij]
    totalen: list[Decimal]
    totaal: Decimal
    maat: Maat
    tekening: dict[str, list[dict[str, Any]]]

    def zin(self, jaar: int) -> str:
        """What the drawing shows, in one sentence: who pays most, which area and which theme get most."""
        betaler = max(zip(self.totalen, self.betalers, strict=True), key=lambda paar: paar[0])[1]
        waarden = {
            "jaar": jaar,
            "totaal": euro(self.totaal),
            "betaler": betaler,
            "wijk": max(self.gebieden, key=lambda rij: rij.totaal).naam,
            "thema": max(self.themas, key=lambda rij: rij.totaal).naam,
        }
        if self.maat == "besteed":
            return (
                _(
                    "In %(jaar)s is tot nu toe %(totaal)s besteed. Het meeste betaalde %(betaler)s. "
                    "Het meeste ging naar %(wijk)s en naar het thema %(thema)s."
                )
                % waarden
            )
        return (
            _(
                "In %(jaar)s is %(totaal)s begroot. Het meeste betaalt %(betaler)s. "
                "Het meeste gaat naar %(wijk)s en naar het thema %(thema)s."
            )
            % waarden
        )


def geldkaart(stromen: list[Geldstroom], maat: Maat) -> Geldkaart:
    """Add the flows up per area and per theme. The order of payers, areas and themes is that of the programme."""
    bedragen = [(s.partner, s.gebied, s.thema, getattr(s.stand, maat)) for s in stromen if getattr(s.stand, maat)]
    per_gebied: dict[Gebied, dict[Partner, Decimal]] = defaultdict(lambda: defaultdict(lambda: NUL))
    per_thema: dict[Thema, dict[Partner, Decimal]] = defaultdict(lambda: defaultdict(lambda: NUL))
    naar_thema: dict[tuple[Gebied, Thema], Decimal] = defaultdict(lambda: NUL)
    per_betaler: dict[Partner, Decimal] = defaultdict(lambda: NUL)
    for partner, gebied, thema, bedrag in bedragen:
        per_gebied[gebied][partner] += bedrag
        per_thema[thema][partner] += bedrag
        naar_thema[gebied, thema] += bedrag
        per_betaler[partner] += bedrag
    betalers = sorted(per_betaler, key=lambda p: (p.volgorde, p.naam))
    gebieden = sorted(per_gebied, key=lambda g: g.code)
    themas = sorted(per_thema, key=lambda t: (t.volgorde, t.naam))
    return Geldkaart(
        betalers=[partner.naam for partner in betalers],
        gebieden=[_rij(g.naam, g.get_absolute_url(), per_gebied[g], betalers) for g in gebieden],
        themas=[_rij(t.naam, "", per_thema[t], betalers) for t in themas],
        totalen=[per_betaler[partner] for partner in betalers],
        totaal=sum(per_betaler.values(), NUL),
        maat=maat,
        tekening={
            "knopen": [
                *({"id": f"p{p.pk}", "naam": p.naam, "laag": 0} for p in betalers),
                *({"id": f"g{g.pk}", "naam": g.naam, "laag": 1} for g in gebieden),
                *({"id": f"t{t.pk}", "naam": t.naam, "laag": 2} for t in themas),
            ],
            "stromen": [
                *(
                    {"van": f"p{p.pk}", "naar": f"g{g.pk}", "bedrag": str(per_gebied[g][p])}
                    for p in betalers
                    for g in gebieden
                    if p in per_gebied[g]
                ),
                *(
                    {"van": f"g{g.pk}", "naar": f"t{t.pk}", "bedrag": str(naar_thema[g, t])}
                    for g in gebieden
                    for t in themas
                    if (g, t) in naar_thema
                ),
            ],
        },
    )


def _rij(naam: str, url: str, per: dict[Partner, Decimal], betalers: list[Partner]) -> Rij:
    return Rij(naam, url, [per.get(partner, NUL) for partner in betalers], sum(per.values(), NUL))
