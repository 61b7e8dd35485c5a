# Everything runs from a fresh clone with Python 3.11+ and make.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Each worker has a Supabase, a browser and servers of its own.
WORKERS ?= 2
.PHONY: help run dev test test-all check format tables pictures bench browser nginx supabase lock audit clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("ExamMentor needs Python 3.11 or newer; this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/run-stamp: $(BIN)/python requirements.txt constraints.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -r requirements.txt
	@touch $@

.venv/dev-stamp: .venv/run-stamp requirements-dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -r requirements-dev.txt
	@touch $@

.venv/tools-stamp: $(BIN)/python requirements-tools.txt
	$(BIN)/python -m venv .venv/tools
	.venv/tools/bin/python -m pip install -q --disable-pip-version-check -r requirements-tools.txt
	@touch $@

.venv/stack-stamp: .venv/dev-stamp tests/stack/package.json tests/stack/package-lock.json
	@mkdir -p .venv/stack && cp tests/stack/package.json tests/stack/package-lock.json .venv/stack
	cd -P .venv/stack && ../bin/npm ci --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

run: .venv/run-stamp  ## serve the app on http://127.0.0.1:8501
	$(BIN)/streamlit run app.py

dev: .venv/dev-stamp  ## the same, and reload when a file changes
	$(BIN)/streamlit run app.py --server.fileWatcherType auto --server.runOnSave true

check: .venv/dev-stamp  ## lint, format, types, who may import whom, no stale table in the papers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.docs.tables --check

format: .venv/dev-stamp  ## put the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

tables: .venv/dev-stamp  ## write the papers' tables anew from the code
	$(BIN)/python -m tests.docs.tables

pictures: browser  ## take the README's pictures anew
	$(BIN)/python -m tests.e2e.pictures

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

lock: .venv/tools-stamp  ## pin what requirements ask for and nothing else; UPGRADE=1 takes the newest of everything
	.venv/tools/bin/uv pip compile -q --universal --python-version 3.11 --no-annotate --no-emit-index-url \
		--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) requirements.txt requirements-dev.txt -o constraints.txt

audit: .venv/tools-stamp  ## known vulnerabilities in what is pinned; exit 2 where no index of them can be reached
	@PATH=".venv/tools/bin:$$PATH" sh tests/audit.sh

clean:  ## remove the virtual environment and caches; study data stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
