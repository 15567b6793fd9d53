"""Early pytest plugin: real PostgreSQL and Valkey for the tests, started before Django's settings are read.

Loaded with `-p tests.plugin_services` because a conftest is too late: pytest-django reads the settings first.
The run's controller starts one throw-away PostgreSQL; every xdist worker has its own Valkey (a flush or a Celery
queue of one worker must not touch another's) and its own DATA_DIR. DATABASE_URL and REDIS_URL given in the
environment are used instead. Everything dies with its pytest process, also on kill -9; what such a kill leaves in the
temporary directory is swept up by the next run.
"""

import atexit
import ctypes
import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# Importing anything below `config` makes the Celery application, which names production settings when none are named.
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

from config.runner.processes import PR_SET_PDEATHSIG, unprivileged_owner
from config.runner.services import Postgres, Valkey
from config.runner.translations import compile_catalogues

PREFIX = "gg-test-"
_lock: int | None = None  # kept open for the life of this process


def _at_exit(action: Callable[[], object]) -> None:
    """Run at the end of this process, not of a child forked from it."""
    ours = os.getpid()
    atexit.register(lambda: action() if os.getpid() == ours else None)


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _try_lock(path: Path) -> int | None:
    """An open descriptor holding the lock of a run's directory, or None when its run is still alive."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _sweep(base: Path) -> None:
    """Remove directories of runs that were killed."""
    for path in base.glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = path.stat()
            if found.st_uid != os.geteuid() or time.time() - found.st_mtime < 60:
                continue  # a stranger's, or so young that its owner may not have locked it yet
            descriptor = _try_lock(path)
            if descriptor is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(descriptor)


def _make_home() -> Path:
    """A short directory in /tmp: the server's user must be able to enter it, and socket paths have a limit."""
    global _lock  # noqa: PLW0603
    base = Path("/tmp")
    _sweep(base)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    _lock = _try_lock(home)
    home.chmod(0o711)
    _at_exit(lambda: shutil.rmtree(home, ignore_errors=True))
    return home


def _sockets(home: Path, name: str, *, for_postgres: bool) -> Path:
    path = home / name
    path.mkdir(mode=0o700)
    owner = unprivileged_owner() if for_postgres else None
    if owner:
        os.chown(path, owner.uid, owner.gid)
    return path


def _start() -> None:
    if _is_worker():
        # An xdist worker in the middle of a test does not notice that its controller was killed.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    home = _make_home()
    data = home / "data"
    data.mkdir(mode=0o700)
    os.environ["DATA_DIR"] = str(data)
    if not os.environ.get("REDIS_URL") or (_is_worker() and os.environ.get("GG_TEST_REDIS") == "own"):
        valkey = Valkey(home=home, sockets=_sockets(home, "v", for_postgres=False), log=home / "v.log", throwaway=True)
        _at_exit(valkey.stop)
        valkey.start()
        os.environ["REDIS_URL"] = valkey.url
        os.environ["GG_TEST_REDIS"] = "own"
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(
            home=home, sockets=_sockets(home, "p", for_postgres=True), log=home / "p.log", throwaway=True
        )
        _at_exit(postgres.stop)
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.url


if not _is_worker():
    compile_catalogues()  # a fresh checkout has none, and Django reads them once
_start()
