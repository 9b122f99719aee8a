"""Searches in a real browser, with and without JavaScript: questions, lists, filters, dates."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_question_leads_to_its_passage_in_its_document(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(real + "/")
    page.fill("#q", "How much of recorded crime was closed under outcome code 16?")
    page.press("#q", "Enter")
    assert urlsplit(page.url).path == "/ask"
    page.click(".m-hit h3 a")
    cited = page.locator(".m-line--cited")
    assert cited.count() == 1
    assert page.url.endswith("#" + (cited.get_attribute("id") or "none"))
    assert cited.bounding_box()["y"] < 700
    page.go_back()
    assert urlsplit(page.url).path == "/ask"
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_every_time_oc16_was_discussed_leaves_as_csv(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(real + "/every?q=OC16")
    shown = page.locator(".m-day .m-hit").count()
    assert shown > 3
    with page.expect_download() as waiting:
        page.click("text=CSV")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["passage"]]
    assert len(rows) == shown
    assert [row["said_on"] for row in rows] == sorted(row["said_on"] for row in rows)
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_telephone_the_filters_are_one_tap_from_the_top_and_so_is_the_list(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(
        java_script_enabled=script, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(real + "/every?q=OC16")
    summary = page.locator(".m-filters > summary")
    assert summary.bounding_box()["y"] < 844
    assert not page.locator("#since").is_visible()
    assert page.locator(".m-total").bounding_box()["y"] < 844
    summary.click()
    page.fill("#since", "2019/20")
    page.click(".m-filters__go")
    assert "since=2019%2F20" in page.url
    assert page.input_value("#since") == "April 2019"
    context.close()


@pytest.mark.parametrize("path", ["every", "ask", "search", "figures", "brief"])
def test_a_word_longer_than_a_telephone_is_wide_is_broken_and_not_the_page(
    chromium: Any, real: str, path: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{real}/{path}?q={'long' * 60}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_wide_screen_the_filters_stand_beside_the_list(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(real + "/search?q=victims")
    assert page.locator("#since").is_visible()
    assert page.locator("#since").bounding_box()["x"] > 800
    assert page.locator(".m-hit").first.bounding_box()["y"] < 500
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_mistyped_date_is_mended_where_it_was_typed(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(real + "/search?q=victims&since=soon")
    assert page.locator(".m-hit").count() > 3
    if script:
        assert page.evaluate("document.activeElement.id") == "problems"
    page.click("#problems a")
    assert page.evaluate("document.activeElement.id") == "since"
    page.fill("#since", "2019")
    page.press("#since", "Enter")
    page.wait_for_url("**since=2019*")
    assert page.locator("#problems").count() == 0
    context.close()


def test_the_addresses_for_scripts_can_be_tried_out_on_a_page_of_this_server(
    chromium: Any, small: str
) -> None:
    from api.web.rendering import VENDOR

    if not (VENDOR / "swagger-ui.js").is_file():
        pytest.skip("Swagger UI has not been fetched: python -m api.fetch_assets")
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(small + "/docs")
    page.wait_for_selector('[data-path="/v1/every"]')
    page.click("#operations-archive-documents_v1_documents_get .opblock-summary-control")
    page.click("text=Try it out")
    page.click("text=Execute")
    page.wait_for_selector("text=notes/2021-01.txt")
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {
        urlsplit(small).netloc
    }
    assert told == []
    context.close()


def test_the_page_is_up_before_answers_are_and_says_when_they_are(
    chromium: Any, small: str, engine: Any
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    engine.ready = False
    page.goto(small + "/")
    assert "will be ready" in page.inner_text("#readiness")
    engine.ready = True
    page.wait_for_selector("text=Answers are ready.")
    context.close()
