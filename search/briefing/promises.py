"""What was promised, asked for or agreed about a topic, and what became of it before the meeting:
the matters of the ledger that are printed in passages about the topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.ledger import UNFINISHED, Matter, Return
from corpus.model import Passage, Span
from corpus.periods import closing, opening
from search.briefing.pieces import Owed, Quoted
from search.index import Index
from search.ledger import MatterFilter
from search.results import Hit
from search.tokens import content_terms, terms

MOST = 200
"""Matters of a topic that are looked at, the latest said."""
_SHARED = 0.4


def promises(index: Index, hits: Sequence[Hit], day: str) -> list[Owed]:
    """The matters of passages about a topic, the latest said first. What came on or after ``day``
    (ISO, '' for none) is not told. Raises IndexForeign for a build without a ledger."""
    ids = [passage.id for hit in hits for passage in (hit.passage, *hit.copies)]
    found = index.matters(MatterFilter(passages=tuple(dict.fromkeys(ids))), MOST)
    passages = [hit.passage for hit in hits]
    return [_guarded(_owed(index, matter, day), passages) for matter in found.matters]


def _guarded(one: Owed, passages: Sequence[Passage]) -> Owed:
    """With the first later passage that holds two in five of its words, where nothing else is
    known to return to it: better no question than one that a paper answers."""
    said, words = one.quoted.passage.said_on, _words(one.quoted.text)
    if one.last is not None or not said or not words:
        return one
    likely = [
        other
        for other in passages
        if other.said_on
        and opening(other.said_on) > closing(said)
        and other.group != one.quoted.passage.group
        and len(words & _words(other.text)) >= max(2, _SHARED * len(words))
    ]
    if not likely:
        return one
    first = min(likely, key=lambda other: opening(str(other.said_on)))
    return replace(one, last=Quoted(first, first.span), likely=True)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(content_terms(terms(text)))


def _owed(index: Index, matter: Matter, day: str) -> Owed:
    returns = [one for one in matter.returns if _before(one.said_on, day)]
    told = matter.returns[matter.told] if matter.told >= 0 else None
    later = told is not None and told not in returns
    status = ("open" if returns else "no_later_mention") if later else matter.status
    last = returns[-1] if returns else None
    return Owed(
        quoted=_quoted(index, matter.passage, matter.span),
        owner=matter.owner,
        due=matter.due,
        due_on=matter.due_on,
        status=status,
        last=_returned(index, told if told in returns else last),
    )


def unfinished(one: Owed) -> bool:
    """Whether nothing held says that it is over."""
    return one.status in UNFINISHED and not one.likely


def _returned(index: Index, one: Return | None) -> Quoted | None:
    return _quoted(index, one.passage, one.span) if one else None


def _quoted(index: Index, passage_id: str, span: Span) -> Quoted:
    """The words of a span in its first passage."""
    passage: Passage = index.fetch([index.ordinal(passage_id)])[0]
    start = max(span.start, passage.span.start)
    end = min(span.end, passage.span.end)
    return Quoted(passage, Span(start, end) if start < end else passage.span)


def _before(said: str | None, day: str) -> bool:
    """Whether something was said before a day; what has no date may have been."""
    return not said or not day or opening(said) < closing(day)
