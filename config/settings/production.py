"""Production: refuses to start without its secrets."""

from config.settings.base import *  # noqa: F403
from config.settings.base import env

# SECRET_KEY: at least 50 random characters; required.
SECRET_KEY = env.str("SECRET_KEY", validate=lambda v: len(v) >= 50)
DEBUG = False
# ALLOWED_HOSTS: host names separated by commas; required.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
# Required here, though the base settings have a default for trying out.
for _name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "FROM_EMAIL"):
    env.str(_name)
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
