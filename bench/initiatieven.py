"""(e) Initiatives: pages with 150 and with a hundred times as many, and handing in by many at once."""

import http.client
import math
import threading
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

from bench.figures import Section, Target, middle, number, percentile, ratio
from bench.pages import EXAMPLE, server
from bench.resident import Resident, photo
from bench.run import Run
from bench.worker import Worker

MODULE = "bench.initiatieven_worker"
PAGES = {
    "list": "/initiatieven/",
    "points on the map": "/initiatieven/kaartpunten.geojson",
    "files (staff)": "/initiatieven/dossiers/",
    "work list (staff)": "/werk/",
}
STAFF = ("files (staff)", "work list (staff)")
RESIDENTS = 20
EXAMPLE_INITIATIVES = f"{EXAMPLE}_initiatives"

Times = dict[tuple[str, str, int], list[list[float]]]


def measure(run: Run) -> Section:
    """Two sizes side by side, cold and as used, by turns; then RESIDENTS who hand in at the same time."""
    sizes = (150, 15_000) if run.full else (150, 1500)
    run.servers.make_database(EXAMPLE_INITIATIVES, like=run.empty_database())
    with Worker(MODULE, run.servers.environment(EXAMPLE_INITIATIVES, "bench.settings")) as worker:
        worker.do("collect_static")
        worker.do("example")
    queries: dict[int, dict[str, int]] = {}
    held: dict[int, int] = {}
    sessions: dict[int, str] = {}
    for size in sizes:
        name = _database(size)
        run.servers.make_database(name, like=EXAMPLE_INITIATIVES)
        with Worker(
            MODULE, run.servers.environment(name, "bench.settings", BENCH_COLD="1", BENCH_PREFIX=name)
        ) as worker:
            held[size] = worker.do("add_initiatives", count=size)
            run.servers.tidy(name)
            sessions[size] = worker.do("session")
            queries[size] = worker.do("queries", pages=PAGES, staff=STAFF)
        run.say(f"(e) {held[size]:,} initiatives")
    times: Times = {}
    for state in ("cold", "as used"):
        _side_by_side(run, sizes, state, sessions, times)
        run.say(f"(e) {state}: measured")
    for size in sizes:
        run.servers.drop_database(_database(size))
    return _section(run, sizes, held, queries, times, _hand_in_at_once(run))


def _database(size: int) -> str:
    return f"bench_initiatives_{size}"


def _side_by_side(run: Run, sizes: tuple[int, int], state: str, sessions: dict[int, str], times: Times) -> None:
    """Both servers stand there; in every turn each page is asked of the one and of the other, request by request."""
    asked = 60 if run.full else 15
    with ExitStack() as stack:
        connections = {}
        for size in sizes:
            name = _database(size)
            environment = run.servers.environment(
                name, "bench.settings", BENCH_COLD="1" if state == "cold" else "0", BENCH_PREFIX=name
            )
            address, _pid = stack.enter_context(server(run, environment))
            connections[size] = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        for page in PAGES:
            for size in sizes:
                for _warm in range(10):
                    _ask(connections[size], page, sessions[size])
        for _turn in range(run.turns(5)):
            for page in PAGES:
                found: dict[int, list[float]] = {size: [] for size in sizes}
                for _request in range(asked):
                    for size in sizes:
                        found[size].append(_ask(connections[size], page, sessions[size]))
                for size in sizes:
                    times.setdefault((state, page, size), []).append(found[size])
        for connection in connections.values():
            connection.close()


def _ask(connection: http.client.HTTPConnection, page: str, session: str) -> float:
    """Seconds until the whole answer is there. A connection the server closed meanwhile is opened again first."""
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": f"sessionid={session}"} if page in STAFF else {})
    while True:
        begin = time.perf_counter()
        try:
            connection.request("GET", PAGES[page], headers=headers)
            answer = connection.getresponse()
            break
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            connection.close()
    answer.read()
    passed = time.perf_counter() - begin
    if answer.status != 200:
        raise ValueError(f"{page}: {answer.status}")
    return passed


