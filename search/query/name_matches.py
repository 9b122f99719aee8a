"""Where names stand, in the whole index and in one passage: both by the same rule.

A name in one piece stands where its terms follow each other. One in several pieces ("victim …
support … police action") stands where all of them are in one sentence, in any order. Where the
asker did not write them, they must stand near each other too, and as they are written or
inflected: "missing" is not in "missed", nor in "missions".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from corpus.errors import DocumentMissing
from corpus.model import Passage
from corpus.sentences import sentences
from search.index import Filter, Index, Ints
from search.query.facets import Facet, Naming, Terms, written_words
from search.ranking.context import heading_terms
from search.results import APART
from search.tokens import terms_with_spans

Token = tuple[str, int, int]
Spans = list[tuple[int, int]]

_CHECKED = 4000
"""Passages that are read again to see how a name is written in them. A name with more is believed:
the passages that a reader is shown are read once more anyway."""
_NEAR = 12
"""Terms within which all pieces of a name stand; farther apart they are of different things."""
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


def in_passage(
    passage: Passage, namings: Sequence[Naming], tokens: Sequence[Token]
) -> list[tuple[Naming, Spans]]:
    """The names that stand in a passage's own words, with their spans in its text; ``tokens`` are
    that text's (``terms_with_spans``)."""
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
    places = [[(at, at + len(piece)) for at in _runs(sequence, piece)] for piece in naming.pieces]
    asked = naming.name.source == "asked"
    if not asked:
        places = [
            [run for run in runs if _written_so(text, tokens[slice(*run)], forms)]
            for runs, forms in zip(places, _piece_forms(naming), strict=True)
        ]
    if not all(places):
        return []
    found: Spans = []
    for start, end in sentences(text):
        inside = [
            [run for run in each if start <= tokens[run[0]][1] and tokens[run[1] - 1][2] <= end]
            for each in places
        ]
        if all(inside):
            found += _together(inside, within=len(tokens) if asked else _NEAR)
    return [(tokens[at][1], tokens[end - 1][2]) for at, end in sorted(set(found))]


def _together(
    inside: Sequence[Sequence[tuple[int, int]]], within: int
) -> Iterator[tuple[int, int]]:
    """Of the runs of terms of each piece those with which one of every other piece is so near."""
    for one in (run for each in inside for run in each):
        nearest = [min(each, key=lambda run: abs(run[0] - one[0])) for each in inside]
        if max(end for _, end in nearest) - min(at for at, _ in nearest) <= within:
            yield from (one, *nearest)


def _written_so(text: str, run: Sequence[Token], forms: Sequence[re.Pattern[str]]) -> bool:
    return all(
        form.fullmatch(text, start, end) for form, (_, start, end) in zip(forms, run, strict=True)
    )


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
def _piece_forms(naming: Naming) -> list[list[re.Pattern[str]]]:
    """How each word of each piece may be written."""
    texts = map(written_words, naming.name.text.split(APART))
    return [[_inflected(word) for word in words] for words in texts if words]


def _inflected(word: str) -> re.Pattern[str]:
    """A word and what is inflected of it; of a participle, no other form of its verb."""
    text = re.sub(r"ies$", "y", word.casefold())
    bare = text[:-1] if text.endswith("s") and not text.endswith("ss") else text
    ends = "e?s"
    if not bare.endswith(("ing", "ed")):
        bare = bare[:-1] + f"[{bare[-1]}i]" if bare.endswith("y") else re.escape(bare)
        if bare.endswith("e"):
            bare += "?"
        ends += f"|{text[-1:]}?e?d|{text[-1:]}?ing" if text[-1:].isalpha() else ""
    return re.compile(rf"{bare}(?:{ends})?(?:['’]s?)?", re.IGNORECASE)


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
