"""Examples for the first page that are worth a click, because each has been tried on this archive.

A topic is worth asking about where it came up at several meetings, best where the papers give
figures for it and call it by several names. Topics are things of the field, short forms that the
archive explains, and headings under which there are figures: the courtesies of a meeting have none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from api.views.answering import Answering
from api.views.coverage import Holdings
from corpus.errors import MinutedError
from corpus.glossary import glossary
from corpus.sentences import sentences
from search.index import Index
from search.tokens import says_nothing, terms

Mode = Literal["ask", "every", "search"]

_EACH = 3
_READ = 60
"""Passages of one topic that are looked at."""
_WEIGHED = 80
"""Topics that are looked at, those of most days first."""
_TRIED = 8
"""Questions that are asked, at most; each takes a second in the background."""
_MOST = 80
"""A list that is longer than this shows nothing but that it is long."""
_LEAST_DAYS = 2
_QUESTIONS = ("What is the latest figure for {}?", "What was said about {}?")
_AMOUNT = re.compile(r"\d\s?%|\bper cent\b|[£€$]\s?\d|\b\d{1,3}(?:,\d{3})+\b|\b\d+\.\d+\b")


@dataclass(frozen=True, slots=True)
class Example:
    """Something to ask, and the way to ask it."""

    text: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that came up, as the archive mostly writes it.

    ``names`` are those in use here; ``days`` on which it came up; ``worth`` is the number of days
    with a figure for it, times the root of the share of the sentences naming it that hold one.
    """

    text: str
    names: tuple[str, ...]
    ordinals: frozenset[int]
    days: int
    worth: float

    def overlaps(self, other: Topic) -> bool:
        """Whether it is much the same: half of each one's passages are those of the other."""
        most = max(len(self.ordinals), len(other.ordinals))
        return 2 * len(self.ordinals & other.ordinals) >= most


def chosen(engine: Answering, held: Holdings) -> Iterator[Example]:
    """Up to three topics, questions and searches each, none of which finds nothing."""
    left = topics(engine.index, held)
    every = _first(engine, sorted(left, key=_called), _is_list)
    left = [one for one in left if not any(one.overlaps(other) for other in every)]
    asked = _questions(engine, left + every)
    yield from (Example(text, "ask") for text in asked)
    yield from (Example(topic.text, "every") for topic in every)
    people = [name for name, _ in sorted(held.people, key=lambda pair: -pair[1])]
    words = [one.text for one in left if not any(one.text in text for text in asked)]
    searched = [*words[: _EACH - 1], *people[:1], *words[_EACH - 1 :]]
    found = [text for text in searched[: 2 * _EACH] if _found(engine, text)]
    yield from (Example(text, "search") for text in found[:_EACH])


def _called(topic: Topic) -> tuple[bool, int]:
    """Order of what is worth listing: with figures first, then on many days under many names."""
    return not topic.worth, -topic.days * min(len(topic.names), 4)


def topics(index: Index, held: Holdings) -> list[Topic]:
    """What came up on several days, the most worth asking about first."""
    common: list[tuple[int, bool, dict[str, list[int]]]] = []
    for heading, names in _candidates(index, held):
        places = {name: index.phrase(terms(name)) for name in dict.fromkeys(names)}
        used = {name: found.tolist() for name, found in places.items() if len(found)}
        days = _days(held, sorted({ordinal for found in used.values() for ordinal in found}))
        if len(days) >= _LEAST_DAYS:
            common.append((len(days), heading, used))
    common.sort(key=lambda one: (one[1], -one[0]))
    found: list[Topic] = []
    weighed = [
        topic
        for days, heading, used in common[:_WEIGHED]
        if (topic := _weighed(index, days, used)) and (topic.worth or not heading)
    ]
    for topic in sorted(weighed, key=lambda one: (-one.worth, -one.days, one.text)):
        if not any(topic.overlaps(other) for other in found):
            found.append(topic)
    return found


