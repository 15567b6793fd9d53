"""Orders that every side of ours knows: make the tables, fill them."""

from django.core.management import call_command

from bench import ledger
from budgetten.models import Boekjaar, Mutatie


def do_migrate() -> None:
    """Make the tables."""
    call_command("migrate", interactive=False, verbosity=0)


def do_make_ledger(*, areas: int, themes: int) -> None:
    """A year with lines that have money; see `ledger.make`."""
    ledger.make(areas=areas, themes=themes)


def do_fill(*, bookings: int, months: tuple[int, int], payers: int = 3) -> int:
    """Add expenses of a mutatie per payer each; returns how many mutaties there are now."""
    ledger.fill(Boekjaar.objects.get(jaar=ledger.YEAR), bookings, months=(months[0], months[1]), payers=payers)
    return Mutatie.objects.count()


def do_fill_unjudged(*, bookings: int, months: tuple[int, int]) -> int:
    """The same for millions; see `ledger.fill_unjudged`."""
    ledger.fill_unjudged(Boekjaar.objects.get(jaar=ledger.YEAR), bookings, months=(months[0], months[1]))
    return Mutatie.objects.count()
