"""What leaves is safe to open: spreadsheets run nothing, citations are whole."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import docx
import pytest
import rispy

from api.export import citation_styles, docx_export, lists, references
from search.results import Citation

CITATION = Citation(
    document="panel/2021-06-21.pdf",
    title="Agenda pack, June 2021",
    kind="panel_minutes",
    body="Harrowdale Police & Crime Panel",
    part="Minutes of 8 February 2021",
    headings=("31 Call handling", "100% of 999 calls"),
    said_on="2021-02-08",
    published_on="2021-06-21",
    page=7,
    page_label="3",
    start=120,
    end=160,
    quote="Nine in ten 999 calls\nwere answered<p>in ten seconds.",
    passage="abc",
    score=0.5,
    matched=("999 calls",),
    url=None,
)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert lists.cell(text).startswith("'")


def test_a_cell_that_is_only_words_or_numbers_is_left_alone() -> None:
    assert lists.cell("a = b") == "a = b"
    assert lists.cell(-0.5) == "-0.5"
    assert lists.cell(None) == ""


def test_csv_reads_back_row_by_row_with_every_column() -> None:
    record = CITATION.to_json() | {"quote": '=cmd|"x"\n', "why": ["words"], "copies": []}
    text = "".join(lists.csv_lines([record, record]))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == lists.COLUMNS
    assert len(rows) == 3
    assert rows[1][lists.COLUMNS.index("quote")].startswith("'=")


def test_json_lines_hold_one_record_each() -> None:
    lines = list(lists.json_lines([{"quote": "a\nb"}, {"quote": "£"}]))
    assert [json.loads(line)["quote"] for line in lines] == ["a\nb", "£"]
    assert all(line.count("\n") == 1 for line in lines)


def test_marks_leave_as_labels_with_offsets_and_grades() -> None:
    record = CITATION.to_json()
    lines = lists.label_lines("topic", {"abc": True, "other": False}, [record])
    label = json.loads(next(lines))
    assert (label["doc"], label["start"], label["end"], label["grade"]) == (
        "panel/2021-06-21.pdf",
        120,
        160,
        2,
    )


def test_a_sheet_reads_back_with_its_citations_notes_and_questions() -> None:
    pick = docx_export.Pick(CITATION, "Ask \x00about it", "Why?")
    paper = docx_export.Paper("For Thursday", picks=(pick,))
    document = docx.Document(io.BytesIO(docx_export.sheet_document(paper)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Nine in ten 999 calls were answered\nin ten seconds." in text
    assert citation_styles.source(CITATION) in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert cells == ["Note", "Question", "Ask \ufffdabout it", "Why?"]


def test_a_sheet_is_a_meeting_paper_on_a4_with_numbers_links_and_heads() -> None:
    address = "http://127.0.0.1:8000/documents/a.txt?at=abc#p1"
    picks = (
        docx_export.Pick(CITATION, "One", "Two?", "Call handling", address),
        docx_export.Pick(CITATION),
    )
    paper = docx_export.Paper("For Thursday", "Scrutiny Panel", "12 November 2024", "Chief", picks)
    document = docx.Document(io.BytesIO(docx_export.sheet_document(paper)))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    foot = page.footer.paragraphs[0]._p.xml
    assert "PAGE" in foot
    assert "NUMPAGES" in foot
    headings = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    assert [name for name, _ in headings] == ["Heading 1", "Heading 2", "Heading 3", "Heading 3"]
    assert headings[1][1] == "Call handling"
    assert [text.split(".")[0] for _, text in headings[2:]] == ["1", "2"]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Meeting: Scrutiny Panel\nDate: 12 November 2024\nTo: Chief" in text
    links = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert links[0].startswith("http://127.0.0.1:8000/documents/a.txt")
    assert all(table.rows[0]._tr.xml.count("w:tblHeader") for table in document.tables)


def test_a_plain_citation_says_when_it_was_said_and_where_it_was_printed() -> None:
    words = citation_styles.text(CITATION)
    assert "said 8 February 2021, published 21 June 2021" in words
    assert "p. 3 (page 7 of the file)" in words
    assert "characters" not in words


def test_bibtex_escapes_what_is_its_own() -> None:
    entry = citation_styles.bibtex(CITATION)
    assert r"Police \& Crime" in entry
    assert r"100\% of" in entry
    assert entry.startswith("@misc{panel-2021-06-21-120,\n")
    assert entry.count("{") == entry.count("}")


def test_csl_json_carries_the_date_as_precise_as_it_is_known() -> None:
    item = json.loads("".join(references.csl_json([(CITATION, "")])))[0]
    assert item["issued"] == {"date-parts": [[2021, 2, 8]]}
    assert item["author"] == [{"literal": "Harrowdale Police & Crime Panel"}]


def test_a_stretch_of_days_leaves_as_a_range() -> None:
    cited = replace(CITATION, said_on="2021-02-08/2021-02-09", published_on=None)
    assert citation_styles.csl(cited)["issued"] == {"date-parts": [[2021, 2, 8], [2021, 2, 9]]}
    assert "8 to 9 February 2021" in citation_styles.text(cited)
    assert "date = {2021-02-08/2021-02-09}" in citation_styles.bibtex(cited)
    record = cited.to_json()
    assert (record["said_on"], record["said_from"], record["said_until"]) == (
        "2021-02",
        "2021-02-08",
        "2021-02-09",
    )


LETTER = replace(
    CITATION,
    kind="letter",
    body="Fire and Rescue Inspectorate",
    part="Letter of 3 March 2021",
    publisher="Harrowdale Police & Crime Panel",
)


def test_a_letter_in_a_pack_is_cited_by_who_wrote_it_and_found_by_who_printed_it() -> None:
    source = citation_styles.source(LETTER)
    assert source.startswith(
        "Fire and Rescue Inspectorate, Letter of 3 March 2021, "
        "in Harrowdale Police & Crime Panel, Agenda pack, June 2021, dated 8 February 2021"
    )
    item = citation_styles.csl(LETTER)
    assert item["author"] == [{"literal": "Fire and Rescue Inspectorate"}]
    assert item["publisher"] == "Harrowdale Police & Crime Panel"
    assert r"publisher = {Harrowdale Police \& Crime Panel}" in citation_styles.bibtex(LETTER)


def test_who_wrote_and_printed_it_is_told_once_where_they_are_one() -> None:
    own = replace(CITATION, publisher=CITATION.body)
    assert citation_styles.source(own).count("Harrowdale Police & Crime Panel") == 1


def test_ris_reads_back_with_every_field_on_one_line() -> None:
    text = "".join(references.ris([(LETTER, "http://h/documents/a?at=b#p1")] * 2))
    first, second = rispy.loads(text)
    assert first["type_of_reference"] == "RPRT"
    assert first["authors"] == ["Fire and Rescue Inspectorate"]
    assert first["title"] == "Letter of 3 March 2021"
    assert first["publisher"] == "Harrowdale Police & Crime Panel"
    assert first["date"] == "2021/02/08/"
    assert (first["year"], first["start_page"]) == ("2021", "3")
    assert first["urls"] == ["http://h/documents/a?at=b#p1"]
    assert "Nine in ten 999 calls were answered in ten seconds." in first["abstract"]
    assert first["id"] != second["id"]
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in text.splitlines())


@pytest.mark.parametrize("said_on", [None, "2021", "2021-02", "2021-02-08/2021-02-09"])
def test_ris_tells_a_date_no_closer_than_it_is_known(said_on: str | None) -> None:
    (item,) = rispy.loads("".join(references.ris([(replace(CITATION, said_on=said_on), "")])))
    known = (said_on or "").partition("/")[0].split("-") if said_on else []
    assert [part for part in item.get("date", "").split("/") if part] == known


def test_keys_of_a_list_are_never_twice_the_same() -> None:
    text = "".join(references.bibtex([(CITATION, "")] * 3))
    keys = re.findall(r"@misc{(.*),", text)
    assert len(set(keys)) == 3
    assert json.loads("".join(references.csl_json([]))) == []


def opened(rows: list[tuple[str, Citation, str]]) -> Any:
    return docx.Document(io.BytesIO(docx_export.every_document("999 calls", ["999"], rows)))


def test_a_list_has_months_in_capitals_and_leads_from_each_citation_to_its_passage() -> None:
    link = "http://h/documents/a.pdf?at=abc&o=120#p7"
    cited = replace(CITATION, said_on="2018-02-06")
    document = opened([("discussed", cited, link)])
    assert "6 February 2018" in [one.text for one in document.paragraphs]
    (found,) = (one for paragraph in document.paragraphs for one in paragraph.hyperlinks)
    assert found.url == link
    assert found.text == citation_styles.source(cited)


def test_what_has_no_date_stands_under_a_heading_that_says_so() -> None:
    document = opened([("discussed", replace(CITATION, said_on=None), "")])
    assert "Undated" in [one.text for one in document.paragraphs]


@pytest.mark.parametrize(
    ("quote", "columns"),
    [
        ("Mill Lane\t97\t3", ("Place", "Calls", "Lost")),
        ("97", ("2019 › Calls",)),
        ("Mill Lane | 97", ("Place", "Calls")),
        ("97 only", ("Place", "Calls", "Lost")),
    ],
)
def test_the_heads_of_columns_leave_with_every_row_and_cell(
    quote: str, columns: tuple[str, ...]
) -> None:
    cited = replace(CITATION, quote=quote, columns=columns)
    record = cited.to_json() | {"why": [], "copies": []}
    wanted = columns if len(columns) == 1 else columns[1:]
    written = [
        "".join(lists.csv_lines([record])).split("\r\n", 1)[1],
        citation_styles.text(cited),
        "".join(references.ris([(cited, "")])),
        "".join(references.csl_json([(cited, "")])),
        "".join(references.bibtex([(cited, "")])),
        "\n".join(one.text for one in opened([("discussed", cited, "")]).paragraphs),
    ]
    for text in written:
        assert all(head in text for head in wanted), text
