"""Child processes that never outlive their starter, not even when that is killed with SIGKILL."""

import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Owner:
    """The user a server runs as when we are root; PostgreSQL refuses to run as root."""

    uid: int
    gid: int


def unprivileged_owner() -> Owner | None:
    """Who embedded PostgreSQL runs as: None (ourselves) unless we are root, then `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Owner(entry.pw_uid, entry.pw_gid)
    return Owner(NOBODY, NOBODY)


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Make a preexec_fn: the kernel sends `death_signal` to the child as soon as its parent is gone.

    The mark is lost on setuid, so it must be set after dropping privileges; subprocess runs preexec_fn after that.
    The kernel means the parent *thread*: start children from the main thread only. A parent that died before the
    mark was set sends nothing any more, hence the look at getppid().
    """
    parent = os.getpid()

    def set_mark() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return set_mark


def spawn(
    args: Sequence[str | Path],
    *,
    death_signal: signal.Signals = signal.SIGKILL,
    owner: Owner | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    stdout: int | IO[bytes] | None = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child that dies with us, in a process group of its own so that Ctrl-C reaches the starter only.

    stderr goes where stdout goes. Raises OSError when the program cannot be started.
    """
    return subprocess.Popen(
        [str(arg) for arg in args],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        env=None if env is None else dict(env),
        cwd=cwd,
        process_group=0,
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
        umask=0o077 if owner else -1,
        pass_fds=pass_fds,
        preexec_fn=die_with_parent(death_signal),  # noqa: PLW1509  # two system calls; it takes no lock
    )


def stop(process: subprocess.Popen[bytes], how: signal.Signals, patience: float) -> bool:
    """Send `how`, wait `patience` seconds, then SIGKILL the whole group. False when it came to that."""
    if process.poll() is not None:
        return True
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        kill_group(process)
        return False
    return True


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL a child and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
