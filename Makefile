# The developer's commands; `make help` lists them. Everything is installed inside this directory, by stamp files in
# .stempel/ that are renewed when a pin changes.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
ARGS ?=
ONLY ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test lint format bench shell manage deps pins translations clean

help: ## toon deze lijst
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: deps ## start de applicatie met voorbeeldgegevens (PORT, HOST, DATA_DIR, DATABASE_URL, REDIS_URL, DEMO)
	@$(PY) -m config.runner

test: deps ## alle toetsen, ook die in de browser (ARGS="-k naam" voor een deel)
	@scripts/test.sh $(ARGS)

lint: deps ## stijl, types, lagen en sjablonen
	@scripts/lint.sh

format: deps ## breng Python in de huisstijl
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: deps .stempel/bench ## meet naast andere pakketten en schrijf docs/benchmarks.md
	@$(PY) -m bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

shell: deps ## Python met de modellen, op de gegevens van `make run`
	@$(PY) -m config.runner.manage shell

manage: deps ## een opdracht van Django op de gegevens van `make run` (ARGS="showmigrations")
	@$(PY) -m config.runner.manage $(ARGS)

deps: .stempel/python .stempel/vendor ## installeer wat nodig is

translations: deps ## zoek nieuwe teksten voor de Engelse vertaling
	@scripts/translations.sh

pins: deps ## leg de versies van de pakketten opnieuw vast
	@for name in base dev bench; do .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --upgrade --output-file requirements/$$name.txt requirements/$$name.in || exit 1; done

clean: ## verwijder alles wat geïnstalleerd is; de gegevens in .data blijven
	rm -rf .venv node_modules static/vendor .stempel .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.stempel/python: requirements/dev.txt scripts/venv.sh
	@mkdir -p .stempel
	@scripts/venv.sh
	@echo "Python-pakketten installeren …"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.stempel/bench: requirements/bench.txt .stempel/python
	@$(PY) -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

.stempel/vendor: package-lock.json package.json scripts/vendor.mjs scripts/node.sh
	@mkdir -p .stempel
	@scripts/node.sh
	@echo "Pakketten voor de browser installeren …"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@node scripts/vendor.mjs
	@touch $@
