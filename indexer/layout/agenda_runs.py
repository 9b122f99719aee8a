"""The items of an agenda: numbers in a row at one indent, whatever else stands on their lines.

'2. Apologies: Ann Lee.' between '1. Welcome' and '3. Minutes' is an item though text follows its
title, though its title ends in a stop, though a page ends below it or the line above runs into it.
A row is told from a list by what stands under its numbers: most of them are titles, and between
them is text. A row inside the text of one item of another row is a list of that item's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus import dates
from corpus.model import Document, Section, Span
from indexer.language import lexicon, patterns
from indexer.layout.blocks import Piece

RUN = 3
"""From this many numbers on they are a row."""
GAP = 4
"""Numbers that may be missing between two of a row."""
OPEN_AT_MOST = 12
"""Rows that may still go on at one place; older ones are closed."""

_STYLE = re.compile(r"\(?N[.):]?\)?")
_SAME_INDENT = 9.0
"""Points by which the numbers of one row may stand apart: '9.' and '10.' set flush right."""

_TOLD = 5
"""Missing numbers that are named one by one."""

_FEWEST = 5
"""Words of an item that has no title and is told from a row of a table by being a sentence."""

_LEAD = 110
_SHORT_LINE = 70
_STOP = re.compile(r":(?=\s|$)|\.(?=\s|$)|\s[–—-]\s|\n")
_MONTH = re.compile(rf"(?:{dates.MONTH})\b", re.IGNORECASE)
_FIGURE = re.compile(r"[£$€%]|\d[.,]*\s*$")


@dataclass(slots=True)
class _Run:
    """Places of pieces whose numbers rise, and the numbers themselves."""

    style: str
    indent: float
    places: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)


def settle(document: Document, made: Sequence[Piece]) -> list[Piece]:
    """The pieces, each number of an agenda the item it is: a heading, or a name before its text.

    Numbers that follow each other without text between them are a list, and none of them heads
    anything, where they stand inside an item or one of them before a sentence.
    """
    text = document.text
    current = list(made)
    for run in reversed(_agendas(document, current)):
        current = _found(text, current, run)
    agendas = _agendas(document, current)
    for run in agendas:
        for at in run.places:
            current[at] = _item(text, current[at])
    for run in _runs(document, current):
        inside = any(_inside(run, outer) for outer in agendas)
        if _is_list(text, current, run, inside):
            for at in run.places:
                current[at] = replace(current[at], role="paragraph", lead=0, agenda=False)
    return current


def _agendas(document: Document, made: Sequence[Piece]) -> list[_Run]:
    """The rows that are agendas, in order of their first numbers; none lies inside another."""
    runs = [run for run in _runs(document, made) if _is_agenda(document.text, made, run)]
    runs.sort(key=lambda run: run.places[0])
    kept: list[_Run] = []
    for run in runs:
        if not any(_inside(run, outer) for outer in kept):
            kept.append(run)
    return kept


def _inside(run: _Run, outer: _Run) -> bool:
    """Whether a row lies wholly between two neighbours of another."""
    return any(
        above < run.places[0] and run.places[-1] < below for above, below in pairwise(outer.places)
    )


def _runs(document: Document, made: Sequence[Piece]) -> list[_Run]:
    open_: list[_Run] = []
    closed: list[_Run] = []
    for at, piece in enumerate(made):
        if not _numbered(piece):
            continue
        value = int(piece.label)
        indent = _indent(document, piece)
        here = [run for run in open_ if abs(run.indent - indent) <= _SAME_INDENT]
        same = [run for run in here if run.style == piece.style]
        near = [run for run in reversed(same) if 1 < value - run.values[-1] <= 1 + GAP]
        other = [run for run in reversed(here) if made[run.places[-1]].strong == piece.strong]
        follows = [run for run in (*reversed(same), *other) if run.values[-1] == value - 1]
        run = next(iter((*follows, *near)), None)
        if run is None:
            run = _Run(piece.style, indent)
        else:
            open_.remove(run)
        run.places.append(at)
        run.values.append(value)
        open_.append(run)
        if len(open_) > OPEN_AT_MOST:
            closed.append(open_.pop(0))
    return [run for run in closed + open_ if len(run.places) >= RUN]


def _indent(document: Document, piece: Piece) -> float:
    """How far from the left a piece begins: points on a page, else letters or levels of a list."""
    lines = document.lines_in(piece.outer, piece.outer + 1)
    if lines and lines[0].box is not None:
        return lines[0].box[0]
    return _SAME_INDENT * 2.0 * (piece.level if piece.role == "item" else piece.indent // 4)


def _numbered(piece: Piece) -> bool:
    if piece.role not in ("heading", "paragraph", "item") or not piece.label.isdigit():
        return False
    return bool(_STYLE.fullmatch(piece.style)) and len(piece.label) < 4


def _is_agenda(text: str, made: Sequence[Piece], run: _Run) -> bool:
    """Whether most of a row's numbers stand before titles, with text between them."""
    members = [made[at] for at in run.places]
    if any(piece.cell and piece.role != "heading" for piece in members):
        return False
    heads = sum(piece.role == "heading" for piece in members)
    titled = sum(piece.role == "heading" or _title(text, piece) > 0 for piece in members)
    if titled * 3 < len(members) * 2:
        return False
    filled = 0
    for (at, below), piece in zip(pairwise([*run.places, len(made)]), members, strict=True):
        between = any(one.role != "furniture" for one in made[at + 1 : min(below, at + 6)])
        filled += between or 0 < _title(text, piece) < len(piece.span) - 10
    if filled * 2 < len(members):
        return False
    # Sentences that all happen to be short are a list; a colon or a title alone is an item.
    listed = all(piece.role == "item" for piece in members) and filled * 3 >= 2 * len(members)
    led = sum(_led(text, piece) for piece in members) * 2 >= len(members)
    return heads > 0 or listed or led or _usual(text, members)


