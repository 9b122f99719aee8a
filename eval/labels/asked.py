"""Questions of twelve kinds, each with what a right reply to it is.

A file of JSON lines: ``id``, ``kind`` ("question", so that ``minuted eval run`` asks it),
``asks`` (the kind of question), ``half`` (``seen`` while answering was built, or ``unseen``),
``text``, ``expect`` (``answer``, or who may take over: ``every``, ``figures``, ``actions``,
``changes``), ``topic`` (words that what is handed over must hold), ``points`` (the words that an
answer must say: ``doc`` with ``quote``, or with ``start``, ``end`` and the head of the words'
sha256 where they are not ours to print) and ``people`` (who did it, by name or by the head of the
sha256 of the name in small letters).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Span
from eval.jsonl import Row, json_rows
from eval.run import RunHit

_DIGEST = 16
ALONE = "answer"
REPLIES = (ALONE, "every", "figures", "actions", "changes")
HALVES = ("seen", "unseen")


@dataclass(frozen=True, slots=True)
class Point:
    """Words that answer: ``quote`` with its white space as one space, or ``span`` and digest."""

    document: str
    quote: str
    span: Span | None
    digest: str

    def said_by(self, statement: RunHit) -> bool:
        """Whether a sentence holds them. What stands at the span of a digest is another text when
        its digest is not the same, and then holds nothing."""
        if statement.document != self.document:
            return False
        if self.span is None:
            return self.quote in " ".join(statement.quote.split())
        first, last = self.span.start - statement.span.start, self.span.end - statement.span.start
        words = statement.quote[max(0, first) : max(0, last)] if first >= 0 else ""
        return digest(words) == self.digest


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what is right to reply."""

    id: str
    asks: str
    half: str
    text: str
    expect: tuple[str, ...]
    topic: tuple[str, ...]
    points: tuple[Point, ...]
    people: tuple[str, ...]


def digest(words: str) -> str:
    """The head of the sha256 of some words."""
    return hashlib.sha256(words.encode()).hexdigest()[:_DIGEST]


def read_asked(path: Path) -> tuple[Asked, ...]:
    """Questions in the order of the file; raises BadLabels."""
    found: dict[str, Asked] = {}
    for row in json_rows(path):
        one = _asked(row)
        if one.id in found:
            row.bad(f"the question {one.id!r} is there twice; give each its own id.")
        found[one.id] = one
    return tuple(found.values())


def _asked(row: Row) -> Asked:
    expect = _words(row, "expect")
    if not expect or not set(expect) <= set(REPLIES):
        row.bad(f"'expect' is {list(expect)}; it must hold some of {', '.join(REPLIES)}.")
    half = row.text("half")
    if half not in HALVES:
        row.bad(f"'half' is {half!r}; it must be one of {', '.join(HALVES)}.")
    points = tuple(_point(one) for one in row.rows("points"))
    if ALONE in expect and not points:
        row.bad("an answer is expected, and 'points' does not say which words it must hold.")
    return Asked(
        row.text("id"),
        row.text("asks"),
        half,
        row.text("text"),
        expect,
        _words(row, "topic"),
        points,
        _words(row, "people"),
    )


def _point(row: Row) -> Point:
    if "quote" in row.values:
        return Point(row.text("doc"), " ".join(row.text("quote").split()), None, "")
    start, end = row.whole("start"), row.whole("end")
    if not 0 <= start < end:
        row.bad(f"{start}..{end} is no span; 'start' must be at least 0 and below 'end'.")
    return Point(row.text("doc"), "", Span(start, end), row.text("sha256"))


def _words(row: Row, name: str) -> tuple[str, ...]:
    value = row.values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        row.bad(f"{name!r} must be a list of strings.")
    return tuple(value)
