"""The other side of the posting: django-hordak with what it needs and nothing more."""

from environs import Env

env = Env()

SECRET_KEY = "only-for-benchmarks"  # noqa: S105
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"]
DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
DEFAULT_CURRENCY = "EUR"
CURRENCIES = ("EUR",)