def _usual(text: str, members: Sequence[Piece]) -> bool:
    """Whether items are named as those of every meeting are, and their text goes on behind."""
    titles = [
        patterns.words(text[piece.span.start : piece.span.start + _title(text, piece)])
        for piece in members
    ]
    return sum(bool(lexicon.KNOWN.fullmatch(one.rstrip(":. "))) for one in titles) * 3 >= len(
        titles
    )


def _is_list(text: str, made: Sequence[Piece], run: _Run, inside: bool) -> bool:
    """Whether numbers follow each other without text between them: inside an item of an agenda, or
    where one of them stands before a sentence."""
    if not any(made[at].role == "heading" for at in run.places):
        return False
    for above, below in pairwise(run.places):
        if any(one.role != "furniture" for one in made[above + 1 : below]):
            return False
    members = [made[at] for at in run.places]
    return inside or any(piece.role != "heading" and not _title(text, piece) for piece in members)


def _led(text: str, piece: Piece) -> bool:
    length = _title(text, piece)
    return length > 0 and text[piece.span.start + length - 1] == ":"


def _title(text: str, piece: Piece) -> int:
    """How many characters of a piece are the title it begins with, 0 when none."""
    start = piece.span.start
    words = text[start : min(piece.span.end, start + _LEAD + 2)]
    if not words[:1].isupper() and words[:1] not in "\"'“‘*(":
        return 0
    match = _STOP.search(words)
    while match is not None and match.group() == "\n" and match.start() >= _SHORT_LINE:
        match = _STOP.search(words, match.end())
    if match is None:
        return len(piece.span) if len(piece.span) <= _LEAD and not _told(words) else 0
    length = match.end() if match.group() in ":." else match.start()
    return length if 2 < length <= _LEAD and not _told(words[:length].rstrip(" :.–—-")) else 0


def _told(words: str) -> bool:
    """Whether words tell something: a sentence, an assignment, an amount."""
    if lexicon.sentence(words) or lexicon.dangling(words):
        return True
    return bool(_FIGURE.search(patterns.YEARS.sub("", words)))


def _item(text: str, piece: Piece) -> Piece:
    """A piece as an item of the agenda."""
    if piece.role == "heading":
        return piece
    length = _title(text, piece)
    if length >= len(piece.span):
        return replace(piece, role="heading", lead=0)
    words = text[piece.span.start : min(piece.span.end, piece.span.start + 1000)]
    if not length and not _tells(words):
        return piece
    return replace(piece, role="paragraph", lead=length, agenda=True)


