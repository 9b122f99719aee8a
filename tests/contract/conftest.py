"""An index in each of the places that there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from asked_index import PAPERS, Opener
from made import write
from shards import ShardedIndex, write_shards

from corpus.model import Understanding
from search.index import Index, open_index
from search.index_writer import Embedded


@pytest.fixture(params=["local", "shards"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Makes an index of understandings, in each of the places that there are."""
    opened: list[Index] = []

    def make(
        understood: Sequence[Understanding], embedded: Embedded | None = None, **how: int
    ) -> Index:
        location = tmp_path / f"{request.param}{len(opened)}"
        if request.param == "shards":
            write_shards(location, understood, embedded, **how)
            opened.append(ShardedIndex(location, model="made-up"))
        else:
            write(location, understood, embedded, **how)
            opened.append(open_index(location, model="made-up"))
        return opened[-1]

    yield make
    for index in opened:
        index.close()


@pytest.fixture
def index(opener: Opener) -> Index:
    return opener(PAPERS)
