"""Splitting an amount exactly, to the cent."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kern.domain.fouten import Weigering

CENT = Decimal("0.01")


def in_centen(bedrag: Decimal) -> int:
    """Whole cents of an amount; raises Weigering when it has a fraction of a cent or is no number."""
    if not bedrag.is_finite() or bedrag != bedrag.quantize(CENT):
        raise Weigering(_("Een bedrag heeft hoogstens twee cijfers achter de komma."), veld="bedrag")
    return int(bedrag.scaleb(2))


def controleer_bedrag(bedrag: Decimal) -> None:
    """Raise Weigering unless the amount is positive, in whole cents, and under ten billion."""
    centen = in_centen(bedrag)
    if centen <= 0:
        raise Weigering(_("Het bedrag moet hoger zijn dan nul."), veld="bedrag")
    if centen >= 10**12:
        raise Weigering(_("Dit bedrag is te hoog."), veld="bedrag")


def splits(bedrag: Decimal, gewichten: Sequence[Decimal]) -> list[Decimal]:
    """Split `bedrag` (euro) in proportion to `gewichten` by the largest remainder; ties go to the first.

    Σ of the parts is the amount, exactly. When the weights are balances in whole cents and the amount is at most
    their sum, no part is larger than its balance: a part is rounded up only when its exact share has a fraction, and
    that share is below the balance. Raises Weigering when there is nothing to be split over.
    """
    centen = in_centen(bedrag)
    if any(gewicht < 0 for gewicht in gewichten):
        raise ValueError("weights cannot be negative")
    # integers: the exponent of the finest weight, so that nothing is rounded on the way
    exponent = max((-int(gewicht.as_tuple().exponent) for gewicht in gewichten), default=0)
    weegt = [int(gewicht.scaleb(max(exponent, 0))) for gewicht in gewichten]
    totaal = sum(weegt)
    if totaal == 0:
        raise Weigering(_("Er is geen betaler om het bedrag over te verdelen."))
    delen = [centen * gewicht // totaal for gewicht in weegt]
    resten = [centen * gewicht % totaal for gewicht in weegt]
    over = centen - sum(delen)
    for index in sorted(range(len(weegt)), key=lambda i: (-resten[i], i))[:over]:
        delen[index] += 1
    return [Decimal(deel).scaleb(-2) for deel in delen]
