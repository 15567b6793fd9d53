"""Run a Python program with a throw-away PostgreSQL and Valkey: `scripts/with_services.py manage.py check`."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
for name in ("DATABASE_URL", "REDIS_URL"):
    os.environ.pop(name, None)
chosen_settings = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.test")

import tests.plugin_services  # noqa: E402, F401  # starts them and stops them at exit

os.environ["DJANGO_SETTINGS_MODULE"] = chosen_settings
sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], check=False).returncode)
