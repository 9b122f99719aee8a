"""Tables as their formats mark them, told with the heads of their columns and names of their rows.

A table's head is what its format marks as one (``th``, a repeated row, bold cells), or a first row
that names what stands below it: short names over figures, or the words that columns are named by.
A head of two rows, one cell of it over several columns, gives each column both: 'February 2020 ›
Number'. A row of one cell over the whole width names the rows below it. A cell merged downwards,
and the first cell of a row too long to be one quotation, name what stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.model import PassageKind
from indexer.language import lexicon, patterns
from indexer.readers.composer import COLUMNS_AT_MOST, Cell, Piece, Row

STEP = " › "
"""Between a head and the head under it, and between a row's name and the head of a column."""

HEAD_LONGEST = 60
NAME_LONGEST = 60
BANNER_LONGEST = 120
HEAD_ROWS_AT_MOST = 4

_FIGURE = re.compile(
    r"[£$€(+<>~≤≥−–-]{0,3}\s?\d[\d.,/:\s-]{0,20}\s?(?:%|k|m|bn|pp|p|st|nd|rd|th)?\)?|[–—-]|n/?a|nil",
    re.IGNORECASE,
)
_MANY = 0.6


class Telling(Protocol):
    """What a table is told to: ``composer.Flow``, or the marks of a text that is there already."""

    def add(self, piece: Piece, header: str = "", kind: PassageKind | None = None) -> None: ...
    def row(self, row: Row, heads: Mapping[int, str], level: int = 0) -> None: ...


def tell(flow: Telling, rows: Iterable[Row]) -> None:
    """Adds a table to the text: its rows in order, each with the heads of its cells."""
    kept = [row for row in rows if any(cell.text.strip() for cell in row)]
    width = max((cell.column + cell.width for row in kept for cell in row), default=0)
    begin = 0
    while begin < len(kept) and _alone(kept[begin], width):
        _plain(flow, kept[begin])
        begin += 1
    heads: dict[int, str] = {}
    names: dict[int, str] = {}
    count = _head_rows(kept[begin:])
    others = _further_heads(kept, begin + count, width)
    printed = {_texts(row) for row in kept[begin : begin + count]}
    for at in range(begin, len(kept)):
        row, after = kept[at], kept[at + 1] if at + 1 < len(kept) else None
        if at >= begin + count and _texts(row) in printed:
            flow.row(row, {}, level=1)  # the head once more, on the next page
            continue
        again = at >= begin + count and bool(heads) and at in others
        if at < begin + count or (again and after):
            above = heads if at > begin and not again else {}
            heads = _with(above, row if above or not after else _widened(row, after))
            flow.row(row, {}, level=1)
            continue
        if _alone(row, width) or (len(row) > 2 and _first_alone(row)):
            if after and _banner(row, after, width):
                names.clear()
                flow.row(row, {}, level=2)
            else:
                _plain(flow, row)
            continue
        _row(flow, row, heads, names)


def _row(flow: Telling, row: Row, heads: dict[int, str], names: dict[int, str]) -> None:
    filled = [cell for cell in row if cell.text.strip()]
    for cell in row:
        if not cell.merged:
            names.pop(cell.column, None)
    above = _first(names[cell.column] for cell in row if cell.merged and cell.column in names)
    mine = _name(filled[0]) if len(filled) > 1 else ""
    # A cell merged downwards stands in its first row; in the rows below it is their name.
    names.update({cell.column: words for cell in filled if (words := _name(cell))})
    if any(cell.is_long for cell in filled):
        for place, cell in enumerate(filled):
            name = above if place == 0 else STEP.join(part for part in (above, mine) if part)
            head = _joined(name, heads.get(cell.column, ""))
            for piece in cell.pieces:
                flow.add(piece, head, "cell" if piece.kind == "paragraph" else None)
        return
    flow.row(row, {cell.column: _joined(above, heads.get(cell.column, "")) for cell in filled})


def _plain(flow: Telling, row: Row) -> None:
    for cell in row:
        for piece in cell.pieces:
            flow.add(piece)


def _joined(name: str, head: str) -> str:
    return STEP.join(part for part in (name, head) if part)


def _first(found: Iterator[str]) -> str:
    return next(found, "")


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(_words(cell) for cell in row)


def _words(cell: Cell) -> str:
    return " ".join(cell.text.split()).replace("|", "/")


def _name(cell: Cell) -> str:
    """The words of a cell that may name its row; '' for a figure, a bare number, a paragraph."""
    words = _words(cell)
    return words if len(words) <= NAME_LONGEST and re.search(r"[^\W\d_]{2}", words) else ""


def _with(heads: dict[int, str], row: Row) -> dict[int, str]:
    """The heads of the columns, a further row of heads put under those above."""
    result = dict(heads)
    last = ""
    for cell in row:
        words = _words(cell)
        for column in range(cell.column, min(cell.column + cell.width, COLUMNS_AT_MOST)):
            above = heads.get(column, "")
            # A head over several columns is often one filled cell and empty ones beside it.
            said = words or ("" if cell.merged or above or not heads else last)
            result[column] = _joined(above, said) if said and said != above else above or said
        last = words or last
    return {column: words for column, words in result.items() if words}


