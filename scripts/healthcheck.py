"""Health check of a container: `healthcheck.py web|worker|beat` ends with 0 when that process is well.

web: it answers /healthz. worker and beat: they were heard from lately, by the mark they leave in the cache.
"""

import os
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def web_is_well() -> bool:
    """Ask under a host name that the settings allow."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".").replace("*", "localhost")
    port = os.environ.get("PORT", "8000")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def process_is_well(name: str) -> bool:
    """Read the mark of the worker or of beat."""
    import django

    django.setup()
    from kern.domain.hartslag import is_gehoord

    return is_gehoord("worker" if name == "worker" else "beat")


if __name__ == "__main__":
    which = sys.argv[1] if len(sys.argv) == 2 else ""
    if which not in {"web", "worker", "beat"}:
        sys.exit(__doc__)
    sys.exit(0 if (web_is_well() if which == "web" else process_is_well(which)) else 1)
