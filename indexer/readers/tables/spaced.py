"""Tables of a plain text whose columns are set by spaces, told as those of a page are.

A letter is as wide as any other there, so that its place on the line is its place on the page. A
row becomes one line whose cells tabs part, what a cell goes on with below joined to it; spaces fill
what that leaves free, so that everything else keeps its offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Block, Span
from indexer.language import lexicon
from indexer.readers.tables import lines
from indexer.readers.tables.segments import FIGURE, PageTable, Segment, TableCell, TableRow

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_UNIT = re.compile(r"[£$€]?[’']?0{3}s?|[£$€%#]|[£$€]?(?:m|k|bn)|no\.?", re.IGNORECASE)
"""All of a cell that says in what the figures below it are counted."""
_LETTER = 6.0
_LINE = 12.0
_SIZE = 10.0
_WIDEST = 200
_APART = 2
"""Empty lines that part what is no table together."""
_FEWEST = 3
"""Lines of two cells or more that a table has with its head."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words: where it begins, its number in the text, its segments."""

    start: int
    number: int
    segments: tuple[Segment, ...]
    end: int


def told(text: str, start: int = 0) -> tuple[str, tuple[Block, ...]]:
    """``text`` with its rows parted by tabs, as long as it was, and these rows as blocks."""
    chunks = [text[:start]]
    at = start
    rows: list[tuple[Span, TableRow, int]] = []
    for number, (held, table) in enumerate(_tables(text, start)):
        for place, (first, last, cells) in enumerate(_joined(held, table)):
            words = "\t".join(" ".join(cell.paragraphs) for cell in cells)
            begins = first.start + _indent(first)
            room = last.end - begins
            chunks += [text[at:begins], words, " " * (room - len(words))]
            at = last.end
            row = TableRow(number, place, table.columns, tuple(cells))
            rows.append((Span(begins, begins + len(words)), row, 0))
    whole = "".join([*chunks, text[at:]])
    return whole, lines.blocks(whole, rows, {})


def _indent(line: _Line) -> int:
    return int(line.segments[0].x / _LETTER)


def _tables(text: str, start: int) -> Iterator[tuple[list[_Line], PageTable]]:
    for stretch in _stretches(text, start):
        ruled = {line.number for line in stretch if _is_rule(text, line)}
        held = [line for line in stretch if line.number not in ruled]
        if sum(len(line.segments) > 1 for line in held) < _FEWEST:
            continue
        placed = [_headed(line, line.number + 1 in ruled) for line in held]
        for table in lines.found(placed, ()):
            if any(cell.strong for cell in table.rows[0]) or len(table.columns) > 2:
                yield held, table


def _is_rule(text: str, line: _Line) -> bool:
    words = text[line.start : line.end]
    return not words.strip("-=_+ ") and any(rule in words for rule in ("---", "===", "___"))


def _headed(line: _Line, ruled: bool) -> tuple[Segment, ...]:
    """A line's segments, strong where they name columns: a rule below them, or what they say."""
    names = sum(bool(lexicon.COLUMN.fullmatch(one.text)) for one in line.segments)
    if len(line.segments) > 1 and (ruled or 2 * names > len(line.segments)):
        return tuple(replace(one, bold=True) for one in line.segments)
    return line.segments


def _stretches(text: str, start: int) -> Iterator[list[_Line]]:
    """Lines that stand together, none of them long: text that fills its lines is no table."""
    held: list[_Line] = []
    empty = 0
    at = start
    for number, line in enumerate(text[start:].split("\n")):
        bare = line.rstrip()
        if not bare or len(bare) > _WIDEST or "\t" in bare or "|" in bare:
            empty += 1 if not bare else _APART
        else:
            found = tuple(
                Segment(
                    match[0], match.start() * _LETTER, match.end() * _LETTER, -number * _LINE, _SIZE
                )
                for match in _SEGMENT.finditer(bare)
            )
            if empty >= _APART and held:
                yield held
                held = []
            held.append(_Line(at, number, found, at + len(bare)))
            empty = 0
        at += len(line) + 1
    if held:
        yield held


def _joined(held: Sequence[_Line], table: PageTable) -> list[tuple[_Line, _Line, list[TableCell]]]:
    """The rows with their first and last line: one that only goes on with cells is no own row."""
    made: list[tuple[_Line, _Line, list[TableCell]]] = []
    for number, row in zip(table.lines, table.rows, strict=True):
        line = held[number]
        if made and _goes_on(made[-1][1], line, made[-1][2], row):
            first, _, cells = made[-1]
            for cell in row:
                above = next(one for one in cells if one.column == cell.column)
                above.paragraphs = (*above.paragraphs, *cell.paragraphs)
            made[-1] = first, line, cells
        else:
            made.append((line, line, [replace(cell) for cell in row]))
    return made


def _goes_on(
    last: _Line, line: _Line, cells: Sequence[TableCell], row: Sequence[TableCell]
) -> bool:
    if line.number != last.number + 1 or row[0].column == 0:
        return False
    columns = {cell.column for cell in cells}
    words = [cell.paragraphs[0] for cell in row]
    units = cells[0].strong and all(_UNIT.fullmatch(one) for one in words)
    if any(FIGURE.fullmatch(one) for one in words) and not units:
        return False
    return 0 in columns and all(cell.column in columns for cell in row)
