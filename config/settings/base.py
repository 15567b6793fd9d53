"""Settings shared by every environment. Each environment variable is parsed where it is documented."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

from config.redis_urls import redis_urls

BASE_DIR = Path(__file__).resolve().parents[2]
env = Env()

# DATA_DIR: where uploads, generated files and the embedded servers keep their data. Default: .data in the checkout.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()

INSTALLED_APPS = [
    "portaal",
    "bewoners",
    "budgetten",
    "partners",
    "gebieden",
    "kern",
    "config.beheer.BeheerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portaal.middleware.PaginaCacheMiddleware",  # outside CSP and session: it stores their headers with the page
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "kern.componenten.formuliervorm.Formuliervorm"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kern.context_processors.site",
            ],
            "builtins": ["kern.templatetags.componenten", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# DATABASE_URL: PostgreSQL 15 or later, e.g. postgres://user:secret@host:5432/name or postgres://user@%2Frun%2Fpg/name.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default="postgres:///gebieden", conn_max_age=0)}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 10},
}

# REDIS_URL: Redis or Valkey, e.g. redis://host:6379 or unix:///path/to/socket. Database 1 is the cache, 2 the broker.
REDIS = redis_urls(env.str("REDIS_URL", default="redis://localhost:6379"))
CACHES = {
    "default": {
        "BACKEND": "kern.cache.RedisCache",
        "LOCATION": REDIS.cache,
        "KEY_PREFIX": "gg",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

CELERY_BROKER_URL = REDIS.broker
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Copied to the database by beat, where a beheerder may change the times. A task not picked up in time expires: the
# next one does the same work.
CELERY_BEAT_SCHEDULE = {
    "hartslag": {"task": "kern.tasks.hartslag", "schedule": 30.0, "options": {"expires": 25.0}},
    "activiteitkosten": {
        "task": "budgetten.tasks.haal_activiteitkosten_op",
        "schedule": 600.0,
        "options": {"expires": 590.0},
    },
    # The month report of the month before; the hourly one makes what was missed.
    "maandrapportage": {
        "task": "budgetten.tasks.maak_rapporten",
        "schedule": crontab(minute=5, hour=1, day_of_month=1),
    },
    "gemiste-rapporten": {
        "task": "budgetten.tasks.maak_rapporten",
        "schedule": crontab(minute=35),
        "options": {"expires": 3000.0},
    },
    "grootboekcontrole": {
        "task": "budgetten.tasks.controleer_grootboek",
        "schedule": crontab(minute=15, hour=3),
        "options": {"expires": 36000.0},
    },
    "taken-vegen": {"task": "kern.tasks.veeg_taken", "schedule": 60.0, "options": {"expires": 55.0}},
    "berichten": {"task": "kern.tasks.verstuur_berichten", "schedule": 60.0, "options": {"expires": 55.0}},
    "oude-berichten": {
        "task": "kern.tasks.wis_oude_berichten",
        "schedule": crontab(minute=45, hour=3),
        "options": {"expires": 36000.0},
    },
    "termijnen": {
        "task": "bewoners.tasks.bewaak_termijnen",
        "schedule": crontab(minute=20),
        "options": {"expires": 3000.0},
    },
    "onbevestigde-steun": {
        "task": "bewoners.tasks.vergeet_onbevestigde_steun",
        "schedule": crontab(minute=50, hour=3),
        "options": {"expires": 36000.0},
    },
    "bewaarlijst": {
        "task": "bewoners.tasks.stel_bewaarlijst_op",
        "schedule": crontab(minute=10, hour=4),
        "options": {"expires": 36000.0},
    },
    "rapportmails": {
        "task": "budgetten.tasks.verstuur_rapportmails",
        "schedule": 300.0,
        "options": {"expires": 290.0},
    },
}

AUTH_USER_MODEL = "kern.Gebruiker"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "kern.backends.InlogBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portaal:welkom"  # staff go on to their work, residents to the front page
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "kern.forms.AanmeldForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True  # rate limits are allauth's own defaults, counted in the cache
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place once its code was entered
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# TRUSTED_PROXIES: how many reverse proxies stand before this server. Login limits count per visitor's address, which is
# taken from X-Forwarded-For when this is not 0; set too high, visitors could choose their own address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# STATIC_ROOT: where static files are collected; the image has its own, so that a new release brings new ones.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
MEDIA_ROOT = DATA_DIR / "media"  # never served by a web server: every file goes through a view that checks permission
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Only names with the content's hash are served, and compressed; fonts are compressed already or (ttf) not for browsers.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf")
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 15 * 1024 * 1024
UPLOAD_MAX_BYTES = 256 * 1024 * 1024  # the largest form: twelve photos of 20 MB
UPLOAD_MAX_BYTES_VREEMDE = 80 * 1024 * 1024  # without an account: a dozen photos of a phone
FILE_UPLOAD_HANDLERS = [
    "kern.uploadgrens.Uploadgrens",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# EMAIL_URL: smtp://user:secret@host:587/?tls=True. Default: mails appear in the terminal.
_email = env.dj_email_url("EMAIL_URL", default="console://")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 15
# FROM_EMAIL: sender of every mail.
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="Mijn buurt <noreply@localhost>")
# SITE_URL: public address, used in mails and reports (no request is at hand there).
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

# CLAMD: a virus scanner that reads every upload, tcp://host:3310 or unix:///path/to/socket. Empty: nothing is scanned.
# Named but out of reach: nothing is accepted.
CLAMD = env.str("CLAMD", default="", validate=validate.Regexp(r"(tcp://[^/:]+:\d{1,5}|unix:///.+)?\Z"))
# UPLOAD_SCANNER: another scanner; the dotted path of a function as `kern.domain.virusscan.vraag_clamd`.
UPLOAD_SCANNER = env.str("UPLOAD_SCANNER", default="") or ("kern.domain.virusscan.vraag_clamd" if CLAMD else "")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

IMPORT_EXPORT_USE_TRANSACTIONS = True
# EXPORT_DIRECT_MAX: an export of more rows than this is made in the background instead of while the visitor waits.
EXPORT_DIRECT_MAX = env.int("EXPORT_DIRECT_MAX", default=5000)

# The municipality this installation serves.
# GEMEENTECODE: CBS code; importers refuse files of another municipality.
GEMEENTECODE = env.str("GEMEENTECODE", default="GM0106")
# SITE_NAAM: the name in the header and in mails.
SITE_NAAM = env.str("SITE_NAAM", default="Mijn buurt Assen")
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAAM}: "
MFA_TOTP_ISSUER = SITE_NAAM
# GEMEENTE_NAAM: name of the municipality in running text.
GEMEENTE_NAAM = env.str("GEMEENTE_NAAM", default="Assen")
# GEMEENTE_POSTADRES, GEMEENTE_IBAN, RECHTBANK: in letters: where objections go, where money is paid back (without it a
# bill follows), and the court for appeals.
GEMEENTE_POSTADRES = env.str("GEMEENTE_POSTADRES", default="Postbus 30018, 9400 RA Assen")
GEMEENTE_IBAN = env.str("GEMEENTE_IBAN", default="")
RECHTBANK = env.str(
    "RECHTBANK", default="rechtbank Noord-Nederland, afdeling Bestuursrecht, Postbus 150, 9700 AD Groningen"
)
# CONTACT_EMAIL: where visitors send questions and complaints about accessibility; shown on "Over deze site" and in the
# accessibility statement. Without it both point to the municipality without an address, so set it.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# THEMA_CSS: the theme file laid over the components; a municipality swaps the look with this one setting.
THEMA_CSS = env.str("THEMA_CSS", default="css/thema.css")
# VOORBEELDGEGEVENS: shows on every page that the figures are examples.
VOORBEELDGEGEVENS = env.bool("VOORBEELDGEGEVENS", default=False)
# PDOK_TEGELS: tile address template of PDOK; empty means a map without background tiles.
PDOK_TEGELS = env.str("PDOK_TEGELS", default="")
# PDOK_LOCATIESERVER: looks up addresses (https://api.pdok.nl/bzk/locatieserver/search/v3_1); empty: postcode and name.
PDOK_LOCATIESERVER = env.str("PDOK_LOCATIESERVER", default="")
# DWANGSOM: steps of the penalty for deciding too late, (days, euro a day) in order (Awb 4:17; indexed by the state).
DWANGSOM = ((14, "23"), (14, "35"), (14, "45"))

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"kort": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "kort"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
