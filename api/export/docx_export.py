"""DOCX, on A4 with numbered pages: a list of every time, and the sheet as a meeting paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.export import citation_styles
from api.views import wording
from api.views.highlighting import quoted
from search.results import Citation

# What XML cannot hold, and half characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = "Page \x00PAGE\x00 of \x00NUMPAGES\x00"


@dataclass(frozen=True, slots=True)
class Pick:
    """A passage on a sheet; ``note`` and ``question`` are the reader's own words, ``section`` the
    heading that begins above it, ``href`` where it stands in Minuted."""

    citation: Citation
    note: str = ""
    question: str = ""
    section: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as a meeting paper; what is empty is left out."""

    title: str
    meeting: str = ""
    date: str = ""
    to: str = ""
    picks: tuple[Pick, ...] = ()


def every_document(
    title: str, looked_for: Sequence[str], rows: Iterable[tuple[str, Citation, str]]
) -> bytes:
    """Every time, in order of date: one heading a day, each passage numbered, with its citation.

    A row is its level, its citation and the permalink to its passage.
    """
    document = _new(title)
    if looked_for:
        document.add_paragraph("Looked for: " + _safe("; ".join(looked_for)))
    day: str | None = ""
    for number, (level, citation, link) in enumerate(rows, 1):
        if citation.said_on != day:
            day = citation.said_on
            document.add_heading(wording.sentence(wording.date(day)), level=2)
        remark = "named in passing" if level == "named" else ""
        _quoted(document, citation, remark, link, number)
    return _bytes(document)


def sheet_document(paper: Paper) -> bytes:
    """The scrutiny sheet: to whom and for what, then numbered passages under their sections, each
    with its citation, a note and a question."""
    document = _new(paper.title)
    head = (("Meeting", paper.meeting), ("Date", paper.date), ("To", paper.to))
    for name, value in head:
        if value:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(_safe(value))
    level = 3 if any(pick.section for pick in paper.picks) else 2
    for number, pick in enumerate(paper.picks, 1):
        if pick.section:
            document.add_heading(_safe(pick.section), level=2)
        name = pick.citation.part or pick.citation.title or pick.citation.document
        document.add_heading(_safe(f"{number}. {name}"), level=level)
        _quoted(document, pick.citation, href=pick.href)
        table = document.add_table(rows=2, cols=2)
        table.style = "Table Grid"
        for column, (head_of, words) in enumerate(
            (("Note", pick.note), ("Question", pick.question))
        ):
            table.cell(0, column).paragraphs[0].add_run(head_of).bold = True
            table.cell(1, column).text = _safe(words) or "\n\n"
        _header_row(table.rows[0])
        document.add_paragraph()
    return _bytes(document)


def _new(title: str) -> Any:
    import docx
    from docx.shared import Mm

    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.core_properties.title = _safe(title)[:255]
    document.core_properties.author = "Minuted"
    document.core_properties.language = "en-GB"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    _page_numbers(section.footer.paragraphs[0])
    document.add_heading(_safe(title), level=1)
    return document


def _page_numbers(paragraph: Any) -> None:
    """ "Page 2 of 5", kept by the word processor."""
    paragraph.alignment = 1
    for place, piece in enumerate(_NUMBER.split("\x00")):
        run = paragraph.add_run("" if place % 2 else piece)
        if place % 2:
            for kind, text in (("begin", ""), ("", piece), ("end", "")):
                run._r.append(_element("w:instrText", text=text) if text else _field(kind))


def _field(kind: str) -> Any:
    return _element("w:fldChar", {"w:fldCharType": kind})


def _element(name: str, attributes: dict[str, str] | None = None, text: str = "") -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(name)
    for key, value in (attributes or {}).items():
        found.set(qn(key), value)
    if text:
        found.text = text
    return found


def _header_row(row: Any) -> None:
    """A row that is the head of its table, and is printed again where the table goes on."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _quoted(
    document: Any, citation: Citation, remark: str = "", href: str = "", number: int = 0
) -> None:
    words = _safe(quoted(citation.quote, citation.columns))
    document.add_paragraph(f"{number}. {words}" if number else words, style="Intense Quote")
    paragraph = document.add_paragraph()
    source = _safe(citation_styles.source(citation))
    link = href or citation.url or ""
    if link.startswith(("http://", "https://")):
        _linked(paragraph, source, link)
    else:
        paragraph.add_run(source)
    paragraph.add_run(".")
    if remark:
        paragraph.add_run(f" ({remark})").italic = True


def _linked(paragraph: Any, words: str, address: str) -> None:
    """Words that lead to an address."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.shared import RGBColor

    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = paragraph.add_run(words)
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x1D, 0x5B, 0x79)
    link = _element("w:hyperlink", {"r:id": target})
    paragraph._p.append(link)
    link.append(run._r)


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _bytes(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
