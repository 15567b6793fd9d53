#!/bin/sh
# Sees that Node (18 or newer) and npm are there; installs Debian's when root, or says in one line what is missing.
set -eu

usable() {
  command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null
}

usable && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Node installeren …"
  { apt-get install -y -qq nodejs npm || { apt-get update -qq && apt-get install -y -qq nodejs npm; }; } >/dev/null 2>&1 || true
  usable && exit 0
fi
echo "FOUT: Node 18 of nieuwer met npm is nodig (Debian 12 of later: apt-get install nodejs npm)." >&2
exit 1
