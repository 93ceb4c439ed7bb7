# What a newcomer types: `make run` and `make test`. Everything else is a part of these two.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
BUILD := opencity/web/static/build
FRONTEND_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null) \
	$(shell find opencity/web/templates -type f 2>/dev/null)

.PHONY: help run test lint frontend bench bench-desk proof messages reference pins clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(STAMPS)/run $(STAMPS)/package $(STAMPS)/frontend ## Set everything up and start the demo on http://127.0.0.1:8000
	@exec env OPENCITY_DEMO=1 $(BIN)/opencity run

test: $(STAMPS)/test $(STAMPS)/package $(STAMPS)/frontend ## Run every kind of proof on a small fixed seed
	@scripts/test.sh

lint: $(STAMPS)/test ## Style, types and the order of rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy opencity tests
	$(BIN)/lint-imports

frontend: $(STAMPS)/frontend ## Build styles and scripts

bench: $(STAMPS)/test $(STAMPS)/package $(STAMPS)/frontend ## Measure; prints a table and writes docs/performance.md
	$(BIN)/python -m bench --keep

bench-desk: $(STAMPS)/test $(STAMPS)/package $(STAMPS)/frontend ## Measure the desk with 100,000 open cases; writes docs/performance-desk.md
	$(BIN)/python -m bench.desk --keep

proof: $(STAMPS)/test $(STAMPS)/package $(STAMPS)/frontend ## Run the proofs in full counts; writes docs/proof.md
	scripts/with-postgres.sh $(BIN)/python -m tests.proof

messages: $(STAMPS)/test ## Collect the texts of the interface into the translation files
	cd opencity && ../$(BIN)/django-admin makemessages --settings=opencity.settings --pythonpath=.. \
		--locale=uk --no-location --no-obsolete --extension=html,txt,py

reference: $(STAMPS)/run ## Write the reference page of the command line anew
	$(BIN)/python -m opencity.command.reference > docs/reference/commands.md
	$(BIN)/python -m opencity.command.reference_of_rules

pins: $(STAMPS)/run ## Choose newest versions of all requirements and write them down with hashes
	$(BIN)/pip install --quiet uv
	for one in run test; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate requirements/$$one.in --output-file requirements/$$one.txt; done
	cd frontend && npm run --silent pins

clean: ## Remove what was built; data/ stays
	rm -rf $(VENV) $(BUILD) frontend/node_modules *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# The stamps: each says that a step was done with the files it depends on as they are.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: requirements/run.txt | $(BIN)/python
	@echo "Installing what the program needs"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/run
	@echo "Installing what the tests need"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/package: pyproject.toml opencity/__init__.py $(STAMPS)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/npm: frontend/package-lock.json | $(BIN)/python
	@node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' || { echo "Node 20 or newer is needed"; exit 1; }
	@echo "Installing what the front end is built with"
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/frontend: $(STAMPS)/npm $(FRONTEND_SOURCES)
	cd frontend && npm run --silent build
	@mkdir -p $(STAMPS) && touch $@
