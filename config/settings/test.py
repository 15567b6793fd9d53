"""Tests: real PostgreSQL, Redis protocol server, Celery worker and browser; only hashing is weakened for speed."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, STORAGES
from config.settings.secret import derived_key

SECRET_KEY = "only-for-tests"  # noqa: S105
VELDSLEUTELS = [derived_key(SECRET_KEY)]
INDEXSLEUTEL = SECRET_KEY
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
# No pool: pytest-django drops and makes test databases and live servers end in other threads; a pool would hold
# connections to a database that is being dropped, and its own threads survive the test that opened it.
del DATABASES["default"]["OPTIONS"]["pool"]
