"""The tree of headings inside a part: the path a reader would cite, and the number printed.

Headings are ranked: numbers by their depth, then chapters, capitals, bold, plain lines, and last
the labels ('Findings:'). A heading closes every open heading of its own rank or a later one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Part, Section, Span
from indexer import shapes
from indexer.blocks import Piece
from indexer.rows import WHOLE
from indexer.tables import Row

_NUMBER = {"N": 1, "A": 2, "N.N": 2, "A.N": 2, "Na": 3, "N.Na": 3, "N.N.N": 3, "A.N.N": 3}
_STOPS = (
    "the and for with that this from was were are has had have been its his her their of to in on "
    "a an by at as is it be or not into outside report meeting panel previous"
)
_STOPWORDS = frozenset(_STOPS.split())


_GROUP = 0.3
_INNER = 5
_RUN_IN = 50


@dataclass(frozen=True, slots=True)
class _Open:
    rank: float
    title: str


@dataclass(frozen=True, slots=True)
class _Start:
    start: int
    path: tuple[str, ...]
    label: str | None
    level: int
    heading: Span | None


def sections(
    text: str, part: Part, made: Sequence[Piece], listed: frozenset[str], title: Span | None
) -> list[Section]:
    """Sections of one part, in order; together they tile its span. ``made`` are its pieces."""
    made_of = [_Start(part.span.start, (), None, 0, title)]
    stack: list[_Open] = []
    bare = True
    for at, piece in enumerate(made):
        if piece.role == "heading" and not (title and title.start <= piece.span.start < title.end):
            words = clean(text, piece.span)
            rank = _rank(piece, words, shapes.words(words) in listed)
            if not piece.label and _over_groups(made, at):
                rank = _GROUP
            while stack and stack[-1].rank >= rank and not _parent(stack[-1], piece, rank, bare):
                stack.pop()
            stack.append(_Open(rank, f"{piece.label} {words}" if piece.label else words))
            start = _body_start(text, made, at)
            heading = Span(piece.outer, piece.span.end)
            made_of.append(_start(start, stack, piece.label or None, heading))
            bare = True
        elif piece.role == "row":
            for row in piece.rows:
                _row_starts(text, row, stack, made_of)
            bare = False
        elif piece.role == "paragraph" and piece.label:
            heading = None
            if piece.style == "run-in":
                heading = Span(piece.outer, piece.outer + len(piece.label) + 1)
                _close(stack, _RUN_IN)
                stack.append(_Open(_RUN_IN, piece.label))
            made_of.append(_start(piece.outer, stack, piece.label, heading))
            bare = False
        elif piece.role != "furniture":
            bare = False
    return _tiled(part, made_of)


def _tiled(part: Part, made_of: Sequence[_Start]) -> list[Section]:
    ordered = sorted(made_of, key=lambda one: one.start)
    ends = [*(one.start for one in ordered[1:]), part.span.end]
    return [
        Section(part, number, Span(one.start, end), one.path, one.label, one.level, one.heading)
        for number, (one, end) in enumerate(zip(ordered, ends, strict=True))
        if one.start < end
    ]


def _start(start: int, stack: Sequence[_Open], label: str | None, heading: Span | None) -> _Start:
    level = len(stack) + (0 if heading else 1)
    return _Start(start, tuple(one.title for one in stack), label, level, heading)


def _close(stack: list[_Open], rank: float) -> None:
    while stack and stack[-1].rank >= rank:
        stack.pop()


def _row_starts(text: str, row: Row, stack: list[_Open], made_of: list[_Start]) -> None:
    """Sections that begin in a table: groups of rows, numbered rows, numbers inside a cell."""
    if row.kind == "group":
        words = clean(text, row.span)
        rank = _GROUP + 0.3 if text[row.span.end - 1] == ":" else _GROUP
        _close(stack, rank)
        stack.append(_Open(rank, words))
        made_of.append(_start(row.span.start, stack, None, row.span))
        return
    if row.label and row.title is not None:
        rank = _NUMBER.get(re.sub(r"[().]+$", "", row.style.lstrip("(")), 3)
        _close(stack, rank)
        stack.append(_Open(rank, f"{row.label} {shorten(clean(text, row.title))}"))
        made_of.append(_start(row.span.start, stack, row.label, row.title))
    if row.inner is not None:
        label, place = row.inner
        _close(stack, _INNER)
        stack.append(_Open(_INNER, label))
        start = place.start if len(row.span) > WHOLE or not row.label else row.span.start
        start = row.span.start if not row.label and len(row.span) <= WHOLE else start
        if made_of[-1].start == start:
            made_of.pop()
        made_of.append(_start(start, stack, label, place))


def shorten(words: str) -> str:
    """A heading fit to be cited: its first sentence when it is long, else its first words."""
    if len(words) <= 120:
        return words
    stop = re.search(r"[.;:] ", words[:120])
    if stop and stop.start() > 20:
        return words[: stop.start()]
    return words[:100].rsplit(" ", 1)[0] + " …"


def _over_groups(made: Sequence[Piece], at: int) -> bool:
    """Whether a heading stands over a table that opens with a group of rows, and so is one."""
    after = next((one for one in made[at + 1 : at + 3] if one.role != "furniture"), None)
    return after is not None and bool(after.rows) and after.rows[0].kind == "group"


def clean(text: str, span: Span) -> str:
    """A heading's words on one line, without marks of emphasis and tags."""
    words = shapes.TAG.sub(" ", text[span.start : span.end])
    return " ".join(words.replace("**", " ").strip(" _*#").split()).rstrip(":").strip()


