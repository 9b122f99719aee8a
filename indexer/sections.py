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

_NUMBER = {"N": 1, "A": 2, "N.N": 2, "A.N": 2, "Na": 3, "N.Na": 3, "N.N.N": 3, "A.N.N": 3}
_STOPS = (
    "the and for with that this from was were are has had have been its his her their of to in on "
    "a an by at as is it be or not into outside report meeting panel previous"
)
_STOPWORDS = frozenset(_STOPS.split())


@dataclass(frozen=True, slots=True)
class _Open:
    rank: int
    title: str


def sections(
    text: str, part: Part, made: Sequence[Piece], listed: frozenset[str], title: Span | None
) -> list[Section]:
    """Sections of one part, in order; together they tile its span. ``made`` are its pieces."""
    starts: list[tuple[int, tuple[str, ...], str | None, int, Span | None]] = []
    stack: list[_Open] = []
    label: str | None = None
    starts.append((part.span.start, (), None, 0, title))
    bare = True
    for at, piece in enumerate(made):
        if piece.role == "heading" and not (title and title.start <= piece.span.start < title.end):
            words = clean(text, piece.span)
            rank = _rank(piece, words, shapes.words(words) in listed)
            while stack and stack[-1].rank >= rank and not _parent(stack[-1], piece, rank, bare):
                stack.pop()
            stack.append(_Open(rank, f"{piece.label} {words}" if piece.label else words))
            label = piece.label or None
            start = _body_start(text, made, at)
            path = tuple(one.title for one in stack)
            starts.append((start, path, label, len(stack), Span(piece.outer, piece.span.end)))
            bare = True
        elif piece.role == "paragraph" and piece.label:
            path = tuple(one.title for one in stack)
            starts.append((piece.outer, path, piece.label, len(stack) + 1, None))
            bare = False
        elif piece.role != "furniture":
            bare = False
    starts.sort(key=lambda one: one[0])
    result = []
    for number, (start, path, name, level, heading) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else part.span.end
        if start >= end:
            continue
        result.append(Section(part, number, Span(start, end), path, name, level, heading))
    return result


def clean(text: str, span: Span) -> str:
    """A heading's words on one line, without marks of emphasis and tags."""
    words = shapes.TAG.sub(" ", text[span.start : span.end])
    return " ".join(words.replace("**", " ").strip(" _*#").split()).rstrip(":").strip()


def _rank(piece: Piece, words: str, chapter: bool) -> int:
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


def _parent(top: _Open, piece: Piece, rank: int, bare: bool) -> bool:
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
