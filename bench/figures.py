"""Arithmetic and words of a measurement: medians, ratios, targets, tables. Nothing here touches a server."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal


@dataclass(frozen=True)
class Target:
    """One promise of the project and what was measured of it."""

    what: str
    value: float
    bound: float
    kind: Literal["at least", "at most"]
    unit: str = "×"

    @property
    def met(self) -> bool:
        """A value that is no number meets nothing."""
        if math.isnan(self.value):
            return False
        return self.value >= self.bound if self.kind == "at least" else self.value <= self.bound

    def line(self) -> str:
        """`ok: posting one by one: 4.10× (target: at least 3×)`."""
        bound = number(self.bound)
        return (
            f"{'ok' if self.met else 'NOT ok'}: {self.what}: {number(self.value)}{self.unit} "
            f"(target: {self.kind} {bound}{self.unit})"
        )


@dataclass
class Section:
    """The result of one of the measurements."""

    letter: str
    title: str
    compared: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """The section as it stands in docs/benchmarks.md."""
        parts = [f"## ({self.letter}) {self.title}", self.compared, table(self.head, self.rows)]
        parts.append("\n".join(f"- {target.line()}" for target in self.targets))
        if self.notes:
            parts.append("\n".join(f"- {note}" for note in self.notes))
        return "\n\n".join(part for part in parts if part)


def number(value: float) -> str:
    """Three significant digits, without exponents: 0.0123, 1.23, 12.3, 123, 12,345."""
    if math.isnan(value):
        return "n/a"
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals and float(value).is_integer() else text


def ratio(ours: float, theirs: float) -> float:
    """`ours` as a multiple of `theirs`; NaN when there is nothing to divide by."""
    return ours / theirs if theirs else math.nan


def middle(values: Iterable[float]) -> float:
    """The median; NaN of nothing."""
    found = list(values)
    return median(found) if found else math.nan


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed; NaN of nothing."""
    found = sorted(values)
    if not found:
        return math.nan
    return found[max(0, math.ceil(share * len(found)) - 1)]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; every column but the first to the right."""
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replace_block(text: str, name: str, content: str) -> str:
    """Put `content` between the marks of this name, at the end when they are not there yet."""
    begin, end = f"<!-- {name}: written by make bench -->", f"<!-- end of {name} -->"
    block = f"{begin}\n\n{content.strip()}\n\n{end}"
    found = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if found.search(text):
        return found.sub(lambda _match: block, text, count=1)
    return f"{text.rstrip()}\n\n{block}\n"


@dataclass(frozen=True)
class Load:
    """What a load generator saw: requests per second, the 99th percentile in milliseconds, failed requests."""

    rate: float
    p99: float
    failed: int


_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def read_wrk(text: str) -> Load:
    """What `wrk --latency` printed. Raises ValueError when that is not a result."""
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", text, re.MULTILINE)
    p99 = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE)
    if rate is None or p99 is None:
        raise ValueError(f"not a result of wrk: {text[:200]!r}")
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    lost = sum(int(count) for count in errors.groups()) if errors else 0
    return Load(float(rate[1]), float(p99[1]) * _UNITS[p99[2]], (int(failed[1]) if failed else 0) + lost)
