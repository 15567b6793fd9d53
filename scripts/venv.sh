#!/bin/sh
# Makes .venv with a Python that is new enough, or says in one line what is missing.
set -eu

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
if .venv/bin/python -c "$new_enough" 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1; then
  exit 0
fi

chosen=''
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$new_enough" 2>/dev/null; then
    chosen=$candidate
    break
  fi
done
if [ -z "$chosen" ]; then
  echo "FOUT: Python 3.11 of nieuwer is nodig (Debian 12 of later: apt-get install python3 python3-venv)." >&2
  exit 1
fi

if ! "$chosen" -c 'import venv, ensurepip' 2>/dev/null; then
  package=$("$chosen" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "$package installeren …"
    { apt-get install -y -qq "$package" || { apt-get update -qq && apt-get install -y -qq "$package"; }; } >/dev/null 2>&1 || true
  fi
  if ! "$chosen" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "FOUT: $chosen mist de module venv. Voer uit: apt-get install $package" >&2
    exit 1
  fi
fi

rm -rf .venv
"$chosen" -m venv .venv