def _candidates(index: Index, held: Holdings) -> Iterator[tuple[bool, Sequence[str]]]:
    """Names of one thing, and whether they are a heading only. Those who speak are no things."""
    bodies = " | ".join({part.body for one in held.documents for part in one.parts}).casefold()
    roles = {role.casefold() for role in held.roles}
    defined = sorted({(one.short, one.long) for one in index.definitions()})
    things = [thing.names for thing in glossary().things]
    for names in [*things, *(pair for pair in defined if not says_nothing(terms(pair[0])))]:
        called = [name.casefold() for name in names]
        if roles.isdisjoint(called) and not any(f" {name} " in f" {bodies} " for name in called):
            yield False, names
    yield from ((True, [text]) for text, _ in held.headings if 2 <= len(text.split()) <= 5)


def _days(held: Holdings, ordinals: Sequence[int]) -> set[str]:
    return {day for _, day in held.said(ordinals) if day}


def _weighed(index: Index, days: int, used: dict[str, list[int]]) -> Topic | None:
    """The topic with its figures counted, or ``None`` where it is none."""
    whole = sorted({ordinal for ordinals in used.values() for ordinal in ordinals})
    step = max(1, len(whole) // _READ)
    written: dict[str, Counter[str]] = {name: Counter() for name in used}
    named, with_figure, figured = 0, 0, set()
    patterns = {name: _pattern(name) for name in used}
    for passage in index.fetch(whole[::step][:_READ]):
        text = passage.text
        spans = [(0, len(text))] if passage.columns else sentences(text)
        for start, end in spans:
            sentence = " ".join(text[start:end].split())
            ways = [(name, way) for name in used for way in patterns[name].findall(sentence)]
            for name, way in ways:
                written[name][way] += 1
            if ways:
                figure = _AMOUNT.search(sentence) is not None
                named, with_figure = named + 1, with_figure + figure
                figured |= {passage.said_on} if figure and passage.said_on else set()
    ways_used = {name: ways for name, ways in written.items() if ways}
    if not ways_used:
        return None
    best = max(ways_used, key=lambda name: (sum(ways_used[name].values()), name))
    text = ways_used[best].most_common(1)[0][0]
    if " " in text and text[1:].replace(" ", "").isalpha() and text[1:].islower():
        text = text[0].lower() + text[1:]
    worth = len(figured) * (with_figure / named) ** 0.5 if len(figured) >= _LEAST_DAYS else 0.0
    return Topic(text, tuple(ways_used), frozenset(whole), days, worth)


def _pattern(name: str) -> re.Pattern[str]:
    """A name as it is written, one or many of it; a short form only in its capitals."""
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}s?(?!\w)", 0 if name.isupper() else re.IGNORECASE)


def _first(
    engine: Answering, tried: Sequence[Topic], works: Callable[[Answering, str], bool]
) -> list[Topic]:
    """The first few topics that work and are not about the same."""
    found: list[Topic] = []
    for topic in tried[: 4 * _EACH]:
        if len(found) < _EACH and not any(topic.overlaps(other) for other in found):
            found += [topic] if works(engine, topic.text) else []
    return found


def _questions(engine: Answering, tried: Sequence[Topic]) -> list[str]:
    """Questions whose first sentence of an answer names the topic, with a figure if it has any."""
    found: list[str] = []
    asked = 0
    for topic in tried:
        for form in _QUESTIONS:
            if len(found) >= _EACH or asked >= _TRIED:
                return found
            asked += 1
            question = form.format(topic.text)
            if _answered(engine, question, topic):
                found.append(question)
                break
    return found


def _answered(engine: Answering, question: str, topic: Topic) -> bool:
    try:
        statements = engine.ask(question).answer.statements
    except MinutedError:
        return False
    first = " ".join(statements[0].text.split()) if statements else ""
    named = any(_pattern(name).search(first) for name in topic.names)
    return named and (not topic.worth or _AMOUNT.search(first) is not None)


def _is_list(engine: Answering, text: str) -> bool:
    """Whether it was discussed, at several meetings, and not so often that nobody reads it."""
    try:
        hits = engine.every(text).discussed
    except MinutedError:
        return False
    return len(hits) <= _MOST and len({hit.passage.said_on for hit in hits}) >= _LEAST_DAYS


def _found(engine: Answering, text: str) -> bool:
    try:
        return engine.search(text, limit=1).total > 0
    except MinutedError:
        return False
