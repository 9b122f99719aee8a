"""Examples for the first page that work on this archive, because each has been tried on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api.holdings import Holdings
from corpus.errors import MinutedError

if TYPE_CHECKING:
    from api.snapshot import Answering

_EACH = 3
_TRIED = 12


@dataclass(frozen=True, slots=True)
class Example:
    """Something to ask, and the way to ask it."""

    text: str
    mode: Literal["ask", "every", "search"]


def chosen(engine: Answering, held: Holdings) -> Iterator[Example]:
    """Up to three questions, topics and searches each, made of what the archive itself says."""
    headings = [text for text, _ in held.headings if 2 <= len(text.split()) <= 5]
    short = [text for text, _ in held.abbreviations if 2 < len(text) <= 8]
    people = [name for name, _ in sorted(held.people, key=lambda pair: -pair[1])]
    questions = [f"What was said about {as_said(text)}?" for text in headings]
    for mode, texts in (
        ("ask", questions),
        ("every", _mixed(short, [as_said(text) for text in reversed(headings)])),
        ("search", _mixed([as_said(text) for text in headings[3:]], people)),
    ):
        kept = 0
        for text in texts[:_TRIED]:
            if kept < _EACH and _works(engine, text, mode):
                kept += 1
                yield Example(text, mode)  # type: ignore[arg-type]


def _mixed(one: list[str], other: list[str]) -> list[str]:
    """Turn about: a b a b, then what is left."""
    paired = [text for pair in zip(one, other, strict=False) for text in pair]
    return list(dict.fromkeys([*paired, *one, *other]))


def as_said(heading: str) -> str:
    """A heading inside a sentence: "Call handling" is "call handling", "HMICFRS" stays."""
    first, _, rest = heading.partition(" ")
    return heading if not first[1:].islower() else f"{first.lower()} {rest}".strip()


def _works(engine: Answering, text: str, mode: str) -> bool:
    try:
        if mode == "ask":
            return not engine.ask(text).answer.abstained
        if mode == "every":
            return len(engine.every(text).discussed) > 1
        return engine.search(text, limit=1).total > 0
    except MinutedError:
        return False
