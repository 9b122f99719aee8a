"""Sheets and slides as the pages of a Document: a citation names the one its words stand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.errors import FileEmpty
from corpus.model import Document, Page, SourceFile
from indexer.readers.composer import Flow, Piece, Table
from indexer.readers.note_marks import taken
from indexer.readers.tables import heads
from indexer.readers.text_repair import one_line


@dataclass(slots=True)
class Paging:
    """A text that grows sheet by sheet."""

    flow: Flow
    pages: list[Page] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def put(self, block: Piece | Table) -> None:
        if isinstance(block, Piece):
            self.flow.add(block)
        else:
            heads.tell(self.flow, block)

    def page(self, what: str, blocks: Iterable[Piece | Table], name: str = "") -> None:
        """Blocks that are a page, labelled "slide 3" or "sheet Budget"; one with a name that holds
        anything begins with it as a heading."""
        number = len(self.pages) + 1
        start = self.flow.length
        label = taken(one_line(name))[0][:80]
        for block in blocks:
            if self.flow.length == start and label and _holds_words(block):
                self.flow.add(Piece(label, "heading", 1))
            self.put(block)
        end = self.flow.length
        begin = end if end == start else start + 2 * bool(start)
        self.pages.append(Page(number, begin, end, f"{what} {label or number}"))

    def document(self, source: SourceFile, empty: str, notes: Sequence[str] = ()) -> Document:
        """The whole; raises FileEmpty with the fact ``empty`` where it holds no text."""
        flow = self.flow
        if not flow.text.strip():
            raise FileEmpty(empty, "if it shows pictures of pages, save it as PDF")
        text = flow.text
        headings = [one.span for one in flow.blocks[:40] if one.kind == "heading"]
        if self.pages and (self.pages[0].label or "").startswith("sheet "):
            headings = []  # the name of a sheet is not that of the workbook
        first = min((*headings[:1], *flow.emphasis[:1]), default=None)
        if first is None and flow.blocks:
            first = next((one.span for one in flow.blocks if one.kind == "paragraph"), None)
        title = one_line(text[first.start : first.end]) if first and len(first) <= 160 else ""
        return Document(
            id=source.path,
            source=source,
            text=text,
            title=title,
            pages=tuple(self.pages),
            blocks=tuple(flow.blocks),
            emphasis=tuple(flow.emphasis),
            references=tuple(flow.references),
            lines=tuple(flow.lines),
            notes=(*self.remarks, *notes),
        )


def _holds_words(block: Piece | Table) -> bool:
    if isinstance(block, Piece):
        return bool(block.text.strip())
    return any(cell.text.strip() for row in block for cell in row)
