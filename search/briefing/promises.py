"""What was promised, asked for or agreed about a topic, and whether anything returns to it.

A passage returns to a promise when it was said later and two in five of the promise's words
stand in it: who reads the draft question is told that none does, so a likely return counts as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.model import Passage
from corpus.periods import closing, opening
from search.briefing.pieces import Owed, Quoted
from search.index import Index
from search.tokens import content_terms, terms

_FORECASTS = ("expectation", "scheduled", "plan_step")
"""Kinds of records that nobody owes."""
_SHARED = 0.4


def promises(index: Index, passages: Sequence[Passage]) -> list[Owed]:
    """The records of actions in passages that come the latest first, in their order."""
    wanted = {passage.id: passage for passage in passages}
    owed: list[Owed] = []
    for document in dict.fromkeys(passage.document.id for passage in passages):
        whole = index.understanding(document)
        for action in whole.actions:
            held = next((p for p in whole.passages if p.span.overlap(action.span)), None)
            if held is None or held.id not in wanted or action.kind in _FORECASTS:
                continue
            if not (held.span.start <= action.span.start and action.span.end <= held.span.end):
                continue
            quoted = Quoted(wanted[held.id], action.span)
            returned = bool(action.followed_up) or _returns(quoted, passages)
            owed.append(Owed(quoted, action.owner, action.due, action.due_on, returned))
    places = {passage.id: n for n, passage in enumerate(passages)}
    return sorted(owed, key=lambda one: (places[one.quoted.passage.id], one.quoted.span.start))


def _returns(quoted: Quoted, passages: Sequence[Passage]) -> bool:
    said = quoted.passage.said_on
    words = _words(quoted.text)
    return any(
        _later(other.said_on, said)
        and other.group != quoted.passage.group
        and len(words & _words(other.text)) >= _SHARED * len(words)
        for other in passages
    )


def _later(one: str | None, other: str | None) -> bool:
    return bool(one and other) and opening(str(one)) > closing(str(other))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(content_terms(terms(text)))
