PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
PROCESSES ?= 3
RECORDS ?= 1000000
MUTANTS ?= 100
PYTHON_IN_VENV := .venv/bin/python
MANAGE := $(PYTHON_IN_VENV) manage.py
TEMPLATES = $$(git ls-files 'templates/*.html')

.DEFAULT_GOAL := help
.PHONY: help run down test check inspect provide lint types layers migrations translations tests format benchmarks house mutants screenshots clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: ## start everything on http://HOST:PORT/ (PORT=8000 unless given); Ctrl-C stops it
	@scripts/environment runtime
	@exec $(MANAGE) up --host "$(HOST)" --port "$(PORT)"

down: ## stop what `make run` started, from anywhere
	@if ls .venv/installed-* >/dev/null 2>&1; then exec $(MANAGE) down; fi; echo "Nothing runs here. (没有在运行)"

test: provide tests ## install all that tests need, browser included, and run them

check: inspect tests ## inspect and test with what is installed

inspect: lint types layers house migrations translations ## all that reads the code without running it

# Both unpack on one processor each; Debian's venv module must be there before Debian is asked again.
provide:
	@scripts/environment venv
	@scripts/browser & browser=$$!; scripts/environment dev || { kill $$browser; exit 1; }; \
		wait $$browser || scripts/browser playwright

lint: ## style of code and templates
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	.venv/bin/djlint --lint --quiet templates

types: ## mypy, strict
	.venv/bin/mypy .

layers: ## arrows between modules go down only
	.venv/bin/lint-imports

house: ## the measures of the code: lengths, floors, chains of imports, names
	$(PYTHON_IN_VENV) -m measures.house --check

mutants: ## put MUTANTS=100 small faults into copies of the code: the tests must find 95 of 100
	$(PYTHON_IN_VENV) -m measures.mutants $(MUTANTS) --jobs $(WORKERS)

migrations: ## models and migrations agree
	$(MANAGE) makemigrations --check --dry-run

translations: ## every text has its Chinese
	$(MANAGE) messages check
	$(MANAGE) messages compile

# A file's tests stay together, for what they furnish; hundreds of processes start, which would
# all read our code anew where no bytecode is kept: it is made once, before them.
tests: ## all tests, against real PostgreSQL, Redis and a browser
	@.venv/bin/python -m compileall -q -j 0 archive_center filing records stacks transfers
	env -u PYTHONDONTWRITEBYTECODE .venv/bin/pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

format: ## put code and templates into their form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djade --target-version 5.2 $(TEMPLATES)

benchmarks: ## measure speed; figures are printed (RECORDS=1000000 unless given)
	$(PYTHON_IN_VENV) -m benchmarks.import_catalogue
	$(PYTHON_IN_VENV) -m benchmarks.flag_due $(RECORDS)
	$(PYTHON_IN_VENV) -m benchmarks.find_records $(RECORDS)
	$(PYTHON_IN_VENV) -m benchmarks.search $(RECORDS)
	$(PYTHON_IN_VENV) -m benchmarks.open_pages $(RECORDS)
	$(PYTHON_IN_VENV) -m benchmarks.many_people $(RECORDS)
	$(PYTHON_IN_VENV) -m benchmarks.build_package
	$(PYTHON_IN_VENV) -m benchmarks.print_register

screenshots: ## pictures of the main pages into docs/
	$(PYTHON_IN_VENV) scripts/screenshots

clean: ## remove caches and compiled files; data in var/ and the environment stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache var/tests
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
