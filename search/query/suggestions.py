"""Did you mean: words of the archive for a word that stands nowhere in it.

Spelling correction by edit distance, from the archive's own words and no dictionary: a suggestion
always finds something.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from search.index import Filter, Index
from search.query.facets import Terms
from search.query.spelling_variants import Token, variants
from search.results import Meant
from search.tokens import content_terms, terms, terms_with_spans

_LOOKED_AT = 400
"""Passages with a word like it whose words are compared."""
_SHORTEST = 4
"""Code points of a word for which a suggestion is made: shorter ones are like everything."""
_LIKE = 0.7
"""Normalised similarity (1 - edits / length of the longer) from which on a word is suggested."""
_MOST = 3
_CLOSE = 0.04
"""How much less like than the likest another suggestion may be."""
_STEM = 4
"""Code points of a stem that is cut to find the words it may belong to."""


def unknown(index: Index, text: str, where: Filter) -> list[str]:
    """The words of a text, as written, that no passage searched holds, under any spelling that is
    known; stop words are left out."""
    asked = set(content_terms(terms(text)))
    known = {term: index.phrase_count([term], where) > 0 for term in asked}
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
        return index.phrase_count(sequence, where)

    runs = (tokens[at : at + 1], tokens[max(0, at - 1) : at + 1], tokens[at : at + 2])
    return any(variants(text[run[0][1] : run[-1][2]], stands) for run in runs)


def meant(index: Index, text: str, topics: Iterable[str], where: Filter) -> Meant:
    """What may be meant by a query's words that stand nowhere in what is searched.

    ``topics`` are the parts of ``text`` that are looked for.
    """
    missing = dict.fromkeys(word for topic in topics for word in unknown(index, topic, where))
    instead = {word: near for word in missing if (near := _near(index, word, where))}
    if not instead:
        return Meant(missing=tuple(missing))
    likest = {word: next(iter(near)) for word, near in instead.items()}
    last = next(reversed(instead))
    texts = [
        _replaced(text, likest | {last: other})
        for other in [likest[last], *list(instead[last])[1:]]
    ]
    ranked = sorted(
        {other: like for near in instead.values() for other, like in near.items()}.items(),
        key=lambda pair: -pair[1],
    )
    words = tuple(word for word, _ in ranked[:_MOST])
    return Meant(words, tuple(dict.fromkeys(texts))[:_MOST], tuple(missing))


def _replaced(text: str, instead: Mapping[str, str]) -> str:
    """The text with some of its words replaced; a capital stays one."""
    for word, other in instead.items():
        put = other[:1].upper() + other[1:] if word[:1].isupper() else other
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _, put=put: put, text)  # type: ignore[misc]
    return text


def _near(index: Index, word: str, where: Filter) -> dict[str, float]:
    """Words of what is searched that are like a word, the likest first, with how like."""
    if len(word) < _SHORTEST:
        return {}
    stem = (terms(word) or [""])[0]
    # A word misspelt at its end has kept the ending that its stem would have lost.
    for tried in dict.fromkeys(
        (stem, *(stem[:-cut] for cut in (2, 3) if len(stem) - cut >= _STEM))
    ):
        found = _alike(word, _held(index, tried, where))
        if found:
            return found
    return {}


def _held(index: Index, term: str, where: Filter) -> list[str]:
    """The words, lower case, of passages that hold a term like this one, the commonest first."""
    held: Counter[str] = Counter()
    for passage in index.fetch(index.resembling(term, _LOOKED_AT, where)):
        text = passage.text
        held.update(text[start:end].casefold() for _, start, end in terms_with_spans(text))
    return [word for word, _ in held.most_common()]


def _alike(word: str, others: Sequence[str]) -> dict[str, float]:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    likest = process.extract(
        word.casefold(),
        others,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_LIKE,
        limit=_MOST,
    )
    return {other: like for other, like, _ in likest if like >= likest[0][1] - _CLOSE}
