# Everything that is done with this project, from a fresh clone with Python 3.11 or newer and nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install serve test check lint bench catalogues lock clean

PORT := 8000
SIZE := 100000
# One more than a small machine has cores: tests wait for browsers and servers a third of their time.
WORKERS := 3

# Python keeps what it compiled, whatever the machine's own habit is: else each program that a test starts compiles anew.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
PY := $(VENV)/bin/python
# Errors alone: pip's notices and warnings speak of the machine, not of this project.
PIP := $(PY) -m pip --disable-pip-version-check -qq
# Several commands at once: each keeps one core at work at most, or waits for the network.
TOGETHER := $(PY) -m scripts.together
LINT := $(MAKE) --no-print-directory lint
# Tests of one file share what they set up, so a file stays with one worker; tests/conftest.py says which come first.
PYTEST := $(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

# Empty files: each says "done", and is older than what would make it need doing again.
MADE := $(VENV)/.made
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PACKAGES := node_modules/.installed
ASSETS := static/build/manifest.json
CATALOGUES := locale/fr/LC_MESSAGES/messages.mo

help: ## Show this list
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' Makefile

install: $(RUNTIME) $(ASSETS) $(CATALOGUES) ## Set up all that is needed to run; leaves .venv/bin/muster ready

serve: install ## Set up, fill the record where it is empty, and serve on http://127.0.0.1:8000 (PORT=8001 for another)
	$(VENV)/bin/muster migrate
	$(VENV)/bin/muster seed
	MUSTER_LOCAL_EDITOR=true $(VENV)/bin/muster serve --host 127.0.0.1 --port $(PORT)

test: install $(DEV) ## Set up all that the tests need, and run every check and every test
	@$(TOGETHER) "$(LINT)" "$(PY) -m tests.support.postgres" "$(PY) -m tests.support.chromium"
	$(PYTEST)

check: $(DEV) $(ASSETS) $(CATALOGUES) ## The fast checks: lint, types, and the quick tests, without browser and PostgreSQL
	@$(TOGETHER) "$(LINT)" "$(PYTEST) -m 'not browser and not postgres and not slow'"

# All of them run, so that one look shows all that is wrong.
lint: $(DEV)
	@$(TOGETHER) \
	  "$(PY) -m ruff format --check ." \
	  "$(PY) -m ruff check ." \
	  "$(VENV)/bin/lint-imports --no-logo" \
	  "$(VENV)/bin/djlint --lint --quiet templates" \
	  "$(PY) -m mypy"

bench: $(DEV) $(ASSETS) $(CATALOGUES) ## Measure beside what else one could take (SIZE=1000000 ONLY=reads,exports)
	$(PY) -m bench --size $(SIZE) $(if $(ONLY),--only $(ONLY))

catalogues: $(RUNTIME) ## For maintainers: bring the catalogues of translations up to the texts of the program
	$(PY) -m scripts.catalogues

lock: $(MADE) ## For maintainers: write the lock files again (UPGRADE=1 takes newer versions)
	$(PIP) install "uv>=0.13"
	sh scripts/lock.sh $(PY)

clean: ## Remove the environment and all that was built; the record in data/ stays
	find app bench migrations scripts tests -name __pycache__ -prune -exec rm -rf {} +
	rm -rf $(VENV) node_modules static/build muster.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(MADE): scripts/find_python.sh
	@python=$$(PYTHON="$(PYTHON)" sh scripts/find_python.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)
	@touch $@

$(RUNTIME): $(MADE) requirements.txt pyproject.toml
	@echo "Installing what Muster needs to run (half a minute or more) ..."
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.txt
	@echo "Installing what the checks and tests need (a minute or more) ..."
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(PACKAGES): $(MADE) package.json package-lock.json .npmrc
	sh scripts/npm.sh $(PY) ci
	@touch $@

$(CATALOGUES): $(RUNTIME) locale/fr/LC_MESSAGES/messages.po scripts/catalogues.py
	$(PY) -m scripts.catalogues compile

# Folders are listed with their files: a file that is gone is noticed by its folder.
$(ASSETS): $(RUNTIME) $(PACKAGES) $(shell find static app/web/assets -name build -prune -o -name __pycache__ -prune -o -print)
	$(PY) -m app.web.assets build
