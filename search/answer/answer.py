"""Passages to cited statements, or none: "the archive does not say".

A statement is a sentence of the source. Sentences of the best passages are ranked by their passage
and by cosine to the question. How sure it is that they answer is a logistic model over a few
numbers, learnt by ``minuted eval learn``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from corpus.sentences import sentences
from search.answer.listing import MOST, members
from search.answer.shapes import highest_of, lists_people, people, point
from search.index import Index, Vector
from search.query.amounts import amounts
from search.query.expected_answer import Period, fits, names_held, periods
from search.query.facets import Facet
from search.query.question_kind import Question, recognise
from search.results import Answer, Citation, Hit, Statement
from search.tokens import content_terms, terms

PASSAGES = 6
"""Passages whose sentences may answer."""
_SENTENCES = 60
"""Sentences that are looked at closely, at most."""
_STATEMENTS = 3
_SECOND = 0.8
"""Share of the best sentence's score that a further statement must reach."""
_FIRST, _COSINE = 0.1, 0.5
"""What a sentence gains by its passage's place and by its own cosine, beside the passage's score:
the passage was ranked by more than a sentence knows of itself. Among a handful of sentences BM25
and the reader's own marks chose worse than cosine on labelled sentences, so neither is asked."""
_YEAR = 0.1
"""Added where the passage, its place or its date is of a year that is asked for."""
_ENOUGH = 0.3
"""Share of a question that is named from which on more of it says nothing: near misses name all."""
_FITS = 0.3
"""Added to a sentence that holds what kind of thing is asked for: an amount, a date, somebody."""
_SEEN = 0.15
"""The same where that is seen less surely: a place, a reason, a list, an amount of another kind."""
_RANKED = 0.75
"""The same for a sentence that compares places where it is asked which is highest: no other can."""
_HELD = 0.1
"""Added for the share of the question, by rarity, that stands in the sentence itself."""
_SURE_KINDS = ("how_many", "when", "who", "latest")

_RANKINGS = ("bm25", "vectors", "reader")
_FAR = 1000
_WIDE = 5.0

WEIGHED = ("named", "reader")
VETOING = ("fits", "year", "names")
VETO = 0.1


@dataclass(frozen=True, slots=True)
class Judge:
    """How sure an answer is; from ``at`` on the archive is taken to say.

    A logistic model over ``WEIGHED``, times ``VETO`` for each thing asked for that was not found:
    an amount or a date in the sentence, the period and the names in its passage.
    """

    weights: tuple[float, ...]
    constant: float
    at: float

    def confidence(self, signs: Mapping[str, float]) -> float:
        """In 0..1, that what was found answers the question."""
        logit = self.constant + sum(
            weight * signs[name] for weight, name in zip(self.weights, WEIGHED, strict=True)
        )
        sure = float(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))))
        for name in VETOING:
            sure *= VETO if signs[name] == 0.0 else 1.0
        return sure


@cache
def judge() -> Judge:
    """How sure an answer must be; comes with the product."""
    data = json.loads(files("search.answer").joinpath("abstention.json").read_text("utf-8"))
    return Judge(tuple(data["weights"]), float(data["constant"]), float(data["at"]))


@dataclass(frozen=True, slots=True)
class _Sentence:
    hit: Hit
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Sentences that may answer, best first, and what speaks for the best of them.

    ``members``: of a question for a list the items that belong together with the best.
    """

    sentences: tuple[_Sentence, ...]
    signs: Mapping[str, float]
    question: str
    asked: Question
    members: tuple[_Sentence, ...] = ()


def look(
    question: str,
    vector: Vector,
    hits: Sequence[Hit],
    facets: Sequence[Facet],
    index: Index,
    encode: Callable[[Sequence[str]], Vector],
    read: Sequence[float],
) -> Found | None:
    """Look for an answer in ``hits``, best first; None where they hold no sentence.

    ``vector`` is the question's, shape (d,), unit length; ``encode`` gives such vectors for
    sentences, shape (n, d). ``read`` is what the reader says of all
    that it read, whether each answers at all (logits); empty without a reader.
    """
    best = _best_sentences(question, vector, hits[:PASSAGES], encode, index)
    if not best:
        return None
    signs = signs_of(question, hits, best[0], facets, index)
    signs["reader"] = float(np.logaddexp.reduce(read)) if len(read) else 0.0
    signs["margin"] = _margin(read)
    signs["held"] = _held(_rarities(question, index), best[0].text)
    asked = recognise(question)
    listed = _members(question, best, index) if asked.kind == "list" else ()
    return Found(tuple(best), signs, question, asked, listed)


def answer(found: Found | None, cite: Callable[[Hit], Citation], judge: Judge) -> Answer:
    """The answer in the source's own sentences, or one without statements."""
    if found is None:
        return Answer((), 0.0)
    kind, confidence = found.asked.kind, judge.confidence(found.signs)
    if confidence < judge.at:
        return Answer((), confidence, kind)
    chosen = found.members or _chosen(found)
    if kind == "changed":  # how it went is read from the first figure to the last
        figures = tuple(s for s in chosen if amounts(s.text))
        chosen = figures or chosen
        chosen = tuple(sorted(chosen, key=lambda s: s.hit.passage.said_on or "9999"))
    return Answer(tuple(_statement(found, s, cite(s.hit)) for s in chosen), confidence, kind)


