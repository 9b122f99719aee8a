"""The head of a ranking, read again: the reader's order and the ranking's, mixed.

Of two orders each sees what the other does not: the reader what a passage says, the ranking how
rare the words are that it shares with the question. Mixed they beat either on every set of labels
(``eval/README.md``, ablation).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.model import Passage
from search.ranking.context import place_of
from search.reader.reader import Reader, Reading

READ = 30
"""Passages that are read. Fifty find no more that a person would see, and cost two thirds more."""
SHARE = 0.7
"""The reader's part in the mixture; from 0.5 to 0.8 no set of labels tells the difference."""


def reread(
    reader: Reader, question: str, passages: Sequence[Passage], scores: Sequence[float]
) -> list[tuple[int, float, Reading]]:
    """Places in ``passages``, best first, each with its mixed score (0..1) and what was read.

    ``scores`` are the ranking's. Both orders are scaled to 0..1 within these passages before they
    are mixed: the scores of different rankings are never added as they are.
    """
    shown = [(" › ".join(place_of(passage)), passage.text) for passage in passages]
    readings = reader.read(question, shown)
    mixed = SHARE * scaled([one.rank for one in readings]) + (1 - SHARE) * scaled(scores)
    order = np.argsort(-mixed, kind="stable")
    return [(int(n), float(mixed[n]), readings[n]) for n in order]


def scaled(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Brought to 0..1; all 1 where they are equal."""
    array = np.asarray(values, dtype=np.float64)
    width = np.ptp(array) if len(array) else 0.0
    return (array - array.min()) / width if width > 0 else np.ones_like(array)
