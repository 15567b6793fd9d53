"""`python -m config.runner.manage <command>`: Django's manage.py on the data of `make run`.

Uses the servers of a running start command when there is one, and starts them for the duration otherwise.
"""

import os
import signal
import subprocess
import sys

from config.runner.__main__ import Starter
from config.runner.errors import StartError
from config.runner.options import BASE_DIR, BusyError, claim_data_dir, read_options


def main() -> int:
    """Run the command; returns its exit code."""
    starter = Starter(read_options(os.environ))
    try:
        try:
            claim_data_dir(starter.options.data_dir)
            environment = starter.start_servers()
        except BusyError:
            environment = starter.environment_of_running()
        signal.signal(signal.SIGINT, lambda _number, _frame: None)  # Ctrl-C is for the command, in our terminal
        return subprocess.run(
            [sys.executable, "manage.py", *sys.argv[1:]],
            cwd=BASE_DIR,
            env=environment,
            check=False,
        ).returncode
    except StartError as error:
        print(f"FOUT: {error}", file=sys.stderr)
        return 1
    finally:
        starter.stop(0)


if __name__ == "__main__":
    sys.exit(main())
