"""Did you mean: words of the archive for a word that stands nowhere in it.

Spelling correction by edit distance, from the archive's own words and no dictionary: a suggestion
always finds something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from search.index import NO_FILTER, Filter, Index
from search.query.facets import Terms
from search.query.spelling_variants import Token, variants
from search.tokens import content_terms, terms, terms_with_spans

_LOOKED_AT = 400
"""Passages with a word like it whose words are compared."""
_SHORTEST = 4
"""Code points of a word for which a suggestion is made: shorter ones are like everything."""
_LIKE = 0.7
"""Normalised similarity (1 - edits / length of the longer) from which on a word is suggested."""
_MOST = 3


def unknown(index: Index, text: str, where: Filter = NO_FILTER) -> list[str]:
    """The words of a text, as written, that no passage which satisfies ``where`` holds, under any
    spelling that is known; stop words are left out."""
    asked = set(content_terms(terms(text)))
    known = index.frequency(sorted(asked))
    if where != NO_FILTER:
        known = {
            term: number and len(index.phrase((term,), where)) for term, number in known.items()
        }
    tokens = terms_with_spans(text)
    return [
        text[start:end]
        for at, (term, start, end) in enumerate(tokens)
        if term in asked
        and not known[term]
        and not _spelt_otherwise(index, text, tokens, at, where)
    ]


def _spelt_otherwise(
    index: Index, text: str, tokens: Sequence[Token], at: int, where: Filter
) -> bool:
    """Whether a word, or it and a neighbour as one, stand in the archive under another spelling."""

    def stands(sequence: Terms) -> int:
        return len(index.phrase(sequence, where))

    runs = (tokens[at : at + 1], tokens[max(0, at - 1) : at + 1], tokens[at : at + 2])
    return any(variants(text[run[0][1] : run[-1][2]], stands) for run in runs)


def suggestions(index: Index, words: Iterable[str], where: Filter = NO_FILTER) -> tuple[str, ...]:
    """The words that these may be meant to be of passages which satisfy ``where``, the likest
    first, in lower case."""
    found: dict[str, float] = {}
    allowed = None if where == NO_FILTER else index.allowed(where)
    for word in dict.fromkeys(word.casefold() for word in words):
        term = (terms(word) or [""])[0]
        if len(word) < _SHORTEST:
            continue
        held: Counter[str] = Counter()
        near = index.resembling(term, _LOOKED_AT)
        if allowed is not None:
            near = np.intersect1d(near, allowed).tolist()
        for passage in index.fetch(near):
            text = passage.text
            held.update(text[start:end].casefold() for _, start, end in terms_with_spans(text))
        likest = process.extract(
            word,
            [other for other, _ in held.most_common()],
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_LIKE,
            limit=_MOST,
        )
        for other, like, _ in likest:
            found[other] = max(like, found.get(other, 0.0))
    return tuple(sorted(found, key=lambda other: -found[other])[:_MOST])
