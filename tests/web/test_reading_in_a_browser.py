"""A document in a real browser: its passages, the words looked for in it, its pictures."""

from __future__ import annotations

from typing import Any

import pytest
from served import PAPERS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_way_back_from_a_document_leads_to_the_passage_left(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(real + "/search?q=victims")
    hit = page.locator(".m-hit").nth(6)
    anchor = hit.get_attribute("id")
    hit.locator("h3 a").click()
    page.click(".m-back a")
    assert page.url.endswith(f"#{anchor}")
    assert 0 <= page.locator(f"[id='{anchor}']").bounding_box()["y"] < 400
    context.close()


SEEN = """() => {
  const bar = document.querySelector('.m-bar');
  const lost = [];
  for (const one of document.querySelectorAll('.m-line[id]')) {
    one.scrollIntoView();
    const place = one.getBoundingClientRect();
    const top = bar && getComputedStyle(bar).position == 'sticky'
      ? bar.getBoundingClientRect().bottom : 0;
    if (place.height == 0 || place.top < top - 1 || place.top > innerHeight - 12) lost.push(one.id);
  }
  return lost;
}"""


@pytest.mark.parametrize("width", [1280, 900, 320])
def test_no_passage_that_an_address_leads_to_lies_under_the_bar(
    chromium: Any, real: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for paper in PAPERS:
        address = f"{real}/documents/{paper}?find=the+police&q=police+officers&mode=search"
        while address:
            page.goto(address)
            assert page.locator(".m-bar .m-around").count() == 2
            assert page.evaluate(SEEN) == [], address
            following = page.locator(".m-pager a[rel=next]").first
            more = following.count() and "leaf=" in (following.get_attribute("href") or "")
            address = real + following.get_attribute("href") if more else ""
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_words_are_found_in_a_document_one_place_after_the_other(
    chromium: Any, real: str, script: bool
) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{real}/documents/{PAPERS[1]}")
    page.fill("#find", "victims")
    page.press("#find", "Enter")
    seen = []
    while True:
        assert page.url.endswith("#found")
        here = page.locator("#found")
        assert here.inner_text().casefold() == "victims"
        place = here.bounding_box()
        assert page.locator(".m-bar").bounding_box()["height"] - 1 < place["y"] < 700
        seen.append(page.locator(".m-around [role=status]").inner_text())
        following = page.locator(".m-around a[rel=next]")
        if not following.count():
            break
        following.click()
    total = len(seen)
    assert total > 2
    assert seen == [f"“victims”: {n} of {total} places" for n in range(1, total + 1)]
    context.close()


def test_the_picture_of_a_page_comes_when_it_is_looked_at(chromium: Any, real: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{real}/documents/{PAPERS[1]}", wait_until="networkidle")
    shown = page.locator(".m-paper img")
    pages = shown.count()
    assert pages > 4
    assert len([url for url in asked if "/page/" in url]) < pages
    shown.last.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert (
        shown.last.evaluate("async one => { await one.decode(); return one.naturalWidth }") == 800
    )
    context.close()
