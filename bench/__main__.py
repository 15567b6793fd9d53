"""`python -m bench`: start throw-away servers, measure, print the ratios, write docs/benchmarks.md.

`--only a,c` measures some of the five; the others keep their figures in the page. `--quick` takes small numbers to
see whether everything works, and writes nothing.
"""

import argparse
import importlib
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.figures import Section, replace_block
from bench.run import Run
from bench.servers import Servers
from config.runner.options import BASE_DIR

PAGE = BASE_DIR / "docs" / "benchmarks.md"
MODULES = {
    "a": "bench.posting",
    "b": "bench.exporting",
    "c": "bench.reporting",
    "d": "bench.pages",
    "e": "bench.initiatieven",
}


def machine(servers: Servers) -> str:
    """What this was measured on."""
    memory = psutil.virtual_memory().total / 1e9
    processor = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    settings = ", ".join(f"{name} {value}" for name, value in sorted(servers.settings().items()))
    load = psutil.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {processor}, {psutil.cpu_count()} processors, {memory:.0f} GB memory, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}; load before the start "
        f"{load:.1f}. PostgreSQL: {settings}."
    )


def write(sections: list[Section], measured_on: str) -> None:
    """Put the figures in the page; the words around them stay."""
    text = PAGE.read_text() if PAGE.exists() else "# Benchmarks\n"
    for section in sections:
        text = replace_block(text, section.letter, f"{section.markdown()}\n\nMeasured {measured_on}")
    PAGE.write_text(text)


def main() -> int:
    """Exit code 0 when every target was met, else 1."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default=",".join(MODULES), help=f"which of {', '.join(MODULES)}; with commas")
    parser.add_argument("--quick", action="store_true", help="small numbers; writes nothing")
    options = parser.parse_args()
    letters = [letter.strip() for letter in options.only.split(",") if letter.strip()]
    if unknown := set(letters) - set(MODULES):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")

    sections = []
    with Servers() as servers:
        run = Run(servers, full=not options.quick)
        measured_on = machine(servers)
        run.say(measured_on)
        for letter in letters:
            sections.append(importlib.import_module(MODULES[letter]).measure(run))
            print(f"\n{sections[-1].markdown()}\n", flush=True)
            if run.full:
                write(sections[-1:], measured_on)
        run.say("done")
    targets = [(section.letter, target) for section in sections for target in section.targets]
    for letter, target in targets:
        print(f"({letter}) {target.line()}")
    return 0 if all(target.met for _letter, target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
