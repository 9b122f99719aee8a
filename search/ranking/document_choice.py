"""The place chooses, the words answer: names that stand in few documents choose among them.

"How many children were missing in Bexley?" is asked of the papers about Bexley; inside them every
passage may speak of Bexley, and those that repeat the name answer no better than the others. So
proper names that few documents hold choose documents, and the rest of the question ranks inside.
(Known in the field as resource selection before retrieval; Callan, Lu and Croft, SIGIR 1995.)
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.index import Index
from search.tokens import content_terms, terms, terms_with_spans

FEW = 1 / 3
"""A name that stands in more of the documents chooses none of them."""
KEPT = 0.6
"""Share of the best document's weight from which on a document is chosen as well."""
LEAST = 1.0
"""Weight below which no document is chosen: one passing mention in a small archive, say."""
_HALF = 3.0
"""Passages that name it at which a document has half the weight that the name can give."""
_LOOKED_AT = 8
"""Passages in which it is looked up how a word is written."""
_CAPITAL = 0.8
"""Share of a word's places inside sentences at which it has a capital, if it is a name."""
_REMEMBERED = 4096
"""Words that are remembered; a server that is up for a month is asked for any number."""
_BEGINS = re.compile(r"(?:^|[.!?:•]\s*)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """Documents that a question's names choose, and the question without those names."""

    documents: tuple[str, ...]
    names: tuple[str, ...]
    rest: str


class DocumentChooser:
    """Over one index; remembers what it has found out about a word."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._named = lru_cache(_REMEMBERED)(self._looked_up)

    def choose(self, text: str) -> Choice | None:
        """The documents that the names in ``text`` choose; None where they choose none, or where
        nothing but names is asked."""
        asked = list(dict.fromkeys(content_terms(terms(text))))
        held = {term: found for term in asked if (found := self._named(term)) is not None}
        if len(held) in (0, len(asked)):
            return None
        size = self._index.meta.documents
        weights = np.zeros(size)
        for passages in held.values():
            rarity = np.log(1 + size / np.count_nonzero(passages))
            weights += rarity * passages / (passages + _HALF)
        if weights.max() < LEAST:
            return None
        ids = self._index.document_ids()
        chosen = np.flatnonzero(weights >= KEPT * weights.max())
        return Choice(tuple(ids[n] for n in chosen), tuple(held), _without(text, held.keys()))

    def _looked_up(self, term: str) -> NDArray[np.int64] | None:
        """How many passages of each document name it; None for what is no name, or is in many."""
        if not term[:1].isalpha():
            return None
        said, over = self._index.phrase([term]), self._index.phrase([term], heading=True)
        either = np.union1d(said, over).astype(np.int64)
        if not len(either):
            return None
        size = self._index.meta.documents
        passages = np.bincount(self._index.layout().document[either], minlength=size)
        if np.count_nonzero(passages) > FEW * size or not self._is_name(term, said, over):
            return None
        return passages.astype(np.int64)

    def _is_name(self, term: str, said: Sequence[int], over: Sequence[int]) -> bool:
        """Whether a word is written with a capital where no sentence begins."""
        places = np.linspace(0, len(said) - 1, min(_LOOKED_AT, len(said))).astype(int)
        capitals = seen = 0
        for passage in self._index.fetch([said[place] for place in places]):
            text = passage.text
            for other, start, _ in terms_with_spans(text):
                if other == term and not _BEGINS.search(text, max(0, start - 6), start):
                    seen += 1
                    capitals += text[start].isupper()
        return capitals >= _CAPITAL * seen if seen else bool(over)


def _without(text: str, names: Container[str]) -> str:
    """The text without the words of these terms, on one line."""
    kept, end = [], 0
    for term, start, stop in terms_with_spans(text):
        if term in names:
            kept.append(text[end:start])
            end = stop
    kept.append(text[end:])
    return " ".join("".join(kept).split())
