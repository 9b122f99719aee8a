"""DOCX to a Document: body text in order, headings, numbered items and tables as blocks.

python-docx opens the package and knows its styles; the body is walked element by element, because
its tables unfold a merged cell as often as it claims to span, and its paragraphs leave out content
controls, text boxes and insertions. Page headers and footers stand beside the text, without the day
of printing; comments, deleted, struck and hidden text stay out; text boxes follow the paragraph
they hang on; footnotes and endnotes stand at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import docx
from lxml import etree

from corpus.errors import FileDamaged, FileEmpty
from corpus.model import Document, Furniture, SourceFile
from indexer.readers.composer import COLUMNS_AT_MOST, Cell, Flow, Piece, Table, flattened
from indexer.readers.docx_numbering import Numbering, attribute, child, is_on, name, whole
from indexer.readers.note_marks import taken
from indexer.readers.office.package import damaged, weigh
from indexer.readers.office.runs import Run, joined
from indexer.readers.tables import heads
from indexer.readers.text_repair import one_line

DEPTH_AT_MOST = 40
"""Tables within tables, boxes within boxes."""

_FIELD_OF_TODAY = re.compile(r"(?:^|\s)(?:SAVE|PRINT|CREATE)?(?:DATE|TIME)\s*(?:\\|$)")

_NO_DOCX = "open it in Word and save it again as DOCX"


def read(path: Path, source: SourceFile, ocr: str | None = None) -> Iterator[Document]:
    """The one step of this format: its document; raises as ``read_docx``."""
    yield read_docx(path, source)


def read_docx(path: Path, source: SourceFile) -> Document:
    """Raises FileDamaged, FileEmpty, FileEncrypted or FileHostile."""
    weigh(path, "DOCX", _NO_DOCX)
    try:
        opened = docx.Document(str(path))
        body = opened.element.body
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # python-docx lets errors of every kind through on broken packages
        raise damaged(error, "DOCX", _NO_DOCX) from None
    if body is None:
        raise FileDamaged("the DOCX has no body", _NO_DOCX)
    flow = Flow()
    walker = _Walker(Numbering(opened))
    for piece in (*walker.blocks(body, 0), *_notes(opened, walker)):
        if isinstance(piece, Piece):
            flow.add(piece)
        else:
            heads.tell(flow, piece)
    if not flow.text.strip():
        raise FileEmpty("the DOCX holds no text", "if it shows pictures of pages, save it as PDF")
    return Document(
        id=source.path,
        source=source,
        text=flow.text,
        title=_title(opened, flow),
        blocks=tuple(flow.blocks),
        emphasis=tuple(flow.emphasis),
        references=tuple(flow.references),
        furniture=tuple(_edges(opened, walker)),
        lines=tuple(flow.lines),
    )


def _title(opened: Any, flow: Flow) -> str:
    """The title property if the text bears it out, else the Title paragraph or first heading."""
    try:
        written = one_line(opened.core_properties.title or "")
    except Exception:  # a broken property part is no reason to lose the text
        written = ""
    if len(written) >= 4 and written.lower() in flow.text[:3000].lower():
        return written[:200]
    text = flow.text
    heads = [b.span for b in flow.blocks[:30] if b.kind == "heading" and not b.header]
    first = min((*heads[:1], *flow.emphasis[:1]), default=None)
    if first is None and flow.blocks and len(flow.blocks[0].span) <= 120:
        first = flow.blocks[0].span
    found = " ".join(text[first.start : first.end].split()) if first else ""
    return (found or written)[:200]


_PASSED_THROUGH = frozenset(
    "ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo".split()
)


class _Walker:
    """Walks WordprocessingML; elements are known by their local names."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: Any, depth: int) -> Iterator[Piece | Table]:
        """Paragraphs and tables under ``parent``, in order."""
        if depth > DEPTH_AT_MOST:
            return
        for element in parent:
            tag = name(element)
            if tag == "p":
                yield from self._paragraph(element, depth)
            elif tag == "tbl":
                yield self._table(element, depth)
            elif tag in _PASSED_THROUGH:
                yield from self.blocks(element, depth + 1)
            elif tag == "AlternateContent" and (choice := child(element, "Choice")) is not None:
                yield from self.blocks(choice, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Piece | Table]:
        boxes: list[Any] = []
        runs: list[Run] = []
        properties = child(paragraph, "pPr")
        self._runs(paragraph, runs, boxes, depth, attribute(child(properties, "pStyle"), "val"))
        words = joined(runs).strip()
        if words:
            kind, level, marker, bold = self._numbering.look(paragraph)
            strong = all(run.bold or bold for run in runs if run.text.strip())
            font, size = self._numbering.face(paragraph)
            first = next(run for run in runs if run.text.strip())
            font, size = first.font or font, first.size or size
            yield Piece(marker + words, kind, level, strong, font, size)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _runs(self, parent: Any, runs: list[Run], boxes: list[Any], depth: int, style: str) -> None:
        if depth > DEPTH_AT_MOST:
            return
        for element in parent:
            tag = name(element)
            if tag == "r":
                self._run(element, runs, boxes, style)
            elif tag in _PASSED_THROUGH:
                self._runs(element, runs, boxes, depth + 1, style)
            elif tag == "AlternateContent" and (choice := child(element, "Choice")) is not None:
                self._runs(choice, runs, boxes, depth + 1, style)

    def _run(self, run: Any, runs: list[Run], boxes: list[Any], style: str) -> None:
        look = self._numbering.look_of_run(run, style)
        if look.unseen:
            return

        def add(text: str, raised: bool = look.raised) -> None:
            runs.append(Run(text, look.bold, raised, look.font, look.size))

        for element in run:
            tag = name(element)
            if tag == "t":
                add(element.text or "")
            elif tag in ("tab", "ptab"):
                add(" ")
            elif tag in ("br", "cr"):
                add("\n")
            elif tag == "noBreakHyphen":
                add("-")
            elif tag in ("footnoteReference", "endnoteReference"):
                add(f"[{attribute(element, 'id')}]", True)
            elif tag in ("drawing", "pict", "AlternateContent", "object"):
                boxes += _boxes(element)

    def _table(self, table: Any, depth: int) -> Table:
        """Rows of cells; a cell merged downwards is told in its first row only."""
        rows: Table = []
        for row in _within(table, "tr"):
            properties = child(row, "trPr")
            if is_on(child(properties, "hidden")):
                continue
            head = properties is not None and is_on(child(properties, "tblHeader"))
            column = whole(child(properties, "gridBefore"), 0)
            cells: list[Cell] = []
            for cell in _within(row, "tc"):
                look = child(cell, "tcPr")
                merged = child(look, "vMerge")
                goes_on = merged is not None and attribute(merged, "val") != "restart"
                pieces: list[Piece] = []
                for piece in () if goes_on else self.blocks(cell, depth + 1):
                    pieces += flattened(piece)
                is_head = head or (bool(pieces) and all(piece.strong for piece in pieces))
                span = max(whole(child(look, "gridSpan"), 1), 1)
                cells.append(Cell(tuple(pieces), column, is_head, span, goes_on))
                column = min(column + span, COLUMNS_AT_MOST)
            rows.append(cells)
        return rows


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    """Children of one name, also those wrapped in content controls."""
    for element in parent:
        tag = name(element)
        if tag == wanted:
            yield element
        elif tag in _PASSED_THROUGH:
            yield from _within(element, wanted)


