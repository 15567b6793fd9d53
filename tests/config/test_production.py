"""Production shape: the commands of docker-compose.yml run with production settings against servers over TCP."""

import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.fernet import Fernet

from config.runner.supervisor import programs
from tests.config.external import PASSWORD, external_postgres, external_valkey
from tests.config.starter import BASE_DIR, clean_environment, free_port

COMPOSE: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OUR_OWN = ("migrate", "web", "worker", "beat")


def production_environment(tmp_path: Path, **extra: str) -> dict[str, str]:
    """Every variable that docker-compose.yml sets for our own services, and the path of this virtual environment."""
    values = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "buurt.example",
        "SITE_URL": "https://buurt.example",
        "VELDSLEUTELS": Fernet.generate_key().decode(),
        "EMAIL_URL": "smtp://127.0.0.1:1025",
        "FROM_EMAIL": "noreply@buurt.example",
        "DATABASE_URL": "postgres://none@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1",
        "DATA_DIR": str(tmp_path / "data"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONWARNINGS": "default",
    }
    return clean_environment(**{**values, **extra})


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run to the end."""
    return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)


# --- docker-compose.yml itself


def test_compose_runs_our_programs_as_the_start_command_does() -> None:
    """One definition of the commands in two places: they must not grow apart."""
    ours = {program.name: program.command[2:] for program in programs("python", Path("/tmp"), {})}
    assert {name: SERVICES[name]["command"] for name in ours} == ours


@pytest.mark.parametrize("name", OUR_OWN)
def test_compose_service_gets_every_secret_from_the_environment(name: str) -> None:
    environment = SERVICES[name]["environment"]
    for variable in (
        "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "FROM_EMAIL", "DATABASE_URL", "REDIS_URL",
        "VELDSLEUTELS",
    ):  # fmt: skip
        assert re.search(r"\$\{[A-Z_]+:\?", environment[variable]), variable
    assert environment["DJANGO_SETTINGS_MODULE"] == "config.settings.production"


def test_compose_has_no_plain_secret() -> None:
    """No password anywhere but as a reference that must be set."""
    text = (BASE_DIR / "docker-compose.yml").read_text()
    for name in re.findall(r"\$\{([A-Z_]*(?:PASSWORD|SECRET)[A-Z_]*)(?!:\?)\}", text):
        raise AssertionError(f"{name} may be empty")
    assert not re.search(r"(?i)(password|secret_key): *[\"']?[a-z0-9]", text)


def test_compose_volumes_and_dependencies_exist() -> None:
    named = {
        mount.split(":")[0]
        for service in SERVICES.values()
        for mount in service.get("volumes", [])
        if not mount.startswith((".", "/"))
    }
    assert named == set(COMPOSE["volumes"]) == {"database", "queue", "files"}
    for service in SERVICES.values():
        for other, condition in service.get("depends_on", {}).items():
            if condition["condition"] == "service_healthy":
                assert SERVICES[other]["healthcheck"]["test"]
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["healthcheck"]["test"] == ["CMD", "python", "scripts/healthcheck.py", name]


def test_image_runs_as_an_ordinary_user_with_what_it_needs() -> None:
    """The last USER is not root, every copied source exists, and nothing secret-like is left in the environment."""
    lines = (BASE_DIR / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER app"]
    assert lines.index("USER app") < next(i for i, line in enumerate(lines) if line.startswith("HEALTHCHECK"))
    assert not any(line.startswith(("ENV SECRET", "ARG ")) for line in lines)
    allowed = (BASE_DIR / ".dockerignore").read_text()
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line and line != "COPY . .":
            for source in line.split()[1:-1]:
                assert f"!{source.rstrip('/')}\n" in allowed or source == "scripts/vendor.mjs", source
    for app in ("config", "kern", "gebieden", "partners", "budgetten", "bewoners", "portaal", "templates", "static"):
        assert f"!{app}\n" in allowed


# --- settings


@pytest.mark.parametrize(
    "missing",
    ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "FROM_EMAIL", "VELDSLEUTELS"],
)
def test_production_refuses_to_start_without(missing: str, tmp_path: Path) -> None:
    environment = production_environment(tmp_path)
    del environment[missing]
    result = run([sys.executable, "-c", "import config.settings.production"], environment)
    assert result.returncode != 0
    assert f'"{missing}" not set' in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "te kort"),
        ("ALLOWED_HOSTS", ""),
        ("DATABASE_URL", ""),
        ("REDIS_URL", "onzin"),
        ("VELDSLEUTELS", ""),
        ("VELDSLEUTELS", "a2xlaW4="),
        ("INDEXSLEUTEL", "te kort"),
        ("CLAMD", "localhost:3310"),
    ],
)
def test_production_refuses_bad_value(name: str, value: str, tmp_path: Path) -> None:
    result = run(
        [sys.executable, "-c", "import config.settings.production"], production_environment(tmp_path, **{name: value})
    )
    assert result.returncode != 0
    assert name in result.stderr


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    result = run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production_environment(tmp_path)
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "System check identified no issues (0 silenced)."


# --- the whole


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Servers over TCP, migrated; the environment of our own services."""
    with external_postgres(tmp_path) as postgres, external_valkey(tmp_path) as valkey:
        environment = production_environment(
            tmp_path,
            DATABASE_URL=f"postgres://gebieden:{PASSWORD}@127.0.0.1:{postgres.tcp_port}/gebieden",
            REDIS_URL=f"redis://127.0.0.1:{valkey.tcp_port}",
            PORT=str(free_port()),
        )
        yield environment


def get(environment: dict[str, str], path: str) -> tuple[int, bytes]:
    """Ask the web server as its proxy would."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{environment['PORT']}{path}",
        headers={"Host": "buurt.example", "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


def wait_ready(environment: dict[str, str], seconds: float) -> dict[str, Any]:
    """The last answer of /readyz, as soon as it is good or the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        status, body = get(environment, "/readyz")
        if status == 200 or time.monotonic() > deadline:
            return json.loads(body or b"{}")
        time.sleep(0.2)


def test_compose_commands_run_with_production_settings(installation: dict[str, str]) -> None:
    """Migrate, start the three commands, ask whether all is well (pages with style: test_runner_life)."""
    migrated = run(SERVICES["migrate"]["command"], installation)
    assert migrated.returncode == 0, migrated.stderr
    Path(installation["DATA_DIR"]).mkdir(exist_ok=True)
    started = []
    try:
        for name in ("web", "worker", "beat"):
            log = Path(installation["DATA_DIR"]) / f"{name}.log"
            with log.open("wb") as out:
                started.append(
                    subprocess.Popen(
                        SERVICES[name]["command"], cwd=BASE_DIR, env=installation, stdout=out, stderr=subprocess.STDOUT
                    )
                )
        answer = wait_ready(installation, 90)
        assert answer == {
            "ready": True, "database": True, "migrations": True, "redis": True, "worker": True, "beat": True,
        }  # fmt: skip
        for name in ("web", "worker", "beat"):
            assert run(SERVICES[name]["healthcheck"]["test"][1:], installation).returncode == 0, name
        status, body = get(installation, "/healthz")
        assert (status, body) == (200, b"ok\n")
    finally:
        for process in started:
            process.terminate()
        codes = [process.wait(30) for process in started]
    assert codes == [0, 0, 0]
    assert run(SERVICES["web"]["healthcheck"]["test"][1:], installation).returncode == 1
