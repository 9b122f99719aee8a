"""Papers of one publisher, drawn here: what they share is told by the papers beside each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import docx
import pytest
from made import build
from reading import read_file
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse, understand
from indexer.layout import families
from indexer.readers.archive import Reading, find_files, read_archive
from search.index import open_index
from search.settings import Settings

Write = Callable[[Path, int], None]

MATTERS = (
    "the ferry timetable was late again and the harbour master would write to the operator",
    "two swings in the recreation ground were broken and a mender had been asked for a price",
    "the hedge at Sallow Lane had grown over the path and its owner was to be reminded",
    "the allotment rents were all paid but for one, and the waiting list stood at eleven",
    "a lamp by the chapel had failed in October and the county had promised a new one",
    "the flood store held ninety sandbags, which members thought enough for the winter",
)
FILLING = (
    "Members talked about it for some time and asked who had looked into it before the meeting.",
    "The clerk read out a letter that had come in the week before and answered what was asked.",
)


def read(folder: Path) -> dict[str, Document]:
    found = {}
    for source in find_files(folder):
        document = read_file(folder, source).document
        assert document is not None
        found[source.path] = document
    return found


def understood(documents: Mapping[str, Document]) -> dict[str, Understanding]:
    known = families.of_papers({name: families.traces(one) for name, one in documents.items()})
    return {name: analyse(one, known.get(name, ())) for name, one in documents.items()}


def archive(folder: Path, write: Write, ending: str, count: int = 5) -> dict[str, Understanding]:
    for number in range(count):
        write(folder / f"{number}.{ending}", number)
    return understood(read(folder))


def said(one: Understanding) -> str:
    return " ".join(" ".join(passage.text.split()) for passage in one.passages)


def page(canvas: Canvas, lines: Sequence[str], y: float, size: float = 11) -> None:
    canvas.setFont("Helvetica", size)
    for number, line in enumerate(lines):
        canvas.drawString(72, y - 15 * number, line)
    canvas.setFont("Helvetica", 11)


def two_pages(head: str, foot: str, on: Sequence[int] = (1, 2)) -> Write:
    """Minutes of two pages: the head on the second only, the foot on the pages told."""

    def write(path: Path, number: int) -> None:
        canvas = Canvas(str(path), pagesize=A4, invariant=1)
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(72, 770, "Sallowby Parish Council")
        page(canvas, [f"Minutes of the meeting held on {number + 3} May 2021"], 745)
        for shown in (1, 2):
            if shown == 2:
                page(canvas, [head] if head else [], 800, 9)
            page(canvas, [f"{shown}. {('Repairs', 'Money')[shown - 1]}"], 700)
            body = [f"The chairman said that {MATTERS[number]}."[:85], *FILLING]
            page(canvas, body * (2 + number % 2), 660 if shown == 2 else 680)
            if foot and shown in on:
                page(canvas, [foot], 40, 9)
            canvas.showPage()
        canvas.save()

    return write


@pytest.mark.parametrize(
    ("head", "foot", "on"),
    [
        ("Sallowby Parish Council, minutes of the ordinary meeting", "", ()),
        ("", "Clerk: 4 Weir Cottages, Sallowby SQ7 4BD", (1,)),
        ("Continued", "Printed on recycled paper by the council's own office", (2,)),
        ("Draft until they are agreed", "www.sallowby-pc.example", (1, 2)),
    ],
)
def test_a_head_or_foot_that_a_short_paper_shows_once_is_told_by_the_papers_beside_it(
    tmp_path: Path, head: str, foot: str, on: Sequence[int]
) -> None:
    made = archive(tmp_path, two_pages(head, foot, on), "pdf")
    for number, one in enumerate(made.values()):
        for words in filter(None, (head, foot)):
            assert words not in said(one)
        assert MATTERS[number][:40] in said(one)
        assert [section.headings[-1] for section in one.sections if section.label] == [
            "1 Repairs",
            "2 Money",
        ]
        assert one.parts[0].said_on == f"2021-05-0{number + 3}"
        assert "Sallowby Parish Council" in one.document.title


def test_the_papers_of_a_publisher_of_whom_there_are_few_stay_as_they_are(tmp_path: Path) -> None:
    foot = "Clerk: 4 Weir Cottages, Sallowby SQ7 4BD"
    made = archive(tmp_path, two_pages("", foot, (1,)), "pdf", count=3)
    assert all(foot in said(one) for one in made.values())


def test_one_paper_that_repeats_it_speaks_for_the_short_ones(tmp_path: Path) -> None:
    foot = "Sallowby Parish Council, working party on paths"
    for number in range(3):
        two_pages("", foot, (1, 2) if number == 2 else (2,))(tmp_path / f"{number}.pdf", number)
    documents = read(tmp_path)
    assert [bool(one.furniture) for one in documents.values()] == [False, False, True]
    assert not any(foot in said(one) for one in understood(documents).values())


def test_what_opens_the_second_page_of_each_paper_stays_its_heading(tmp_path: Path) -> None:
    def write(path: Path, number: int) -> None:
        canvas = Canvas(str(path), pagesize=A4, invariant=1)
        page(canvas, [f"Report {number} on paths and lanes", "", *FILLING, "All was well."], 790)
        canvas.showPage()
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(72, 790, "Decisions of the board")
        page(canvas, [f"It is asked to pay {number + 2} men.", *FILLING], 760)
        canvas.showPage()
        canvas.save()

    for one in archive(tmp_path, write, "pdf").values():
        assert any(section.headings[-1:] == ("Decisions of the board",) for section in one.sections)


def test_notes_at_a_foot_and_who_signs_are_the_papers_own(tmp_path: Path) -> None:
    def write(path: Path, number: int) -> None:
        canvas = Canvas(str(path), pagesize=A4, invariant=1)
        page(
            canvas, [f"Letter {number}", "", "Dear Madam", "", MATTERS[number] + ".", *FILLING], 780
        )
        page(
            canvas, ["Yours faithfully", "", "Olive Tarn", "Chief Officer, olive@tarn.example"], 500
        )
        page(canvas, ["1 The rents are set under section 9 of the Act.", "www.acts.example"], 50, 8)
        canvas.showPage()
        canvas.save()

    for one in archive(tmp_path, write, "pdf").values():
        assert "The rents are set under section 9" in said(one)
        assert "Olive Tarn" in said(one) or any(
            person.name == "Olive Tarn" for person in one.parts[0].people
        )


IMPRINT = (
    "The Sallowshire Office of Inspection looks at harbours, ferries and ports.",
    "If you would like this report in another form, please telephone 01632 960983.",
    "Gull House",
    "1 Strand",
    "Port Sallow SQ1 1AA",
    "T: 01632 960983",
    "E: office@sallowshire.example",
)


def as_text(path: Path, number: int) -> None:
    lines = [f"# Harbour {number}", "", f"Inspected on {number + 1} June 2022.", ""]
    lines += ["## Findings", "", f"We found that {MATTERS[number]}.", *FILLING, ""]
    lines += ["The harbour must act on this by the autumn.", "", "\n\n".join(IMPRINT), ""]
    path.write_text("\n".join(lines))


def as_html(path: Path, number: int) -> None:
    body = "".join(f"<p>{one}</p>" for one in (f"We found that {MATTERS[number]}.", *FILLING))
    last = "".join(f"<p>{one}</p>" for one in IMPRINT)
    title = f"<h1>Harbour {number}</h1><p>Inspected on {number + 1} June 2022.</p>"
    found = f"<h2>Findings</h2>{body}<p>The harbour must act on this by the autumn.</p>"
    path.write_text(f"<html><body><main>{title}{found}{last}</main></body></html>")


def as_docx(path: Path, number: int) -> None:
    made = docx.Document()
    made.add_heading(f"Harbour {number}", 1)
    made.add_paragraph(f"Inspected on {number + 1} June 2022.")
    made.add_heading("Findings", 2)
    for one in (f"We found that {MATTERS[number]}.", *FILLING):
        made.add_paragraph(one)
    made.add_paragraph("The harbour must act on this by the autumn.")
    for one in IMPRINT:
        made.add_paragraph(one)
    made.save(str(path))


@pytest.mark.parametrize(
    ("write", "ending"), [(as_text, "md"), (as_html, "html"), (as_docx, "docx")]
)
def test_the_imprint_at_the_end_of_all_reports_is_no_passage(
    tmp_path: Path, write: Write, ending: str
) -> None:
    for one in archive(tmp_path, write, ending).values():
        for line in IMPRINT[1:]:
            assert line not in said(one)
        assert "The harbour must act on this by the autumn." in said(one)


def test_what_all_minutes_end_with_is_kept_where_it_is_no_imprint(tmp_path: Path) -> None:
    def write(path: Path, number: int) -> None:
        lines = [f"Minutes of {number + 1} June 2022", "", MATTERS[number] + ".", *FILLING, ""]
        lines += ["There being no further business the Chair closed the meeting at nine.", ""]
        path.write_text("\n".join([*lines, "Next meeting: first Tuesday of the month.", ""]))

    for one in archive(tmp_path, write, "txt").values():
        assert "closed the meeting at nine" in said(one)
        assert "first Tuesday" in said(one)


def test_heads_and_feet_of_short_texts_with_form_feeds_are_told(tmp_path: Path) -> None:
    def write(path: Path, number: int) -> None:
        first = [f"Minutes of {number + 1} June 2022", "", MATTERS[number] + ".", "", *FILLING * 2]
        second = [
            "Sallowby Harbour Trust minutes 2022",
            "",
            *FILLING,
            "",
            MATTERS[number - 1] + ".",
        ]
        path.write_text(
            "\n".join([*first, "", "Trust office, Gull House", "\f"]) + "\n".join(second)
        )

    for one in archive(tmp_path, write, "txt").values():
        assert "Sallowby Harbour Trust minutes" not in said(one)
        assert "Trust office, Gull House" not in said(one)


def test_what_the_papers_of_a_family_set_as_a_heading_is_one_in_a_plain_paper(
    tmp_path: Path,
) -> None:
    def write(path: Path, number: int) -> None:
        made = docx.Document()
        made.add_heading(f"Harbour {number}", 1)
        for name in ("Condition of the quays", "Safety of the pilots"):
            if number == 5:
                made.add_paragraph(name)
            else:
                made.add_heading(name, 2)
            made.add_paragraph(f"Under it we found that {MATTERS[number]}.")
        made.save(str(path))

    made = archive(tmp_path, write, "docx", count=6)
    names = [section.headings[-1] for section in made["5.docx"].sections if section.headings]
    assert names[-2:] == ["Condition of the quays", "Safety of the pilots"]


def test_a_family_that_grows_has_exactly_its_own_papers_understood_anew(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(3):
        as_text(folder / f"{number}.md", number)
    (folder / "other.txt").write_text("Minutes of the bowls club\n\nNobody came to the meeting.\n")
    settings = Settings(index=tmp_path / "index", model="made-up")
    asked: list[str] = []

    def reading(root: Path, sources: Sequence[SourceFile], *how: Any) -> Iterator[Reading]:
        asked.extend(source.path for source in sources)
        return read_archive(root, sources, *how)

    def passages() -> dict[str, int]:
        with closing(open_index(settings.index, model=settings.model)) as index:
            ids = index.document_ids()
            return {name: len(index.understanding(name).passages) for name in ids}

    def again() -> list[str]:
        asked.clear()
        build(folder, settings, read_archive=reading, understand=understand)
        return sorted(asked)

    assert again() == ["0.md", "1.md", "2.md", "other.txt"]
    alone = passages()
    as_text(folder / "3.md", 3)
    assert again() == ["0.md", "1.md", "2.md", "3.md", "3.md"]
    together = passages()
    assert together["0.md"] < alone["0.md"]
    assert together["other.txt"] == alone["other.txt"]
    assert again() == []
    (folder / "3.md").unlink()
    assert again() == ["0.md", "1.md", "2.md"]
    assert passages() == alone
