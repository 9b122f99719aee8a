"""Passages to cited statements, or none: "the archive does not say".

A statement is a sentence of the source. Sentences of the best passages are ranked by BM25
(rank_bm25, at home on a handful of sentences) and by cosine to the question. How sure it is that
they answer is a logistic model over a few numbers, learnt by ``minuted eval learn``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.hybrid import asked_years
from search.index import Index, Vector
from search.names import Facet
from search.results import Answer, Citation, Hit, Statement
from search.sentences import sentences
from search.tokens import content_terms, terms

PASSAGES = 6
"""Passages whose sentences may answer."""
_SENTENCES = 30
"""Sentences that are looked at closely, at most."""
_STATEMENTS = 3
_SECOND = 0.8
"""Share of the best sentence's score that a further statement must reach."""

SIGNS = ("cosine", "sentence", "named", "rare", "figure", "year", "lead")

_WANTS_FIGURE = re.compile(
    r"\b(how (?:many|much|big|long|often|far|likely|likelier|old|short)|what (?:percentage|"
    r"proportion|share|number|rate|figure|precept|price|cost)|per ?cent|percentage|price|cost|"
    r"figure|what did .* cost|by what date|when|what date|which year|opening date)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|"
    r"dozen|hundred|thousand|million|daily|weekly|monthly|quarterly|once|twice|no)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights for ``SIGNS`` and a constant; from ``at`` on the archive is taken to say."""

    weights: tuple[float, ...]
    constant: float
    at: float

    def confidence(self, signs: Mapping[str, float]) -> float:
        """Probability in 0..1 that what was found answers the question."""
        logit = self.constant + sum(
            w * signs[name] for w, name in zip(self.weights, SIGNS, strict=True)
        )
        return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))))


@dataclass(frozen=True, slots=True)
class _Sentence:
    hit: Hit
    text: str
    score: float
    cosine: float


def answer(
    question: str,
    hits: Sequence[Hit],
    facets: Sequence[Facet],
    index: Index,
    encode: Callable[[Sequence[str]], Vector],
    cite: Callable[[Hit], Citation],
    judge: Judge,
    nearest: float,
) -> Answer:
    """Answer from ``hits``, best first, or with no statements.

    ``encode`` gives unit vectors, shape (n, d), for the question and sentences together;
    ``nearest`` is the greatest cosine of a hit to the question.
    """
    best = _best_sentences(question, hits[:PASSAGES], encode)
    if not best:
        return Answer((), 0.0)
    signs = signs_of(question, hits, best[0].text, best[0].cosine, facets, index, nearest)
    confidence = judge.confidence(signs)
    if confidence < judge.at:
        return Answer((), confidence)
    chosen = [s for s in best[:_STATEMENTS] if s.score >= _SECOND * best[0].score]
    return Answer(tuple(Statement(s.text, cite(s.hit)) for s in chosen), confidence)


def _best_sentences(
    question: str, hits: Sequence[Hit], encode: Callable[[Sequence[str]], Vector]
) -> list[_Sentence]:
    """Sentences of the hits, best first: half BM25, half cosine, and their passage's own rank."""
    found = [
        (hit, hit.passage.text[start:end])
        for hit in hits
        for start, end in sentences(hit.passage.text)
    ][:_SENTENCES]
    if not found:
        return []
    from rank_bm25 import BM25Okapi

    tokens = [terms(text) or [""] for _, text in found]
    lexical = np.asarray(BM25Okapi(tokens).get_scores(content_terms(terms(question))))
    lexical = np.maximum(lexical, 0.0)
    vectors = encode([question, *(text for _, text in found)])
    cosines = vectors[1:] @ vectors[0]
    top = float(lexical.max()) or 1.0
    scored = [
        _Sentence(
            hit,
            text,
            0.25 * float(words) / top + 0.5 * float(cosine) + 0.25 * hit.score,
            float(cosine),
        )
        for (hit, text), words, cosine in zip(found, lexical, cosines, strict=True)
    ]
    # A sentence that many passages print is said once.
    seen: set[str] = set()
    kept = []
    for sentence in sorted(scored, key=lambda s: -s.score):
        words_ = " ".join(terms(sentence.text))
        if words_ not in seen:
            seen.add(words_)
            kept.append(sentence)
    return kept


def signs_of(
    question: str,
    hits: Sequence[Hit],
    sentence: str,
    cosine: float,
    facets: Sequence[Facet],
    index: Index,
    nearest: float,
) -> dict[str, float]:
    """What speaks for the best sentence answering the question; each about 0..1.

    ``cosine`` and ``sentence``: of the best passage and the best sentence; ``named``: share of
    the question, by inverse document frequency, that stands in the best passage or its place
    under any name; ``rare``: the same for its rarest word; ``figure``: a figure where one is asked
    for; ``year``: a year where one is asked for; ``lead``: how far the first stands out.
    """
    size = index.meta.passages
    top = hits[0]
    place = " ".join((top.passage.part.title, *top.passage.section.headings, top.passage.columns))
    there = set(terms(f"{top.passage.text} {place} {top.passage.said_on or ''}"))
    weights, held = [], []
    for facet in facets:
        known = index.frequency(facet.words)
        rarity = max((np.log((size + 1) / (known[t] + 0.5)) for t in facet.words), default=0.0)
        weights.append(float(rarity) * (0.3 if facet.weak else 1.0))
        held.append(any(set(n.terms) <= there for n in facet.names if n.name.on and n.terms))
    total = sum(weights) or 1.0
    rarest = int(np.argmax(weights)) if weights else -1
    years = asked_years(question)
    return {
        "cosine": nearest,
        "sentence": cosine,
        "named": sum(w for w, h in zip(weights, held, strict=True) if h) / total,
        "rare": float(bool(held) and held[rarest]),
        "figure": float(bool(_FIGURE.search(sentence))) if _WANTS_FIGURE.search(question) else 0.5,
        "year": 0.5
        if not years
        else float(
            any(
                y in top.passage.text or y in (top.passage.said_on or "") or y in place
                for y in years
            )
        ),
        "lead": hits[0].score - (hits[4].score if len(hits) > 4 else 0.0),
    }
