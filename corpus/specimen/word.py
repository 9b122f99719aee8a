"""A source to a Word document, written the same to the byte each time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt

from corpus.specimen.source import Block, Source

EPOCH = (1980, 1, 1, 0, 0, 0)


def to_docx(source: Source) -> bytes:
    """The file. Tables keep their place; the header holds the running head."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = source.matter.get("font", "Calibri")
    normal.font.size = Pt(11)
    if head := source.matter.get("head"):
        document.sections[0].header.paragraphs[0].text = head
    for block in source.blocks:
        _write(document, block)
    _prune(document)
    properties = document.core_properties
    properties.title = source.matter["title"]
    properties.author = source.matter["body"]
    properties.comments = ""
    moment = datetime.fromisoformat(source.matter["made_on"])
    properties.created = properties.modified = moment
    properties.last_modified_by = ""
    out = io.BytesIO()
    document.save(out)
    return _fixed(out.getvalue())


def _prune(document: Any) -> None:
    """Take out the template's unused table styles, which are nine tenths of an empty document."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    relations = document.part.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("WithEffects")]:
        del relations[key]


def _write(document: Any, block: Block) -> None:
    match block.kind:
        case "heading":
            document.add_heading(block.text, level=block.level)
        case "minute":
            document.add_heading(f"{block.label} {block.text}", level=2)
        case "bullet":
            style = "List Bullet" if block.level == 1 else "List Bullet 2"
            _runs(document.add_paragraph(style=style), block.text)
        case "numbered":
            _runs(document.add_paragraph(), f"{block.label}\t{block.text}")
        case "strong":
            document.add_paragraph().add_run(block.text).bold = True
        case "centred":
            paragraph = document.add_paragraph()
            paragraph.alignment = 1
            _runs(paragraph, block.text)
        case "facts" | "table":
            _table(document, block)
        case "directive":
            if block.label == "page":
                document.add_page_break()
        case _:
            _runs(document.add_paragraph(), block.text)


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]))
    if block.kind == "table" and "plain" not in block.label:
        table.style = "Table Grid"
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for column, text in enumerate(row):
            strong = number == 0 if block.kind == "table" else column == 0
            for place, piece in enumerate(text.split(" // ")):
                paragraph = (
                    cells[column].paragraphs[0] if not place else cells[column].add_paragraph()
                )
                _runs(paragraph, f"**{piece}**" if strong and piece else piece)
    document.add_paragraph()


def _runs(paragraph: Any, text: str) -> None:
    """Write text with its ``**bold**`` and ``*italic*`` runs."""
    for piece in re.split(r"(\*\*.+?\*\*|\*[^*]+\*)", text):
        if piece.startswith("**"):
            paragraph.add_run(piece[2:-2]).bold = True
        elif piece.startswith("*") and len(piece) > 1:
            paragraph.add_run(piece[1:-1]).italic = True
        elif piece:
            paragraph.add_run(piece)


def _fixed(data: bytes) -> bytes:
    """The same package with fixed times and without compression, whose bytes vary by machine."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as fixed,
    ):
        for name in package.namelist():
            # The template's preview picture is of no use here.
            if name.endswith("thumbnail.jpeg"):
                continue
            content = package.read(name)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship (?=[^<>]*thumbnail)[^<>]*/>", b"", content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            fixed.writestr(entry, content)
    return out.getvalue()
