"""The head of a ranking, read again: the reader's order and the ranking's, mixed.

Of two orders each sees what the other does not: the reader what a passage says, the ranking how
rare the words are that it shares with the question. Mixed they beat either on every set of labels
(``search/reader/README.md``).
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage
from search.index import Ranked
from search.ranking.context import place_in_words
from search.ranking.fusion import best_first, normalised
from search.reader.reading import PassageReader, Reading

READ = 30
"""Passages that are read. Fifty find a little more, and cost two thirds more."""
SHARE = 0.6
"""The reader's part in the mixture; from 0.5 to 0.8 no set of labels tells the difference."""


def reread(
    reader: PassageReader, question: str, passages: Sequence[Passage], scores: Sequence[float]
) -> list[tuple[int, float, Reading]]:
    """Places in ``passages``, best first, each with its mixed score (0..1) and what was read.

    ``scores`` are the ranking's. Both orders are scaled to 0..1 within these passages before they
    are mixed: the scores of different rankings are never added as they are.
    """
    shown = [(place_in_words(passage), passage.text) for passage in passages]
    readings = reader.read(question, shown)
    mixed = mix([one.rank for one in readings], scores)
    return [(best.ordinal, best.score, readings[best.ordinal]) for best in mixed]


def mix(ranks: Sequence[float], scores: Sequence[float], share: float = SHARE) -> list[Ranked]:
    """The reader's ranks and the ranking's scores of the same passages as one ranking of their
    places, best first; ``share`` is the reader's part."""
    rankings = {"reader": ranks, "ranking": scores}
    placed = {name: [Ranked(n, one) for n, one in enumerate(of)] for name, of in rankings.items()}
    return best_first(normalised(placed, {"reader": share, "ranking": 1 - share}))
