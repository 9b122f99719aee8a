"""What speaks for a sentence answering a question: the signs that the judge reads, and the words of
how sure an answer is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from search.index import Index
from search.query.expected_answer import Period, fits, names_held, periods
from search.query.facets import Facet
from search.reader.reading import Reading
from search.reader.rerank import READ
from search.results import Hit
from search.tokens import content_terms, terms

_ENOUGH = 0.3
"""Share of a question that is named from which on more of it says nothing: near misses name all."""
_RANKINGS = ("bm25", "vectors", "reader")
_FAR = 1000
_WIDE = 5.0
_ABOUT = 0.3
"""Share of a passage's rank that is taken from whether it answers: what speaks of the very thing
that is asked has high odds of both. What is left tells near misses better from answers
(``search/reader/README.md``)."""


def signs_of(
    question: str,
    hits: Sequence[Hit],
    best: Hit,
    text: str,
    facets: Sequence[Facet],
    index: Index,
    rare: Mapping[str, float],
    read: Sequence[Reading],
) -> dict[str, float]:
    """What speaks for ``text``, the best sentence, of the hit ``best``, answering the question;
    each but ``reader`` and ``margin`` 0..1.

    ``reader``: the reader's own word, the odds that any of what it read answers against nothing, a
    logit, as if ``READ`` such passages had been read, less what each is about; ``named``:
    share of the question, by inverse document frequency, that stands in one of the best passages
    or its place under any name; ``fits``: see ``fits``; ``year``: its passage is of a period that
    is asked for; ``names``: its passage holds what the question names; ``held``: share of the
    question's words, as ``rare`` as they are, that stand in the sentence.
    """
    size = index.meta.passages
    shares = [_named(hit, facets, index, size) for hit in hits[:3]]
    asked = periods(question)
    return {
        "named": min(_ENOUGH, max(shares, default=0.0)),
        "fits": fits(question, text),
        "year": float(of_period(best, asked)) if asked else 0.5,
        "names": names_held(question, facets, _there(best), index),
        "agree": _agreement(best),
        "reader": answered(read),
        "margin": _margin([told for one in read if (told := one.answers) is not None]),
        "held": held(rare, text),
    }


def answered(read: Sequence[Reading]) -> float:
    """The odds that any of what was read answers, less what each is about, a logit.

    They are learnt of ``READ`` passages, each of which adds a little to them; one paper of three
    passages has fewer of these and answers no less.
    """
    odds = [one.answers - _ABOUT * one.rank for one in read if one.answers is not None]
    if not odds:
        return 0.0
    fewer = max(1.0, READ / len(odds))
    return float(np.logaddexp.reduce(odds) + np.log(fewer))


def _agreement(hit: Hit) -> float:
    """In how many of the rankings a passage is among the first two, as a share."""
    return sum(hit.ranks.get(part, _FAR) <= 2 for part in _RANKINGS) / len(_RANKINGS)


def _margin(read: Sequence[float]) -> float:
    """How far the reader puts one passage above all others."""
    first, second, *_ = [*sorted(read, reverse=True), 0.0, 0.0]
    return min(first - second, _WIDE) if len(read) > 1 else 0.0


def _place(hit: Hit) -> str:
    passage = hit.passage
    said_on = passage.said_on or ""
    return " ".join((passage.part.title, *passage.section.headings, passage.columns, said_on))


def _named(hit: Hit, facets: Sequence[Facet], index: Index, size: int) -> float:
    """Share of the question named in one passage or its place."""
    there = _there(hit)
    total, held = 0.0, 0.0
    for facet in facets:
        known = index.frequency(facet.words)
        rarity = max((float(np.log((size + 1) / (known[t] + 0.5))) for t in facet.words), default=0)
        weight = rarity * (0.3 if facet.weak else 1.0)
        total += weight
        held += weight * any(set(n.terms) <= there for n in facet.names if n.name.on and n.terms)
    return held / total if total else 0.0


def of_period(hit: Hit, asked: Sequence[Period]) -> bool:
    """Whether a passage, its place or its date is of one of the periods."""
    words = f"{hit.passage.text} {_place(hit)}"
    return any(period.holds(words, hit.passage.said_on) for period in asked)


def _there(hit: Hit) -> set[str]:
    """The terms of a passage and its place."""
    return set(terms(f"{hit.passage.text} {_place(hit)}"))


def rarities(question: str, index: Index) -> dict[str, float]:
    """The words of a question that the archive knows, each with how rare it is."""
    asked = list(dict.fromkeys(content_terms(terms(question))))
    known, size = index.frequency(asked), index.meta.passages
    return {t: float(np.log((size + 1) / (known[t] + 0.5))) for t in asked if known[t]}


def held(rarities: Mapping[str, float], text: str) -> float:
    """Share of the question's words, by rarity, that stand in a text."""
    there = set(terms(text))
    total = sum(rarities.values())
    return sum(rare for t, rare in rarities.items() if t in there) / total if total else 0.0
