# Everything runs from a fresh clone with Python 3.11+ and make.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Each worker has a Supabase, a browser and servers of its own.
WORKERS ?= 2
.PHONY: help run dev test test-all check format bench browser nginx supabase clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("ExamMentor needs Python 3.11 or newer; this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/run-stamp: $(BIN)/python requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev-stamp: .venv/run-stamp requirements-dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/stack-stamp: .venv/dev-stamp tests/stack/package.json tests/stack/package-lock.json
	@mkdir -p .venv/stack && cp tests/stack/package.json tests/stack/package-lock.json .venv/stack
	cd -P .venv/stack && ../bin/npm ci --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

run: .venv/run-stamp  ## serve the app on http://127.0.0.1:8501
	$(BIN)/streamlit run app.py

dev: .venv/dev-stamp  ## the same, and reload when a file changes
	$(BIN)/streamlit run app.py --server.fileWatcherType auto --server.runOnSave true

check: .venv/dev-stamp  ## lint, format, types, who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/dev-stamp  ## put the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

browser: .venv/dev-stamp
	@BIN=$(BIN) sh tests/e2e/browser.sh

nginx:
	@BIN=$(BIN) sh tests/e2e/nginx.sh

supabase: .venv/stack-stamp  ## a local Supabase, and .env.local pointed at it while it runs
	@$(BIN)/python -m tests.stack

test: check browser nginx .venv/stack-stamp  ## check, then every test but the heavy ones
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not heavy"

test-all: check browser nginx .venv/stack-stamp  ## check, then every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: browser .venv/stack-stamp  ## speed, as ratios against the bare thing in the same run
	$(BIN)/python -m tests.bench

clean:  ## remove the virtual environment and caches; study data stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