def _rank(piece: Piece, words: str, chapter: bool) -> float:
    if piece.label and piece.style:
        bare = re.sub(r"[().]+$", "", piece.style.lstrip("("))
        if bare in ("a", "i", "I"):
            return 4
        return _NUMBER.get(bare, 3 if bare.startswith("N.N") else 7)
    if piece.level:
        return 10 + piece.level
    if words.rstrip().endswith(":"):
        return 60
    if chapter:
        return 20
    if words.isupper():
        return 30
    return 35 if piece.strong else 40


def _parent(top: _Open, piece: Piece, rank: float, bare: bool) -> bool:
    """An unnumbered heading directly above a first number is the heading of the numbers."""
    return bare and rank == 1 and top.rank >= 10 and piece.label in ("1", "A")


def _body_start(text: str, made: Sequence[Piece], at: int) -> int:
    """Where the words under a heading begin.

    A heading in the margin lands inside a sentence of the item before it, and that item goes on:
    its own body begins with the first paragraph that takes up the heading's words.
    """
    piece = made[at]
    before = max((one.span.end for one in made[max(0, at - 3) : at]), default=0)
    if before <= piece.outer:
        return piece.outer
    later = [one for one in made[at + 1 : at + 40] if one.role != "furniture"]
    heading = _terms(text[piece.span.start : piece.span.end])
    for one in later:
        if one.role == "heading" and one.style == piece.style:
            break
        if one.role != "paragraph" or one.outer < before:
            continue
        opening = _terms(text[one.span.start : min(one.span.end, one.span.start + 260)])
        if heading and len(heading & opening) >= max(2, len(heading) // 3):
            return one.outer
    following = [one.outer for one in later if one.outer >= before]
    return min(following, default=before)


def _terms(words: str) -> set[str]:
    found = re.findall(r"[a-z0-9][a-z0-9/]+", words.casefold())
    return {word.rstrip("s") for word in found if word not in _STOPWORDS and len(word) > 2}


def section_at(found: Sequence[Section], offset: int) -> Section:
    """The section that holds ``offset``; the nearest one where none does."""
    at = bisect_left([one.span.start for one in found], offset + 1) - 1
    return found[max(0, at)]
