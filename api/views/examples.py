"""Examples for the first page that work on this archive, because each has been tried on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from api.views.answering import Answering
from api.views.coverage import Holdings
from corpus.errors import MinutedError

Mode = Literal["ask", "every", "search"]

_EACH = 3
_TRIED = 14
_MOST = 60
"""A topic that is discussed more often than this shows nothing but that the list is long."""


@dataclass(frozen=True, slots=True)
class Example:
    """Something to ask, and the way to ask it."""

    text: str
    mode: Mode


def chosen(engine: Answering, held: Holdings) -> Iterator[Example]:
    """Up to three questions, topics and searches each, made of what the archive itself says.

    Questions are those answered most surely, topics those that came up on most days.
    """
    proper = names(held)
    topics = [as_said(text, proper) for text, _ in held.headings if 2 <= len(text.split()) <= 5]
    short = [text for text, _ in held.abbreviations if 2 < len(text) <= 8]
    asked = [(_sure(engine, f"What was said about {topic}?"), topic) for topic in topics[:_TRIED]]
    best = [topic for sure, topic in sorted(asked, key=lambda pair: -pair[0]) if sure > 0][:_EACH]
    yield from (Example(f"What was said about {topic}?", "ask") for topic in best)
    left = [text for text in [*short[:_TRIED], *topics[:_TRIED]] if text not in best]
    days = sorted(((_days(engine, text), text) for text in left), key=lambda pair: -pair[0])
    every = [text for count, text in days if count][:_EACH]
    yield from (Example(text, "every") for text in every)
    people = [name for name, _ in sorted(held.people, key=lambda pair: -pair[1])]
    rest = [text for text in [*topics, *short] if text not in best and text not in every]
    searched = [text for text in [*rest[:2], *people[:1], *rest[2:]] if _found(engine, text)]
    yield from (Example(text, "search") for text in searched[:_EACH])


def names(held: Holdings) -> set[str]:
    """Words that are written with a capital because they are part of somebody's name."""
    bodies = {document.body for document in held.documents}
    people = {name for name, _ in held.people}
    return {word for name in bodies | people for word in name.split() if word[:1].isupper()}


def as_said(heading: str, proper: Sequence[str] | set[str] = ()) -> str:
    """A heading inside a sentence: "Call Handling" is "call handling", "HMICFRS" stays."""
    return " ".join(
        word if word.removesuffix("'s") in proper or not word[1:].islower() else word.lower()
        for word in heading.split()
    )


def _sure(engine: Answering, text: str) -> float:
    try:
        answer = engine.ask(text).answer
    except MinutedError:
        return 0.0
    return 0.0 if answer.abstained else answer.confidence


def _days(engine: Answering, text: str) -> int:
    """On how many days it was discussed, and then how often; 0 where that is too much."""
    try:
        hits = engine.every(text).discussed
    except MinutedError:
        return 0
    days = len({hit.passage.said_on for hit in hits})
    return 1000 * days + len(hits) if days > 1 and len(hits) <= _MOST else 0


def _found(engine: Answering, text: str) -> bool:
    try:
        return engine.search(text, limit=1).total > 0
    except MinutedError:
        return False
