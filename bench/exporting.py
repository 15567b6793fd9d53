"""(b) Exporting to Excel beside stock django-import-export."""

from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.figures import Section, Target, middle, number, ratio
from bench.run import Run
from bench.worker import Worker

DATABASE = "bench_export"
MODULE = "bench.exporting_worker"


def measure(run: Run) -> Section:
    """The same rows by both, by turns, each time in a fresh process; the files are read back."""
    bookings = 100_000 if run.full else 2_000
    run.servers.make_database(DATABASE, like=run.empty_database())
    environment = run.servers.environment(DATABASE, "bench.settings")
    with Worker(MODULE, environment) as worker:
        worker.do("make_ledger", areas=10, themes=6)
        worker.do("fill", bookings=bookings, months=[1, 12], payers=1)
    run.servers.tidy(DATABASE)
    run.say(f"(b) {bookings:,} bookings are there")
    with Worker(MODULE, environment) as worker:
        idle = worker.do("nothing")["memory"]
    found: dict[str, list[dict[str, float]]] = {"ours": [], "stock": []}
    for _turn in range(run.turns(3)):
        for side, results in found.items():
            path = run.servers.home / f"{side}.xlsx"
            with Worker(MODULE, environment) as worker:
                results.append(worker.do(side, path=str(path)))
            control(path, bookings)
            path.unlink()
    run.servers.drop_database(DATABASE)
    seconds = {side: middle(result["seconds"] for result in results) for side, results in found.items()}
    memory = {side: middle(result["memory"] for result in results) for side, results in found.items()}

    section = Section(
        "b",
        "Exporting to Excel",
        f"`BoekingResource` against a plain `ModelResource` with the XLSX format of django-import-export "
        f"{version('django-import-export')}: {bookings:,} bookings (of one mutatie each, so as many rows) × 12 "
        f"columns, from the query to the file. By turns, each in a fresh process; the median of {run.turns(3)}.",
        ("", "ours", "stock", "stock as a multiple of ours"),
    )
    section.rows = [
        (what, number(both["ours"]), number(both["stock"]), f"{number(ratio(both['stock'], both['ours']))}×")
        for what, both in (("seconds", seconds), ("peak memory, MB", memory))
    ]
    section.targets = [
        Target("export, times the speed of stock", ratio(seconds["stock"], seconds["ours"]), 9, "at least"),
        Target("export, peak memory as a part of stock's", ratio(memory["ours"], memory["stock"]), 0.25, "at most"),
    ]
    section.notes = [
        f"Peak memory is the most the whole process ever held (ru_maxrss); a process that has loaded the same and "
        f"exports nothing holds {number(idle)} MB of it.",
        "Every file was read back with a third package: as many rows, and the amounts add up.",
    ]
    return section


def control(path: Path, bookings: int) -> None:
    """Raise ValueError unless the file has these bookings of ten cents, by whoever wrote it."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    total = sum((Decimal(str(row[11])) for row in rows), Decimal(0))
    if len(rows) != bookings or total != bookings * Decimal("0.10") or len(rows[0]) != 12:
        raise ValueError(f"{path.name}: {len(rows)} rows, {total} in total")
