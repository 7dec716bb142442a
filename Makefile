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

# Installs quietly; when that fails, shows what pip said and then a sentence.
define install
@$(BIN)/pip install --quiet --disable-pip-version-check --no-input $(1) > .venv/pip.log 2>&1 || { \
  cat .venv/pip.log >&2; \
  echo "The packages could not be installed: pip's words are above and in .venv/pip.log." >&2; exit 1; }
endef

.venv/.run: requirements/run.txt pyproject.toml
	@command -v "$(PYTHON)" > /dev/null || \
	  { echo "There is no $(PYTHON) here.  Pointsbook needs Python 3.11 or newer: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Pointsbook needs Python 3.11 or newer; $$("$(PYTHON)" -V) is here.  Try: make PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2> /dev/null || \
	  { echo "This Python cannot make virtual environments (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Making .venv, once: this takes a minute or two."
	@"$(PYTHON)" -m venv .venv || { echo "No virtual environment could be made in .venv: see above." >&2; exit 1; }
	$(call install,--require-hashes -r requirements/run.txt)
	$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	$(call install,--require-hashes -r requirements/test.txt)
	@touch $@

# What pages load besides themselves.  Node comes from a wheel, so that nobody has to install it.
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
ASSETS := app/static/built/manifest.json
app/frontend/node_modules/.package-lock.json: app/frontend/package-lock.json .venv/.run
	@cd app/frontend && $(NODE) npm ci --loglevel=error > ../../.venv/npm.log 2>&1 || { cat ../../.venv/npm.log >&2; \
	  echo "The packages of the pages could not be installed: npm's words are above and in .venv/npm.log." >&2; exit 1; }
	@touch $@
$(ASSETS): app/frontend/node_modules/.package-lock.json $(wildcard app/frontend/*.* app/frontend/*/*.js app/frontend/*/*.css)
	@cd app/frontend && $(NODE) node build.mjs

assets: $(ASSETS) ## build the scripts and styles of the pages anew where they changed

setup: .venv/.test $(ASSETS) ## make .venv with everything the other targets need

# Keycloak runs on the Java that comes with what the tests need.
run: .venv/$(if $(KEYCLOAK),.test,.run) $(ASSETS) ## start everything on this machine: http://localhost:8000 (PORT=8010, KEYCLOAK=1)
	@exec $(BIN)/pointsbook run $(if $(PORT),--port $(PORT)) $(if $(KEYCLOAK),--keycloak)

test: setup ## everything: lint, types, unit, acceptance, browser, contracts
	$(MAKE) check accept

lint: setup ## style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup ## the rules alone: no database, no network, a few seconds
	$(BIN)/pytest -q tests/unit

check: lint unit ## what every push needs: lint and unit tests

accept: setup browser ## scenarios over HTTP on real PostgreSQL, in a browser, and contracts with Keycloak
	$(BIN)/pytest -q -n 2 --dist loadgroup -m "not proof" tests/acceptance tests/contracts
	@# On their own: Playwright keeps an event loop running in the thread of the tests.
	$(BIN)/pytest -q -n 2 tests/browser

browser: ## install Chromium where apt and root can; the tests in a browser need it
	@tests/install_chromium.sh

screenshots: setup browser ## a picture of every page, light and dark, in .pointsbook/screenshots
	$(BIN)/pytest -q tests/browser/screenshots.py

catalogues: setup ## gather the sentences of all pages into app/locales, for those who translate them
	$(BIN)/python -m app.development.catalogues

bench: setup ## measure, as ratios in one run
	$(BIN)/python -m benchmarks

replay: .venv/.run $(ASSETS) ## a World Cup in minutes, played by programs (SOURCE=openfootball/2022 SPEED=2000 PLAYERS=100)
	@exec $(BIN)/pointsbook replay $(or $(SOURCE),openfootball/2022) --speed $(or $(SPEED),2000) --players $(or $(PLAYERS),100)

proofs: setup ## what takes minutes: workers killed at each step, a replay, histories told right and wrong
	$(BIN)/pytest -q -n 2 --dist loadgroup -m proof tests/acceptance tests/contracts

model: setup ## random walks over settlement beside its model, for an hour (MINUTES=5, or again: WALK= SEED= WALKS=)
	@MODEL_MINUTES=$(MINUTES) MODEL_WALK=$(WALK) MODEL_SEED=$(SEED) MODEL_WALKS=$(WALKS) \
	  $(BIN)/pytest -q -s tests/acceptance/settlement/long_walk.py

reset: ## remove all local data
	@if [ -x $(BIN)/pointsbook ]; then $(BIN)/pointsbook reset; else rm -rf .pointsbook; fi

.PHONY: help lock assets setup run test lint unit check accept browser screenshots catalogues bench model proofs replay reset
