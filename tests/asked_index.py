"""Three papers that an index of any kind is made of and asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from made import Line, document, ordinals

from corpus.model import Understanding
from search.index import Index, Ranked
from search.index_writer import Embedded

Opener = Callable[..., Index]
PAPERS = [
    document(
        "a.txt",
        [
            Line("Answer times for 999 calls rose.", "2018-02-06", "Ann Other", "Calls"),
            Line("The Chief Constable was asked about OC16.", "2018-02-06", "Bo Chief", "Crime"),
            Line("Calls calls calls about 999 times.", "2018-02-06", "", "Crime"),
        ],
        title="Minutes of February",
    ),
    document(
        "b.txt",
        [
            Line("Outcome Code 16 was used in 12.5% of cases.", "2018-05", "Ann Other"),
            Line("No further action was taken.", "2018"),
        ],
        kind="letter",
        body="North Force",
    ),
    document(
        "c.txt",
        [Line("Times, they said, of 999 answer calls."), Line("Calls.")],
        kind="report",
        body="",
    ),
]


def blank(papers: Sequence[Understanding]) -> Embedded:
    """No vectors: they take longer to make than all else."""
    size = sum(len(one.passages) for one in papers)
    nothing = np.zeros((0, 4), dtype=np.float32)
    return Embedded(nothing, np.zeros(0, dtype=np.int32), np.zeros((size, 32), dtype=np.uint8))


def numbers(index: Index, found: Iterable[Ranked | int]) -> list[int]:
    """Which of all passages, from 0, were found."""
    number = {ordinal: n for n, ordinal in enumerate(ordinals(index))}
    return [number[one.ordinal if isinstance(one, Ranked) else int(one)] for one in found]


def phrase(index: Index, *asked: Any, **how: Any) -> list[int]:
    found = index.phrase(*asked, **how)
    assert index.phrase_count(*asked, **how) == len(found)
    return numbers(index, found)
