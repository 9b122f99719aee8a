"""The sheet without JavaScript: all of it in the form, in a file, in a document."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import docx
import pytest


@pytest.fixture
def picks(engine: Any) -> list[str]:
    """Three passages of the small archive."""
    return [hit.passage.id for hit in engine.search("999 calls").hits[:3]]


@pytest.fixture
def form(picks: list[str]) -> dict[str, Any]:
    """A sheet that somebody has worked on."""
    note = "\n".join(f"line {n}" for n in range(1, 15))
    return {
        "p": picks,
        "title": "For Thursday",
        "meeting": "Scrutiny Panel",
        "date": "12 november 2024",
        "to": "The Chief Constable",
        f"section.{picks[1]}": "Call handling",
        f"note.{picks[0]}": note,
        f"question.{picks[2]}": "Why <late>?",
    }


def order(text: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="p" value="([^"]+)">', text)


def test_moving_a_passage_keeps_all_that_was_written(
    client: Any, form: dict[str, Any], picks: list[str]
) -> None:
    page = client.post("/sheet", data=form | {"up": picks[2]}).text
    assert order(page) == [picks[0], picks[2], picks[1]]
    for words in ("For Thursday", "The Chief Constable", "line 14", "Why &lt;late&gt;?"):
        assert words in page
    assert re.search(r"<h2[^>]*>Call handling</h2>", page)


@pytest.mark.parametrize("way", ["up", "down", "remove"])
def test_moving_what_is_not_there_changes_nothing(
    client: Any, form: dict[str, Any], picks: list[str], way: str
) -> None:
    assert order(client.post("/sheet", data=form | {way: "nobody"}).text) == picks


def test_a_note_of_fourteen_lines_has_a_box_that_shows_them_all(
    client: Any, form: dict[str, Any]
) -> None:
    page = client.post("/sheet", data=form).text
    box = re.search(r'<textarea[^>]*name="note\.[^>]*rows="(\d+)">[^<]*line 14', page)
    assert box
    assert int(box[1]) >= 14


def test_a_sheet_saved_as_a_file_opens_again_as_it_was(
    client: Any, form: dict[str, Any], picks: list[str]
) -> None:
    saved = client.post("/sheet.json", data=form)
    assert "attachment" in saved.headers["content-disposition"]
    client.cookies.clear()
    opened = client.post("/sheet/open", files={"file": ("sheet.json", saved.content)})
    assert order(opened.text) == picks
    again = client.post("/sheet.json", data=form)
    assert json.loads(again.text) == json.loads(saved.text)
    for words in ("For Thursday", "line 14", "Call handling"):
        assert words in opened.text


def test_what_is_gone_keeps_its_words(client: Any, form: dict[str, Any]) -> None:
    saved = client.post("/sheet.json", data=form).json()
    saved["entries"][0]["passage"] = "gone"
    page = client.post("/sheet/open", files={"file": ("s.json", json.dumps(saved))}).text
    assert "no longer in the archive" in page
    assert saved["entries"][0]["said"] in unescape(page)
    assert "line 14" in page


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"kind": "minuted scrutiny sheet"}', b"[" * 100_000],
)
def test_a_file_that_is_no_sheet_is_refused_with_the_cure(client: Any, body: bytes) -> None:
    answer = client.post("/sheet/open", files={"file": ("sheet.json", body)})
    assert answer.status_code == 400
    assert "sheet" in answer.text


def test_no_file_and_an_empty_sheet_are_said(client: Any) -> None:
    assert client.post("/sheet/open", data={"file": ""}).status_code == 400
    assert client.post("/sheet.json", data={}).status_code == 400
    assert client.post("/sheet.docx", data={}).status_code == 400


def test_a_strange_file_fills_the_sheet_with_nothing_strange(client: Any) -> None:
    strange = {
        "kind": "minuted scrutiny sheet",
        "version": 1,
        "title": ["<b>"],
        "entries": [1, {"passage": 5}, {"passage": "a b"}, {"passage": "gone", "note": {"x": 1}}],
    }
    answer = client.post("/sheet/open", files={"file": ("s.json", json.dumps(strange))})
    assert answer.status_code == 200
    assert "no longer in the archive" in answer.text


def test_the_document_has_the_meeting_the_order_the_sections_and_links(
    client: Any, form: dict[str, Any]
) -> None:
    document = docx.Document(io.BytesIO(client.post("/sheet.docx", data=form).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Date: 12 November 2024" in text
    assert "To: The Chief Constable" in text
    assert text.index("1. ") < text.index("Call handling") < text.index("3. ")
    links = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert len(links) == 3
    assert all("/documents/" in link for link in links)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("line 14" in cell for cell in cells)
    assert "Why <late>?" in cells


def test_three_passages_become_a_document_with_their_citations(client: Any, engine: Any) -> None:
    picks = [hit.passage.id for hit in engine.search("999 calls").hits[:3]]
    added = client.post("/sheet/add", data={"p": picks}, follow_redirects=False)
    assert added.status_code == 303
    page = client.get(added.headers["location"])
    assert all(pick in page.text for pick in picks)
    form = {"p": picks, f"note.{picks[0]}": "Ask the Chief", "title": "Thursday"}
    document = docx.Document(io.BytesIO(client.post("/sheet.docx", data=form).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.count(", said ") == 3
    assert "Thursday" in text
    assert document.tables[0].cell(1, 0).text == "Ask the Chief"


def test_a_sheet_is_kept_between_pages_and_can_be_emptied(client: Any, engine: Any) -> None:
    pick = engine.search("999 calls").hits[0].passage.id
    client.post("/sheet/add", data={"p": pick})
    assert "Sheet (1)" in client.get("/").text
    client.post("/sheet", data={"p": pick, "remove": pick})
    assert "Sheet (1)" not in client.get("/").text


def test_a_sheet_with_passages_that_are_gone_says_so(client: Any) -> None:
    text = client.get("/sheet?p=gone&p=a%0d%0aSet-Cookie:x").text
    assert "1 passage of this sheet is no longer in the archive" in text
