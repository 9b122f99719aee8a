"""Tables in text: lines of cells parted by tabs or bars; rows that go on over a page joined.

A table's head is its first row when every cell of it is short and filled and rows below are
longer, or when the row comes again. Tags in cells (``<p>``, ``<br>``, ``<li>``) are breaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Span
from indexer.language import patterns
from indexer.layout.lines import Line

COLUMNS_AT_MOST = 400
"""A line with more cells is no row that anybody reads, and is taken as plain text."""

_HEAD_CELL = 60
_DIGITS = re.compile(r"\d")
_HEAD_RULE = re.compile(r"\|?(?:[ \t]*+:?-{2,}+:?[ \t]*+\|?){1,60}")
"""What Markdown sets below the head of a table."""
_WORD = re.compile(r"\w")
_LABEL = re.compile(r"\(?((?:[A-Z]{1,2}[.-]?)?\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?)[.)]?")
_INNER = re.compile(r"\(+([A-Z]?\d{1,3}(?:\.\d{1,3}){1,3})\)")
_PARAGRAPH = re.compile(r"</p>|<br ?/?>|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``cells`` by column (``None`` where empty), ``heads`` the heads of the columns.

    ``span`` holds the filled cells. ``kind`` is 'head', 'group' (one cell over the whole width)
    or 'row'. ``label`` is the number in the first cell of a numbered row, ``title`` the words it
    numbers; ``inner`` a number of its own at the head of a later cell, '(A4.9)', with its place.
    """

    span: Span
    cells: tuple[Span | None, ...]
    heads: tuple[str, ...] = ()
    kind: str = "row"
    label: str = ""
    style: str = ""
    title: Span | None = None
    inner: tuple[str, Span] | None = None


def run(found: Sequence[Line], at: int) -> int:
    """The number of the line after the table that begins at line ``at``; ``at`` when none does."""
    if not _tabular(found[at].text):
        return at
    stop = at + 1
    while stop < len(found) and (_tabular(found[stop].text) or _rule(found[stop])):
        if found[stop].gap > 2:
            break
        stop += 1
    return stop


def _tabular(text: str) -> bool:
    if text.count("\t") > COLUMNS_AT_MOST or text.count("|") > COLUMNS_AT_MOST:
        return False
    return "\t" in text or (text.startswith("|") and text.count("|") >= 2)


def _rule(line: Line) -> bool:
    return line.furniture and "\t" in line.text


def rows(text: str, found: Sequence[Line], before: Row | None = None) -> tuple[Row, ...]:
    """The rows of one table, with heads; a bare list of lines with a lone tab is one too.

    ``before`` is the last row of a table straight before: its heads go on over a page break.
    """
    made = [row for line in found if not line.furniture and (row := _row(text, line))]
    heads = before.heads if before and made and len(before.cells) == len(made[0].cells) else ()
    marked = len(found) > 1 and bool(_HEAD_RULE.fullmatch(found[1].text))
    return _headed(text, made, heads, marked)


def given(text: str, span: Span, header: str, kind: str = "row") -> Row:
    """A row that the file format itself marks: cells parted by tabs, heads by ' | '."""
    line = Line(span.start, span.end, text[span.start : span.end], 0, 0, 0)
    heads = tuple(header.split(" | ")) if header else ()
    row = _row(text, line) or Row(span, (span,))
    if kind != "row":
        row = Row(row.span, row.cells)
    return replace(row, heads=heads, kind=kind)


def columns(row: Row) -> str:
    """The heads of the cells from the first filled one to the last, one each, parted by ' | '."""
    filled = [place for place, cell in enumerate(row.cells) if cell is not None]
    if not filled:
        return ""
    heads = [*row.heads, *[""] * len(row.cells)][filled[0] : filled[-1] + 1]
    return " | ".join(head.replace(" | ", " / ") for head in heads) if any(heads) else ""


def _row(text: str, line: Line) -> Row | None:
    bar = "|" if line.text.startswith("|") else "\t"
    cells: list[Span | None] = []
    at = line.start
    parts = text[line.start : line.end].split(bar)
    for number, part in enumerate(parts):
        cell = trim(text, at, at + len(part))
        at += len(part) + 1
        if bar == "|" and number in (0, len(parts) - 1) and cell is None:
            continue
        cells.append(cell)
    filled = [cell for cell in cells if cell is not None]
    if not filled:
        return None
    row = Row(Span(filled[0].start, filled[-1].end), tuple(cells))
    return _labelled(text, row)


def _labelled(text: str, row: Row) -> Row:
    """The row with the number in its first cell, and with the number inside a later one."""
    first = row.cells[0]
    if first is not None and len(row.cells) > 1 and (cell := row.cells[1]) is not None:
        match = _LABEL.fullmatch(text, first.start, first.end)
        number = patterns.numbered(text[first.start : first.end] + " x")
        if match and number and re.search(r"[A-Za-z]{3}", text[cell.start : cell.end]):
            stop = _PARAGRAPH.search(text, cell.start, cell.end)
            title = trim(text, cell.start, stop.start() if stop else cell.end)
            row = replace(row, label=match[1], style=number.style, title=title)
    for cell in row.cells[1:]:
        inner = _INNER.match(text, cell.start, cell.end) if cell else None
        if inner:
            return replace(row, inner=(inner[1], Span(inner.start(), inner.end())))
    return row


