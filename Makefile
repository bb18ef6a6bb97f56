# Needs make and Python 3.11 to 3.13; everything else goes into .venv.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help warehouse test test-fast test-slow ui bench samples synth load nation soak rows-equal docs dbt-docs superset lint audit environment hashed clean

VENV := .venv
BIN := $(VENV)/bin
# The first of these that is 3.11 to 3.13; `make warehouse PYTHON=/path/to/python` names another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 && { echo $$p; break; }; done)
PIP := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
	$(BIN)/python -m pip install --progress-bar off
# pip says what it does in hundreds of lines; these few are enough. Its errors go to the terminal as they are.
PROGRESS := awk '/^Collecting/ {n++; if (n % 25 == 0) {print "  " n " packages found"; fflush()}} \
	/^Installing collected/ && n {print "  installing " n " packages"; fflush()} /^pip failed$$/ {bad = 1} END {exit bad}'
# What needs no build and no corpus: the doctests of all rooms, the lexicon, the cases of the grammar.
FAST := pipelines tests/lexicon tests/extract/test_cases.py
JOBS ?= 2
export DAGSTER_DISABLE_TELEMETRY := 1
export DO_NOT_TRACK := 1

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

warehouse: $(VENV)/installed ## environment, the whole pipeline on raw/, and what was built
	@$(BIN)/taizhang build

test: $(VENV)/installed-test ## the test suite, from nothing, in two processes (JOBS=0: in one)
	@$(BIN)/python -m pytest -m 'not slow' -n $(JOBS)

test-fast: $(VENV)/installed-test ## units, doctests and cases, in less than a minute
	@$(BIN)/python -m pytest -m 'not slow' $(FAST)

test-slow: $(VENV)/installed-test ## the long tests too
	@$(BIN)/python -m pytest

ui: $(VENV)/installed ## the Dagster UI on the same definitions
	@$(BIN)/taizhang ui

samples: $(VENV)/installed-test ## the PDFs of raw/, from their texts in tests/pdf/digests
	@$(BIN)/python tests/pdf/make_samples.py --shipped

synth: $(VENV)/installed ## reports with known facts: make synth N=1000 OUT=folder
	@$(BIN)/python -m tests.synth.generate $(or $(N),100) $(or $(OUT),synth)

load: $(VENV)/installed ## how builds of 10, 100 and 1,000 generated reports grow
	@$(BIN)/python tests/load.py $(N)

nation: $(VENV)/installed ## marts of fifty million observations, made up: make nation OUT=folder (50 GB, an hour)
	@TAIZHANG_DATABASE_MEMORY=$(or $(MEMORY),8GB) $(BIN)/python -m tests.marts $(or $(OUT),nation)

soak: $(VENV)/installed-test ## builds killed, doubled, starved of room; files damaged between them; lakes and clusters under kills (two hours)
	@$(BIN)/python tests/soak.py
	@$(BIN)/python -m tests.soak_damage --minutes $(or $(MINUTES),30)
	@$(BIN)/python -m tests.soak_elsewhere --minutes $(or $(MINUTES),20)
	@$(BIN)/python -m tests.soak_many 2000

bench: $(VENV)/installed-test ## time and memory of builds, beside a script without Dagster and dbt; speed of the PDF reader and of the statement layer
	@$(BIN)/python tests/bench.py
	@$(BIN)/python -m tests.bench_floor
	@$(BIN)/python tests/pdf/bench.py
	@$(BIN)/python -m tests.bench_statements

rows-equal: $(VENV)/installed-test ## whether every staged row is as it was: make rows-equal BASE=commit
	@$(BIN)/python -m tests.rows_equal $(or $(BASE),HEAD)

docs: $(VENV)/installed-test ## what is made of code: settings, data dictionary, the expected asset graph, dbt_project/compiled
	@$(BIN)/python -m pipelines.settings > docs/settings.md
	@$(BIN)/python -m tests.publish.compiled
	@$(BIN)/python -m tests.defs.graph
	@$(BIN)/taizhang build --raw raw --warehouse warehouse/.docs > /dev/null
	@$(BIN)/python -m pipelines.dictionary warehouse/.docs/taizhang.duckdb > docs/data-dictionary.md
	@rm -rf warehouse/.docs

dbt-docs: $(VENV)/installed ## dbt's documentation of the marts as one page beside the explorer
	@$(BIN)/python -m pipelines.serve.dbt_docs

superset: $(VENV)/installed ## the Superset bundle anew, and one for the published warehouse (docs/bi.md)
	@$(BIN)/python bi/superset/generate.py warehouse/taizhang.duckdb
	@$(BIN)/python bi/superset/generate.py warehouse/taizhang.duckdb --to warehouse/export/superset

lint: $(VENV)/installed-dev ## ruff, its formatter, mypy, the contracts of imports, no function above radon's C
	@$(BIN)/ruff check pipelines tests bi
	@$(BIN)/ruff format --check pipelines tests bi
	@$(BIN)/lint-imports
	@! $(BIN)/radon cc pipelines -n D -s | grep .
	@$(BIN)/mypy

audit: $(VENV)/python ## whether a pinned package has a known vulnerability; asks the advisories on the net
	@test -x $(VENV)/audit/bin/pip-audit || { $(BIN)/python -m venv $(VENV)/audit && \
		$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	@$(VENV)/audit/bin/pip-audit --strict --progress-spinner off --disable-pip --no-deps -r constraints.txt || { \
		echo "Not clean: a package above has an advisory, or, where an error is shown, the advisories cannot be reached." >&2; exit 1; }

environment: $(VENV)/installed-test ## only the environment

hashed: $(VENV)/python ## the run-time environment, each file checked against its hash in requirements-hashed.txt
	@$(BIN)/python -m pip install --progress-bar off --disable-pip-version-check --quiet --require-hashes --only-binary :all: \
		-r requirements-hashed.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-index --no-build-isolation --editable .
	@touch $(VENV)/installed

clean: ## the environment, caches and build files; raw/ and what is published stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .dagster dbt_project/target dbt_project/logs \
		warehouse/.build warehouse/staged *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Made once; made again only when what it is made from changes.
$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "taizhang needs Python 3.11, 3.12 or 3.13, and none is on the PATH. Install one, or" \
		"name it: make warehouse PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV) with $$($(PYTHON) --version) …"; $(PYTHON) -m venv $(VENV); } || \
		{ rm -rf $(VENV); echo "Could not make $(VENV); on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml constraints.txt
	@echo "Installing the dependencies into $(VENV), pinned by constraints.txt (one to two minutes, once) …"
	@{ $(PIP) --editable . || echo "pip failed"; } | $(PROGRESS)
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@echo "Installing the test tools into $(VENV) …"
	@{ $(PIP) --editable '.[test]' || echo "pip failed"; } | $(PROGRESS)
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed-test
	@{ $(PIP) --editable '.[test,dev]' || echo "pip failed"; } | $(PROGRESS)
	@touch $@
