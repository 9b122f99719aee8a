"""The specimen archive's index, built once for all tests and kept for the next run."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from pathlib import Path

from corpus.errors import IndexBusy
from indexer.build import build_index
from search.settings import Settings

ROOT = Path(__file__).parents[1]
LOCATION = ROOT / "build/tests/specimen"
PATIENCE = 300
"""Seconds that another run of the tests may take to build it."""


@cache
def specimen_index() -> Path:
    """Where it lies, up to date with the documents: what has not changed is not embedded again."""
    settings = replace(Settings.from_environment(), index=LOCATION)
    LOCATION.parent.mkdir(parents=True, exist_ok=True)
    waited = 0
    while True:
        try:
            build_index(ROOT / "corpus/documents", settings)
            return LOCATION
        except IndexBusy:
            if waited >= PATIENCE:
                raise
            waited += 1
            time.sleep(1)
