# make run · make demo · make test · make check · make bench · make chaos
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DEMO ?= 1
export PORT DEMO

.PHONY: run demo test check setup setup-dev bench chaos browser clean

run: setup
	@$(BIN)/python manage.py start --port $(PORT)

# A board with generated postings; the server is to be stopped meanwhile.
demo: setup
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py fill_board --postings $(or $(POSTINGS),10000) --resumes $(or $(RESUMES),20)

test: setup-dev
	@$(BIN)/python -m pytest -n 2 $(ARGS)

check: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy jobboard matching postings accounts reading tests benchmarks
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m tests.templates
	@$(BIN)/python -m tests.styles
	@$(BIN)/python manage.py makemigrations --check --dry-run

bench: setup-dev
	@$(BIN)/python -m benchmarks.matching --postings 10000 --rows 1000000 --json
	@$(BIN)/python -m benchmarks.search --json
	@$(BIN)/python -m benchmarks.web --json
	@$(BIN)/python -m benchmarks.parsing --json

chaos: setup-dev
	@SEQUENCE_STEPS=500 $(BIN)/python -m pytest -q tests/matching/test_sequences.py
	@$(BIN)/python -m tests.races --bursts $(or $(BURSTS),200) --seed $(or $(SEED),1)
	@$(BIN)/python -m tests.outage
	@$(BIN)/python -m tests.edit_races --rounds 100 --seed $(or $(SEED),1)
	@$(BIN)/python -m tests.hiring_races --rounds 100
	@$(BIN)/python -m tests.chaos --kills $(or $(KILLS),200) --seed $(or $(SEED),1)

setup:
	@$(PYTHON) jobboard/bootstrap.py

setup-dev:
	@$(PYTHON) jobboard/bootstrap.py --dev

clean:
	rm -rf $(VENV) var
