"""The other side of the posting: the same job with django-hordak, in the ways its documentation gives.

An account per payer for free money and one for spent money. An expense debits the three free accounts and credits the
three spent ones: six legs, because a leg is one side of a movement.
"""

import datetime as dt
import time
from decimal import Decimal

from django.core.management import call_command
from django.db import connection, transaction
from hordak.models import Account, AccountType, Leg, Transaction
from moneyed import Money

DAY = dt.date(2025, 6, 15)
PART = Money(Decimal("0.10"), "EUR")


def do_migrate() -> None:
    """Make the tables."""
    call_command("migrate", interactive=False, verbosity=0)


def do_make_ledger() -> None:
    """Three payers with plenty of free money."""
    for number in range(3):
        source, free, _spent = (
            Account.objects.create(name=f"{kind} {number}", type=AccountType.equity, currencies=["EUR"])
            for kind in ("bron", "vrij", "besteed")
        )
        with transaction.atomic():
            pledge = Transaction.objects.create(date=DAY, description="Bijdrage")
            Leg.objects.create(transaction=pledge, account=source, debit=Money(10_000_000, "EUR"))
            Leg.objects.create(transaction=pledge, account=free, credit=Money(10_000_000, "EUR"))


def do_fill(*, bookings: int) -> int:
    """Add expenses of six legs each inside PostgreSQL; returns how many legs there are now.

    The legs are known to balance, so hordak's check of each leg rests while they go in.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hordak_leg DISABLE TRIGGER USER")
        cursor.execute("SELECT COALESCE(max(id), 0) + 1 FROM hordak_transaction")
        first = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO hordak_transaction (id, uuid, timestamp, date, description) "
            "SELECT %s + n, gen_random_uuid(), now(), %s, 'Buurtfeest ' || n FROM generate_series(0, %s - 1) n",
            [first, DAY, bookings],
        )
        cursor.execute(
            "INSERT INTO hordak_leg (uuid, transaction_id, account_id, credit, debit, currency, description) "
            "SELECT gen_random_uuid(), %s + n, a.id, CASE WHEN a.name LIKE 'besteed%%' THEN 0.10 END, "
            "CASE WHEN a.name LIKE 'vrij%%' THEN 0.10 END, 'EUR', '' FROM generate_series(0, %s - 1) n "
            "CROSS JOIN hordak_account a WHERE a.name NOT LIKE 'bron%%' ORDER BY n",
            [first, bookings],
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('hordak_transaction', 'id'), max(id)) FROM hordak_transaction"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE hordak_leg ENABLE TRIGGER USER")
    return Leg.objects.count()


def do_entries() -> int:
    """How many legs the account with the fewest of them holds."""
    return min(account.legs.count() for account in Account.objects.exclude(name__startswith="bron"))


def do_single(*, count: int, balance: str) -> float:
    """Post so many expenses one by one; seconds for one. `balance`: get_balance, with_balances or none."""
    free, spent = _accounts()
    begin = time.perf_counter()
    for n in range(count):
        with transaction.atomic():
            if balance == "get_balance":
                enough = all(account.get_balance()["EUR"] >= PART for account in free)
            elif balance == "with_balances":
                found = Account.objects.filter(pk__in=[account.pk for account in free]).with_balances()
                enough = all(account.balance["EUR"] >= PART for account in found)
            else:
                enough = True
            if not enough:
                raise ValueError("not enough")
            expense = Transaction.objects.create(date=DAY, description=f"Buurtfeest {n}")
            Leg.objects.bulk_create(_legs(expense, free, spent))
    return (time.perf_counter() - begin) / count


def do_bulk(*, bookings: int) -> float:
    """Post so many expenses of six legs at once; seconds, the making of the objects included."""
    free, spent = _accounts()
    begin = time.perf_counter()
    with transaction.atomic():
        expenses = Transaction.objects.bulk_create(
            [Transaction(date=DAY, description=f"Buurtfeest {n}") for n in range(bookings)], batch_size=5000
        )
        Leg.objects.bulk_create([leg for expense in expenses for leg in _legs(expense, free, spent)], batch_size=10_000)
    return time.perf_counter() - begin


def do_bulk_transfers(*, count: int) -> float:
    """Post so many transactions of two legs at once, of each payer by turns; seconds, as above."""
    free, spent = _accounts()
    begin = time.perf_counter()
    with transaction.atomic():
        transfers = Transaction.objects.bulk_create(
            [Transaction(date=DAY, description=f"Buurtfeest {n}") for n in range(count)], batch_size=5000
        )
        Leg.objects.bulk_create(
            [
                leg
                for n, transfer in enumerate(transfers)
                for leg in _legs(transfer, [free[n % len(free)]], [spent[n % len(spent)]])
            ],
            batch_size=10_000,
        )
    return time.perf_counter() - begin


def do_transfers(*, count: int) -> float:
    """The same by `Account.transfer_to`, as hordak's documentation has it, all in one transaction; seconds."""
    free, spent = _accounts()
    begin = time.perf_counter()
    with transaction.atomic():
        for n in range(count):
            spent[n % len(spent)].transfer_to(
                free[n % len(free)], PART, date=DAY, description=f"Buurtfeest {n}"
            )  # a credit adds to an account of type equity
    return time.perf_counter() - begin


def _accounts() -> tuple[list[Account], list[Account]]:
    """The free and the spent accounts, payers in the same order."""
    free = list(Account.objects.filter(name__startswith="vrij").order_by("pk"))
    spent = list(Account.objects.filter(name__startswith="besteed").order_by("pk"))
    return free, spent


def _legs(expense: Transaction, free: list[Account], spent: list[Account]) -> list[Leg]:
    return [
        *(Leg(transaction=expense, account=account, debit=PART) for account in free),
        *(Leg(transaction=expense, account=account, credit=PART) for account in spent),
    ]
