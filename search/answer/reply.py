"""The whole reply to a question: sentences of the papers, what other papers say to them, and who
answers better where sentences are not the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.answer import remarks
from search.answer.answer import Found, Judge, answer
from search.answer.certainty import certainty
from search.index import Index
from search.query.question_kind import Question, recognise
from search.results import Answer, Citation, Handover, HandoverTo, Hit, Remark, Statement

_TO: dict[str, HandoverTo] = {
    "every_time": "every",
    "still_open": "actions",
    "promised": "actions",
    "changed": "figures",
}
_ONE_VALUE = ("how_many", "who", "where", "yes_no", "other")
"""Kinds to which one figure answers; where it changes two papers may well differ."""
_OTHERS = 12
"""Sentences found for the same question that are asked whether they differ."""


def hand_over(question: Question) -> Handover | None:
    """Who answers this kind of question better than sentences do."""
    to = _TO.get(question.kind)
    if to is None:
        return None
    if question.kind == "changed" and (question.since or not question.topic):
        to = "changes"
    return Handover(to, question.topic, question.since)


def answers_alone(question: Question) -> bool:
    """Whether a list is the whole answer: sentences beside it would only look like one."""
    return question.kind in ("every_time", "still_open") or (
        question.kind == "changed" and (bool(question.since) or not question.topic)
    )


def reply(
    text: str,
    found: Found | None,
    index: Index,
    cite: Callable[[Hit], Citation],
    judge: Judge,
) -> Answer:
    """What is said to a question, with every quotation read again from its source."""
    question = recognise(text)
    over = hand_over(question)
    if over is not None and answers_alone(question):
        return Answer((), 0.0, question.kind, handover=over)
    given = answer(found, cite, judge)
    if found is None or given.abstained:
        return replace(given, kind=question.kind, handover=over)
    return replace(
        given,
        remarks=tuple(_remarks(found, given, index, cite)),
        handover=over,
        sure=certainty().level(found.signs),
    )


def _remarks(
    found: Found, given: Answer, index: Index, cite: Callable[[Hit], Citation]
) -> Iterator[Remark]:
    kind, question = found.asked.kind, found.question
    others = [(s.hit, s.text) for s in found.sentences[:_OTHERS]]
    for place, statement in enumerate(given.statements):
        hit = next(
            s.hit
            for s in (*found.members, *found.sentences)
            if s.hit.passage.id == statement.citation.passage
        )
        corrected = told = remarks.correction(statement.text, hit.passage, index)
        if told is None and kind in _ONE_VALUE:
            told = remarks.differing(statement.text, hit, others)
        if told is None and kind == "when" and place == 0:
            rest = [(other.passage, text) for other, text in others if text != statement.text]
            told = remarks.other_day(question, statement.text, rest)
        if told is not None:
            passage, sentence = told
            by = Statement(sentence, cite(replace(hit, passage=passage, marks=(), copies=())))
            yield Remark("corrects" if corrected else "differs", place, by)
