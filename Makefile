# Everything works from a fresh clone with Python 3.11 to 3.14 and make; packages go into .venv, data into var/.

PY := .venv/bin/python
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test quick prove coverage check schema client bench lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: ## install, prepare the database and serve on http://127.0.0.1:8000 (PORT=... for another port)
	@.ci/install requirements.lock
	@exec $(PY) -m hiringkit.start

test: ## run the tests in parallel (TESTS=... for some of them)
	@.ci/install requirements.lock tests/requirements.lock
	@$(PY) -m pytest -n auto --dist worksteal --durations 10 --durations-min 1 $(TESTS)

quick: ## run the tests of what the uncommitted change and the last commit have touched
	@.ci/install requirements.lock tests/requirements.lock
	@$(PY) .ci/quick

prove: ## the long proofs: the whole leak matrix, every bad value, other people's clients (TESTS=... for some of them)
	@.ci/install requirements.lock tests/requirements.lock
	@HIRINGKIT_PROVE=1 $(PY) -m pytest -n auto --dist worksteal -m "prove or hypothesis" -o "norecursedirs=.* build var" --durations 20 $(or $(TESTS),tests)

coverage: ## run the tests with branch coverage; lists what is not covered, and modules that nothing runs
	@.ci/install requirements.lock tests/requirements.lock
	@rm -f .coverage .coverage.*
	@$(PY) -m pytest -n auto --dist worksteal --cov --cov-report= tests
	@$(PY) -m coverage report

check: ## formatting, lint, types, import layers, schema and migrations
	@.ci/install requirements.lock tests/requirements.lock
	@.ci/check

schema: ## write hiringkit/api/openapi.yaml anew from the code
	@.ci/install requirements.lock tests/requirements.lock
	@.ci/schema hiringkit/api/openapi.yaml

client: ## generate the Python client from hiringkit/api/openapi.yaml into build/hiringkit-client
	@.ci/install requirements.lock tests/requirements.lock
	@.ci/client

bench: ## measure the hot paths against bare psycopg, the search against no index, the rules against querysets, plans, kits, library and admin at volume, exports
	@.ci/install requirements.lock tests/requirements.lock
	@$(PY) -m tests.bench
	@$(PY) -m tests.bench.search
	@$(PY) -m tests.bench.rules
	@$(PY) -m tests.bench.plans
	@$(PY) -m tests.bench.kits
	@$(PY) -m tests.bench.autosave
	@$(PY) -m tests.bench.library
	@$(PY) -m tests.bench.admin
	@$(PY) -m tests.bench.exports

lock: ## pin all dependencies anew (needs uv)
	@.ci/lock

clean: ## remove .venv, build/ and caches; var/ (the data) and .env stay
	rm -rf .venv build .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
