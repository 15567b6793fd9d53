"""Settings that keep a door shut: read as production reads them, and off the files that start it."""

import json
import subprocess

import pytest
import yaml

from config.celery import app
from tests.config.starter import BASE_DIR
from tests.config.test_production import production_environment

COMPOSE = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]
UITDRAAI = """
import django, json, logging
from django.conf import settings
django.setup()
def wegen(naam):
    logger, namen = logging.getLogger(naam), []
    while logger:
        namen += [type(handler).__name__ for handler in logger.handlers]
        logger = logger.parent if logger.propagate else None
    return sorted(namen)
print(json.dumps({
    "debug": settings.DEBUG,
    "hosts": settings.ALLOWED_HOSTS,
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "frame": settings.X_FRAME_OPTIONS,
    "fout": wegen("django.request"),
    "vreemde_host": wegen("django.security.DisallowedHost"),
    "proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT,
    "grenzen": settings.__dict__.get("ACCOUNT_RATE_LIMITS", "default"),
}))
"""


@pytest.fixture(scope="module")
def productie(tmp_path_factory) -> dict[str, object]:
    omgeving = production_environment(
        tmp_path_factory.mktemp("productie"), ADMINS="beheer@example.nl", TRUSTED_PROXIES="1"
    )
    klaar = subprocess.run(
        ["python", "-c", UITDRAAI], cwd=BASE_DIR, env=omgeving, capture_output=True, text=True, check=True
    )
    return json.loads(klaar.stdout.splitlines()[-1])


def test_production_shows_no_debug_page_and_guards_its_cookies(productie):
    assert (productie["debug"], productie["hosts"], productie["frame"]) == (False, ["buurt.example"], "DENY")
    assert productie["cookies"] == [True, True, True]
    assert productie["grenzen"] == "default"


def test_an_error_is_mailed_once_and_a_strange_host_never(productie):
    """Anybody can send a wrong Host, as often as they like: that must not fill a mailbox."""
    assert productie["fout"] == ["AdminEmailHandler", "StreamHandler"]
    assert productie["vreemde_host"] == ["StreamHandler"]


@pytest.mark.parametrize("naam", ["web", "worker", "beat"])
def test_compose_counts_visitors_behind_its_proxy_and_mails_errors(naam):
    """Without this all visitors share the address of the proxy, and one of them can use up the logins of all."""
    omgeving = COMPOSE[naam]["environment"]

    assert omgeving["TRUSTED_PROXIES"] == "${TRUSTED_PROXIES:-1}"
    assert omgeving["ADMINS"] == "${ADMINS:-}"


def test_compose_opens_no_port_to_the_world():
    poorten = [poort for dienst in COMPOSE.values() for poort in dienst.get("ports", [])]

    assert all("127.0.0.1:" in poort for poort in poorten)


def test_worker_reads_nothing_but_json():
    """A message in pickle is a program; who reaches the broker would own the worker."""
    assert list(app.conf.accept_content) == ["json"]
    assert (app.conf.task_serializer, app.conf.result_serializer) == ("json", "json")
