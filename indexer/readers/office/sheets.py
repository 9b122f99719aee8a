"""Workbooks (.xlsx) to a Document: each sheet a page, its rows under their heads.

openpyxl opens the package and knows styles, dates and merged cells. Hidden sheets, rows and columns
stay out: they are not what was published. A formula is read as the value that was saved with it.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus.errors import FileHostile, SourceUnreadable
from corpus.model import Document, SourceFile
from indexer.readers.composer import COLUMNS_AT_MOST, Cell, Flow, Piece, Table
from indexer.readers.office.number_formats import shown
from indexer.readers.office.package import damaged, weigh
from indexer.readers.office.paging import Paging
from indexer.readers.office.programs import patiently
from indexer.readers.sandbox import Patience

CELLS_AT_MOST = 2_000_000
SHEETS_AT_MOST = 2_000
SECONDS = 300
"""For opening and reading one workbook, which says nothing while it goes on."""
_HEADS_AT_MOST = 3
"""Rows that may stand over a table as its heads."""

_SAVE = "open it in Excel and save it again, or its sheets as PDF"


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document | Patience]:
    """The document, after signs of life; raises FileDamaged, FileEmpty, FileEncrypted or
    FileHostile."""
    weigh(path, "XLSX", _SAVE)
    yield (yield from patiently(lambda: read_workbook(path, source), SECONDS))


def read_workbook(path: Path, source: SourceFile) -> Document:
    """Raises FileDamaged, FileEmpty or FileHostile."""
    try:
        _check_merged(path)
        from openpyxl import load_workbook

        with warnings.catch_warnings():  # of styles and extensions that it does not know
            warnings.simplefilter("ignore")
            book = load_workbook(path, data_only=True, keep_links=False)
    except (MemoryError, RecursionError, SourceUnreadable):
        raise
    except Exception as error:  # openpyxl lets errors of every kind through on broken packages
        raise damaged(error, "XLSX", _SAVE) from None
    paging = Paging(Flow())
    if len(book.worksheets) > SHEETS_AT_MOST:
        raise FileHostile(f"it has {len(book.worksheets):,} sheets", "split it")
    if sum(len(sheet._cells) for sheet in book.worksheets) > CELLS_AT_MOST:
        raise FileHostile(f"it has more than {CELLS_AT_MOST:,} cells", "split it")
    shows = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shows:
        paging.page("sheet", _blocks(_rows(sheet), _Merged(sheet)), sheet.title)
    hidden = len(book.worksheets) - len(shows)
    remarks = [f"hidden sheets: {hidden}"] if hidden else []
    return paging.document(source, "the workbook holds no text", remarks)


def _check_merged(path: Path) -> None:
    """Raises FileHostile where merged cells cover more than any sheet shows: openpyxl makes a cell
    for each place."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            covered = 0
            for merged in _MERGED.finditer(package.read(name)):
                first, last = _place(merged[1], merged[2]), _place(merged[3], merged[4])
                covered += (abs(last[0] - first[0]) + 1) * (abs(last[1] - first[1]) + 1)
            if covered > CELLS_AT_MOST:
                raise FileHostile(f"its merged cells cover {covered:,} places", _SAVE)


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters.upper():
        column = 26 * column + letter - 64
    return column, int(digits)


_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,80}?ref=[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})"
)

Row = tuple[int, list[tuple[int, Any, str]]]
"""A row's number, and of each cell that shows anything its column, the cell and its words."""


def _rows(sheet: Any) -> list[Row]:
    """The rows that show anything, from the cells that there are: a sheet is as large as it is
    filled, wherever its last cell stands."""
    columns = {name for name, one in sheet.column_dimensions.items() if one.hidden}
    spans = [(one.min or 0, one.max or 0) for one in sheet.column_dimensions.values() if one.hidden]
    rows = {number for number, one in sheet.row_dimensions.items() if one.hidden}
    found: list[Row] = []
    for number, places in groupby(sorted(sheet._cells), key=lambda place: place[0]):
        if number in rows:
            continue
        shows: list[tuple[int, Any, str]] = []
        for place in places:
            column = place[1]
            cell = sheet._cells[place]
            if any(first <= column <= last for first, last in spans):
                continue
            if columns and cell.column_letter in columns:
                continue
            words = shown(cell.value, getattr(cell, "number_format", "") or "")
            if words.strip() and column <= COLUMNS_AT_MOST:
                shows.append((column, cell, words))
        if shows:
            found.append((number, shows))
    return found


