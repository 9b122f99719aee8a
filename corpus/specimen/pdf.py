"""A source to a PDF of several pages, with outline, page labels, running heads and tables."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from corpus.specimen.source import Block, Source
from corpus.specimen.styles import Look, grid, indented, marked

MARGIN = 62.0
MINUTES_INDENT = 118.0


class Mark(Flowable):  # type: ignore[misc]
    """Takes no room; tells the printer where a part begins or what the running head is now."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self.name, self.value = name, value

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        return None


class MarginHead(Flowable):  # type: ignore[misc]
    """A minute's number and subject in the margin beside the first lines of its text."""

    def __init__(self, text: str, printer: Printer) -> None:
        super().__init__()
        self.text, self.printer = text, printer
        self.paragraph = Paragraph(marked(text), printer.look.margin)
        self.height = self.paragraph.wrap(MINUTES_INDENT - 14, 1000)[1]

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        self.printer.heads[self.text] = (canvas.getPageNumber(), x, y - self.height + 8)
        if self.text not in self.printer.early:
            self.paragraph.drawOn(canvas, x, y - self.height + 8)


@dataclass
class Printer:
    """One document being printed; ``pages`` are the printed labels of the parts, once known.

    ``early`` are the heads in the margin that are drawn before anything else on their page, with
    page and place, as some minute systems do: in the page's text such a head stands before the
    end of the item that goes on from the page before, often in the middle of a sentence.
    """

    source: Source
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    early: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    heads: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    last: int = 0

    def __post_init__(self) -> None:
        self.look = Look(self.source.matter.get("look", "notes"))
        self.head = self.source.matter.get("head", "")
        self.front = int(self.source.matter.get("front", "0"))
        self.indent = self.owed = 0.0
        self.width = A4[0] - 2 * MARGIN

    def label(self, page: int) -> str:
        """What is printed on a page: roman for the front sheets, then from 1."""
        if page <= self.front:
            return "i" * page
        return str(page - self.front)

    def print(self) -> bytes:
        """The file; the same bytes each time."""
        rl_config.invariant = 1
        out = io.BytesIO()
        template = BaseDocTemplate(
            out,
            pagesize=A4,
            title=self.source.matter["title"],
            author=self.source.matter["body"],
            subject="",
            creator="",
            producer="",
            pageCompression=0,
            invariant=1,
        )
        upright, wide = A4, landscape(A4)
        template.addPageTemplates(
            [
                self._template("portrait", upright),
                self._template("landscape", wide),
            ]
        )
        template.afterFlowable = lambda flowable: self._after(template, flowable)
        story: list[Flowable] = []
        if self.source.matter.get("paper") == "landscape":
            template.pageTemplates.reverse()
            self.width = wide[0] - 2 * MARGIN
        blocks = self.source.blocks
        for place, block in enumerate(blocks):
            story.extend(self._flowables(block, blocks[place + 1 :]))
        template.build(story)
        self.last = template.page
        return out.getvalue()

    def _template(self, name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(MARGIN, 56, size[0] - 2 * MARGIN, size[1] - 112, 0, 0, 0, 0, id=name)
        return PageTemplate(
            name, [frame], onPage=self._page_begins, onPageEnd=self._page_ends, pagesize=size
        )

    def _page_begins(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        number = template.page
        if number == 1 and self.source.matter.get("labels", "yes") == "yes":
            if self.front:
                canvas.addPageLabel(0, style="ROMAN_LOWER")
            canvas.addPageLabel(self.front, style="ARABIC", start=1)
        if self.head and number > max(self.front, 1):
            canvas.setFont(self.look.font, 8)
            canvas.drawString(MARGIN, canvas._pagesize[1] - 34, self.head)
        for text, (page, x, y) in self.early.items():
            if page == number:
                paragraph = Paragraph(marked(text), self.look.margin)
                paragraph.wrap(MINUTES_INDENT - 14, 1000)
                paragraph.drawOn(canvas, x, y)

    def _page_ends(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        if self.source.matter.get("labels", "yes") == "yes":
            form = self.source.matter.get("foot", "{}")
            canvas.setFont(self.look.font, 8)
            canvas.drawCentredString(
                canvas._pagesize[0] / 2, 30, form.format(self.label(template.page))
            )

    def _after(self, template: BaseDocTemplate, flowable: Flowable) -> None:
        if isinstance(flowable, Mark) and flowable.name == "part":
            identifier, _, title = flowable.value.partition(" ")
            self.starts[identifier] = template.page
            self._outline(template, title, 0)
        elif isinstance(flowable, Mark) and flowable.name == "head":
            self.head = flowable.value
        elif (
            isinstance(flowable, Paragraph)
            and flowable.style.name in ("h1", "h2")
            and self.source.matter.get("outline") == "headings"
        ):
            self._outline(template, flowable.getPlainText(), int(flowable.style.name[1]) - 1)

    def _outline(self, template: BaseDocTemplate, title: str, level: int) -> None:
        key = f"o{template.page}-{len(self.starts)}-{title}"
        template.canv.bookmarkPage(key)
        template.canv.addOutlineEntry(title, key, level=level, closed=False)

    def _flowables(self, block: Block, following: tuple[Block, ...]) -> list[Flowable]:
        look, by = self.look, self.indent
        text = marked(self._filled(block.text))
        match block.kind:
            case "heading":
                return [Paragraph(text, look.heads[block.level - 1])]
            case "bullet":
                style = indented(look.bullets[block.level - 1], by)
                return [Paragraph(text, style, bulletText="•" if block.level == 1 else "–")]
            case "numbered":
                style = indented(look.numbered, by)
                return [Paragraph(text, style, bulletText=block.label)]
            case "strong" if following and "split" in following[0].label:
                # Kept together with its table it would push the whole table to the next page.
                return [
                    CondPageBreak(110),
                    Paragraph(text, look.heads[3].clone("lead", keepWithNext=0)),
                ]
            case "strong":
                return [Paragraph(text, indented(look.strong, by))]
            case "centred":
                return [Paragraph(text, look.centred)]
            case "facts" | "table":
                return [self._table(block)]
            case "minute":
                return self._minute(block, following)
            case "directive":
                return self._directive(block)
            case _:
                return [Paragraph(text, indented(look.body, by))]

    def _minute(self, block: Block, following: tuple[Block, ...]) -> list[Flowable]:
        head = MarginHead(f"{block.label} {block.text}", self)
        height = 0.0
        for other in following:
            if other.kind in ("minute", "directive", "heading") or height > head.height:
                break
            for flowable in self._flowables(other, ()):
                height += flowable.wrap(self.width, 10_000)[1] + flowable.getSpaceAfter()
        # A short item must still be as high as its own head in the margin.
        room = Spacer(1, self.owed + 14)
        self.owed = max(0.0, head.height - height)
        return [room, CondPageBreak(head.height + 24), head]

    def _directive(self, block: Block) -> list[Flowable]:
        match block.label:
            case "page":
                return [PageBreak()]
            case "part" | "head":
                return [Mark(block.label, _part_mark(block))]
            case "blank":
                notice = Paragraph("This page is intentionally left blank", self.look.centred)
                return [PageBreak(), Spacer(1, 300), notice]
            case "landscape":
                self.width = A4[1] - 2 * MARGIN
                return [NextPageTemplate("landscape"), PageBreak()]
            case "portrait":
                self.width = A4[0] - 2 * MARGIN
                return [NextPageTemplate("portrait"), PageBreak()]
            case "minutes":
                self.indent = MINUTES_INDENT if block.text == "on" else 0.0
                return [Spacer(1, 20)] if block.text == "off" else []
            case "space":
                return [Spacer(1, float(block.text))]
        raise ValueError(f"{self.source.name}: no directive {block.label!r}.")

    def _table(self, block: Block) -> Table:
        plain = block.kind == "facts" or "plain" in block.label
        rows = [
            [
                [
                    Paragraph(marked(piece), self._cell(plain, not number, column))
                    for piece in self._filled(cell).split(" // ")
                ]
                for column, cell in enumerate(row)
            ]
            for number, row in enumerate(block.rows)
        ]
        shares = [float(n) for n in re.findall(r"\d+", block.label)]
        if not shares:
            shares = [22, 78] if plain and len(block.rows[0]) == 2 else [1] * len(block.rows[0])
        width = self.width - self.indent
        table = Table(
            rows,
            colWidths=[width * share / sum(shares) for share in shares],
            repeatRows=0 if plain or "split" in block.label else 1,
            splitInRow=1 if "split" in block.label else 0,
            hAlign="RIGHT" if self.indent else "LEFT",
            spaceBefore=4,
            spaceAfter=10,
        )
        grid(table, plain)
        return table

    def _cell(self, plain: bool, first: bool, column: int) -> object:
        if plain:
            return self.look.strong if column == 0 else self.look.body
        return self.look.cell_head if first else self.look.cell

    def _filled(self, text: str) -> str:
        """``{pages: NAME}`` becomes the printed page range of that part."""

        def fill(found: re.Match[str]) -> str:
            first, last = self.pages.get(found[1], ("0", "0"))
            return first if first == last else f"{first} - {last}"

        return re.sub(r"\{pages: (\w+)\}", fill, text)


def _part_mark(block: Block) -> str:
    """``id | title | kind | said_on`` to what the printer needs of it."""
    if block.label == "head":
        return block.text
    identifier, title, *_ = (piece.strip() for piece in block.text.split("|"))
    return f"{identifier} {title}"


def to_pdf(source: Source) -> bytes:
    """Print a source twice: the front sheet's page ranges are known only after the first time."""
    first = Printer(source)
    first.print()
    names = list(first.starts)
    ends = [first.starts[name] - 1 for name in names[1:]] + [first.last]
    pages = {
        name: (first.label(first.starts[name]), first.label(max(end, first.starts[name])))
        for name, end in zip(names, ends, strict=True)
    }
    early: dict[str, tuple[int, float, float]] = {}
    if source.matter.get("margin") == "early":
        seen = {min(page for page, _, _ in first.heads.values())}
        for text, place in first.heads.items():
            if place[0] not in seen:
                early[text] = place
                seen.add(place[0])
    return Printer(source, pages, early).print()
