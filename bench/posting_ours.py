"""Our side of the posting: the domain functions that pages and imports use."""

import datetime as dt
import time
from decimal import Decimal

from bench import ledger
from bench.prepare import do_fill, do_make_ledger, do_migrate  # noqa: F401  # orders of this side
from budgetten.domain.boeken import Boekstuk, Zet, boek_reeks
from budgetten.domain.regels import besteed_direct
from budgetten.enums import Boekingsoort, Rekeningsoort
from budgetten.models import Begrotingsregel, Rekening

DAY = dt.date(ledger.YEAR, 6, 15)


def _line() -> Begrotingsregel:
    return Begrotingsregel.objects.select_related("boekjaar", "gebied", "thema").get()


def do_entries() -> int:
    """How many mutaties the account with the fewest of them holds."""
    accounts = Rekening.objects.filter(regel__isnull=False)
    return min(account.mutaties_erin.count() + account.mutaties_eruit.count() for account in accounts)


def do_single(*, count: int) -> float:
    """Post so many direct expenses one by one; seconds for one."""
    line = _line()
    begin = time.perf_counter()
    for n in range(count):
        besteed_direct(line, bedrag=Decimal("0.30"), boekdatum=DAY, omschrijving=f"Buurtfeest {n}", door=None)
    return (time.perf_counter() - begin) / count


def do_bulk(*, bookings: int, payers: int) -> float:
    """Post so many expenses at once; seconds, the making of the objects included.

    `payers` 3: a mutatie of each of them. 1: one mutatie, of each of them by turns.
    """
    line = _line()
    accounts = {(account.soort, account.partner_id): account for account in Rekening.objects.filter(regel=line)}
    pairs = [
        (account, accounts[Rekeningsoort.BESTEED, partner])
        for (soort, partner), account in accounts.items()
        if soort == Rekeningsoort.VRIJ
    ]
    period = line.boekjaar.perioden.get(maand=DAY.month)
    part = Decimal("0.10")
    begin = time.perf_counter()
    boek_reeks(
        (
            Boekstuk(Boekingsoort.BESTEDING, DAY, period.pk, f"Buurtfeest {n}"),
            [Zet(source, target, part) for source, target in (pairs if payers > 1 else [pairs[n % len(pairs)]])],
        )
        for n in range(bookings)
    )
    return time.perf_counter() - begin
