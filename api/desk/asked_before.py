"""Has this been asked? The times a question was put, and each reply, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from api.desk.ledger import quoted
from corpus.model import Passage, Understanding
from indexer.entities.exchanges import Exchange, Turn, exchanges
from search.index import Index
from search.results import SearchResult
from search.tokens import content_terms, terms

_READ = 60
"""Passages in which the question is looked for, the likest first."""
_MOST = 30
_SHARED = 2


class Searching(Protocol):
    """What of an engine is needed."""

    @property
    def index(self) -> Index: ...
    def search(self, text: str, *, limit: int) -> SearchResult: ...


@dataclass(frozen=True, slots=True)
class Put:
    """One time that a question was put: ``passage`` prints it, ``replies`` are turn and passage."""

    exchange: Exchange
    passage: Passage
    words: str
    replies: tuple[tuple[Turn, Passage, str], ...]


def asked_before(engine: Searching, text: str) -> list[Put]:
    """The questions of the archive that are like a draft, in order of time; reprints once.

    Raises BadQuery.
    """
    wanted = frozenset(content_terms(terms(text)))
    known: dict[str, tuple[Understanding, list[Exchange]]] = {}
    found: dict[tuple[str, int], Put] = {}
    for hit in engine.search(text, limit=_READ).hits:
        document = hit.passage.document.id
        if document not in known:
            held = engine.index.understanding(document)
            known[document] = (held, exchanges(held))
        for put in _puts(engine.index, *known[document], hit.passage.number):
            shared = wanted & frozenset(content_terms(terms(_told(put))))
            if len(shared) >= min(_SHARED, len(wanted)):
                found.setdefault((document, put.exchange.question.span.start), put)
        if len(found) >= _MOST:
            break
    return sorted(found.values(), key=_when)


def _when(put: Put) -> tuple[bool, str, str, int]:
    passage = put.passage
    return (
        passage.said_on is None,
        passage.said_on or "",
        passage.document.id,
        put.exchange.question.span.start,
    )


def _puts(index: Index, held: Understanding, known: list[Exchange], number: int) -> Iterator[Put]:
    """The exchanges of which a passage holds the question or a reply."""
    for one in known:
        if number in (one.question.passage, *(reply.passage for reply in one.replies)):
            passages = held.passages
            document = held.document.id
            yield Put(
                one,
                passages[one.question.passage],
                quoted(index, document, one.question.span),
                tuple(
                    (reply, passages[reply.passage], quoted(index, document, reply.span))
                    for reply in one.replies
                ),
            )


def _told(put: Put) -> str:
    heading = put.passage.section.headings[-1] if put.passage.section.headings else ""
    return f"{put.words} {heading}"


def record(put: Put) -> dict[str, Any]:
    """One time as JSON; offsets are into the document's text."""
    return {
        "said_on": put.passage.said_on,
        "document": put.passage.document.id,
        "part": put.passage.part.title,
        "asked_by": put.exchange.question.speaker or None,
        "question": put.words,
        "start": put.exchange.question.span.start,
        "end": put.exchange.question.span.end,
        "passage": put.passage.id,
        "replies": [
            {
                "by": reply.speaker or None,
                "quote": words,
                "start": reply.span.start,
                "end": reply.span.end,
                "passage": passage.id,
            }
            for reply, passage, words in put.replies
        ],
    }
