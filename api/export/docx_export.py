"""DOCX: a list of every time, and the scrutiny sheet with room for a note and a question."""

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


@dataclass(frozen=True, slots=True)
class Pick:
    """A passage on a sheet; ``note`` and ``question`` are the reader's own words."""

    citation: Citation
    note: str = ""
    question: str = ""


def every_document(
    title: str, looked_for: Sequence[str], rows: Iterable[tuple[str, Citation]]
) -> bytes:
    """Every time, in order of date: one heading a day, each passage with its citation."""
    document = _new(title)
    if looked_for:
        document.add_paragraph("Looked for: " + _safe("; ".join(looked_for)))
    day: str | None = ""
    for level, citation in rows:
        if citation.said_on != day:
            day = citation.said_on
            document.add_heading(wording.date(day).capitalize(), level=2)
        _quoted(document, citation, "named in passing" if level == "named" else "")
    return _bytes(document)


def sheet_document(title: str, picks: Sequence[Pick]) -> bytes:
    """The scrutiny sheet: numbered passages, each with its citation, a note and a question."""
    document = _new(title)
    for number, pick in enumerate(picks, 1):
        name = pick.citation.part or pick.citation.title or pick.citation.document
        document.add_heading(_safe(f"{number}. {name}"), level=2)
        _quoted(document, pick.citation)
        table = document.add_table(rows=2, cols=2)
        table.style = "Table Grid"
        for row, (head, words) in enumerate((("Note", pick.note), ("Question", pick.question))):
            table.cell(row, 0).text = head
            table.cell(row, 1).text = _safe(words) or "\n\n"
        _narrow(table)
        document.add_paragraph()
    return _bytes(document)


def _new(title: str) -> Any:
    import docx

    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.core_properties.title = _safe(title)[:255]
    document.core_properties.author = "Minuted"
    document.add_heading(_safe(title), level=1)
    return document


def _quoted(document: Any, citation: Citation, remark: str = "") -> None:
    document.add_paragraph(_safe(quoted(citation.quote, citation.columns)), style="Intense Quote")
    paragraph = document.add_paragraph(_safe(citation_styles.source(citation)) + ".")
    if remark:
        paragraph.add_run(f" ({remark})").italic = True


def _narrow(table: Any) -> None:
    from docx.shared import Cm

    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(2.5), Cm(13.5)


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _bytes(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
