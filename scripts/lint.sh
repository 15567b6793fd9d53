#!/bin/sh
# Everything that can be judged without running the application. All of it is run; the exit code says whether any failed.
failed=''
attempt() {
  name=$1
  shift
  echo "== $name"
  "$@" || failed="$failed $name"
}
bin=.venv/bin
attempt ruff $bin/ruff check .
attempt ruff-format $bin/ruff format --check .
attempt mypy $bin/mypy .
attempt djlint $bin/djlint --quiet --lint templates
attempt import-linter $bin/lint-imports
if [ -n "$failed" ]; then
  echo "NIET IN ORDE:$failed" >&2
  exit 1
fi
