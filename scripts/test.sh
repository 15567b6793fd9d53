#!/bin/sh
# Runs every test; arguments go to pytest. Without a Chromium the browser tests are left out, and that is said loudly.
set -eu

find_chromium() {
  for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 1
}

if ! found=$(find_chromium); then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Chromium installeren …"
    { apt-get install -y -qq chromium || { apt-get update -qq && apt-get install -y -qq chromium; }; } >/dev/null 2>&1 || true
  fi
  found=$(find_chromium) || found=''
fi

cores=$(getconf _NPROCESSORS_ONLN)
[ "$cores" -lt 2 ] && cores=2
[ "$cores" -gt 4 ] && cores=4

if [ -n "$found" ]; then
  exec env CHROMIUM="$found" .venv/bin/python -m pytest -n "$cores" "$@"
fi

warning='LET OP: er is geen Chromium. ALLE BROWSERTOETSEN ZIJN OVERGESLAGEN (tests met het merk e2e). Installeer chromium.'
printf '\n%s\n\n' "$warning" >&2
code=0
.venv/bin/python -m pytest -n "$cores" -m 'not e2e' "$@" || code=$?
printf '\n%s\n\n' "$warning" >&2
exit $code
