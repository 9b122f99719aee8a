"""The lines of all pages as one flow: without furniture, with broken words and sentences whole.

A word that is broken at the end of a line stands whole at its end. Notes at the foot of a page
stand before the page's last paragraph where that goes on over the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Furniture
from indexer.language import patterns
from indexer.readers.note_marks import taken
from indexer.readers.printed import hyphens
from indexer.readers.printed.furniture import furniture
from indexer.readers.printed.words import BROKEN_WORD, Line, runs_on

NOTE_SMALLER = 0.93
"""Of the body's size: the most that a note at the foot is set in."""
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?[.:]?(?:\s+\S|(?=[A-Z]))")
_FIGURE = re.compile(r"[£$€\d(]")
_HYPHENS = f"-‐{BROKEN_WORD}"
_TOKEN = re.compile(r"([^\W_]+)(\S*)\s*")
_TAIL = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]{{2,}})[{_HYPHENS}]$|(?<![^\W_])([^\W_]+){BROKEN_WORD}$"
)


_INSIDE = re.compile(rf"(?<![^\W_])[^\W_]*{BROKEN_WORD}\s?[^\W_]*")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and its page, from 1."""

    page: int
    line: Line


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines in reading order, page by page, and what the pages repeat at their edges."""

    lines: list[Placed]
    furniture: tuple[Furniture, ...]


def flow(
    pages: Mapping[int, Sequence[Line]],
    extents: Mapping[int, tuple[float, float] | None],
    body_size: float,
) -> Shown:
    """``pages`` are tidy lines by number of page, in order; ``body_size`` is most lines' size."""
    edges = furniture(pages, extents)
    kept: dict[int, list[Line]] = {}
    left: list[Furniture] = []
    for page, lines in pages.items():
        kept[page] = []
        owed = False
        for at, line in enumerate(lines):
            edge = edges.get((page, at))
            if edge is None:
                kept[page].append(replace(line, gap=True) if owed else line)
                owed = False
            else:
                words = taken(line.text.replace(BROKEN_WORD, "-"))[0]
                left.append(Furniture(words, edge, page))
                owed = owed or line.gap
    numbers = [page for page in kept if kept[page]]
    for page, after in pairwise(numbers):
        kept[page] = _notes_aside(kept[page], kept[after][0], body_size)
    placed = [Placed(page, line) for page in numbers for line in kept[page]]
    return Shown(_whole_words(placed), tuple(left))


def _notes_aside(lines: list[Line], after: Line, body_size: float) -> list[Line]:
    """The lines with the notes at their foot before the paragraph that goes on over the page."""
    first = len(lines)
    while first and 0 < lines[first - 1].size <= NOTE_SMALLER * body_size:
        first -= 1
    begun = next((at for at in range(first, len(lines)) if _NOTE.match(lines[at].text)), None)
    if begun is None or not begun or lines[begun - 1].size <= NOTE_SMALLER * body_size:
        return lines
    if not _goes_over(lines[begun - 1], after, lines):
        return lines
    start = _paragraph(lines[:begun])
    if not start:
        return lines
    notes = [replace(lines[begun], gap=True), *lines[begun + 1 :]]
    return [*lines[:start], *notes, replace(lines[start], gap=True), *lines[start + 1 : begun]]


def _goes_over(last: Line, after: Line, lines: Sequence[Line]) -> bool:
    """Whether the last line of a page's body goes on at the top of the next page."""
    if runs_on(last, after):
        return True
    if last.box is None or not _FIGURE.match(after.text) or patterns.ENDED.search(last.text):
        return False
    widest = max(line.box[2] for line in lines if line.box)
    return last.size == after.size and last.text[-1].islower() and last.box[2] > 0.75 * widest


def _paragraph(lines: Sequence[Line]) -> int:
    """Where the last paragraph begins; 0 where it begins before the page, as far as one sees."""
    widest = max(line.box[2] if line.box else 0.0 for line in lines)
    for at in range(len(lines) - 1, 0, -1):
        line, above = lines[at], lines[at - 1]
        short = above.box is not None and above.box[2] < 0.8 * widest
        ended = patterns.ENDED.search(above.text)
        if line.gap or above.bold != line.bold or (ended and short):
            return at
    return 0


def _whole_words(placed: list[Placed]) -> list[Placed]:
    """The lines with a word that is broken over two of them whole at the end of the first."""
    broken = [_break(one, after) for one, after in pairwise(placed)]
    if not any(broken) and not any(BROKEN_WORD in one.line.text for one in placed):
        return placed
    known = hyphens.words(_unbroken(placed, broken))
    made: list[Placed] = []
    texts = [one.line.text for one in placed]
    for at, halves in enumerate(broken):
        if halves is None:
            continue
        left, right, rest = halves
        word = hyphens.whole(left, right, known, texts[at][: -len(left) - 1])
        if word is None:
            texts[at] = texts[at][:-1] + "-"
            continue
        texts[at] = f"{texts[at][: -len(left) - 1]}{word}{rest}"
        match = _TOKEN.match(texts[at + 1])
        texts[at + 1] = texts[at + 1][match.end() :] if match else texts[at + 1]
    for one, changed in zip(placed, texts, strict=True):
        text = hyphens.mended(changed, known)
        if text == one.line.text:
            made.append(one)
        elif text:
            made.append(replace(one, line=replace(one.line, text=text)))
    return made


def _break(one: Placed, after: Placed) -> tuple[str, str, str] | None:
    """The halves of the word that is broken between two lines, and what clings to the second."""
    if one.line.text[-1] not in _HYPHENS:
        return None
    tail = _TAIL.search(one.line.text[-60:])
    token = _TOKEN.match(after.line.text)
    if tail is None or token is None:
        return None
    if not (token[1][0].islower() or one.line.text.endswith(BROKEN_WORD)):
        return None
    return tail[1] or tail[2], token[1], token[2]


def _unbroken(placed: Sequence[Placed], broken: Sequence[tuple[str, str, str] | None]) -> list[str]:
    """What the lines say but for the halves of broken words."""
    texts = []
    for at, one in enumerate(placed):
        text = one.line.text
        if at < len(broken) and (halves := broken[at]) is not None:
            text = text[: -len(halves[0]) - 1]
        if at and broken[at - 1] is not None:
            text = _TOKEN.sub("", text, count=1)
        texts.append(_INSIDE.sub(" ", text) if BROKEN_WORD in text else text)
    return texts