def _tells(words: str) -> bool:
    """Whether an item without a title is one: it says something, and asks nothing."""
    whole = re.search(r"\.(?:\s|$)", words) is not None and "?" not in words
    return whole and words[:1].isupper() and len(words.split()) >= _FEWEST


def _found(text: str, made: Sequence[Piece], run: _Run) -> list[Piece]:
    """The pieces with the numbers that a row lacks, where the text prints them after all."""
    result = list(made)
    ends = [*run.places[1:], min(len(made), run.places[-1] + 40)]
    wanted = [
        (at, end, number)
        for at, end, value, after in zip(
            run.places, ends, run.values, [*run.values[1:], run.values[-1] + 2], strict=True
        )
        for number in range(value + 1, after)
    ]
    closed = run.style.strip("(N")
    for at, end, number in reversed(wanted):
        printed = rf"\(?{number}\\?[.):]?\)?[ \t]+(?=[A-Z“‘\"*])"
        pattern = re.compile(rf"(?:^|(?<=\n))[ \t*#]{{0,6}}{printed}")
        last = end == ends[-1]
        for place in range(at, end):
            piece = result[place]
            if piece.role not in ("paragraph", "item", "heading") or piece.cell:
                continue
            if piece.role == "heading" and place > at and last and piece.label:
                break
            begin = piece.span.start if place == at else piece.outer
            match = pattern.search(text, begin, piece.span.end)
            if match is None or not _fits(text, match, closed, piece.span.end):
                continue
            *before, found = _split(piece, match, number, run.style)
            result[place : place + 1] = [*before, _item(text, found)]
            break
    return result


def _fits(text: str, match: re.Match[str], closed: str, end: int) -> bool:
    """Whether a number at the head of a line is of the row's form and stands before a title."""
    if closed and closed[0] not in match.group():
        return False
    words = text[match.end() : min(end, match.end() + _LEAD + 2)]
    if _MONTH.match(words):
        return False
    line = words.split("\n", 1)[0]
    return bool(closed) or (len(line) <= _SHORT_LINE and not _told(line))


def _split(piece: Piece, match: re.Match[str], number: int, style: str) -> list[Piece]:
    """A piece cut where a number begins in it: what stands before, and the numbered rest."""
    rest = replace(
        piece,
        span=Span(match.end(), piece.span.end),
        outer=match.start(),
        role="paragraph",
        label=str(number),
        style=style,
        lead=0,
        level=0,
        gap=0,
    )
    if match.start() <= piece.span.start:
        return [replace(rest, gap=piece.gap)]
    return [replace(piece, span=Span(piece.span.start, match.start())), rest]


def missing(sections: Iterable[Section]) -> str:
    """What is told of numbers that an agenda lacks, '' where it lacks none."""
    told = [
        f"{number} after “{above.headings[-1] if above.headings else above.label}”"
        for above, number in gaps(sections)
    ]
    more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    return f"items missing from the numbering: {', '.join(told[:_TOLD])}{more}" if told else ""


def gaps(sections: Iterable[Section]) -> list[tuple[Section, int]]:
    """Numbers that a row of numbered sections lacks, each with the section it should follow."""
    found: list[tuple[Section, int]] = []
    rows: dict[tuple[int, int], list[Section]] = {}
    for section in sections:
        label = section.label or ""
        if section.heading is None or not label.isdigit() or len(label) > 3:
            continue
        key = (section.part.number, section.level)
        held = rows.get(key)
        step = int(label) - int(held[-1].label or 0) if held else 0
        if held and 0 < step <= 1 + GAP:
            held.append(section)
            continue
        found += _missing(held or ())
        rows[key] = [section]
    for held in rows.values():
        found += _missing(held)
    return found


def _missing(row: Sequence[Section]) -> list[tuple[Section, int]]:
    if len(row) < RUN:
        return []
    return [
        (above, number)
        for above, below in pairwise(row)
        for number in range(int(above.label or 0) + 1, int(below.label or 0))
    ]
