"""Who made a report: lists under the heading of a team, in the layouts that reports give them."""

from __future__ import annotations

import pytest

from corpus.model import Block, Document, Person, SourceFile, Span
from indexer.analyse import analyse

HEAD = (
    "Inspection report on the harbours of Sallowshire\n\n"
    "Inspection dates: 3 to 7 June 2022\n\n"
    "Main findings\n\nThe inspection found that the pilots were trained and kept logs.\n\n"
)
END = (
    "\n\nIf you wish to complain of this inspection you can write to the office at any time.\n\n"
    "Mr Nobody Else, harbour master\n"
)


def people(title: str, lines: str) -> dict[str, str]:
    text = f"{HEAD}{title}\n\n{lines}{END}"
    start = text.index(f"{title}\n\n{lines}")
    blocks = (
        Block(Span(0, text.index("\n")), "heading", 1),
        Block(Span(start, start + len(title)), "heading", 2),
    )
    source = SourceFile("report.html", "", "text/html", len(text))
    made = analyse(Document("report.html", source, text, blocks=blocks))
    assert made.parts[0].kind == "inspection_report"
    held: list[Person] = [one for part in made.parts for one in part.people]
    assert all(one.attendance == "membership" for one in held)
    return {one.name: one.role for one in held}


@pytest.mark.parametrize(
    ("title", "lines", "named"),
    [
        (
            "Inspection team",
            "Ada Quill, lead inspector\n\nBo Hall, Harbour Office inspector\n\nCy Marsh, inspector",
            {
                "Ada Quill": "lead inspector",
                "Bo Hall": "Harbour Office inspector",
                "Cy Marsh": "inspector",
            },
        ),
        (
            "The inspectors",
            "Harbour Office\tFerry Office\n"
            "Ada Quill, Harbour lead inspector\tBo Hall, Ferry lead inspector\n"
            "Cy Marsh, Harbour inspector\tDi Fenn-Moor, Ferry inspector",
            {
                "Ada Quill": "Harbour lead inspector",
                "Bo Hall": "Ferry lead inspector",
                "Cy Marsh": "Harbour inspector",
                "Di Fenn-Moor": "Ferry inspector",
            },
        ),
        (
            "Review team members",
            "Ada Quill, HMI, lead inspector Bo Hall, Ferry Office inspector\n\nCy Marsh, analyst",
            {
                "Ada Quill": "HMI, lead inspector",
                "Bo Hall": "Ferry Office inspector",
                "Cy Marsh": "analyst",
            },
        ),
        ("Inspection team", "The team looked at four harbours and spoke to nine pilots.", {}),
    ],
)
def test_the_people_under_the_heading_of_a_team_are_its_members(
    title: str, lines: str, named: dict[str, str]
) -> None:
    assert people(title, lines) == named


def test_two_people_set_strong_beside_their_offices_head_nothing() -> None:
    text = f"{HEAD}Inspection team\n\nMr Bo Hall, Ferry lead inspector\n\nCy Marsh, inspector\n"
    start = text.index("Inspection team")
    first = text.index("Mr Bo Hall")
    strong = (
        Span(start, start + len("Inspection team")),
        Span(first, first + len("Mr Bo Hall, Ferry lead inspector")),
    )
    source = SourceFile("report.pdf", "", "application/pdf", len(text))
    made = analyse(Document("report.pdf", source, text, emphasis=strong))
    assert not any("Bo Hall" in one for section in made.sections for one in section.headings)
