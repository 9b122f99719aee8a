"""Passages to cited statements, or none: "the archive does not say".

A statement is a sentence of the source. Sentences of the best passages are ranked by their passage
and by cosine to the question. How sure it is that they answer is a logistic model over a few
numbers, learnt by ``minuted eval learn``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice

import numpy as np

from corpus.sentences import sentences
from search.answer.likeness import likeness
from search.answer.listing import MOST, members
from search.answer.shapes import doers, highest_of, lists_people, people, point
from search.answer.signs import held, of_period, rarities, signs_of
from search.answer.support import numbers_held, supported
from search.index import Index, Vector
from search.query.amounts import amounts
from search.query.expected_answer import fits, periods
from search.query.facets import Facet
from search.query.question_kind import Question, recognise
from search.reader.reading import Reading
from search.results import Answer, Citation, Hit, Statement
from search.tokens import terms

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
_YEAR = 0.3
"""Added where the passage, its place or its date is of a year that is asked for: of another year
nothing answers."""
_FITS = 0.4
"""Added to a sentence that holds what kind of thing is asked for: an amount, a date, somebody."""
_SEEN = 0.15
"""The same where that is seen less surely: a place, a reason, a list, an amount of another kind."""
_RANKED = 0.75
"""The same for a sentence that compares places where it is asked which is highest: no other can."""
_HELD = 0.2
"""Added for the share of the question, by rarity, that stands in the sentence itself."""
_NUMBER = 0.2
"""Added for the share of the figures in a question ("the queue of 305") that stand in it: few
sentences have them."""
_LEADS = 0.4
"""Added, where a list is asked for, to a sentence that leads into one or is an item of one, and"""
_CLOSELY = 10
"""how many of the best sentences are looked at for that."""
_FOLLOWS = re.compile(
    r"(?:As a (?:result|consequence)|Therefore|Consequently|Hence|Thus|"
    r"For (?:this|that|these) reasons?|Because of (?:this|that)|"
    r"This (?:has |had )?(?:led|meant|means|caused|resulted|contributed))\b"
)
"""How a sentence begins that gives no reason but what came of the one before it."""
_SURE_KINDS = ("how_many", "when", "who", "where", "latest")

WEIGHED = ("named", "reader")
VETOING = ("fits", "year", "names")
VETO = 0.1
SUPPORT = 0.5
"""Logits: what speaks for an answer that likeness cannot see, and no more than half of what the
reader says of most."""


@dataclass(frozen=True, slots=True)
class Judge:
    """How sure an answer is; from ``at`` on the archive is taken to say.

    A logistic model over ``WEIGHED``, times ``VETO`` for each thing asked for that was not found:
    an amount or a date in the sentence, the period and the names in its passage. A sentence that
    supports an answer by itself (``search.answer.support``) adds ``SUPPORT`` to the model's odds.
    """

    weights: tuple[float, ...]
    constant: float
    at: float

    def confidence(self, signs: Mapping[str, float]) -> float:
        """In 0..1, that what was found answers the question."""
        logit = self.constant + sum(
            weight * signs[name] for weight, name in zip(self.weights, WEIGHED, strict=True)
        )
        logit += SUPPORT * signs.get("supported", 0.0)
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

    ``members``: of a question for a list the items that belong together with the best;
    ``supported``: which of the best sentences support an answer by themselves.
    """

    sentences: tuple[_Sentence, ...]
    signs: Mapping[str, float]
    question: str
    asked: Question
    members: tuple[_Sentence, ...] = ()
    supported: frozenset[str] = frozenset()


def look(
    question: str,
    vector: Vector,
    hits: Sequence[Hit],
    facets: Sequence[Facet],
    index: Index,
    encode: Callable[[Sequence[str]], Vector],
    read: Sequence[Reading],
) -> Found | None:
    """Look for an answer in ``hits``, best first; None where they hold no sentence.

    ``vector`` is the question's, shape (d,), unit length; ``encode`` gives such vectors for
    sentences, shape (n, d), where ``index`` holds none. ``read`` is what the reader says of all
    that it read; empty without a reader.
    """
    rare = rarities(question, index)
    best = _best_sentences(question, vector, hits, index, encode, rare)
    if not best:
        return None
    asked = recognise(question)
    listed: tuple[_Sentence, ...] = ()
    if asked.kind == "list":
        best, listed = _list_first(question, best, index)
    hit, text = best[0].hit, best[0].text
    signs = signs_of(question, hits, hit, text, facets, index, rare, read)
    backed = frozenset(
        one.text
        for place, one in enumerate(best[:_STATEMENTS])
        if supported(question, asked, one.text, one.hit.passage, rare, () if place else listed)
    )
    signs["supported"] = float(text in backed)
    return Found(tuple(best), signs, question, asked, listed, backed)


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
    """The best sentence and those about as good; beside one that supports an answer by itself only
    others that do."""
    first = found.sentences[0]
    near = [s for s in found.sentences[:_STATEMENTS] if s.score >= _SECOND * first.score]
    if found.asked.kind == "why" and (reason := _before(first)):
        near = [reason, *(s for s in near if s.text != reason.text)][:_STATEMENTS]
    if first.text in found.supported:
        near = [s for s in near if s.text in found.supported]
    return tuple(near)