def _boxes(element: Any) -> list[Any]:
    """Text boxes under a drawing, the outermost ones; the fallback copy is not read again."""
    found: list[Any] = []
    waiting = [element]
    while waiting:
        here = waiting.pop()
        if name(here) == "txbxContent":
            found.append(here)
        elif name(here) != "Fallback" or child(here.getparent(), "Choice") is None:
            waiting.extend(reversed(list(here)))
    return found


def _roots(opened: Any, *endings: str) -> Iterator[tuple[str, Any]]:
    """The parts of a package whose kind ends so, each with its kind; broken ones are left out."""
    for part in opened.part.package.iter_parts():
        kind = str(part.content_type)
        if not kind.endswith(endings):
            continue
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            yield kind, etree.fromstring(part.blob, parser)
        except (etree.LxmlError, ValueError):
            continue


def _edges(opened: Any, walker: _Walker) -> Iterator[Furniture]:
    """What the page headers and footers say, each line once."""
    found: dict[Furniture, None] = {}
    for kind, root in _roots(opened, "header+xml", "footer+xml"):
        edge: Literal["head", "foot"] = "head" if kind.endswith("header+xml") else "foot"
        for paragraph in [one for one in root.iter() if name(one) == "p"]:
            told = (attribute(one, "instr") or one.text or "" for one in paragraph.iter())
            if _FIELD_OF_TODAY.search(" ".join(told)) and paragraph.getparent() is not None:
                paragraph.getparent().remove(paragraph)
        for piece in walker.blocks(root, 1):
            rows = (
                [[piece.text]] if isinstance(piece, Piece) else [[c.text for c in r] for r in piece]
            )
            for words in (one_line(taken(" ".join(row))[0]) for row in rows):
                if words:
                    found[Furniture(words, edge)] = None
    return iter(found)


def _notes(opened: Any, walker: _Walker) -> Iterator[Piece | Table]:
    """Footnotes and endnotes, each headed by the number it has in the text."""
    for _, root in _roots(opened, "footnotes+xml", "endnotes+xml"):
        for note in root:
            if not isinstance(note.tag, str) or attribute(note, "type"):  # separators
                continue
            mark = f"[{attribute(note, 'id')}] "
            for piece in walker.blocks(note, 1):
                yield Piece(mark + piece.text, piece.kind) if isinstance(piece, Piece) else piece
                mark = ""
