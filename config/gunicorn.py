"""How gunicorn serves the application. Two processes with four threads: a slow upload or download holds a thread,
not a process, and each process keeps at most eight database connections (DATABASE_POOL_SIZE).
"""

import ctypes
import os
import signal
from pathlib import Path
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))  # WEB_PROCESSES: gunicorn worker processes
threads = int(os.environ.get("WEB_THREADS", "4"))  # WEB_THREADS: threads in each of them
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None  # ACCESS_LOG=1: one line for each request
errorlog = "-"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # the heartbeat file never waits for a disk
control_socket_disable = True
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")  # the proxy in front


def post_fork(server: Any, worker: Any) -> None:
    """A worker whose master was killed must not go on serving: the kernel kills it too."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != server.pid:
        os._exit(1)
