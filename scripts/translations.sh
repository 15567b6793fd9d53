#!/bin/sh
# Renews locale/en/LC_MESSAGES/django.po from the source; the Dutch texts are the message ids.
set -eu
if ! command -v xgettext >/dev/null 2>&1; then
  echo "FOUT: gettext ontbreekt (Debian: apt-get install gettext)." >&2
  exit 1
fi
DJANGO_SETTINGS_MODULE=config.settings.test .venv/bin/python manage.py makemessages --locale en --no-location --no-wrap \
  --ignore '.venv/*' --ignore 'node_modules/*' --ignore '.data/*' --ignore 'tests/*'
