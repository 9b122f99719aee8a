"""The place chooses, the words answer: names that stand in few documents choose among them.

"How many children were missing in Bexley?" is asked of the papers about Bexley; inside them every
passage may speak of Bexley, and those that repeat the name answer no better than the others. So
proper names that few documents hold choose documents, and the rest of the question ranks inside.
(Known in the field as resource selection before retrieval; Callan, Lu and Croft, SIGIR 1995.)
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import pairwise

import numpy as np

from search.index import Index, Ints, document_of, ordinal_of
from search.query.capitals import NAME, OFFICES, share
from search.query.facets import QUOTED
from search.tokens import content_terms, terms, terms_with_spans

FEW = 1 / 3
"""A name that stands in more of the documents chooses none of them."""
KEPT = 0.6
"""Share of the best document's weight from which on a document is chosen as well."""
LEAST = 1.0
"""Weight below which no document is chosen: one passing mention in a small archive, say."""
_HALF = 3.0
"""Passages that name it at which a document has half the weight that the name can give."""
_REMEMBERED = 4096
"""Words that are remembered; a server that is up for a month is asked for any number."""
_OVER = 0.5
"""Share of a document's passages that a name must stand over to be what the document is about."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_AREA = re.compile(r"\b(?:in|at|across|within|around)\s+(?:\w+\s+)?$")
"""What stands before an area where nothing has a capital."""
_DANGLING = re.compile(
    r"(?<![\s,])(?:(?:[\s,]+(?:in|for|at|across|within|around|from|of|and|the)){1,20}|[\s,]+)$"
)
_BOUND = 0.5
"""Share of a word's passages in which another stands beside it, if both are one name."""


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
        self._about = lru_cache(_REMEMBERED)(self._documents_about)

    def place(self, topic: str) -> Choice | None:
        """The documents that are about an area or a body named in ``topic``; None where it names
        none, or nothing else. What stands in quotation marks is never an area.

        An area or body stands over a document: in its title or path, as who publishes it, over
        most of its passages. It then says nothing about single passages of it.
        """
        bare = QUOTED.sub(lambda quoted: " " * len(quoted[0]), topic)
        tokens = terms_with_spans(bare)
        small = bare == bare.lower()
        held: dict[str, Ints] = {}
        spans: list[tuple[int, int]] = []
        for at, (term, start, end) in enumerate(tokens):
            word = bare[start:end]
            # "Plymouth MASH" and "late plans in plymouth", but neither "MASH" nor "street repairs".
            written = _AREA.search(bare[:start]) if small else word[:1].isupper()
            if written and not word.isupper() and not self._bound(tokens, at, bare):
                about = self._about(term)
                if len(about):
                    held[term] = about
                    spans.append((start, end))
        for term, start, end in self._years_beside(tokens, spans, held.values()):
            held[term] = self._titles[term]
            spans.append((start, end))
        if not held or held.keys() >= set(content_terms(terms(topic))):
            return None
        # "Blackburn with Darwen": a document about both before one about either.
        numbers, votes = np.unique(np.concatenate(list(held.values())), return_counts=True)
        chosen = numbers[votes == votes.max()]
        rest = _DANGLING.sub("", _without(topic, held.keys()))
        return Choice(tuple(self._index.names_of(chosen)), _written(topic, spans), rest)

    def _years_beside(
        self,
        tokens: Sequence[tuple[str, int, int]],
        spans: Sequence[tuple[int, int]],
        about: Iterable[Ints],
    ) -> list[tuple[str, int, int]]:
        """Years that stand behind an area as in the path of a document about it: "Harrow 2023" is
        the paper of that year."""
        ends = {end for _, end in spans}
        documents = np.concatenate([np.zeros(0, dtype=np.int64), *about])
        return [
            year
            for before, year in pairwise(tokens)
            if before[2] in ends
            and _YEAR.fullmatch(year[0])
            and len(np.intersect1d(documents, self._titles.get(year[0], ())))
        ]

    def joined(self, topics: Sequence[str]) -> tuple[str, ...]:
        """The topics of a list, those that only say which documents are meant, "Croydon" or
        "Surrey SEND", put to each of the others: "waiting times, Surrey SEND" is one topic."""
        areas = [topic for topic in topics if self._only_documents(topic)]
        if len(areas) in (0, len(topics)):
            return tuple(topics)
        return tuple(", ".join((one, *areas)) for one in topics if one not in areas)

    def _only_documents(self, topic: str) -> bool:
        """Whether it names an area or a body, and every other word stands over its documents."""
        asked = content_terms(terms(topic))
        capital = any(
            topic[start:end][:1].isupper() and len(self._about(term))
            for term, start, end in terms_with_spans(topic)
        )
        if not capital or QUOTED.search(topic):
            return False
        return bool(len(reduce(np.intersect1d, (self._stands_over(term)[0] for term in asked))))

    def _bound(self, tokens: Sequence[tuple[str, int, int]], at: int, text: str) -> bool:
        """Whether a name is mostly one with the one beside it: "Quay Street" is one name,
        "Plymouth Panel" two."""
        pairs = [(tokens[n], tokens[n + 1]) for n in (at - 1, at) if 0 <= n < len(tokens) - 1]
        for one, other in pairs:
            pair = [one[0], other[0]]
            if text[one[1]].isupper() and text[other[1]].isupper() and not self._apart(pair):
                rarest = min(self._index.phrase_count([term]) for term in pair)
                if self._index.phrase_count(pair) >= _BOUND * max(1, rarest):
                    return True
        return False

    def _apart(self, pair: Sequence[str]) -> bool:
        """Whether they are no name of a thing: "North Northamptonshire", "Derby Council"."""
        return bool(OFFICES.intersection(pair)) or all(len(self._about(t)) for t in pair)

    def _documents_about(self, term: str) -> Ints:
        """The documents over which a name stands, by their number; none for what is no name."""
        nothing = np.zeros(0, dtype=np.int64)
        if not term[:1].isalpha() or term in OFFICES:
            return nothing
        about, under = self._stands_over(term)
        return about if len(about) and self._is_name(term, under) else nothing

    def _stands_over(self, term: str) -> tuple[Ints, Ints]:
        """The documents that have a word in their title or path, by their number; and what it
        stands over, passages or else documents."""
        over = self._index.phrase([term], heading=True)
        documents, held = np.unique(document_of(over), return_counts=True)
        sizes = self._index.layout(ordinal_of(documents)).in_document
        titled = self._titles.get(term, np.zeros(0, dtype=np.int64))
        about = np.union1d(documents[held >= _OVER * sizes], titled).astype(np.int64)
        return about, over if len(over) else titled

    @cached_property
    def _titles(self) -> dict[str, Ints]:
        """Term to the documents that have it in their path or publish as a body of that name."""
        found: dict[str, set[int]] = {}
        for name, numbers in self._index.documents_by("document").items():
            for term in terms(name.replace("_", " ")):
                found.setdefault(term, set()).update(numbers.tolist())
        for body, numbers in self._index.documents_by("body").items():
            for term in terms(body):
                found.setdefault(term, set()).update(numbers.tolist())
        return {term: np.array(sorted(held), dtype=np.int64) for term, held in found.items()}

    def choose(self, text: str) -> Choice | None:
        """The documents that the names in ``text`` choose; None where they choose none, or where
        nothing but names is asked."""
        asked = list(dict.fromkeys(content_terms(terms(text))))
        held = {term: found for term in asked if (found := self._named(term)) is not None}
        if len(held) in (0, len(asked)):
            return None
        size = self._index.meta.documents
        numbers = np.unique(np.concatenate([documents for documents, _ in held.values()]))
        weights = np.zeros(len(numbers))
        for documents, passages in held.values():
            rarity = np.log(1 + size / len(documents))
            weights[np.searchsorted(numbers, documents)] += rarity * passages / (passages + _HALF)
        if weights.max() < LEAST:
            return None
        chosen = self._index.names_of(numbers[weights >= KEPT * weights.max()])
        return Choice(tuple(chosen), tuple(held), _without(text, held.keys()))

    def _looked_up(self, term: str) -> tuple[Ints, Ints] | None:
        """The documents that name it, by their number, and in how many passages each; None for
        what is no name, or is in many."""
        if not term[:1].isalpha():
            return None
        said, over = self._index.phrase([term]), self._index.phrase([term], heading=True)
        either = np.union1d(said, over).astype(np.int64)
        if not len(either):
            return None
        documents, passages = np.unique(document_of(either), return_counts=True)
        few = FEW * self._index.meta.documents
        if len(documents) > few or not self._is_name(term, over):
            return None
        return documents, passages

    def _is_name(self, term: str, over: Sized) -> bool:
        """Whether a word is written with a capital where no sentence begins."""
        capitals = share(self._index, term)
        return len(over) > 0 if capitals is None else capitals >= NAME


def _written(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words of these spans, neighbours together: "West Sussex"."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(text[start:end] for start, end in found)


def _without(text: str, names: Container[str]) -> str:
    """The text without the words of these terms, on one line."""
    kept, end = [], 0
    for term, start, stop in terms_with_spans(text):
        if term in names:
            kept.append(text[end:start])
            end = stop
    kept.append(text[end:])
    return " ".join("".join(kept).split())
