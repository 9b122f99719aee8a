"""How the specimen's PDFs look: one set of paragraph styles for each kind of body."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Table, TableStyle

FONTS = {
    "notes": ("Helvetica", "Helvetica-Bold", "#1f3a5f"),
    "pack": ("Helvetica", "Helvetica-Bold", "#000000"),
    "inspection": ("Times-Roman", "Times-Bold", "#5b2a63"),
    "letter": ("Times-Roman", "Times-Bold", "#000000"),
    "performance": ("Helvetica", "Helvetica-Bold", "#14532d"),
}


class Look:
    """The paragraph styles of one look, by the name of the block they dress."""

    def __init__(self, name: str) -> None:
        self.font, self.bold, colour = FONTS[name]
        size = 11 if name in ("inspection", "letter") else 10
        base = ParagraphStyle("body", fontName=self.font, fontSize=size, leading=size * 1.3)
        base.spaceAfter = 6
        self.body = base
        self.heads = [
            ParagraphStyle(
                f"h{level}",
                parent=base,
                fontName=self.bold,
                fontSize=size + extra,
                leading=(size + extra) * 1.25,
                spaceBefore=10 if level > 1 else 4,
                spaceAfter=5,
                textColor=HexColor(colour),
                keepWithNext=1,
            )
            for level, extra in ((1, 6), (2, 3), (3, 1), (4, 0))
        ]
        self.strong = ParagraphStyle("strong", parent=base, fontName=self.bold, keepWithNext=1)
        self.centred = ParagraphStyle("centred", parent=base, alignment=TA_CENTER)
        self.bullets = [
            ParagraphStyle("b1", parent=base, leftIndent=16, bulletIndent=4, spaceAfter=4),
            ParagraphStyle("b2", parent=base, leftIndent=32, bulletIndent=20, spaceAfter=4),
        ]
        self.numbered = ParagraphStyle("numbered", parent=base, leftIndent=26, bulletIndent=0)
        self.cell = ParagraphStyle("cell", parent=base, fontSize=8.5, leading=10.5, spaceAfter=3)
        self.cell_head = ParagraphStyle("cellhead", parent=self.cell, fontName=self.bold)
        self.margin = ParagraphStyle("margin", parent=base, fontName=self.bold, fontSize=9)
        self.margin.leading = 11


def marked(text: str) -> str:
    """The markup's ``**bold**`` and ``*italic*`` as reportlab's; everything else escaped."""
    safe = escape(text)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", safe)
    return re.sub(r"(?<!\*)\*([^*]+)\*(?!\*)", r"<i>\1</i>", safe)


def indented(style: ParagraphStyle, by: float) -> ParagraphStyle:
    """The same style, ``by`` points further right."""
    if not by:
        return style
    return ParagraphStyle(
        f"{style.name}+{by}",
        parent=style,
        leftIndent=style.leftIndent + by,
        bulletIndent=style.bulletIndent + by,
    )


def grid(table: Table, plain: bool) -> None:
    """Dress a table: ruled with a shaded head row, or with nothing at all."""
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    if not plain:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, black))
        commands.append(("BACKGROUND", (0, 0), (-1, 0), HexColor("#e4e7ea")))
    table.setStyle(TableStyle(commands))
