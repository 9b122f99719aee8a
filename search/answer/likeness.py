"""How like a question the sentences of passages are, by the vectors that the index holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpus.model import Passage
from search.index import Index, Vector
from search.ranking.context import embedded_sentences


def likeness(
    wanted: Sequence[tuple[Passage, int]],
    vector: Vector,
    index: Index,
    encode: Callable[[Sequence[str]], Vector],
) -> list[float]:
    """Cosine of each wanted sentence, by its place in its passage, to a unit vector, shape (d,).

    Of an index that holds no vectors of sentences, or of sentences that ended elsewhere, they are
    made now by ``encode``, (n, d).
    """
    passages = list({passage.id: passage for passage, _ in wanted}.values())
    held = index.sentences([index.ordinal(passage.id) for passage in passages])
    found: dict[str, list[float]] = {}
    for passage, rows in zip(passages, held, strict=True):
        said = embedded_sentences(passage)
        rows = rows if len(rows) == len(said) else encode(said)
        found[passage.id] = np.asarray(rows @ vector).tolist()
    return [found[passage.id][place] for passage, place in wanted]
