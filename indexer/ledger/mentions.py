"""Later passages that speak of the same matter in their own words, in whatever document.

An action and a passage are held against each other by the terms that carry meaning, the rare ones
more than the common ones, in the words and in the headings over them. What is proposed are only
passages that share several rare terms; most of an action's weight must be found again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage, Understanding
from indexer.ledger.entries import Entry, later
from search.tokens import content_terms, terms

MOST_POSTINGS = 400
"""A term that stands in more passages proposes none: it only weighs."""

ENOUGH = 0.5
"""The share of an action's weight that must be found in a passage and over it."""

_RARE = 0.01
"""A term is rare that stands in at most this share of the passages, and in three at least."""
_LEAST_RARE = 2
_HEADING = 0.5
"""What a term weighs that only a heading says, of the action or of the passage."""
_BEST = 6
"""Returns kept for one action, the likest first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage by the place of its document and its own, and how much of the action it tells."""

    place: int
    number: int
    score: float


@dataclass(frozen=True, slots=True)
class _Held:
    place: int
    number: int
    said_on: str | None
    own: frozenset[str]
    over: frozenset[str]


class Mentions:
    """The passages of an archive by their rare terms."""

    def __init__(self, archive: Sequence[Understanding]) -> None:
        self._held: list[_Held] = []
        postings: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(archive):
            for number, passage in enumerate(one.passages):
                if passage.kind == "heading" or passage.copy or len(passage.span) < 40:
                    continue
                held = _held(place, number, passage)
                for term in held.own:
                    postings[term].append(len(self._held))
                self._held.append(held)
        self._count = max(1, len(self._held))
        self._weight = {
            term: math.log(self._count / len(found)) for term, found in postings.items()
        }
        self._few = max(3, int(_RARE * self._count))
        self._postings = {
            term: found for term, found in postings.items() if len(found) <= MOST_POSTINGS
        }

    def of(self, entry: Entry) -> list[Mention]:
        """The later passages that return to an action, the likest first, no more than a few."""
        wanted = {term: self._weight.get(term, 0.0) for term in entry.terms}
        for term in entry.topic - entry.terms:
            wanted[term] = _HEADING * self._weight.get(term, 0.0)
        whole = sum(wanted.values())
        rare = [term for term in wanted if len(self._postings.get(term, ())) <= self._few]
        if not whole:
            return []
        counts: dict[int, int] = defaultdict(int)
        for term in rare:
            for at in self._postings.get(term, ()):
                counts[at] += 1
        found = [
            Mention(held.place, held.number, score)
            for at, shared in counts.items()
            if shared >= _LEAST_RARE
            and (held := self._held[at])
            and self._after(entry, held)
            and (score := self._told(wanted, held) / whole) >= ENOUGH
        ]
        found.sort(key=lambda one: (-one.score, one.place, one.number))
        return found[:_BEST]

    def _told(self, wanted: dict[str, float], held: _Held) -> float:
        return sum(
            weight if term in held.own else _HEADING * weight if term in held.over else 0.0
            for term, weight in wanted.items()
        )

    def _after(self, entry: Entry, held: _Held) -> bool:
        return later(held.said_on, entry.said_on) and not (
            held.place == entry.place and entry.first <= held.number <= entry.last
        )


def _held(place: int, number: int, passage: Passage) -> _Held:
    headings = " ".join(passage.section.headings[-2:])
    return _Held(
        place,
        number,
        passage.said_on,
        frozenset(content_terms(terms(passage.text))),
        frozenset(content_terms(terms(headings))) if headings else frozenset(),
    )
