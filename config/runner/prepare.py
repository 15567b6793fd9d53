"""Everything between the servers and the first page, in one child process of the start command.

Tells its parent what it does by lines on stdout: `@ text` is progress for the terminal, `! text` the one line that
says why it stopped, `$ text` the demo accounts; anything else goes to the log.
"""

import hashlib
import io
import os
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path

import psycopg

from config.runner.errors import StartError, explain_os_error
from config.runner.translations import compile_catalogues

MIGRATION_LOCK = 0x67656269  # any number, the same for every start: two of them must not migrate at once


def tell(mark: str, text: str) -> None:
    """One line to the parent."""
    print(f"{mark} {text}", flush=True)


def migrate() -> None:
    """Bring the tables up to date, one process at a time, and say so when there is something to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            tell("@", f"Tabellen bijwerken ({len(plan)} stappen) …")
            call_command("migrate", interactive=False, verbosity=1)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def collect_static() -> None:
    """Collect static files when one of them was added, removed or changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.DEBUG:
        return
    seen = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            seen.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    fingerprint = hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()
    stamp = Path(settings.DATA_DIR) / "static.stempel"
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    tell("@", "Stijl, scripts en lettertypen klaarzetten …")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def basic_data() -> None:
    """Areas, partners and grant schemes of an empty installation; changes nothing when they are there."""
    from django.core.management import call_command

    call_command("inrichten")
    call_command("regelingen_inrichten")


def demo_data() -> None:
    """Make the example data when it is not there, and hand over the accounts to log in with."""
    from django.core.management import call_command

    tell("@", "Voorbeeldgegevens nalopen …")
    call_command("voorbeeldgegevens")
    accounts = io.StringIO()
    with redirect_stdout(accounts):
        call_command("voorbeeldgegevens", "--accounts", stdout=accounts)
    for line in accounts.getvalue().splitlines():
        tell("$", line)


def main() -> int:
    """Do it all; the exit code is 0, or 1 after one `!` line."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError

    try:
        compile_catalogues()
        django.setup()
        migrate()
        collect_static()
        basic_data()
        if os.environ.get("DEMO") != "0":
            demo_data()
    except StartError as error:
        tell("!", str(error))
    except (CommandError, ImproperlyConfigured) as error:
        traceback.print_exc()
        tell("!", f"Voorbereiden mislukt: {' '.join(str(error).split())}")
    except (DatabaseError, psycopg.Error) as error:
        traceback.print_exc()
        text = " ".join(str(error).split())
        full = "No space left on device" in text or "could not extend file" in text
        tell("!", "De schijf is vol: de databank kan niet schrijven." if full else f"De databank weigert: {text}")
    except OSError as error:
        traceback.print_exc()
        tell("!", str(explain_os_error(error, str(error.filename or "een bestand"))))
    except Exception as error:  # whatever it was, the person at the terminal gets one line and the log the rest
        traceback.print_exc()
        tell("!", f"Voorbereiden mislukt: {' '.join(str(error).split()) or type(error).__name__}")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
