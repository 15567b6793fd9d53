"""Development and trying out: what `make run` uses. Never for a public server."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, STORAGES, env
from config.settings.secret import derived_key, local_secret

SECRET_KEY = local_secret(DATA_DIR)
VELDSLEUTELS: list[str] = env.list("VELDSLEUTELS", default=[]) or [derived_key(SECRET_KEY)]
INDEXSLEUTEL = env.str("INDEXSLEUTEL", default="") or SECRET_KEY
# DEBUG: Django's own error pages. Off by default, so that trying out shows what users would see.
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["*"]
VOORBEELDGEGEVENS = env.bool("VOORBEELDGEGEVENS", default=True)
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
