SHELL := /bin/sh
VENV := .venv/bin
UV := $(VENV)/uv pip install --quiet --python .venv --require-hashes

.PHONY: help setup vendor
help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

# --- .venv: stamps tell what stands in it ---------------------------------------------------

.venv/setup.stamp: requirements-setup.txt tools/make-venv
	tools/make-venv
	@touch $@

.venv/run.stamp: .venv/setup.stamp requirements.txt pyproject.toml
	$(UV) -r requirements.txt
	$(VENV)/uv pip install --quiet --python .venv --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(UV) -r requirements-dev.txt
	@touch $@

setup: .venv/dev.stamp  ## everything a developer needs, in .venv

vendor: .venv/dev.stamp  ## rebuild the files we ship of others (maintainers; needs npm and apt)
	$(VENV)/python tools/vendor.py
