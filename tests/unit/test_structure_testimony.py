"""Which date is the paper's: by what its sentence says of it and where it stands, else none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import date_lists
import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from made import write
from reading import read_file

from api.cli import terminal
from api.views import document_tree
from corpus import dates, periods
from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.entities.date_testimony import Says, hear
from indexer.readers.archive import find_files
from search.index import Filter, open_index

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases"


def told(verdicts: Iterator[date_lists.Outcome]) -> list[date_lists.Outcome]:
    return [one for one in verdicts if one.verdict != "right"]


def test_dates_are_read_in_every_form_in_four_places() -> None:
    assert told(date_lists.forms(date_lists.OWN / "date-forms.tsv")) == []


def test_a_date_of_something_else_dates_no_paper() -> None:
    assert told(date_lists.sentences(date_lists.OWN / "not-the-date.tsv")) == []


@pytest.mark.parametrize(
    ("head", "said_on"), [tuple(row) for row in date_lists.rows(date_lists.OWN / "heads.tsv")]
)
def test_a_head_says_when_its_paper_was_said(head: str, said_on: str) -> None:
    text = head.replace("\\n", "\n").replace("\\t", "\t") + date_lists.BELOW
    assert str(date_lists.said_on(text)) == said_on


@pytest.mark.parametrize(
    ("paper", "said_on"), [tuple(row) for row in date_lists.rows(date_lists.OWN / "papers.tsv")]
)
def test_a_paper_says_when_it_was_said(paper: str, said_on: str) -> None:
    text = paper.replace("\\\\", "\\").replace("\\n", "\n")
    assert str(date_lists.said_on(text)) == said_on


@pytest.mark.skipif(not CASES.exists(), reason="the lists beside the project are not here")
def test_the_lists_beside_the_project_are_read_without_a_wrong_date() -> None:
    forms = list(date_lists.forms(CASES / "date-forms.tsv"))
    assert [one for one in forms if one.verdict == "wrong"] == []
    assert sum(one.verdict == "right" for one in forms) >= 0.95 * len(forms)
    assert told(date_lists.sentences(CASES / "not-the-date.tsv")) == []


def read(folder: Path, name: str, text: str = "") -> Understanding:
    """A file of the folder as the archive reads it and as it is understood."""
    if text:
        (folder / name).write_text(text, "utf-8")
    [source] = [one for one in find_files(folder) if one.path == name]
    document = read_file(folder, source).document
    assert document is not None
    return analyse(document)


# --- places beside the text ---


def headed(path: Path, header: str, field: str = "") -> None:
    made = docx.Document()
    line = made.sections[0].header.paragraphs[0]
    line.text = header
    if field:
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        line._p.append(simple)
        run = OxmlElement("w:r")
        words = OxmlElement("w:t")
        words.text = "12 May 2023"
        run.append(words)
        simple.append(run)
    made.add_paragraph("MINUTES")
    made.add_paragraph("Present: Ada Quill (Chair), Cyrus Penhale")
    made.add_paragraph("1. Lamps")
    made.add_paragraph("The lamps were counted.")
    made.save(str(path))


@pytest.mark.parametrize(
    ("header", "said_on"),
    [
        ("Quayshire Harbour Board - Thursday 14th November 2019", "2019-11-14"),
        ("Minutes of the Harbour Board\tHeld on 14.11.19", "2019-11-14"),
        ("Harbour Board, 14 & 15 November 2019", "2019-11"),
        ("Template last reviewed 14 November 2019", None),
        ("Version 3, 14 November 2019", None),
        ("Harbour Board", None),
    ],
)
def test_a_page_header_dates_a_paper_that_does_not(
    tmp_path: Path, header: str, said_on: str | None
) -> None:
    headed(tmp_path / "a.docx", header)
    [part] = read(tmp_path, "a.docx").parts
    assert periods.holding(part.said_on) == said_on
    assert part.evidence.startswith("page header") == bool(said_on)


def test_the_words_of_a_page_header_are_no_passage_but_name_the_body(tmp_path: Path) -> None:
    headed(tmp_path / "a.docx", "Quayshire Harbour Board - 14 November 2019")
    found = read(tmp_path, "a.docx")
    assert "14 November" not in found.document.text
    assert found.document.body == "Quayshire Harbour Board"


def test_the_day_of_printing_in_a_page_header_is_a_field_and_no_date(tmp_path: Path) -> None:
    headed(tmp_path / "a.docx", "Minutes of the Harbour Board, ", r" PRINTDATE \@ 'd MMMM yyyy' ")
    assert read(tmp_path, "a.docx").parts[0].said_on is None


@pytest.mark.parametrize(
    ("fields", "said_on", "published_on", "title"),
    [
        (
            'title: "Minutes of the Harbour Board, 14 November 2019"\ndate: 2019-12-02T09:00:00Z',
            "2019-11-14",
            "2019-12-02",
            "Minutes of the Harbour Board, 14 November 2019",
        ),
        ("title: Lamps of the quay\ndate: 2019-12-02", None, "2019-12-02", "Lamps of the quay"),
        ("title: Lamps\npubdate: 2nd December 2019", None, "2019-12-02", "Lamps"),
        (
            "title: Harbour Board\nmeeting_date: 2019-11-14T10:00\ndate: 2019-12-02",
            "2019-11-14",
            "2019-12-02",
            "Harbour Board",
        ),
        ("layout: post\nauthor: Ada Quill", None, None, "The lamps of the quay were counted."),
    ],
)
def test_front_matter_is_data_and_its_date_is_the_day_of_publication(
    tmp_path: Path, fields: str, said_on: str | None, published_on: str | None, title: str
) -> None:
    text = f"---\n{fields}\n---\n\nThe lamps of the quay were counted.\n\nThey were 47.\n"
    found = read(tmp_path, "a.md", text)
    document = found.document
    assert (document.said_on, document.published_on) == (said_on, published_on)
    assert document.title == title
    assert [one.text for one in found.passages] == [
        "The lamps of the quay were counted.",
        "They were 47.",
    ]
    assert document.text == text


def test_front_matter_may_stand_between_plus_signs_and_have_windows_lines(tmp_path: Path) -> None:
    for fence, parts, line in (("+++", " = ", "\n"), ("---", ": ", "\r\n")):
        rows = [
            fence,
            f'title{parts}"Board notes, 14 November 2019"',
            f"date{parts}2019-12-02",
            fence,
        ]
        (tmp_path / "a.md").write_bytes(line.join([*rows, "", "Lamps were lit.", ""]).encode())
        found = read(tmp_path, "a.md")
        assert (found.document.said_on, found.document.published_on) == ("2019-11-14", "2019-12-02")
        assert [one.text for one in found.passages] == ["Lamps were lit."]


def test_two_lines_of_dashes_without_fields_are_no_front_matter(tmp_path: Path) -> None:
    found = read(tmp_path, "a.md", "---\nThe lamps were counted.\n---\n\nThey were 47.\n")
    assert found.document.data == ()
    shown = [*(one.text for one in found.passages), *found.sections[-1].headings]
    assert any("counted" in words for words in shown)


PAGE = (
    '<html><head><title>Lamps</title><meta name="{}" content="2022-11-01"></head><body><main>'
    "<h1>Lamps of the second group</h1>{}</main></body></html>"
)


@pytest.mark.parametrize("name", ["date", "dcterms.issued", "article:published_time"])
def test_a_signed_foreword_dates_a_page_that_was_put_out_later(tmp_path: Path, name: str) -> None:
    words = (
        "<h2>Foreword</h2><p>Most harbours keep their lamps.</p><p>Dora Vane</p>"
        "<p>HM Inspector of Harbours</p><p>September 2019</p>"
        "<h2>About</h2><p>It is about lamps.</p>"
    )
    found = read(tmp_path, "a.html", PAGE.format(name, words)).document
    assert (found.said_on, found.published_on) == ("2019-09", "2022-11-01")


def test_the_day_a_paper_prints_outranks_the_one_its_page_gives(tmp_path: Path) -> None:
    words = "<p>Published on 5 May 2019</p><p>It is about the lamps of the harbour.</p>"
    found = read(tmp_path, "a.html", PAGE.format("date", words)).document
    assert found.published_on == "2019-05-05"


def test_minutes_signed_at_a_later_meeting_keep_their_own_day(tmp_path: Path) -> None:
    text = (
        "Minutes of the Harbour Board\n\nAll were well.\n\nSigned ……………… (Chair)\n\n"
        "Date: 12 December 2019\n"
    )
    assert read(tmp_path, "a.txt", text).parts[0].said_on is None


def test_a_letter_has_the_day_above_its_greeting_and_not_the_one_it_answers() -> None:
    body = (
        "Dear Ada Quill,\n\nThank you for your letter of 2 March 2020, which came with many words "
        "about the lamps of the quay.\n\nThey will be counted again, as you ask.\n\n"
        "Yours sincerely\n\nCyrus Penhale\n"
    )
    for above, said_on in (
        ("Harbour House\nQuay Road\n\n9 March 2020\n\n", "2020-03-09"),
        ("", None),
    ):
        assert date_lists.said_on(above + body) == said_on


# --- conflict ---


@pytest.mark.parametrize(
    "head",
    [
        "Minutes of the Harbour Board held on 14 November 2019\n\nMeeting date: 15 November 2019",
        "Harbour Board\n\n14 November 2019\n\n15 November 2019",
        "Minutes of the Harbour Board held on Friday 14 November 2019\n\nPublished 2 December 2019",
        "Minutes of the Harbour Board\n\nHeld on 31 September 2019\n\n2 October 2019",
    ],
)
def test_where_testimony_conflicts_there_is_no_date(head: str) -> None:
    assert date_lists.said_on(head + date_lists.BELOW) is None


# --- one date in its sentence ---


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Date and time: 14 May 2018", Says.LABELLED),
        ("Minutes of the Harbour Board held on 14 May 2018", Says.HELD),
        ("at the Guildhall on 14 May 2018", Says.BARE),
        ("Harbour Board – 14 May 2018", Says.TITLED),
        ("This meeting of the Board took place on 14 May 2018 at the Guildhall.", Says.TOLD),
        ("Published on 14 May 2018", Says.PUT_OUT),
        ("The lamps were broken on 14 May 2018", Says.OTHER),
    ],
)
def test_a_sentence_says_what_its_date_is(words: str, says: Says) -> None:
    [one] = dates.find(words)
    assert hear(words[: one.span.start], words[one.span.end :], one) is says


# --- stretches of days ---


STRETCH = "Minutes of the Harbour Board held on 30 September to 2 October 2019" + date_lists.BELOW


def stretched() -> Understanding:
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(STRETCH))
    return analyse(Document("a.txt", source, STRETCH))


def test_scripts_are_given_what_holds_a_stretch_and_its_two_ends() -> None:
    [part] = document_tree.tree(stretched())["parts"]
    assert (part["said_on"], part["said_from"], part["said_until"]) == (
        "2019",
        "2019-09-30",
        "2019-10-02",
    )


def test_people_are_shown_the_stretch_itself() -> None:
    shown = "\n".join(terminal.tree(stretched()))
    assert "said 2019 (30 September to 2 October 2019)" in shown
    assert periods.told("2019-09-30/2019-10-02") == "30 September to 2 October 2019"


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Filter(since="2019-10-02"), True),
        (Filter(since="2019-10-03"), False),
        (Filter(until="2019-09-30"), True),
        (Filter(until="2019-09-29"), False),
    ],
)
def test_filters_know_each_day_of_a_stretch(tmp_path: Path, where: Filter, found: bool) -> None:
    write(tmp_path, [stretched()])
    with closing(open_index(tmp_path)) as index:
        assert bool(index.count(where)) is found


# --- time ---


@pytest.mark.parametrize(
    "line",
    ["4", "4 March ", "March ", "Tuesday ", "4-", "4.3.", "the ", "meeting was ", "at ", ", ",
     " \n", " ", "\t", ". ", ".", "-", "| ", "held on ", "dydd ", "first day of ", "’", "(", "ed ",
     "20", "of the "],
)  # fmt: skip
def test_a_crafted_line_takes_no_more_than_its_length(line: str) -> None:
    def cost(count: int) -> float:
        text = line * count
        began = time.thread_time()
        dates.find(text)
        hear(text[:700], text[:700], dates.find("14 May 2018")[0])
        return time.thread_time() - began

    small, large = min(cost(2_000) for _ in range(3)), cost(16_000)
    assert large < 0.2 + 24 * small


@pytest.mark.parametrize(
    ("line", "published_on"),
    [
        ("I write about the report that was published on 2 September 2019.", None),
        ("The accounts (date of publication 2 September 2019) were late.", None),
        ("Published on: 2 September 2019", "2019-09-02"),
        ("This report was first published on 2 September 2019.", "2019-09-02"),
        ("Notes of the Quay Wardens. Date of issue: 2 September 2019", "2019-09-02"),
    ],
)
def test_a_day_of_publication_is_the_papers_own(line: str, published_on: str | None) -> None:
    words = f"Report of the Quay Wardens\n\n{line}\n\n1. Lamps\n\nThe lamps were counted.\n"
    source = SourceFile("a.txt", "0" * 64, "text/plain", len(words))
    assert analyse(Document("a.txt", source, words)).document.published_on == published_on