def _hand_in_at_once(run: Run) -> dict[str, float]:
    """RESIDENTS walk through the whole form at the same time, each with a photo; what arrived is read afterwards."""
    name = "bench_handing_in"
    run.servers.make_database(name, like=EXAMPLE_INITIATIVES)
    environment = run.servers.environment(name, "bench.settings", TRUSTED_PROXIES="1", BENCH_PREFIX=name)
    residents: list[Resident] = []
    failures: list[Exception] = []
    with Worker(MODULE, environment) as worker, server(run, environment) as (address, _pid):
        choices = worker.do("schemes")
        one_at_a_time = threading.Lock()

        def code_of(email: str) -> str:
            with one_at_a_time:
                return str(worker.do("code", email=email))

        def walk(resident: Resident) -> None:
            try:
                resident.hand_in()
            except Exception as error:  # counted, and told below
                failures.append(error)

        residents = [Resident(address, n, code_of, choices, photo(n)) for n in range(1, RESIDENTS + 1)]
        threads = [threading.Thread(target=walk, args=(resident,)) for resident in residents]
        begin = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        passed = time.perf_counter() - begin
        found = worker.do("handed_in")
    for failure in failures:
        run.say(f"(e) {type(failure).__name__}: {failure}")
    run.servers.drop_database(name)
    run.say(f"(e) {found['plans']} plans handed in")
    answers = [moment for resident in residents for moment in resident.times]
    return {**found, "seconds": passed, "p95": percentile(answers, 0.95), "answers": len(answers)}


def _section(
    run: Run,
    sizes: tuple[int, int],
    held: dict[int, int],
    queries: dict[int, dict[str, int]],
    times: Times,
    handed_in: dict[str, float],
) -> Section:
    small, large = sizes
    section = Section(
        "e",
        "Initiatives",
        f"The 95th percentile of how long a page takes, with {held[small]:,} initiatives and with {held[large]:,}: two "
        "gunicorn servers as `make run` starts them, side by side, asked in turn one request after another over a "
        f"connection that stays open; the median of {run.turns(5)} turns. What lies with staff is the same in both: "
        "the work of one year; the others are files of earlier years, closed and public. List and points as a visitor, "
        "files and work list as a coordinator who is logged in.",
        (
            "", f"{held[small]:,}: cold, p95 ms", f"{held[large]:,}: cold, p95 ms", "ratio",
            f"{held[small]:,}: as used, p95 ms", f"{held[large]:,}: as used, p95 ms", "ratio", "queries (cold)",
        ),
    )  # fmt: skip
    for page in PAGES:
        cells = [page]
        for state in ("cold", "as used"):
            few = [percentile(turn, 0.95) * 1000 for turn in times[state, page, small]]
            many = [percentile(turn, 0.95) * 1000 for turn in times[state, page, large]]
            grown = middle(ratio(b, a) for a, b in zip(few, many, strict=True))
            cells += [number(middle(few)), number(middle(many)), number(grown)]
            section.targets.append(Target(f"{page}, {state}, p95 at the larger size", grown, 1.5, "at most"))
        section.rows.append((*cells, f"{queries[small][page]} / {queries[large][page]}"))
    growth = max((abs(queries[large][page] - queries[small][page]) for page in PAGES), default=math.nan)
    section.targets.append(Target("queries more at the larger size", growth, 0, "at most", ""))
    lost = RESIDENTS - handed_in["whole"]
    section.targets.append(Target(f"plans lost of {RESIDENTS} handed in at once", lost, 0, "at most", ""))
    section.targets.append(Target("plans double", handed_in["double"], 0, "at most", ""))
    section.notes = [
        "Cold: the cache loses every page. As used: the cache as it is.",
        f"Handing in: {RESIDENTS} residents at the same time over HTTP, each in a browser of their own through every "
        "step, with a photo and the code from the outbox; lost is a plan without its photo, its one confirmation of "
        f"receipt or its place in the timeline. It took {number(handed_in['seconds'])} s with "
        f"{number(handed_in['answers'])} requests, of which 95 % within {number(handed_in['p95'] * 1000)} ms.",
    ]
    return section