def _chosen(found: Found) -> tuple[_Sentence, ...]:
    best = found.sentences[0].score
    return tuple(s for s in found.sentences[:_STATEMENTS] if s.score >= _SECOND * best)


def _statement(found: Found, sentence: _Sentence, citation: Citation) -> Statement:
    kind, passage = found.asked.kind, sentence.hit.passage
    whole = sentence.text == citation.quote
    return Statement(
        sentence.text,
        citation,
        point(kind, found.question, sentence.text, citation.columns if whole else ()),
        people(found.question, sentence.text, passage) if kind == "who" else (),
    )


def _members(question: str, best: Sequence[_Sentence], index: Index) -> tuple[_Sentence, ...]:
    """The list that the best sentence leads into or is an item of, each item whole."""
    hit, score = best[0].hit, best[0].score
    return tuple(
        _Sentence(replace(hit, passage=passage, marks=(), copies=()), passage.text, score)
        for passage in members(question, hit.passage, index)[:MOST]
    )


def _best_sentences(
    question: str,
    vector: Vector,
    hits: Sequence[Hit],
    encode: Callable[[Sequence[str]], Vector],
    index: Index,
) -> list[_Sentence]:
    """Sentences of the hits, best first: by their passage, cosine and what they hold."""
    asked = periods(question)
    found = [
        (
            hit,
            hit.score + _FIRST / place + _YEAR * _of_period(hit, asked),
            hit.passage.text[start:end],
        )
        for place, hit in enumerate(hits, start=1)
        for start, end in sentences(hit.passage.text)
        if not lists_people(question, hit.passage.text[start:end], hit.passage)
    ][:_SENTENCES]
    if not found:
        return []
    cosines = encode([text for _, _, text in found]) @ vector
    rarities = _rarities(question, index)
    scored = [
        _Sentence(
            hit,
            text,
            of_passage
            + _COSINE * float(cosine)
            + _fit(question, hit, text)
            + _HELD * _held(rarities, text),
        )
        for (hit, of_passage, text), cosine in zip(found, cosines, strict=True)
    ]
    return _once(scored)


def _fit(question: str, hit: Hit, text: str) -> float:
    """What a sentence gains by what it holds."""
    kind, held = recognise(question).kind, fits(question, text)
    if kind == "who":
        return _FITS * bool(people(question, text, hit.passage))
    ranked = kind == "where" and highest_of(question, text) is not None
    sure = held == 1.0 and kind in _SURE_KINDS
    return _RANKED if ranked else _FITS if sure else _SEEN * (held > 0.5)


def _rarities(question: str, index: Index) -> dict[str, float]:
    """The words of a question that the archive knows, each with how rare it is."""
    asked = list(dict.fromkeys(content_terms(terms(question))))
    known, size = index.frequency(asked), index.meta.passages
    return {t: float(np.log((size + 1) / (known[t] + 0.5))) for t in asked if known[t]}


def _held(rarities: Mapping[str, float], text: str) -> float:
    """Share of the question's words, by rarity, that stand in a text."""
    there = set(terms(text))
    total = sum(rarities.values())
    return sum(rare for t, rare in rarities.items() if t in there) / total if total else 0.0


def _once(scored: Sequence[_Sentence]) -> list[_Sentence]:
    """Best first; a sentence that many passages print is said once."""
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
    best: _Sentence,
    facets: Sequence[Facet],
    index: Index,
) -> dict[str, float]:
    """What speaks for the best sentence answering the question; each but ``reader`` 0..1.

    ``reader``: the reader's own word, the odds that any of what it read answers against nothing, as
    it was trained to tell them, a logit (see ``look``); ``named``:
    share of the question, by inverse document frequency, that stands in one of the best passages
    or its place under any name; ``fits``: see ``fits``; ``year``: its passage is of a period that
    is asked for; ``names``: its passage holds what the question names.
    """
    size = index.meta.passages
    shares = [_named(hit, facets, index, size) for hit in hits[:3]]
    asked = periods(question)
    return {
        "named": min(_ENOUGH, max(shares, default=0.0)),
        "fits": fits(question, best.text),
        "year": float(_of_period(best.hit, asked)) if asked else 0.5,
        "names": names_held(question, facets, _there(best.hit), index),
        "agree": _agreement(best.hit),
    }


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


def _of_period(hit: Hit, asked: Sequence[Period]) -> bool:
    words = f"{hit.passage.text} {_place(hit)}"
    return any(period.holds(words, hit.passage.said_on) for period in asked)


def _there(hit: Hit) -> set[str]:
    """The terms of a passage and its place."""
    return set(terms(f"{hit.passage.text} {_place(hit)}"))
