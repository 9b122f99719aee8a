"""A meeting prepared in a real browser: questions drafted, a sheet filled, a paper taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest
from served import served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_three_ticked_passages_become_a_sheet_with_their_citations(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(real + "/search?q=victims")
    for number in range(3):
        page.locator("button[name=add]").first.click()
        page.wait_for_selector(f"text=Sheet ({number + 1})")
    assert page.locator("button[name=drop]").count() == 3
    assert urlsplit(page.url).path == "/search"
    page.click("#sheet-link")
    assert page.locator(".m-pick").count() == 3
    page.locator("textarea").first.fill("Who was asked?")
    sources = [" ".join(text.split()) for text in page.locator(".m-cite--print").all_inner_texts()]
    with page.expect_download() as waiting:
        page.click("text=Download DOCX")
    document = docx.Document(str(waiting.value.path()))
    text = " ".join("\n".join(one.text for one in document.paragraphs).split())
    assert len(sources) == 3
    assert all(source in text for source in sources)
    assert document.tables[0].cell(1, 0).text == "Who was asked?"
    context.close()


DESK = [
    ("2021-01-12", "In 2019/20 91% of 999 calls were answered in ten seconds."),
    ("2021-04-13", "• Action: CC to report on 999 calls in May."),
    ("2021-06-08", "In 2020/21 84% of 999 calls were answered in ten seconds."),
    ("2021-09-14", "Cllr Marsh asked why 999 calls were late."),
]
"""What gives three draft questions: a figure that fell, a promise, a question without a reply."""


@pytest.fixture
def desk(engine_of: Any, tmp_path: Path) -> Iterator[str]:
    """Notes of four meetings, served."""
    from api.http.app import create_app
    from search.settings import Settings

    yield from served(create_app(engine_of(DESK), Settings(index=tmp_path / "index")))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_topic_becomes_a_briefing_three_questions_and_a_meeting_paper(
    chromium: Any, desk: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(desk + "/every?q=999+calls")
    page.click(".m-modes a[href^='/brief']")
    page.fill("#day", "10 March 2022")
    page.click("text=Make the briefing")
    drafts = page.locator(".m-draft input")
    assert drafts.count() == 3
    asked = [" ".join(text.split()) for text in page.locator(".m-draft__head").all_inner_texts()]
    for number in range(3):
        drafts.nth(number).check()
    page.click("text=Put ticked questions on the sheet")
    boxes = page.locator("textarea[name^='question.']")
    written = [boxes.nth(n).input_value() for n in range(boxes.count())]
    assert {text for text in written if text} == set(asked)
    page.fill("#meeting", "Police and Crime Panel")
    page.fill("#date", "2022-03-10")
    page.locator("textarea[name^='note.']").first.fill("\n".join(f"line {n}" for n in range(1, 15)))
    page.locator("button[name=down]").first.click()
    assert page.locator("textarea[name^='note.']").nth(1).input_value().endswith("line 14")
    sources = [" ".join(text.split()) for text in page.locator(".m-cite--print").all_inner_texts()]
    with page.expect_download() as waiting:
        page.click("text=Download DOCX")
    document = docx.Document(str(waiting.value.path()))
    text = " ".join("\n".join(one.text for one in document.paragraphs).split())
    assert sources
    assert all(source in text for source in sources)
    assert "Meeting: Police and Crime Panel" in text
    assert "Date: 10 March 2022" in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert set(asked) <= set(cells)
    context.close()


def test_a_long_note_is_printed_to_its_last_line(chromium: Any, desk: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(desk + "/brief?q=999+calls")
    page.locator(".m-draft input").first.check()
    page.click("text=Put ticked questions on the sheet")
    note = "\n".join(f"line {n}" for n in range(1, 41))
    page.locator("textarea[name^='note.']").first.fill(note)
    page.emulate_media(media="print")
    printed = page.locator(".m-printed").first
    assert printed.is_visible()
    assert printed.inner_text() == note
    assert printed.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    context.close()


def test_what_was_written_is_kept_when_a_question_is_added(chromium: Any, desk: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(desk + "/brief?q=999+calls&for=10+March+2022")
    page.locator(".m-draft input").first.check()
    page.click("text=Put ticked questions on the sheet")
    page.locator("textarea[name^='note.']").first.fill("mine")
    page.fill("#to", "The Chief Constable")
    page.go_back()
    page.locator(".m-draft input").first.uncheck()
    page.locator(".m-draft input").nth(1).check()
    page.click("text=Put ticked questions on the sheet")
    assert page.locator("textarea[name^='note.']").first.input_value() == "mine"
    assert page.locator("#to").input_value() == "The Chief Constable"
    boxes = page.locator("textarea[name^='question.']")
    assert sum(bool(boxes.nth(n).input_value()) for n in range(boxes.count())) == 2
    context.close()


def test_with_javascript_notes_are_kept_and_citations_copied(
    chromium: Any, small: str, engine: Any
) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    passage = engine.every("999 calls").discussed[0].passage
    page.goto(f"{small}/sheet?p={passage.id}")
    page.locator("textarea").first.fill("remember this")
    page.reload()
    assert page.locator("textarea").first.input_value() == "remember this"
    page.goto(f"{small}/documents/{passage.document.id}?at={passage.id}")
    page.click("[data-copy]")
    assert passage.text in page.evaluate("navigator.clipboard.readText()")
    context.close()
