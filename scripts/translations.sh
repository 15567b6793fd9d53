#!/bin/sh
# Renews locale/en/LC_MESSAGES/django.po from the source; the Dutch texts are the message ids. `--check` only judges.
set -eu
exec .venv/bin/python scripts/translations.py "$@"