def _before(sentence: _Sentence) -> _Sentence | None:
    """The sentence before one that only says what followed from it."""
    if not _FOLLOWS.match(sentence.text):
        return None
    whole = sentence.hit.passage.text
    each = [whole[start:end] for start, end in sentences(whole)]
    at = each.index(sentence.text)
    return replace(sentence, text=each[at - 1]) if at else None


def _statement(found: Found, sentence: _Sentence, citation: Citation) -> Statement:
    kind, passage = found.asked.kind, sentence.hit.passage
    whole = sentence.text == citation.quote
    return Statement(
        sentence.text,
        citation,
        point(kind, found.question, sentence.text, citation.columns if whole else ()),
        people(found.question, sentence.text, passage) if kind == "who" else (),
    )


def _list_first(
    question: str, best: Sequence[_Sentence], index: Index
) -> tuple[list[_Sentence], tuple[_Sentence, ...]]:
    """The sentences anew, those before that lead into a list or are items of one, and the members
    of the best's."""
    asked = periods(question)
    lists = {
        n: _members(question, one, index)
        for n, one in enumerate(best[:_CLOSELY])
        if not asked or of_period(one.hit, asked)
    }
    scored = [
        (replace(one, score=one.score + _LEADS * bool(lists.get(n))), lists.get(n, ()))
        for n, one in enumerate(best)
    ]
    scored.sort(key=lambda one: -one[0].score)
    return [one for one, _ in scored], scored[0][1]


def _members(question: str, best: _Sentence, index: Index) -> tuple[_Sentence, ...]:
    """The list that a sentence leads into or is an item of, each item whole."""
    hit, score = best.hit, best.score
    return tuple(
        _Sentence(replace(hit, passage=passage, marks=(), copies=()), passage.text, score)
        for passage in members(question, hit.passage, index)[:MOST]
    )


def _best_sentences(
    question: str,
    vector: Vector,
    hits: Sequence[Hit],
    index: Index,
    encode: Callable[[Sequence[str]], Vector],
    rare: Mapping[str, float],
) -> list[_Sentence]:
    """Sentences of the first ``PASSAGES`` hits that have any, best first: by their passage, cosine
    and what they hold, of the question's words and how rare these are among others."""
    asked = periods(question)
    told = ((hit, _sentences(question, hit)) for hit in hits)
    found = [
        (hit, hit.score + _FIRST / place + _YEAR * of_period(hit, asked), at, text)
        for place, (hit, texts) in enumerate(
            islice((one for one in told if one[1]), PASSAGES), start=1
        )
        for at, text in texts
    ][:_SENTENCES]
    if not found:
        return []
    cosines = likeness([(hit.passage, at) for hit, _, at, _ in found], vector, index, encode)
    scored = [
        _Sentence(
            hit,
            text,
            of_passage
            + _COSINE * cosine
            + _fit(question, hit, text)
            + _HELD * held(rare, text)
            + _NUMBER * numbers_held(question, text),
        )
        for (hit, of_passage, _, text), cosine in zip(found, cosines, strict=True)
    ]
    return _once(scored)


def _sentences(question: str, hit: Hit) -> list[tuple[int, str]]:
    """Sentences of a passage that may answer, each with its place among all of it."""
    text = hit.passage.text
    each = enumerate(text[start:end] for start, end in sentences(text))
    return [one for one in each if not lists_people(question, one[1], hit.passage)]


def _fit(question: str, hit: Hit, text: str) -> float:
    """What a sentence gains by what it holds."""
    kind, fit = recognise(question).kind, fits(question, text)
    if kind == "who":
        does = bool(doers(question, text, hit.passage))
        return _FITS if does else _SEEN * bool(people(question, text, hit.passage))
    ranked = kind == "where" and highest_of(question, text) is not None
    sure = fit == 1.0 and kind in _SURE_KINDS
    return _RANKED if ranked else _FITS if sure else _SEEN * (fit > 0.5)


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
