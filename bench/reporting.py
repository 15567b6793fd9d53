"""(c) The month report over a growing ledger, beside the bare sum over its mutaties."""

from contextlib import ExitStack

from bench.figures import Section, Target, middle, number, ratio
from bench.run import Run
from bench.worker import Worker

#: Mutaties; three to a booking.
SIZES = (100_000, 1_000_000, 10_000_000)
QUICK = (75_000, 90_000, 120_000)
#: A larger ledger is filled without its triggers and judged afterwards: with them ten million take minutes.
JUDGED = 100_000
IN_MONTH = 500
AREAS, THEMES = 10, 6
MODULE = "bench.reporting_worker"


def measure(run: Run) -> Section:
    """Grow one ledger into three databases, then collect and sum in all of them by turns."""
    sizes = SIZES if run.full else QUICK
    names = [f"bench_report_{size}" for size in sizes]
    grown = run.empty_database()
    held = 0
    for name, size in zip(names, sizes, strict=True):
        run.servers.make_database(name, like=grown)
        with Worker(MODULE, run.servers.environment(name, "bench.settings")) as worker:
            if not held:
                worker.do("make_ledger", areas=AREAS, themes=THEMES)
                held = worker.do("fill", bookings=IN_MONTH, months=[9, 9])
            order = "fill" if size <= JUDGED else "fill_unjudged"
            held = worker.do(order, bookings=-(-(size - held) // 3), months=[1, 8])
        run.servers.tidy(name)
        run.say(f"(c) a ledger of {held:,} mutaties")
        grown = name

    collect: dict[str, list[float]] = {name: [] for name in names}
    bare: dict[str, list[float]] = {name: [] for name in names}
    files: dict[str, list[float]] = {name: [] for name in names}
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(Worker(MODULE, run.servers.environment(name, "bench.settings"))) for name in names
        }
        facts = {name: worker.do("facts") for name, worker in workers.items()}
        for worker in workers.values():
            worker.do("files")
        for _turn in range(run.turns(9)):
            for name, worker in workers.items():
                collect[name].append(worker.do("collect"))
        for _turn in range(run.turns(3)):
            for name, worker in workers.items():
                bare[name].append(worker.do("sum"))
                files[name].append(worker.do("files"))
    for name in names:
        run.servers.drop_database(name)

    section = Section(
        "c",
        "The month report",
        "`rapportgegevens.verzamel` for the whole programme in September, beside `SELECT sum(bedrag) FROM "
        f"budgetten_mutatie`, on three ledgers with the same {AREAS * THEMES} lines of three payers and the same "
        f"{IN_MONTH} bookings in September; what makes them larger lies in January to August of the same year. "
        f"By turns, the median of {run.turns(9)} turns (sum and files: {run.turns(3)}).",
        ("mutaties", "report, seconds", "with workbook and PDF, seconds", "bare sum, seconds"),
    )
    section.rows = [
        (
            f"{facts[name]['mutaties']:,}",
            number(middle(collect[name])),
            number(middle(files[name])),
            number(middle(bare[name])),
        )
        for name in names
    ]
    first, last = names[0], names[-1]
    growth = ratio(middle(collect[last]), middle(collect[first]))
    section.rows.append(
        (
            "growth",
            f"{number(growth)}×",
            f"{number(ratio(middle(files[last]), middle(files[first])))}×",
            f"{number(ratio(middle(bare[last]), middle(bare[first])))}×",
        )
    )
    slowest = max(middle(found) for found in collect.values())
    section.targets = [
        Target("slowest report, reading only", slowest, 1, "at most", " s"),
        Target("growth of the report from the smallest to the largest ledger", growth, 1.2, "at most"),
    ]
    section.notes = [
        f"Up to {JUDGED:,} mutaties went in through the triggers; the rest with the triggers at rest, after which the "
        "nightly control (`controle.controleer_grootboek`) found every balance and every turnover right.",
        "Each report was checked first: its amount spent equals the sum over all mutaties, to the cent. Detail of the "
        f"sheet Transacties: {', '.join(str(facts[name]['detail']) for name in names)} (maand: the movements of the "
        "month one by one, earlier ones as one sum in and one sum out per account).",
    ]
    return section
