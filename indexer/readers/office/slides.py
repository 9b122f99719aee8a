"""Presentations (.pptx) to a Document: each slide a page, its title a heading.

python-pptx opens the package. Hidden slides and the speaker's notes stay out: nobody was shown
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import SourceUnreadable
from corpus.model import Document, SourceFile
from indexer.readers.composer import Cell, Flow, Piece, Table
from indexer.readers.office.package import damaged, weigh
from indexer.readers.office.paging import Paging
from indexer.readers.office.runs import Run, is_strong, joined
from indexer.readers.sandbox import Patience

DEPTH_AT_MOST = 20
"""Groups within groups."""

_SAVE = "open it in PowerPoint and save it again, or as PDF"


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document | Patience]:
    """The document, after signs of life; raises FileDamaged, FileEmpty, FileEncrypted or
    FileHostile."""
    weigh(path, "PPTX", _SAVE)
    hidden = 0
    paging = Paging(Flow())
    try:
        from pptx import Presentation

        for slide in Presentation(str(path)).slides:
            yield Patience(0)
            if slide._element.get("show") in ("0", "false"):
                hidden += 1
                paging.page("slide", ())
                continue
            paging.page("slide", list(_blocks(slide.shapes, slide.shapes.title, 0)))
    except (MemoryError, RecursionError, SourceUnreadable):
        raise
    except Exception as error:  # python-pptx lets errors of every kind through on broken packages
        raise damaged(error, "PPTX", _SAVE) from None
    remarks = [f"hidden slides: {hidden}"] if hidden else []
    yield paging.document(source, "the presentation holds no text", remarks)


def _blocks(shapes: Any, title: Any, depth: int) -> Iterator[Piece | Table]:
    """The title first, whatever is drawn before it; then the shapes as they lie."""
    if title is not None and title.has_text_frame:
        words = " ".join(joined(_runs(one)).strip() for one in title.text_frame.paragraphs)
        yield Piece(words.strip(), "heading", 1)
    for shape in shapes:
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.shape_type == _GROUP:
            if depth < DEPTH_AT_MOST:
                yield from _blocks(shape.shapes, None, depth + 1)
        elif getattr(shape, "has_table", False):
            yield _table(shape.table)
        elif shape.has_text_frame:
            listed = shape.is_placeholder and shape.placeholder_format.type in _LISTS
            for paragraph in shape.text_frame.paragraphs:
                runs = _runs(paragraph)
                words = joined(runs).strip()
                if words and listed:
                    yield Piece(words, "item", min(paragraph.level + 1, 6))
                elif words:
                    yield Piece(words, strong=is_strong(runs))


_GROUP = 6
"""MSO_SHAPE_TYPE.GROUP"""
_LISTS = frozenset((2, 7, 6))
"""PP_PLACEHOLDER: BODY, OBJECT, VERTICAL_BODY"""


def _runs(paragraph: Any) -> list[Run]:
    """Words with what is set raised or struck; line breaks among them."""
    runs: list[Run] = []
    for element in paragraph._p:
        tag = element.tag.rpartition("}")[2]
        if tag == "br":
            runs.append(Run("\n"))
        elif tag in ("r", "fld"):
            look = element.find("{*}rPr")
            get = look.get if look is not None else {}.get
            if get("strike") in ("sngStrike", "dblStrike"):
                continue
            words = "".join(one.text or "" for one in element.iterfind("{*}t"))
            high = (get("baseline") or "0").lstrip("+")
            runs.append(Run(words, get("b") in ("1", "true"), high.isdigit() and int(high) > 0))
    return runs


def _table(table: Any) -> Table:
    rows: Table = []
    for at, row in enumerate(table.rows):
        cells: list[Cell] = []
        reach = 0
        for column, cell in enumerate(row.cells):
            if cell.is_spanned:
                if column >= reach:  # under a cell that began above
                    cells.append(Cell((), column, merged=True))
                continue
            width = cell.span_width if cell.is_merge_origin else 1
            reach = column + width
            pieces: list[Piece] = []
            for paragraph in cell.text_frame.paragraphs:
                runs = _runs(paragraph)
                pieces.append(Piece(joined(runs), strong=is_strong(runs)))
            pieces = [piece for piece in pieces if piece.text.strip()]
            head = (at == 0 and table.first_row) or (
                bool(pieces) and all(piece.strong for piece in pieces)
            )
            cells.append(Cell(tuple(pieces), column, head, width))
        rows.append(cells)
    return rows
