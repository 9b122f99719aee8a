"""Where names stand, in the whole index and in one passage: both by the same rule.

A name in one piece stands where its terms follow each other. One in several pieces ("victim …
support … police action") stands where all of them are in one sentence, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from corpus.errors import DocumentMissing
from corpus.model import Passage
from corpus.sentences import sentences
from search.index import Filter, Index, Ints
from search.query.facets import Facet, Naming, Terms
from search.ranking.context import heading_terms
from search.tokens import terms_with_spans

Token = tuple[str, int, int]
Spans = list[tuple[int, int]]

_CHECKED = 4000
"""Passages that are read again to see how a name is written in them. A name with more is believed:
the passages that a reader is shown are read once more anyway."""
_PARSED = 1500
"""The same for names in several pieces, whose passages are cut into sentences."""


class Standing:
    """Where names stand in an index, under a filter; each is looked up once."""

    def __init__(self, index: Index, where: Filter) -> None:
        self.index = index
        self.where = where
        self._phrases: dict[tuple[Terms, bool], Ints] = {}
        self._said: dict[Naming, Ints] = {}

    def said(self, naming: Naming) -> Ints:
        """Passages in whose own words the name stands, ascending."""
        found = self._said.get(naming)
        if found is None:
            found = self._in_pieces(naming) if len(naming.pieces) > 1 else self._in_one(naming)
            self._said[naming] = found
        return found

    def count(self, naming: Naming) -> int:
        """In how many passages ``said`` finds the name."""
        plain = len(naming.pieces) == 1 and not naming.documents and _form(naming) is None
        if not plain or naming in self._said or (naming.terms, False) in self._phrases:
            return len(self.said(naming))
        return self.index.phrase_count(naming.terms, self.where)

    def over(self, naming: Naming) -> Ints:
        """Passages over which the name stands: in a heading, a title, a column head."""
        if len(naming.pieces) != 1:
            return np.zeros(0, dtype=np.int64)
        return self._phrase(naming.pieces[0], heading=True)

    def _phrase(self, sequence: Terms, heading: bool = False) -> Ints:
        key = sequence, heading
        if key not in self._phrases:
            self._phrases[key] = self.index.phrase(sequence, self.where, heading=heading)
        return self._phrases[key]

    def _in_one(self, naming: Naming) -> Ints:
        found = self._phrase(naming.terms)
        if naming.documents:
            found = found[np.isin(found, self._inside(naming.documents))]
        form = _form(naming)
        if form is None or not 0 < len(found) <= _CHECKED:
            return found
        passages = self.index.fetch(found.tolist())
        return found[[form.search(passage.text) is not None for passage in passages]]

    def _in_pieces(self, naming: Naming) -> Ints:
        """The rarest pieces first, so that little is left to compare."""
        found: Ints | None = None
        for each in sorted((self._phrase(piece) for piece in naming.pieces), key=len):
            found = each if found is None else np.intersect1d(found, each, assume_unique=True)
        if found is None or not 0 < len(found) <= _PARSED:
            return np.zeros(0, dtype=np.int64) if found is None else found
        passages = self.index.fetch(found.tolist())
        return found[[bool(spans_of(naming, passage.text)) for passage in passages]]

    def _inside(self, documents: Iterable[str]) -> Ints:
        held = []
        for document in documents:
            try:
                held.append(np.asarray(self.index.ordinals_of(document), dtype=np.int64))
            except DocumentMissing:
                continue
        return np.concatenate(held) if held else np.zeros(0, dtype=np.int64)


def naming_whole(standing: Standing, facets: Sequence[Facet], least: float) -> Ints:
    """Passages that name every facet under a name of at least this strength, ascending.

    Weak words are not asked for where there are others.
    """
    found: Ints | None = None
    for facet in facets:
        if facet.weak:
            continue
        named = [standing.said(n) for n in facet.names if n.name.on and n.strength >= least]
        here = np.unique(np.concatenate(named)) if named else np.zeros(0, dtype=np.int64)
        found = here if found is None else np.intersect1d(found, here, assume_unique=True)
    return np.zeros(0, dtype=np.int64) if found is None else found


def in_passage(passage: Passage, namings: Sequence[Naming]) -> list[tuple[Naming, Spans]]:
    """The names that stand in a passage's own words, with their spans in its text."""
    tokens = terms_with_spans(passage.text)
    there = {term for term, _, _ in tokens}
    found = []
    for naming in namings:
        if naming.documents and passage.document.id not in naming.documents:
            continue
        if there.issuperset(naming.terms):
            spans = _spans(naming, passage.text, tokens)
            if spans:
                found.append((naming, spans))
    return found


def over_passage(passage: Passage, namings: Sequence[Naming]) -> list[Naming]:
    """The names that stand in the headings and column heads over a passage."""
    place = heading_terms(passage)
    there = set(place)
    return [
        naming
        for naming in namings
        if len(naming.pieces) == 1
        and there.issuperset(naming.terms)
        and _runs(place, naming.pieces[0])
    ]


def spans_of(naming: Naming, text: str) -> Spans:
    """Where a name stands in a text, in order; several pieces have a span each."""
    return _spans(naming, text, terms_with_spans(text))


def merged(spans: Iterable[tuple[int, int]], offset: int = 0) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that meet as one, all moved by ``offset``."""
    found: Spans = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple((offset + start, offset + end) for start, end in found)


def _spans(naming: Naming, text: str, tokens: Sequence[Token]) -> Spans:
    if len(naming.pieces) > 1:
        return _in_one_sentence(naming, text, tokens)
    sequence = [term for term, _, _ in tokens]
    form = _form(naming)
    spans = [
        (tokens[at][1], tokens[at + len(naming.terms) - 1][2])
        for at in _runs(sequence, naming.terms)
    ]
    return [s for s in spans if form is None or form.match(text, s[0])]


def _in_one_sentence(naming: Naming, text: str, tokens: Sequence[Token]) -> Spans:
    sequence = [term for term, _, _ in tokens]
    places = [
        [(tokens[at][1], tokens[at + len(piece) - 1][2]) for at in _runs(sequence, piece)]
        for piece in naming.pieces
    ]
    if not all(places):
        return []
    found: Spans = []
    for start, end in sentences(text):
        inside = [[s for s in each if start <= s[0] and s[1] <= end] for each in places]
        if all(inside):
            found += [span for each in inside for span in each]
    return sorted(set(found))


def _runs(sequence: Sequence[str], piece: Sequence[str]) -> list[int]:
    """Where ``piece`` begins in ``sequence``."""
    if not piece:
        return []
    first, wanted = piece[0], list(piece)
    return [
        at
        for at, term in enumerate(sequence)
        if term == first and list(sequence[at : at + len(wanted)]) == wanted
    ]


@lru_cache(maxsize=1024)
def _form(naming: Naming) -> re.Pattern[str] | None:
    """How a name must be written to be meant; None where its terms say enough.

    A short form stands in capitals, be it with a plural or possessive ending, and so does a word
    that is a name. A thing of one word is no other word of the same stem: "confident" is not
    "confidence".
    """
    text = naming.name.text
    if naming.capital:
        bare = text.rstrip("s") or text
        either = "|".join(dict.fromkeys(map(re.escape, (text, text.upper(), bare))))
        return re.compile(rf"(?<![^\W_])(?:{either})(?:['’]?[sS])?(?![^\W_])")
    if naming.exact:
        bare = re.escape(text[:-1] if text[-1:] in "sS" else text)
        return re.compile(rf"(?<![^\W_]){bare}(?:e?s)?(?:['’]s?)?(?![^\W_])", re.IGNORECASE)
    return None
