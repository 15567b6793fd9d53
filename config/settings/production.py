"""Production: refuses to start without its secrets."""

from environs import validate

from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING, env
from config.settings.secret import are_field_keys

# SECRET_KEY: at least 50 random characters; required.
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
# VELDSLEUTELS: keys of encrypted columns, separated by commas, each 32 random bytes in urlsafe base64; required. The
# first encrypts, each of them decrypts. Without them what is encrypted is lost: keep them, apart from the backups.
VELDSLEUTELS: list[str] = env.list("VELDSLEUTELS", validate=[validate.Length(min=1), are_field_keys])
# INDEXSLEUTEL: makes the fingerprints by which encrypted values are found, at least 50 characters. Default: SECRET_KEY;
# when that is renewed, the old one has to be kept here.
INDEXSLEUTEL = env.str("INDEXSLEUTEL", default="", validate=validate.Regexp(r"(.{50,})?\Z")) or SECRET_KEY
DEBUG = False
# ALLOWED_HOSTS: host names separated by commas; required.
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", validate=validate.Length(min=1))
# Required here, though the base settings have a default for trying out.
for _name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "FROM_EMAIL"):
    env.str(_name, validate=validate.Length(min=1))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
# SECURE_SSL_REDIRECT: off only behind a proxy that already redirects.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# ADMINS: e-mail addresses, separated by commas, that hear of errors and of a ledger that does not add up.
_admins: list[str] = env.list("ADMINS", default=[])
ADMINS = [(address, address) for address in _admins]
SERVER_EMAIL = env.str("FROM_EMAIL")
LOGGING = {
    **LOGGING,
    "handlers": {
        **LOGGING["handlers"],
        "mail": {"class": "django.utils.log.AdminEmailHandler", "level": "ERROR"},
    },
    "root": {**LOGGING["root"], "handlers": ["console", "mail"]},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # Django's own would mail each error a second time
        # A wrong Host is sent by anybody, as often as they like: never a mail.
        "django.security.DisallowedHost": {"handlers": ["console"], "propagate": False},
    },
}
