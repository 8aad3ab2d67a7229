BIN := .venv/bin
# --compile-bytecode: the first start would else take twice as long
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python .venv

.PHONY: help setup run test lint bench messages vendor
help:
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

setup: .venv/dev.stamp  ## install everything that a developer needs into .venv

run: .venv/run.stamp  ## start the portal with demo data; PORT=8001 make run for another port
	@WIRPORTAL_DEMO=$${WIRPORTAL_DEMO-1} $(BIN)/python manage.py portal

test: .venv/dev.stamp  ## check everything, on SQLite, on PostgreSQL and in Chromium
	tools/ensure-system
	$(MAKE) lint
	$(BIN)/pytest -n auto --maxprocesses 8 -m "not browser"
	$(BIN)/pytest -m browser
	tools/with-postgres $(BIN)/pytest -n auto --maxprocesses 8 -m "not browser and not documents"

lint: .venv/dev.stamp  ## what machines can judge without running the portal
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --allow-empty-input --lint wirportal
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: .venv/dev.stamp  ## measure against the bare framework
	$(BIN)/python -m tests.bench

messages: .venv/dev.stamp  ## collect the sentences to be translated, compile the translated ones
	$(BIN)/python -m tools.messages

vendor: .venv/dev.stamp  ## rebuild the files we ship of others (needs npm and apt-get)
	$(BIN)/python tools/vendor.py

# --- .venv: a stamp tells what stands in it -----------------------------------------------------

.venv/setup.stamp: requirements-setup.txt tools/make-venv
	tools/make-venv
	@touch $@

.venv/run.stamp: .venv/setup.stamp requirements.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
