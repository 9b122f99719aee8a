"""OpenDocument texts, sheets and slides to a Document.

The package is a ZIP of XML, read element by element: odfpy, which would open it, has had no
release since 2020, and keeps no account of what is hidden, struck or deleted. Such words and tables
of contents stay out; footnotes stand at the end, text boxes behind their paragraph.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import FileDamaged, FileEncrypted, FileHostile
from corpus.model import Document, SourceFile
from indexer.readers.composer import COLUMNS_AT_MOST, Cell, Flow, Piece, Table, flattened
from indexer.readers.office.package import damaged, parsed, weigh
from indexer.readers.office.paging import Paging
from indexer.readers.office.runs import Run, is_strong, joined
from indexer.readers.text_repair import one_line

DEPTH_AT_MOST = 40
ROWS_AT_MOST = 200_000
_SPACES_AT_MOST = 100

_SAVE = "open it in the program that made it and save it again, or as PDF"
_KIND = "OpenDocument"
_LEFT_OUT = frozenset(
    "tracked-changes annotation table-of-content illustration-index alphabetical-index "
    "table-index object-index user-index bibliography hidden-text hidden-paragraph "
    "sequence-decls forms notes change-start change-end shapes".split()
)
_THROUGH = frozenset(
    "section index-body text presentation spreadsheet soft-page-break g list-header".split()
)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style, or one above it, says of words set in it."""

    bold: bool = False
    gone: bool = False
    raised: bool = False
    level: int = 0


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document]:
    """The one step of this format: its document; raises as ``read_opendocument``."""
    yield read_opendocument(path, source)


def read_opendocument(path: Path, source: SourceFile) -> Document:
    """Raises FileDamaged, FileEmpty, FileEncrypted or FileHostile."""
    weigh(path, _KIND, _SAVE)
    try:
        with zipfile.ZipFile(path) as package:
            if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
                raise FileEncrypted("it wants a password", "save a copy without the password")
            content = parsed(package.read("content.xml"))
            styles = _styles(content, _part(package, "styles.xml"))
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError) as error:
        raise damaged(error, _KIND, _SAVE) from None
    except etree.LxmlError as error:
        raise damaged(error, _KIND, _SAVE) from None
    body = next((one for one in content if _name(one) == "body"), None)
    if body is None:
        raise FileDamaged("it has no body", _SAVE)
    paging = Paging(Flow())
    walker = _Walker(styles)
    for root in body:
        walker.tell(root, paging)
    for number, note in enumerate(walker.notes, 1):
        paging.flow.add(Piece(f"[{number}] {note}"))
    return paging.document(source, "the file holds no text", walker.remarks)


