"""What was asked before, and what was replied: the question, and the words below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.kinds import MEETINGS
from corpus.model import Passage, Span
from corpus.sentences import sentences
from search.briefing.pieces import Exchange, Quoted
from search.index import Index
from search.results import Hit

_ASKED = re.compile(
    r"\b(?:asked|queried|questioned|enquired|inquired|wondered|challenged|pressed)\b"
    r"(?!\s(?:for|that|to)\b)(?:\s(?!for\b|that\b)[\w’'-]+){0,6}?"
    r"\s(?:whether|if|what|why|how|when|who|where|which|about)\b|\bsought\s(?:assurance|clarification)\b",
    re.IGNORECASE,
)
"""A question in reported speech; who asks for a thing or that it be done asks no question."""
_ACTION = re.compile(r"\W*actions?\b", re.IGNORECASE)
_REACH = 15
"""Passages below a question among which its reply is looked for."""
_NO_ANSWER = re.compile(
    r"\b(?:did\snot|could\snot|was\s(?:not|un)\s?able\sto|were\sunable\sto|declined\sto)\s"
    r"(?:\w+\s)?(?:answer|say|reply|respond)\b|\bno\s(?:answer|reply|response)\s(?:was|had|came)\b|"
    r"\bwas\snot\sanswered\b|\bwent\sunanswered\b",
    re.IGNORECASE,
)


def exchanges(index: Index, hits: Sequence[Hit]) -> list[Exchange]:
    """Questions put about the topic in meetings, in the order of the hits (the latest first)."""
    found: list[Exchange] = []
    for hit in hits:
        passage = hit.passage
        if passage.part.kind not in MEETINGS or hit.standing == "meaning":
            continue
        spans = [
            Span(passage.span.start + a, passage.span.start + b) for a, b in sentences(passage.text)
        ]
        place = next((n for n, s in enumerate(spans) if _is_question(passage, s)), None)
        if place is None:
            continue
        asked = Quoted(passage, spans[place])
        after = [s for s in spans[place + 1 :] if not _is_question(passage, s)]
        reply = after[0] if after else None
        found.append(Exchange(asked, Quoted(passage, reply) if reply else _below(index, passage)))
    return found


def unanswered(one: Exchange) -> bool:
    """Whether the paper itself says that a question was not answered, or prints nothing at all
    under it in its section."""
    if one.reply is not None:
        return bool(_NO_ANSWER.search(one.reply.text))
    return True


def _is_question(passage: Passage, span: Span) -> bool:
    text = _text(passage, span)
    if text.rstrip().endswith("?"):
        return True
    return _ASKED.search(text) is not None


def _below(index: Index, passage: Passage) -> Quoted | None:
    """The first passage below a question, in the same item, that is no question and no action."""
    ordinals = index.ordinals_of(passage.document.id)
    after = index.ordinal(passage.id) + 1
    item = passage.section.headings[:-1] or passage.section.headings
    for held in index.fetch(range(after, min(after + _REACH, ordinals.stop))):
        if held.part.number != passage.part.number or held.section.headings[: len(item)] != item:
            return None
        if held.kind == "heading" or not held.text.strip() or _ACTION.match(held.text):
            continue
        parts = sentences(held.text)
        if not parts:
            continue
        first = Span(held.span.start + parts[0][0], held.span.start + parts[0][1])
        if _is_question(held, first):
            continue
        return Quoted(held, first)
    return None


def _text(passage: Passage, span: Span) -> str:
    return passage.document.text[span.start : span.end]
