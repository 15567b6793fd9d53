"""What the measurements share: the servers, how thorough to be, and a database with empty tables to copy."""

import time
from dataclasses import dataclass, field

from bench.servers import Servers
from bench.worker import Worker

EMPTY = "bench_empty"


@dataclass
class Run:
    """One run. Not `full` means small numbers, to see that everything works; its figures say nothing."""

    servers: Servers
    full: bool
    started: float = field(default_factory=time.monotonic)
    _has_empty: bool = False

    def say(self, text: str) -> None:
        """Progress, with the minutes that went by."""
        passed = int(time.monotonic() - self.started)
        print(f"[{passed // 60:2d}:{passed % 60:02d}] {text}", flush=True)

    def turns(self, count: int) -> int:
        """How often to repeat."""
        return count if self.full else 1

    def empty_database(self) -> str:
        """The name of a migrated database without rows, to make copies of."""
        if not self._has_empty:
            self.say("the tables are made")
            self.servers.make_database(EMPTY)
            with Worker("bench.prepare", self.servers.environment(EMPTY, "bench.settings")) as worker:
                worker.do("migrate")
            self._has_empty = True
        return EMPTY