class _Walker:
    """Walks the content; elements are known by their local names."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles
        self.notes: list[str] = []
        self.remarks: list[str] = []
        self._rows = 0

    def tell(self, root: Any, paging: Paging) -> None:
        """A text, the tables of a workbook each on a page, or slides each on one."""
        kind = _name(root)
        for element in root:
            tag = _name(element)
            if kind == "presentation" and tag == "page":
                paging.page("slide", self.blocks(element, 0))
            elif kind == "spreadsheet" and tag == "table":
                if self._style(element).gone:
                    self.remarks.append(f"sheet {_attribute(element, 'name')} is hidden")
                    continue
                paging.page("sheet", [self._table(element, 0)], _attribute(element, "name"))
            else:
                for block in self._block(element, 0):
                    paging.put(block)

    def blocks(self, parent: Any, depth: int) -> Iterator[Piece | Table]:
        for element in parent:
            yield from self._block(element, depth)

    def _block(self, element: Any, depth: int) -> Iterator[Piece | Table]:
        tag = _name(element)
        if depth > DEPTH_AT_MOST or tag in _LEFT_OUT:
            return
        if tag in ("p", "h"):
            yield from self._paragraph(element, depth)
        elif tag == "list":
            yield from self._list(element, depth, 1)
        elif tag == "table":
            yield self._table(element, depth)
        elif tag == "frame" and _attribute(element, "class") == "title":
            for block in self.blocks(element, depth + 1):
                yield Piece(block.text, "heading", 1) if isinstance(block, Piece) else block
        elif tag in _THROUGH or tag in ("frame", "text-box", "custom-shape", "a"):
            yield from self.blocks(element, depth + 1)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Piece | Table]:
        style = self._style(element)
        runs: list[Run] = []
        boxes: list[Any] = []
        if not style.gone:
            self._runs(element, style, runs, boxes, depth)
        words = joined(runs).strip()
        if words:
            level = _whole(_attribute(element, "outline-level"), style.level)
            if _name(element) == "h" or style.level:
                yield Piece(words, "heading", max(1, min(level or 1, 6)))
            else:
                yield Piece(words, strong=is_strong(runs))
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _list(self, element: Any, depth: int, level: int) -> Iterator[Piece | Table]:
        if depth > DEPTH_AT_MOST:
            return
        for item in element:
            if _name(item) not in ("list-item", "list-header"):
                continue
            for child in item:
                if _name(child) == "list":
                    yield from self._list(child, depth + 1, level + 1)
                    continue
                for block in self._block(child, depth + 1):
                    plain = isinstance(block, Piece) and block.kind == "paragraph"
                    yield Piece(block.text, "item", min(level, 6)) if plain else block  # type: ignore[union-attr]

    def _runs(
        self, parent: Any, style: _Style, runs: list[Run], boxes: list[Any], depth: int
    ) -> None:
        def say(text: str | None) -> None:
            if text:
                runs.append(Run(" ".join(text.split("\n")), style.bold, style.raised))

        say(parent.text)
        for element in parent:
            tag = _name(element)
            if tag == "s":
                say(" " * min(_whole(_attribute(element, "c"), 1), _SPACES_AT_MOST))
            elif tag == "tab":
                say(" ")
            elif tag == "line-break":
                runs.append(Run("\n", style.bold, style.raised))
            elif tag == "note":
                self.notes.append(self._note(element, depth))
                runs.append(Run(f"[{len(self.notes)}]", style.bold, raised=True))
            elif tag in ("frame", "custom-shape", "text-box"):
                boxes.append(element)
            elif tag not in _LEFT_OUT and depth <= DEPTH_AT_MOST:
                inner = self._style(element, style)
                if not inner.gone:
                    self._runs(element, inner, runs, boxes, depth + 1)
            say(element.tail)

    def _note(self, note: Any, depth: int) -> str:
        body = next((one for one in note if _name(one) == "note-body"), None)
        if body is None or depth > DEPTH_AT_MOST:
            return ""
        pieces = (one for block in self.blocks(body, depth + 1) for one in flattened(block))
        return one_line(" ".join(piece.text for piece in pieces))

    def _style(self, element: Any, around: _Style | None = None) -> _Style:
        own = self._styles.get(_attribute(element, "style-name"), _Style())
        if around is None:
            return own
        return _Style(own.bold or around.bold, own.gone or around.gone, own.raised or around.raised)

    def _table(self, table: Any, depth: int) -> Table:
        rows: Table = []
        for row, in_head in _rows(table):
            hidden = _attribute(row, "visibility") in ("collapse", "filter")
            cells: list[Cell] = []
            column = reach = 0
            for cell in row:
                if _name(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                pieces: list[Piece] = []
                if _name(cell) == "table-cell" and not hidden:
                    for block in self.blocks(cell, depth + 1):
                        pieces += flattened(block)
                covered = _name(cell) == "covered-table-cell"
                width = max(1, _whole(_attribute(cell, "number-columns-spanned"), 1))
                head = in_head or (bool(pieces) and all(piece.strong for piece in pieces))
                if column < COLUMNS_AT_MOST and not (covered and column < reach):
                    width = min(width, COLUMNS_AT_MOST - column)
                    cells.append(Cell(tuple(pieces), column, head, width, covered))
                    reach = column + width
                column += max(1, _whole(_attribute(cell, "number-columns-repeated"), 1))
            if any(cell.pieces for cell in cells):
                self._rows += 1
                rows.append(_trimmed(cells))
        if self._rows > ROWS_AT_MOST:
            raise FileHostile(f"it has more than {ROWS_AT_MOST:,} rows", "split it")
        return rows


def _trimmed(cells: list[Cell]) -> list[Cell]:
    """Without the empty cells at the end of a row."""
    last = max((at for at, cell in enumerate(cells) if cell.pieces), default=-1)
    return cells[: last + 1]


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, and whether they are marked as its head."""
    for element in table:
        tag = _name(element)
        if tag == "table-row":
            yield element, False
        elif tag in ("table-header-rows", "table-rows", "table-row-group"):
            for row, _ in _rows(element):
                yield row, tag == "table-header-rows"


def _styles(content: Any, shared: bytes) -> dict[str, _Style]:
    """Every style by name. A style takes what it does not say itself from the one above it."""
    found: dict[str, tuple[str, Any]] = {}
    for root in (parsed(shared) if shared else None, content):
        for style in root.iter("{*}style") if root is not None else ():
            found[_attribute(style, "name")] = (_attribute(style, "parent-style-name"), style)
    made: dict[str, _Style] = {}
    for name in found:
        line: list[str] = []
        here = name
        while here in found and here not in made and here not in line and len(line) < 50:
            line.append(here)
            here = found[here][0]
        above = made.get(here, _Style())
        for one in reversed(line):
            above = made[one] = _said(found[one][1], above)
    return made


def _said(style: Any, above: _Style) -> _Style:
    bold, gone, raised = above.bold, above.gone, above.raised
    for part in style:
        for key, value in part.attrib.items():
            name = etree.QName(key).localname
            if name == "font-weight":
                bold = value in ("bold", "600", "700", "800", "900")
            elif name == "text-line-through-style":
                gone = value != "none"
            elif name == "display" and _name(part) in ("text-properties", "table-properties"):
                gone = value in ("none", "false")
            elif name == "text-position":
                raised = value.startswith("super") or value.split(" ")[0].strip("%").isdigit()
    level = _whole(_attribute(style, "default-outline-level"), above.level)
    return _Style(bold, gone, raised and not gone, level)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return package.read(name)
    except KeyError:
        return b""


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
