"""Our own side: the settings of `make run`. BENCH_COLD=1 makes the cache lose every page."""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import CACHES, env

ROOT_URLCONF = "bench.urls"
# each database its own pages, when two servers share one cache
CACHES["default"]["KEY_PREFIX"] = env.str("BENCH_PREFIX", default="gg")
if env.bool("BENCH_COLD", default=False):
    CACHES["default"]["BACKEND"] = "bench.cold.LosesPages"
