"""Sentences that a page break, a running head or a heading in the margin cuts in two, joined;
and a heading in a narrow margin, whose second line came out before the words beside it.

A joined block runs from its first word to its last; a heading printed in the margin stays inside
its span, because a quotation is the source's own text. Nothing is joined over a running head or
foot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Span
from indexer.language import lexicon, patterns
from indexer.layout.blocks import Piece

_REACH = 4
_OPEN_END = re.compile(
    r"(?:\b(?:the|a|an|of|to|and|or|for|with|by|in|on|at|from|that|which|its|his|her|their|was|were|is|are|be)|[,–-])$",
    re.IGNORECASE,
)
_MARGIN = 40
"""Characters at most of a margin's first line."""

_SECOND_LINE = re.compile(
    r"(?:[a-z0-9][\w’'/&-]*,?\s+){1,6}(?=(?:The|There|It|This|These|Members|Cllrs?|Councillors?|"
    r"Apologies|None|No|An?|In|On|At|He|She|They|Mrs?|Ms|Dr|(?i:resolved)|Following|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri)day)\b)"
)


def _unwrap(text: str, made: Sequence[Piece]) -> list[Piece]:
    """The pieces with numbered headings that hold their second line: '142 Declarations of',
    'interest There were none.'

    Only where no sentence is left open above, unless the heading itself breaks off.
    """
    result = list(made)
    for at in range(len(made) - 1):
        piece, after = result[at], result[at + 1]
        if piece.role != "heading" or not piece.label or len(piece.span) > _MARGIN:
            continue
        if after.role != "paragraph" or after.label or after.gap or after.cell:
            continue
        match = _SECOND_LINE.match(text, after.span.start, after.span.end)
        if match is None:
            continue
        above = next((one for one in reversed(result[:at]) if one.role != "furniture"), None)
        open_ = above is not None and above.role in ("paragraph", "item")
        if open_ and above is not None:
            open_ = not patterns.ENDED.search(text[above.span.end - 1 : above.span.end])
        if open_ and not lexicon.dangling(text[piece.span.start : piece.span.end]):
            continue
        end = match.start() + len(match.group().rstrip())
        result[at] = replace(piece, span=Span(piece.span.start, end))
        begin = match.end()
        result[at + 1] = replace(after, span=Span(begin, after.span.end), outer=begin)
    return result


def join(text: str, made: Sequence[Piece]) -> list[Piece]:
    """The pieces with halves of one sentence made one; headings between keep their own piece."""
    result = _unwrap(text, made)
    gone: set[int] = set()
    for at, piece in enumerate(result):
        if at in gone or piece.cell or piece.role not in ("paragraph", "item"):
            continue
        while True:
            other = _rest(text, result, at, gone)
            if other is None:
                break
            gone.add(other)
            result[at] = replace(
                result[at], span=Span(result[at].span.start, result[other].span.end)
            )
    return [piece for at, piece in enumerate(result) if at not in gone]


def _rest(text: str, made: Sequence[Piece], at: int, gone: set[int]) -> int | None:
    """The place of the piece that goes on with the sentence of piece ``at``, if there is one."""
    piece = made[at]
    words = text[max(piece.span.start, piece.span.end - 300) : piece.span.end]
    if patterns.ENDED.search(words):
        return None
    crossed = 0
    for other in range(at + 1, min(at + 2 + _REACH, len(made))):
        if other in gone:
            continue
        after = made[other]
        if after.role == "furniture":
            return None  # a quotation would hold what is no part of it
        if after.role == "heading":
            # A heading can only stand in the middle of a sentence where it carries a number.
            if not after.label or crossed:
                return None
            crossed += 1
            continue
        return other if _continues(text, words, after, bool(crossed)) else None
    return None


def _continues(text: str, words: str, after: Piece, crossed: bool) -> bool:
    rest = text[after.span.start : after.span.start + 300]
    if after.role == "item":
        opened = words.rfind("(") > words.rfind(")")
        closes = ")" in rest and ("(" not in rest or rest.index(")") < rest.index("("))
        return after.style == "bullet" and opened and closes and rest[:1].islower()
    if after.role != "paragraph" or after.label or after.cell:
        return False
    if rest[:1].islower():
        return len(words) >= 25 or after.gap == 0
    if crossed:
        return False
    if rest[:1] == "(":
        return after.gap <= 1 and len(words) > 60
    return bool(_OPEN_END.search(words)) and len(words) > 40 and after.gap <= 2
