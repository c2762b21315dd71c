# What one types in a shell; `make` alone lists it.

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.installed
MEANT  := .venv/.meaning
LOCK   := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
          --no-emit-index-url --custom-compile-command "make lock"
HOUSE  := $(wildcard tests/test_*.py) tests/words
# One more than there are cores: a journey often waits, for a process that starts or a line that is down.
BESIDE := $(shell expr $$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1)

# Processes that start hundreds of times are not compiled anew each time, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help sandbox test test-long tour env check bench bench-claims models models-senses models-beside models-tuning models-meaning meaning lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

sandbox: $(READY) ## the whole bot on this machine, with a Discord of its own
	@$(BIN)/python -m demo

test: $(READY) ## the tests, long ones in a short form
	@$(BIN)/python -m pytest --numprocesses $(BESIDE)

test-long: $(READY) ## the tests at their full counts
	@COLLOQUY_LONG=1 $(BIN)/python -m pytest --numprocesses auto --timeout 3600

tour: $(READY) ## one week of a course, played in the terminal
	@$(BIN)/python -m demo.tour

env: $(READY) ## the environment alone, in .venv/

check: $(READY) ## formatting, lint, types, rooms, catalogues, documents
	@echo "format"  && $(BIN)/ruff format --quiet --check .
	@echo "lint"    && $(BIN)/ruff check --quiet .
	@echo "types"   && $(BIN)/mypy --no-error-summary
	@echo "rooms"   && said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@echo "house"   && $(BIN)/python -m pytest --quiet $(HOUSE)

bench: $(READY) ## the benchmarks, each beside its reference
	@$(BIN)/python -m benchmarks

bench-claims: $(READY) ## finding and grouping claims, beside simpler ways; minutes
	@$(BIN)/python -m benchmarks.claims

models: $(READY) ## what the reading learned, anew from the corpus; half a minute, the same bytes each time
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training

models-senses: $(MEANT) ## what English words mean, anew; needs the public data; minutes, and models-beside and -meaning after it
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.senses

models-beside: $(READY) ## which of some claims a passage makes, by words, anew; needs the public debates; seconds
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.beside

models-tuning: $(MEANT) ## what fine-tuning adds to the encoder, anew; needs the public debates; a quarter of an hour
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.tuning

models-meaning: $(MEANT) ## what the encoder's likeness is worth beside words, anew; needs .meaning/ and the public debates; minutes
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.meaning .meaning

meaning: $(MEANT) ## a sentence encoder for comparing passages, in .meaning/; 115 MB to fetch, off until MEANING names it
	@$(BIN)/python -m training.encoder .meaning

lock: $(READY) ## requirements*.txt from pyproject.toml, at the newest versions that it allows
	@$(LOCK) --upgrade --output-file requirements.txt pyproject.toml
	@$(LOCK) --upgrade --output-file requirements-dev.txt --group dev --constraint requirements.txt pyproject.toml
	@$(LOCK) --upgrade --no-deps --output-file requirements-meaning.txt --group meaning

$(MEANT): $(READY) requirements-meaning.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-meaning.txt
	@touch $@

$(READY): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Colloquy needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "environment"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@
