# Everything a person needs, from a fresh clone: `make run`, `make test`.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
# One's own machine is reached without TLS; a server sets HTTPS=on, which is the default.
export HTTPS ?= off
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run dev test check bench fuzz lint build lock chromium

run: build
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py catalogue start
	@echo "Fixpath is at http://127.0.0.1:$(PORT)/"
	$(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 2 \
		--respawn-failed-workers config.wsgi:application

dev: build
	DEBUG=on $(BIN)/python manage.py migrate --verbosity 0
	DEBUG=on $(BIN)/python manage.py catalogue start
	DEBUG=on $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: .venv/dev build chromium
	$(BIN)/python -m pytest -n auto --dist loadfile
	$(BIN)/python -m tests.on_postgres

check: .venv/dev lint test

lint: .venv/dev build
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=on $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py catalogue check

bench: .venv/dev build
	$(BIN)/python -m tests.bench $(PARTS)

# Damaged texts: N=1000 for fewer, SEED=7 for others.
fuzz: .venv/dev
	DJANGO_SETTINGS_MODULE=config.settings $(BIN)/python -m tests.fuzz

build: .venv/run
	$(BIN)/pybabel -q compile -d diagnostics/locale -D django
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0

.venv/run: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fixpath needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# Browser tests need Chromium: the system's, or Debian's package, or Playwright's own.
chromium: .venv/dev
	@command -v chromium chromium-browser google-chrome >/dev/null \
		|| (command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null) \
		|| $(BIN)/playwright install chromium \
		|| (echo "Install Chromium first, on Debian: apt-get install chromium" && false)

lock: .venv/dev
	for name in requirements requirements-dev; do \
		$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
			--no-emit-find-links --no-emit-trusted-host --no-header -o $$name.txt $$name.in; \
	done
