"""(d) Pages beside an empty view in the same server."""

import math
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from bench.figures import Load, Section, Target, middle, number, ratio
from bench.load import CONNECTIONS, WITHOUT_WRK, has_wrk, press
from bench.run import Run
from bench.worker import Worker
from config.runner.options import BASE_DIR
from config.runner.processes import spawn, stop

EMPTY = "empty view"
PAGES = {EMPTY: "/bench/empty/", "home": "/", "area page": "/buurt/lariks/", "matrix": "/budget/"}
STAFF = ("matrix",)
#: The least part of the work that the less busy process does in a turn that counts, and how often to try.
LEAST_SHARE = 0.25
TRIES = 12
MODULE = "bench.pages_worker"
EXAMPLE = "bench_example"

Measured = dict[tuple[int, str, str], list[Load]]


def measure(run: Run) -> Section:
    """Two sizes of the same programme, cold and warm; in each server the four addresses by turns."""
    sizes = (300, 30_000) if run.full else (30, 300)
    seconds = 4 if run.full else 1
    run.servers.make_database(EXAMPLE, like=run.empty_database())
    with Worker(MODULE, run.servers.environment(EXAMPLE, "bench.settings")) as worker:
        worker.do("collect_static")
        worker.do("example")
    queries: dict[int, dict[str, int]] = {}
    loads: Measured = {}
    for size in sizes:
        name = f"bench_pages_{size}"
        run.servers.make_database(name, like=EXAMPLE)
        cold = run.servers.environment(name, "bench.settings", BENCH_COLD="1")
        with Worker(MODULE, cold) as worker:
            held = worker.do("add_expenses", count=size)
            run.servers.tidy(name)
            run.say(f"(d) a year of {held:,} expenses")
            session = worker.do("session")
            queries[size] = worker.do("queries", pages=PAGES, staff=STAFF)
        for state in ("cold", "warm"):
            environment = {**cold, "BENCH_COLD": "1" if state == "cold" else "0"}
            with server(run, environment) as (address, pid):
                for page, path in PAGES.items():
                    press(address + path, 1, _headers(page, session))
                for _turn in range(run.turns(3)):
                    for page, path in PAGES.items():
                        found = _shared(pid, address + path, seconds, _headers(page, session))
                        loads.setdefault((size, state, page), []).append(found)
            run.say(f"(d) {size:,} expenses, {state}: measured")
        run.servers.drop_database(name)
    return _section(run, sizes, queries, loads)


def _shared(pid: int, address: str, seconds: float, headers: dict[str, str]) -> Load:
    """Ask for a page until both processes below `pid` had their share of the work; after TRIES the last one counts."""
    workers = psutil.Process(pid).children()
    for _try in range(TRIES):
        before = [sum(worker.cpu_times()[:2]) for worker in workers]
        found = press(address, seconds, headers)
        spent = [sum(worker.cpu_times()[:2]) - start for worker, start in zip(workers, before, strict=True)]
        if min(spent) >= LEAST_SHARE * sum(spent):
            break
    return found


def _headers(page: str, session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}"} if page in STAFF else {}


def _section(run: Run, sizes: tuple[int, int], queries: dict[int, dict[str, int]], loads: Measured) -> Section:
    section = Section(
        "d",
        "Pages",
        f"Requests per second and the 99th percentile over {CONNECTIONS} connections, by "
        f"{'`wrk`' if has_wrk() else 'threads of our own'} on the same machine, against gunicorn as `make run` "
        "starts it (2 processes of 4 threads). The empty view goes "
        f"through the same middleware. By turns, the median of {run.turns(3)}. Home and area page (Lariks) as a "
        "visitor, the budget matrix as a controller who is logged in.",
        ("", "expenses in the year", "cold, requests/s", "cold, p99 ms", "cold, part of empty", "warm, requests/s",
         "warm, p99 ms", "warm, part of empty", "queries (cold)"),
    )  # fmt: skip
    parts: dict[tuple[str, str], list[float]] = {}
    for page in PAGES:
        for size in sizes:
            cells = [page, f"{size:,}"]
            for state in ("cold", "warm"):
                found = loads[size, state, page]
                rate = middle(load.rate for load in found)
                empty = loads[size, state, EMPTY]
                part = middle(ratio(load.rate, beside.rate) for load, beside in zip(found, empty, strict=True))
                parts.setdefault((page, state), []).append(part)
                cells += [number(rate), number(middle(load.p99 for load in found)), f"{part * 100:.0f} %"]
            section.rows.append((*cells, str(queries[size][page])))
    for page in ("home", "area page"):
        section.targets.append(_target(f"{page}, warm", parts[page, "warm"], 50))
        section.targets.append(_target(f"{page}, cold", parts[page, "cold"], 15))
    section.targets += [_target(f"matrix, {state}", parts["matrix", state], 10) for state in ("warm", "cold")]
    growth = max((abs(queries[sizes[1]][page] - queries[sizes[0]][page]) for page in PAGES), default=math.nan)
    section.targets.append(Target("queries more at the larger size", growth, 0, "at most", ""))
    section.notes = [
        "Cold: the cache loses every page and every matrix, so each request pays for looking, making and storing. "
        "Warm: as it runs. A part is the median of what each turn gave, page beside empty view. Targets take the worse "
        "of the two sizes.",
        "gunicorn's replacement of a process after some thousands of requests (max_requests) is off while measuring.",
        "Which of the two processes takes a connection is chance, and it keeps it. A turn in which one did more than "
        f"three quarters of the work is measured again ({TRIES} times at most): its rate says little about the page.",
    ]
    if not has_wrk():
        section.notes.append(WITHOUT_WRK)
    return section


def _target(what: str, parts: list[float], bound: int) -> Target:
    return Target(f"{what}, part of the empty view's rate", min(parts) * 100, bound, "at least", " %")


@contextmanager
def server(run: Run, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The web server of `make run`, alone: its address and process id. Raises TimeoutError when it does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = run.servers.home / "web.log"
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--max-requests", "0"]
    with log.open("ab") as out:
        process = spawn(
            [*gunicorn, "config.wsgi:application"],
            env={**environment, "HOST": "127.0.0.1", "PORT": str(port), "PYTHONPATH": os.fspath(BASE_DIR)},
            cwd=BASE_DIR,
            stdout=out,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{address}{PAGES[EMPTY]}", timeout=30):  # noqa: S310  # our own server
                    break
            except urllib.error.HTTPError as error:
                raise RuntimeError(f"{error}\n{log.read_text()[-3000:]}") from error
            except OSError as error:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise TimeoutError(log.read_text()[-3000:]) from error
                time.sleep(0.1)
        yield address, process.pid
    finally:
        stop(process, signal.SIGTERM, 15)
