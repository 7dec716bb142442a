.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	for extra in "app:" "run:--extra development" "test:--all-extras"; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --no-header --quiet $${extra#*:} pyproject.toml -o requirements/$${extra%%:*}.txt; \
	done

.venv/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Pointsbook needs Python 3.11 or newer; $$($(PYTHON) -V) is here.  Try: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here (on Debian: apt install python3-venv)."; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

setup: .venv/.test ## make .venv with everything the other targets need

run: .venv/.run ## start everything on this machine: http://localhost:8000
	@exec $(BIN)/pointsbook run

test: setup ## everything: lint, types, unit, acceptance, contracts
	$(MAKE) check accept

lint: setup ## style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup ## the rules alone: no database, no network, under two seconds
	$(BIN)/pytest -q tests/unit

check: lint unit ## what every push needs: lint and unit tests

accept: setup ## scenarios over HTTP on real PostgreSQL, and contracts with Keycloak
	$(BIN)/pytest -q -n 2 --dist loadgroup tests/acceptance tests/contracts

bench: setup ## measure, as ratios in one run
	$(BIN)/python -m benchmarks

reset: ## remove all local data
	rm -rf .pointsbook

.PHONY: help lock setup run test lint unit check accept bench reset
