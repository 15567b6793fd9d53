"""A side of a comparison: a process of its own, with its own Django settings, that does what it is told.

One JSON object per line on stdin, `{"do": "name", "with": {…}}`; one per line back, `{"result": …}` or `{"error": …}`.
`python -m bench.worker bench.posting_ours` offers the functions of that module whose names begin with `do_`.
"""

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from config.runner.options import BASE_DIR
from config.runner.processes import die_with_parent


class WorkerError(Exception):
    """The other process failed; the text is its traceback."""


class Worker:
    """The parent's end. A context manager: the process is gone afterwards."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(environment),
            cwd=BASE_DIR,
            text=True,
            preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509  # two system calls; it takes no lock
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End it; it leaves when its input ends."""
        assert self.process.stdin is not None  # noqa: S101  # for mypy: we asked for a pipe
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def do(self, name: str, **arguments: Any) -> Any:
        """Have it done and wait for the answer. Raises WorkerError."""
        assert self.process.stdin is not None  # noqa: S101  # for mypy: we asked for pipes
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write(json.dumps({"do": name, "with": arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise WorkerError(f"ended with code {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise WorkerError(answer["error"])
        return answer["result"]


def peak_memory() -> float:
    """Most memory this process ever held, in MB (the kernel counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def main() -> None:
    """Serve until the input ends."""
    with os.fdopen(os.dup(1), "w") as out:
        os.dup2(2, 1)  # whatever prints, prints for people
        import django

        django.setup()
        module = importlib.import_module(sys.argv[1])
        for line in sys.stdin:
            order = json.loads(line)
            try:
                answer = {"result": getattr(module, f"do_{order['do']}")(**order["with"])}
            except Exception:
                answer = {"error": traceback.format_exc()}
            out.write(json.dumps(answer) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