def _widened(row: Row, after: Row) -> Row:
    """A first row of heads, each over the empty cells beside it where the heads below them repeat:
    '2020 | 2021 | 2020 | 2021' under 'Robbery' and 'Burglary'."""
    below = {cell.column: _words(cell) for cell in after}
    groups: list[list[Cell]] = []
    for cell in row:
        if cell.text.strip() or not groups:
            groups.append([cell])
        else:
            groups[-1].append(cell)
    wide = [group for group in groups if len(group) > 1 and group[0].text.strip()]
    under = {tuple(below.get(cell.column, "") for cell in group) for group in wide}
    if len(wide) < 2 or len(under) != 1 or not all(next(iter(under))):
        return row
    whole = [
        replace(group[0], width=group[-1].column + group[-1].width - group[0].column)
        if group in wide
        else None
        for group in groups
    ]
    return [
        cell for group, one in zip(groups, whole, strict=True) for cell in ([one] if one else group)
    ]


def _alone(row: Row, width: int) -> bool:
    """Whether a row is one cell and no more."""
    return len(row) == 1 or (sum(bool(c.text.strip()) for c in row) == 1 and _spans(row, width))


def _spans(row: Row, width: int) -> bool:
    return any(cell.width >= max(2, width) for cell in row if cell.text.strip())


def _first_alone(row: Row) -> bool:
    rest = any(cell.text.strip() or cell.merged for cell in row[1:])
    return bool(row[0].text.strip()) and not rest


def _banner(row: Row, after: Row, width: int) -> bool:
    """Whether the one cell of a row names the rows below it, and tells nothing itself."""
    words = " ".join(_words(cell) for cell in row if cell.text.strip())
    if len(words) > BANNER_LONGEST or words.endswith((".", ";", ",")) or _alone(after, width):
        return False
    return bool(re.search(r"[^\W\d_]{2}", words)) and not any(cell.is_long for cell in row)


def _head_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are the table's head."""
    if len(rows) < 2:
        return 0
    marked = 0
    while marked < min(len(rows), HEAD_ROWS_AT_MOST) and _marked_head(rows[marked]):
        marked += 1
    if marked == len(rows):
        marked = 1  # a table set in bold from top to bottom: only its place tells
    if not marked and not _names_columns(rows):
        return 0
    count = max(marked, 1)
    if count < len(rows) - 1 and count < HEAD_ROWS_AT_MOST and _under(rows, count):
        count += 1
    return count


def _further_heads(rows: Sequence[Row], begin: int, width: int) -> set[int]:
    """Rows set as heads further down: below a name of their own, or where few rows are set so."""
    marked = {at for at in range(begin, len(rows) - 1) if _marked_head(rows[at])}
    few = len(marked) * 3 <= len(rows) - begin
    return {at for at in marked if few or (at and _alone(rows[at - 1], width))}


def _marked_head(row: Row) -> bool:
    filled = [cell for cell in row if cell.text.strip()]
    if not filled or not all(cell.head for cell in filled):
        return False
    if len(filled) == 1 and (filled[0].width < 2 or not filled[0].column):
        return False  # a name over several columns, but not over all of them
    return not any(_is_figure(_words(cell)) or cell.is_long for cell in filled)


def _under(rows: Sequence[Row], at: int) -> bool:
    """Whether row ``at`` goes on with the head above it, under a cell over several columns."""
    spanning = [cell for cell in rows[at - 1] if cell.width > 1 and cell.text.strip()]
    if not spanning or sum(bool(cell.text.strip()) for cell in rows[at - 1]) < 1:
        return False
    inside = [
        cell
        for cell in rows[at]
        if cell.text.strip()
        and any(one.column <= cell.column < one.column + one.width for one in spanning)
    ]
    beside = [cell for cell in rows[at] if cell.text.strip() and cell not in inside]
    short = all(len(_words(cell)) <= HEAD_LONGEST for cell in inside)
    if len(inside) < 2 or (beside and not all(cell.head for cell in beside)):
        return False
    return short and not any(_is_figure(_words(cell)) for cell in inside)


def _names_columns(rows: Sequence[Row]) -> bool:
    """Whether the first row, though nothing marks it, names the columns below it."""
    first = [cell for cell in rows[0] if cell.text.strip()]
    words = [_words(cell) for cell in first]
    width = max(cell.column + cell.width for row in rows for cell in row)
    if sum(cell.width for cell in rows[0]) < width - 1:
        return False
    empty = sum(not cell.text.strip() and not cell.merged for cell in rows[0])
    if len(first) < 2 - (empty == 1) or empty > 1 or any(cell.is_long for cell in first):
        return False
    if any(len(one) > HEAD_LONGEST or one.endswith(".") or _is_figure(one) for one in words):
        return False
    named = sum(bool(lexicon.COLUMN.fullmatch(one)) for one in words)
    if named == len(words) or (len(words) > 2 and 2 * named > len(words)):
        return True
    if _under(rows, 1):
        return True
    return any(_figures_below(rows[1:], cell.column) for cell in first[0 if empty else 1 :])


def _figures_below(rows: Sequence[Row], column: int) -> bool:
    below = [
        words for row in rows for cell in row if cell.column == column and (words := _words(cell))
    ]
    figures = sum(_is_figure(one) or bool(patterns.YEARS.fullmatch(one)) for one in below)
    return len(below) > 1 and figures >= _MANY * len(below)


def _is_figure(words: str) -> bool:
    return bool(_FIGURE.fullmatch(words)) and not patterns.YEARS.fullmatch(words)