class _Merged:
    """The merged cells of a sheet: how wide each is, and where one goes on below its first row."""

    def __init__(self, sheet: Any) -> None:
        self._widths: dict[tuple[int, int], int] = {}
        self._below: dict[int, set[int]] = {}
        for one in sheet.merged_cells.ranges:
            self._widths[one.min_row, one.min_col] = one.max_col - one.min_col + 1
            if one.min_col <= COLUMNS_AT_MOST:
                for number in range(one.min_row + 1, one.max_row + 1):
                    self._below.setdefault(number, set()).add(one.min_col)

    def width(self, number: int, column: int) -> int:
        """Columns that the cell covers, no more than a table has."""
        return min(self._widths.get((number, column), 1), COLUMNS_AT_MOST - column + 1)

    def begun_above(self, number: int) -> set[int]:
        """Columns in which a cell of a row above goes on."""
        return self._below.get(number, set())


def _blocks(rows: list[Row], merged: _Merged) -> Iterator[Piece | Table]:
    """Tables, and lines above and between them that stand in one cell."""
    for _, block in groupby(enumerate(rows), key=lambda one: one[1][0] - one[0]):
        held = [row for _, row in block]
        while held and len(held[0][1]) == 1 and isinstance(held[0][1][0][1].value, str):
            ((_, cell, words),) = held.pop(0)[1]
            yield Piece(words, strong=_is_bold(cell))
        if held:
            yield _table(held, merged)


def _table(rows: list[Row], merged: _Merged) -> Table:
    heads = _heads(rows)
    made: Table = []
    for at, (number, cells) in enumerate(rows):
        row = [
            Cell(
                (Piece(words, strong=_is_bold(cell)),),
                column - 1,
                at < heads,
                merged.width(number, column),
            )
            for column, cell, words in cells
        ]
        shown = {column for column, _, _ in cells}
        row += [
            Cell((), one - 1, merged=True) for one in merged.begun_above(number) if one not in shown
        ]
        made.append(sorted(row, key=lambda one: one.column))
    return made


def _heads(rows: list[Row]) -> int:
    """How many rows at the top are heads: rows of words only, over rows with figures, or in bold.

    A column of years is a head where all of its row is bold.
    """
    for at, (_, cells) in enumerate(rows[:-1][:_HEADS_AT_MOST]):
        words = all(isinstance(cell.value, str) for _, cell, _ in cells)
        bold = all(_is_bold(cell) for _, cell, _ in cells)
        below = any(not isinstance(cell.value, str) for _, cell, _ in rows[at + 1][1])
        if bold and len(cells) > 1 and at + 1 < len(rows):
            continue
        if not words or len(cells) < 2:
            return at
        if below:
            return at + 1
        if at == 0 and not _figures(rows):
            return 1 if _differs(rows) else 0
    return min(_HEADS_AT_MOST, len(rows) - 1)


def _figures(rows: list[Row]) -> bool:
    return any(not isinstance(cell.value, str) for _, cells in rows[1:4] for _, cell, _ in cells)


def _differs(rows: list[Row]) -> bool:
    """Whether the first row is set off from those below: short labels over longer words."""
    first = [len(words) for _, _, words in rows[0][1]]
    below = [len(words) for _, cells in rows[1:6] for _, _, words in cells]
    return (
        bool(below) and max(first) <= 40 and 2 * sum(first) / len(first) < sum(below) / len(below)
    )


def _is_bold(cell: Any) -> bool:
    font = getattr(cell, "font", None)
    return bool(font is not None and font.b)
