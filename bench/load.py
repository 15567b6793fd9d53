"""Requests as fast as the server answers them: with wrk, and without it with threads of our own."""

import http.client
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from bench.figures import Load, percentile, read_wrk

CONNECTIONS = 8  # as many as `make run` has threads

WITHOUT_WRK = (
    "**wrk is not installed**: requests came from Python threads, which take processor time from the server. Rates are "
    "too low and ratios too kind. Install the Debian package `wrk` and measure again."
)


def has_wrk() -> bool:
    """Whether the better of the two is there."""
    return shutil.which("wrk") is not None


def press(address: str, seconds: float, headers: Mapping[str, str]) -> Load:
    """Ask for this address over CONNECTIONS kept-open connections. Raises ValueError when anything failed."""
    found = _wrk(address, seconds, headers) if has_wrk() else _threads(address, seconds, headers)
    if found.failed:
        raise ValueError(f"{address}: {found.failed} requests failed")
    return found


def _wrk(address: str, seconds: float, headers: Mapping[str, str]) -> Load:
    extra = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--latency", *extra, address]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    return read_wrk(done.stdout)


def _threads(address: str, seconds: float, headers: Mapping[str, str]) -> Load:
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    times: list[float] = []
    failed: list[int] = []
    end = time.perf_counter() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        while (begin := time.perf_counter()) < end:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - begin)
            if answer.status != 200:
                failed.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(len(times) / seconds, percentile(times, 0.99) * 1000, len(failed))