def trim(text: str, start: int, end: int) -> Span | None:
    """The words between ``start`` and ``end`` without space and tags at either side."""
    moved = True
    while moved and start < end:
        moved = False
        while start < end and text[start].isspace():
            start += 1
            moved = True
        tag = patterns.TAG.match(text, start, end)
        if tag:
            start, moved = tag.end(), True
    moved = True
    while moved and start < end:
        moved = False
        while end > start and text[end - 1].isspace():
            end -= 1
            moved = True
        if text[end - 1 : end] == ">":
            opened = text.rfind("<", max(start, end - 90), end)
            if opened >= start and patterns.TAG.fullmatch(text, opened, end):
                end, moved = opened, True
    if start >= end or not _WORD.search(text, start, end):
        return None
    return Span(start, end)


def goes_on(text: str, row: Row, after: Row) -> list[int]:
    """The columns whose cells in ``row`` go on in ``after``, the first row of the next table."""
    if after.label or after.inner or after.kind != "row" or row.kind != "row":
        return []
    columns = []
    for number, (cell, rest) in enumerate(zip(row.cells, after.cells, strict=False)):
        if cell is None or rest is None:
            continue
        ended = patterns.ENDED.search(text[cell.start : cell.end])
        if not ended and (text[rest.start].islower() or len(cell) > 25):
            columns.append(number)
    return columns if after.cells[0] is None or columns else []


def _headed(
    text: str, made: Sequence[Row], heads: tuple[str, ...], marked: bool
) -> tuple[Row, ...]:
    """The rows told apart; ``marked``: a rule below the first row says that it is the head."""
    seen: set[tuple[str, ...]] = set()
    result: list[Row] = []
    told = made[:2] if _two_rows(text, made) else made[:1] if marked else ()
    for number, row in enumerate(made):
        if number < len(told):
            names = _names(text, row)
            heads = _below(_names(text, made[0]), names) if number else names
            seen |= {names, heads}
            result.append(replace(row, kind="head", heads=()))
            continue
        filled = [cell for cell in row.cells if cell is not None]
        alone = len(filled) == 1 and len(row.cells) > 2 and row.cells[0] is not None
        if alone and len(filled[0]) <= 120:
            result.append(replace(row, kind="group", heads=heads))
            continue
        after = made[number + 1] if number + 1 < len(made) else None
        names = _names(text, row)
        if _is_head(text, row, after, not heads) or names in seen or _again(names, heads):
            heads = names
            seen.add(heads)
            result.append(replace(row, kind="head", heads=()))
            continue
        result.append(replace(row, heads=heads))
    return tuple(result)


def _two_rows(text: str, made: Sequence[Row]) -> bool:
    """Whether the head has two rows: the second names what the first leaves empty, over figures."""
    if len(made) < 3:
        return False
    first, second = _names(text, made[0]), _names(text, made[1])
    filled = [name for name in (*first, *second) if name]
    under = [at for at, name in enumerate(second) if at and name and first[at : at + 1] != ("",)]
    empty = [at for at, name in enumerate(second) if at and name and first[at : at + 1] == ("",)]
    if not empty or not under or sum(map(bool, first)) < 2 or max(map(len, filled)) > _HEAD_CELL:
        return False
    below = [cell for cell in made[2].cells[1:] if cell]
    figures = [cell for cell in below if _DIGITS.search(text, cell.start, cell.end)]
    told = [name for name in first if name and not re.search(r"[A-Za-z]{3}|(?:19|20)\d\d", name)]
    return len(figures) * 2 > len(below) and not told and not any(map(_DIGITS.search, second))


def _below(above: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Heads of two rows: the first one's over each of the second's, on to where another begins."""
    joined: list[str] = []
    last = ""
    for at, name in enumerate(names):
        last = (above[at] if at < len(above) else "") or (last if name else "")
        joined.append(" › ".join(part for part in (last, name) if part))
    return tuple(joined)


def _names(text: str, row: Row) -> tuple[str, ...]:
    return tuple(
        " ".join(patterns.TAG.sub(" ", text[cell.start : cell.end]).split()) if cell else ""
        for cell in row.cells
    )


def _again(names: tuple[str, ...], heads: tuple[str, ...]) -> bool:
    """Whether a row prints the head again, give or take a cell."""
    pairs = list(zip(names, heads, strict=False))
    same = sum(bool(one) and one.casefold() == two.casefold() for one, two in pairs)
    return same >= 2 and same * 2 > sum(map(bool, names))


def _is_head(text: str, row: Row, after: Row | None, first: bool) -> bool:
    if after is None or len(row.cells) < 2:
        return False
    names = _names(text, row)
    filled = [name for name in names if name]
    if len(filled) < max(2, len(row.cells) - 1) or max(map(len, filled)) > _HEAD_CELL:
        return False
    if any(re.search(r"\d", name) and not re.search(r"[A-Za-z]{3}", name) for name in filled):
        return False
    wordy = all(name[:1].isupper() and not name.endswith(".") for name in filled)
    return wordy and first
