"""DOCX keeps its order, its headings, the numbers Word counts, and its tables."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from corpus.errors import FileDamaged, FileEmpty, FileHostile
from corpus.model import Document, SourceFile
from indexer.readers.docx import read_docx

BODY = "word/document.xml"


def read(path: Path) -> Document:
    return read_docx(path, SourceFile(path.name, "", "", 1))


def told(document: Document) -> list[tuple[str, int, str, str]]:
    return [
        (b.kind, b.level, b.header, document.text[b.span.start : b.span.end])
        for b in document.blocks
    ]


def rewritten(path: Path, change: Callable[[bytes], bytes], part: str = BODY) -> Path:
    """A copy of a DOCX with one part changed."""
    copy = path.with_name("changed.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return copy


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("Hello panel")
    made.add_table(1, 2).cell(0, 0).text = "left"
    path = tmp_path / "plain.docx"
    made.save(str(path))
    return path


def test_headings_items_and_tables_come_in_order(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Minutes of the panel", 1)
    made.add_paragraph("The panel met.")
    table = made.add_table(3, 2)
    for row, texts in enumerate((("Measure", "Result"), ("999 calls", "89%"), ("101 calls", ""))):
        for column, text in enumerate(texts):
            cell = table.cell(row, column)
            cell.text = text
            if row == 0:
                cell.paragraphs[0].runs[0].bold = True
    made.add_paragraph("A point", style="List Bullet")
    made.add_paragraph("First", style="List Number")
    made.add_paragraph("Second", style="List Number")
    made.add_paragraph().add_run("Resolved").bold = True
    made.sections[0].header.paragraphs[0].text = "NOT FOR THE TEXT"
    path = tmp_path / "minutes.docx"
    made.save(str(path))
    document = read(path)
    assert told(document) == [
        ("heading", 1, "", "Minutes of the panel"),
        ("paragraph", 0, "", "The panel met."),
        ("row", 1, "", "Measure\tResult"),
        ("cell", 0, "", "Measure"),
        ("cell", 0, "", "Result"),
        ("row", 0, "Measure | Result", "999 calls\t89%"),
        ("cell", 0, "Measure", "999 calls"),
        ("cell", 0, "Result", "89%"),
        ("row", 0, "Measure", "101 calls"),
        ("cell", 0, "Measure", "101 calls"),
        ("item", 1, "", "• A point"),
        ("item", 1, "", "1. First"),
        ("item", 1, "", "2. Second"),
        ("paragraph", 0, "", "Resolved"),
    ]
    assert document.title == "Minutes of the panel"
    assert [document.text[s.start : s.end] for s in document.emphasis] == ["Resolved"]


def numbered(path: Path) -> None:
    """A document whose lists count 1, 1.1, (a) and begin again."""
    made = docx.Document()
    root = made.part.numbering_part.element
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/>'
        '<w:lvlText w:val="{}"/></w:lvl>'
    )
    levels = (
        level.format(0, 5, "decimal", "%1.")
        + level.format(1, 1, "decimal", "%1.%2")
        + level.format(2, 1, "lowerLetter", "(%3)")
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    root.insert(0, parse_xml(abstract))
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number, inner in ((77, ""), (78, again)):
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="77"/>{inner}</w:num>'
            )
        )
    for text, number, depth in (
        ("five", 77, 0),
        ("five one", 77, 1),
        ("a", 77, 2),
        ("b", 77, 2),
        ("five two", 77, 1),
        ("six", 77, 0),
        ("six one", 77, 1),
        ("one", 78, 0),
        ("out", 0, 0),
        ("unknown", 99, 0),
    ):
        properties = made.add_paragraph(text)._p.get_or_add_pPr()
        holder = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", depth), ("w:numId", number)):
            element = OxmlElement(tag)
            element.set(qn("w:val"), str(value))
            holder.append(element)
        properties.append(holder)
    made.save(str(path))


def test_numbers_are_counted_as_word_counts_them(tmp_path: Path) -> None:
    numbered(tmp_path / "list.docx")
    assert read(tmp_path / "list.docx").text.split("\n\n") == [
        "5. five",
        "5.1 five one",
        "(a) a",
        "(b) b",
        "5.2 five two",
        "6. six",
        "6.1 six one",
        "1. one",
        "out",
        "unknown",
    ]


def test_a_cell_that_claims_to_span_millions_costs_nothing(plain: Path) -> None:
    bomb = rewritten(
        plain, lambda xml: xml.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="90000000"/>')
    )
    assert read(bomb).text == "Hello panel\n\nleft"


def test_merged_cells_are_told_once(tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "North"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Calls"
    table.cell(1, 1).text, table.cell(1, 2).text = "10", "20"
    made.save(str(tmp_path / "merged.docx"))
    rows = [text for kind, _, _, text in told(read(tmp_path / "merged.docx")) if kind == "row"]
    assert rows == ["North\tCalls", "10\t20"]


def test_insertions_links_and_boxes_are_read_and_deletions_are_not(plain: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    extra = (
        "<w:ins>" + run.format(" inserted") + "</w:ins>"
        "<w:del><w:r><w:delText> deleted</w:delText></w:r></w:del>"
        "<w:hyperlink>" + run.format(" linked") + "</w:hyperlink>"
        "<w:r><w:instrText> PAGE </w:instrText><w:tab/><w:noBreakHyphen/></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p>"
        + run.format("boxed")
        + "</w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
    ).encode()
    changed = rewritten(
        plain, lambda xml: xml.replace(b"</w:r></w:p>", b"</w:r>" + extra + b"</w:p>", 1)
    )
    assert read(changed).text == "Hello panel inserted linked -\n\nboxed\n\nleft"


def test_entities_neither_grow_nor_fetch(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")

    def with_entity(definition: str) -> Callable[[bytes], bytes]:
        def change(xml: bytes) -> bytes:
            body = re.sub(rb"^<\?xml[^>]*\?>", b"", xml).replace(b"Hello panel", b"Hello &x;")
            return f'<?xml version="1.0"?><!DOCTYPE d [{definition}]>'.encode() + body

        return change

    outer = read(rewritten(plain, with_entity(f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">')))
    assert "SECRET" not in outer.text
    grown = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!ENTITY x0 "ha">{grown}<!ENTITY x "&x9;">'
    with contextlib.suppress(FileDamaged):
        assert len(read(rewritten(plain, with_entity(laughs))).text) < 100


def test_a_package_that_unpacks_to_very_much_is_refused_before_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(BODY, b"<w:t>" + b"A" * (16 * 2**20))
    with pytest.raises(FileHostile, match="times its size"):
        read(path)
    with zipfile.ZipFile(path, "w") as package:
        for number in range(5001):
            package.writestr(f"word/{number}", b"")
    with pytest.raises(FileHostile, match="parts"):
        read(path)


def test_broken_packages_are_named(plain: Path, tmp_path: Path) -> None:
    whole = plain.read_bytes()
    for name, data in (("cut", whole[:-200]), ("nothing", b"PK\x03\x04"), ("holed", b"")):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data or whole[:400] + b"\0" * 200 + whole[600:])
        with pytest.raises(FileDamaged, match="cannot be read as DOCX"):
            read(path)
    with pytest.raises(FileDamaged):
        read(rewritten(plain, lambda _: b"<not xml"))


def test_a_document_without_words_is_empty(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "empty.docx"))
    with pytest.raises(FileEmpty):
        read(tmp_path / "empty.docx")


def test_tables_in_tables_end_somewhere(plain: Path) -> None:
    opening, closing = b"<w:tbl><w:tr><w:tc>" * 60, b"</w:tc></w:tr></w:tbl>" * 60
    deep = rewritten(
        plain,
        lambda xml: xml.replace(b"<w:p>", opening + b"<w:p>", 1).replace(
            b"</w:p>", b"</w:p>" + closing, 1
        ),
    )
    assert read(deep).text.endswith("left")
