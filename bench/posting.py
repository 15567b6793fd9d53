"""(a) Posting beside django-hordak."""

from importlib.metadata import version

from bench.figures import Section, Target, middle, number, ratio
from bench.run import Run
from bench.worker import Worker

OURS, HORDAK = "bench_posting", "bench_hordak"


def measure(run: Run) -> Section:
    """Fill both sides, post one by one and in bulk by turns."""
    entries = 100_000 if run.full else 5_000
    moves = 100_000 if run.full else 3_000
    bookings = -(-moves // 3)
    looped = moves // 50
    singles = {"ours": 300, "get_balance": 30, "with_balances": 30, "none": 200}
    run.servers.make_database(OURS, like=run.empty_database())
    run.servers.make_database(HORDAK)
    with (
        Worker("bench.posting_ours", run.servers.environment(OURS, "bench.settings")) as ours,
        Worker("bench.posting_hordak", run.servers.environment(HORDAK, "bench.settings_hordak")) as hordak,
    ):
        run.say("(a) both ledgers are filled")
        ours.do("make_ledger", areas=1, themes=1)
        ours.do("fill", bookings=entries, months=[1, 6])
        hordak.do("migrate")
        hordak.do("make_ledger")
        hordak.do("fill", bookings=entries)
        run.servers.tidy(OURS)
        run.servers.tidy(HORDAK)
        held = {"ours": ours.do("entries"), "hordak": hordak.do("entries")}
        run.say(f"(a) entries on each account: {held}")

        seconds: dict[str, list[float]] = {name: [] for name in singles}
        for _turn in range(run.turns(5)):
            seconds["ours"].append(ours.do("single", count=singles["ours"]))
            for balance in ("get_balance", "with_balances", "none"):
                seconds[balance].append(hordak.do("single", count=singles[balance], balance=balance))
        single = {name: middle(found) for name, found in seconds.items()}
        run.say(f"(a) postings a second: { {name: number(1 / found) for name, found in single.items()} }")

        bulk = _bulk(run, ours, hordak, bookings=bookings, moves=moves, looped=looped)
    sessions = _sessions(run, bookings)
    for name in (OURS, HORDAK):
        run.servers.drop_database(name)

    section = Section(
        "a",
        "Posting",
        "`budgetten.domain.regels.besteed_direct` and `boeken.boek_reeks` against django-hordak "
        f"{version('django-hordak')}, each in its own database of one server, by turns, "
        f"the median of {run.turns(5)} (bulk: {run.turns(3)}) turns. "
        f"The job: an expense of three payers, after looking whether they have the money, on accounts that hold "
        f"{held['ours']:,} (ours) and {held['hordak']:,} (hordak) entries before the first turn.",
        ("", "ours", "hordak", "ours is so many times as fast"),
    )
    section.rows = [
        _row(
            "postings a second; hordak with `Account.get_balance()`", single["ours"], single["get_balance"], rate=True
        ),
        _row("the same; hordak with `with_balances()`", single["ours"], single["with_balances"], rate=True),
        _row("the same; hordak without looking at a balance", single["ours"], single["none"], rate=True),
        _row(
            f"bulk, seconds: {moves:,} movements, each its own event; hordak by `bulk_create`",
            bulk["ours, one"], bulk["hordak, one"], rate=False,
        ),
        _row(
            f"the same; hordak by `Account.transfer_to`, extrapolated from {looped:,}",
            bulk["ours, one"], bulk["hordak, looped"], rate=False,
        ),
        _row(
            f"bulk, seconds: {bookings:,} expenses of three payers; hordak by `bulk_create`",
            bulk["ours, three"], bulk["hordak, three"], rate=False,
        ),
    ]  # fmt: skip
    section.targets = [
        Target("posting one by one, times hordak's speed", ratio(single["get_balance"], single["ours"]), 3, "at least"),
        Target("posting in bulk, each movement its own event, times hordak's speed",
               ratio(bulk["hordak, one"], bulk["ours, one"]), 8, "at least"),
        Target("single postings after bulk in the same session, time as a multiple of a fresh session",
               ratio(sessions["singles after bulk"], sessions["singles, fresh"]), 1.5, "at most"),
        Target("bulk after single postings in the same session, time as a multiple of a fresh session",
               ratio(sessions["bulk after singles"], sessions["bulk, fresh"]), 1.5, "at most"),
    ]  # fmt: skip
    section.notes = [
        "A movement is an amount from one account to another. With us that is one `Mutatie`, in hordak two `Leg`s. An "
        "entry on an account is a mutatie or a leg that touches it.",
        f"Bulk has two shapes. Each movement its own event: {moves:,} bookings of one mutatie against {moves:,} "
        "transactions of two legs, hordak's own shape for a transfer; the target was taken from a comparison of this "
        f"shape and is judged on it. Expenses of three payers: {bookings:,} bookings of three mutaties against "
        f"{bookings:,} transactions of six legs.",
        "`Account.transfer_to` is what hordak's documentation gives for a transfer; it has no bulk form, so its row is "
        f"the time of {looped:,} of them in one transaction, times {moves // looped}.",
        "Both sides keep their own triggers and make their objects within the measured time: hordak's bulk takes model "
        "instances, ours takes plain records (`Boekstuk`, `Zet`). Ours also locks the "
        "accounts, refuses a balance below zero, checks payer, kind, year and month, and keeps balances and monthly "
        "turnover; hordak checks that the legs of a transaction add up to zero. Legs go in by `bulk_create`, which is "
        "faster than one `create` each.",
        "Sessions: " + "; ".join(f"{name} {number(found * 1000)} ms" for name, found in sessions.items()) + ".",
    ]
    return section


def _bulk(run: Run, ours: Worker, hordak: Worker, *, bookings: int, moves: int, looped: int) -> dict[str, float]:
    """Seconds of each side for both shapes of bulk, by turns."""
    found: dict[str, list[float]] = {}
    for _turn in range(run.turns(3)):
        turn = {
            "ours, one": ours.do("bulk", bookings=moves, payers=1),
            "hordak, one": hordak.do("bulk_transfers", count=moves),
            "ours, three": ours.do("bulk", bookings=bookings, payers=3),
            "hordak, three": hordak.do("bulk", bookings=bookings),
            "hordak, looped": hordak.do("transfers", count=looped) * (moves / looped),
        }
        for name, seconds in turn.items():
            found.setdefault(name, []).append(seconds)
    middles = {name: middle(seconds) for name, seconds in found.items()}
    run.say(f"(a) bulk, seconds: { {name: number(seconds) for name, seconds in middles.items()} }")
    return middles


def _sessions(run: Run, bookings: int) -> dict[str, float]:
    """Whether plans that a session keeps make it slower: seconds per single posting, and for a bulk, in both orders."""
    found: dict[str, list[float]] = {}
    for _turn in range(run.turns(3)):
        for order in (("single", "bulk"), ("bulk", "single")):
            with Worker("bench.posting_ours", run.servers.environment(OURS, "bench.settings")) as worker:
                for place, what in enumerate(order):
                    if what == "single":
                        worker.do("single", count=50)  # past the five executions after which PostgreSQL may keep a plan
                        value = worker.do("single", count=200)
                        name = "singles after bulk" if place else "singles, fresh"
                    else:
                        value = worker.do("bulk", bookings=bookings // 3, payers=3)
                        name = "bulk after singles" if place else "bulk, fresh"
                    found.setdefault(name, []).append(value)
    return {name: middle(values) for name, values in found.items()}


def _row(what: str, ours: float, theirs: float, *, rate: bool) -> tuple[str, ...]:
    shown = (1 / ours, 1 / theirs) if rate else (ours, theirs)
    return (what, number(shown[0]), number(shown[1]), f"{number(ratio(theirs, ours))}×")
