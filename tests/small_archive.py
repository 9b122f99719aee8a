"""A small archive made of the real types: notes of meetings and a pack of several parts."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.model import (
    Action,
    Document,
    Page,
    Part,
    Passage,
    Person,
    Section,
    SourceFile,
    Span,
    Understanding,
)

BODY = "Harrowdale Police and Crime Panel"
OFFICE = "Harrowdale Commissioner"
Parts = list[tuple[str, str, str | None, list[tuple[str, list[str]]]]]


def understand(
    path: str, kind: str, title: str, body: str, dates: tuple[str | None, str | None], parts: Parts
) -> Understanding:
    """A document written down as parts, headings and paragraphs; every part is a page."""
    text, places = "", []
    for part in parts:
        start = len(text)
        sections = []
        for heading, paragraphs in part[3]:
            head = (len(text), len(text) + len(heading))
            text += heading + "\n\n"
            spans = []
            for paragraph in paragraphs:
                spans.append((len(text), len(text) + len(paragraph)))
                text += paragraph + "\n\n"
            sections.append((heading, head, spans, len(text)))
        places.append((part, start, len(text), sections))
    paged = path.endswith(".pdf")
    file = printed([text[start:end] for _, start, end, _ in places]) if paged else text.encode()
    document = Document(
        id=path,
        source=SourceFile(
            path,
            hashlib.sha256(file).hexdigest(),
            "application/pdf" if paged else "text/plain",
            len(file),
        ),
        text=text,
        title=title,
        kind=kind,  # type: ignore[arg-type]
        body=body,
        said_on=dates[0],
        published_on=dates[1],
        pages=tuple(
            Page(number, start, end, label=f"{number + 10}")
            for number, (_, start, end, _) in enumerate(places, 1)
        )
        + ((Page(len(places) + 1, len(text), len(text)),) if paged else ())
        if paged
        else (),
    )
    held, tree, found = [], [], []
    for number, (part, start, end, sections) in enumerate(places):
        people = (Person("Ada Quill", "Chair"), Person("Sam Ford", "Chief Constable", "apologies"))
        one = Part(
            document,
            number,
            Span(start, end),
            part[0],
            part[1],  # type: ignore[arg-type]
            body,
            part[2],
            f"heading '{part[2]}'" if part[2] else "",
            people=people if number == 0 else (),
        )
        held.append(one)
        for heading, head, spans, last in sections:
            section = Section(one, len(tree), Span(head[0], last), (heading,), None, 1, Span(*head))
            tree.append(section)
            for low, high in spans:
                name = hashlib.sha256(f"{path}{low}".encode()).hexdigest()[:16]
                words = text[low:high]
                row = "\t" in words
                found.append(
                    Passage(
                        name,
                        section,
                        Span(low, high),
                        "row" if row else "item" if words.startswith("•") else "paragraph",
                        len(found),
                        part[2],
                        number + 1 if paged else None,
                        f"{number + 11}" if paged else None,
                        "Measure | Quarter 1" if row else "",
                        group=name,
                    )
                )
    actions = tuple(
        Action(p.span, p.part.number, "action", owner="CC", due="November")
        for p in found
        if p.text.startswith("• Action")
    )
    return Understanding(document, tuple(held), tuple(tree), tuple(found), actions)


def printed(pages: Sequence[str]) -> bytes:
    """A PDF that prints these pages, always the same, and an empty one behind them."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in [*pages, ""]:
        for number, line in enumerate(page.split("\n")):
            canvas.drawString(72, 760 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def month(number: int, words: list[str]) -> Understanding:
    day = f"2021-{number:02d}-12"
    title = f"Holding to account notes, month {number}"
    return understand(
        f"notes/2021-{number:02d}.txt",
        "holding_to_account_notes",
        title,
        OFFICE,
        (day, None),
        [(title, "holding_to_account_notes", day, [("2.1 Call handling", words)])],
    )


def archive() -> list[Understanding]:
    nines = "Nine in ten 999 calls were answered within ten seconds, against £1,250 spent."
    return [
        month(1, [nines, "• Action: CC to report on 999 calls in November."]),
        month(2, ["=SUM(A1) was typed before 999 calls<p>and a second line</p> of the table."]),
        month(3, ["The 101 line was slow.", "<script>alert('999 calls')</script> was printed."]),
        month(5, ["Nobody spoke of anything else."]),
        month(6, ["Answered\t91 %", "Lost\t9 %", "The table goes on.", "Waiting\t3 s"]),
        understand(
            "panel/2021-06-21.pdf",
            "agenda_pack",
            "Agenda pack, June 2021",
            BODY,
            (None, "2021-06-21"),
            [
                ("Agenda", "agenda", "2021-06-21", [("Items", ["6 Minutes of the last meeting"])]),
                (
                    "Minutes of 8 February 2021",
                    "panel_minutes",
                    "2021-02-08",
                    [("31 Call handling", ["The Panel asked why 999 calls went unanswered."])],
                ),
                ("A letter", "letter", None, [("Dear Chair", ["999 calls were on my mind."])]),
            ],
        ),
    ]
