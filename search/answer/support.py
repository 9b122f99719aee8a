"""Whether a sentence supports an answer by itself: what was asked for stands in it, in its shape,
and so do the question's own words.

A likeness of question and passage, however it is learnt, does not know of either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.model import Passage
from search.answer.shapes import doers, point
from search.answer.signs import held
from search.query.expected_answer import asks_for_figure, fits, places
from search.query.question_kind import Question
from search.tokens import terms

_HELD = 0.5
"""Share of the question's words, by rarity, that the sentence must hold; what only its place does
(headings, heads of columns, the title of its part) counts half."""
_PERIOD = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d\d(?:\d\d)?)?\b")
_LINES = frozenset({"999", "101", "111"})
"""Numbers to call: names of things."""


def numbers(question: str) -> frozenset[str]:
    """The figures in a question that few sentences share: no year, and no number to call."""
    return frozenset(
        term
        for term in terms(_PERIOD.sub(" ", question))
        if term[0].isdigit() and term not in _LINES
    )


def numbers_held(question: str, text: str) -> float:
    """Share of the question's figures that stand in a text; 0 where it has none."""
    asked = numbers(question)
    return len(asked & set(terms(text))) / len(asked) if asked else 0.0


def supported(
    question: str,
    asked: Question,
    text: str,
    passage: Passage,
    rare: Mapping[str, float],
    members: Sequence[object] = (),
) -> bool:
    """Whether the sentence ``text`` of a passage holds the thing asked for, in its shape, and
    enough of the question's words, whose weights are ``rare``.

    A question for what has no shape (why, whether) is never supported so.
    """
    figures = numbers(question)
    if figures and numbers_held(question, text) < 1.0:
        return False
    return _shaped(question, asked, text, passage, members) and _worded(text, passage, rare)


def _shaped(
    question: str, asked: Question, text: str, passage: Passage, members: Sequence[object]
) -> bool:
    if asked.kind == "who":
        return bool(doers(question, text, passage))
    if asked.kind == "where":
        return len([1 for *_, sure in places(question, text) if sure]) == 1
    if asked.kind == "list":
        return len(members) > 1
    if asked.kind in ("how_many", "when") or asks_for_figure(question):
        columns = tuple(passage.columns.split(" | ")) if "\t" in text else ()
        return (
            fits(question, text) == 1.0 and point(asked.kind, question, text, columns) is not None
        )
    return False


def _worded(text: str, passage: Passage, rare: Mapping[str, float]) -> bool:
    place = " ".join((*passage.section.headings, passage.columns, passage.part.title))
    return (held(rare, text) + held(rare, f"{text} {place}")) / 2 >= _HELD
