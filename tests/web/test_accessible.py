"""Every kind of page in a real browser: accessible, whole at any width, and asking nobody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from served import PAPERS

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
AXE = ROOT / "build" / "axe-core" / "axe.min.js"
CHECKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HEAVIEST = 150_000
"""Bytes that a page and all it needs may weigh on the wire."""


def addresses(engine: Any) -> list[str]:
    """Every kind of page, and pages with every kind of thing on them."""
    passage = engine.every("999 calls").discussed[3].passage
    return [
        "/",
        "/search?q=999+calls+since+2021&kind=panel_minutes&kind=letter",
        "/ask?q=999+calls%3F",
        "/ask?q=zebra%3F",
        f"/every?q=999+calls&add=101&right={passage.id}",
        "/every?q=999+calls&show=below&line=0.8",
        "/every/print?q=999+calls",
        f"/documents/panel/2021-06-21.pdf?at={passage.id}&q=999+calls&mode=every",
        "/documents/panel/2021-06-21.pdf?find=call&n=2&q=999+calls&mode=every",
        "/documents/notes/2021-01.txt?find=x",
        "/documents/notes/2021-01.txt?at=gone&o=9",
        "/documents/none",
        "/documents/notes/2021-06.txt",
        "/figures?q=999+calls",
        "/brief",
        "/brief?q=999+calls&for=10+March+2022",
        "/brief?q=999+calls&for=soon",
        "/actions?q=999+calls",
        "/actions?status=done&since=soon&body=Nobody",
        "/actions?kind=expectations",
        "/asked?q=Why+did+999+calls+go+unanswered%3F",
        "/changes?since=2021&q=999+calls",
        "/changes?since=soon&q=%3F",
        "/archive",
        f"/sheet?p={passage.id}&meeting=Panel&section.{passage.id}=Calls",
        "/sheet",
        "/evaluation",
        "/scripts",
        "/search?q=",
        "/search?q=999+calls&since=soon&kind=leaflet",
        "/every?q=999+calls&until=Q4+2021&sort=newest",
        "/every?q=999+calls&off=OCC",
        "/go?q=",
        "/help",
        "/dates",
    ]


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_to_complain_of_on_any_page(
    chromium: Any, small: str, engine: Any, width: int, colours: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core has not been fetched: python -m api.fetch_assets --tests")
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, forced_colors=colours, bypass_csp=True
    )
    page = context.new_page()
    script = AXE.read_text(encoding="utf-8")
    found = []
    for address in [*addresses(engine), "/docs"]:
        page.goto(small + address)
        page.evaluate(script)
        # What Swagger UI draws is its makers'; the same stands on /scripts, which is checked whole.
        result = page.evaluate(f"axe.run({{exclude: ['#swagger']}}, {json.dumps(CHECKED)})")
        found += [
            (address, violation["id"], violation["nodes"][0]["html"][:120])
            for violation in result["violations"]
            # Swagger UI draws a main of its own, and ours is what is told then.
            if (address, violation["id"]) != ("/docs", "landmark-no-duplicate-main")
        ]
    context.close()
    assert found == []


def test_at_four_hundred_percent_nothing_is_lost_or_runs_over_the_edge(
    chromium: Any, small: str, engine: Any
) -> None:
    texts: dict[int, list[str]] = {}
    for width, height in ((1280, 1024), (320, 256)):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=True
        )
        page = context.new_page()
        texts[width] = []
        for address in addresses(engine):
            page.goto(small + address)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            page.evaluate("document.querySelectorAll('.m-jump').forEach(e => e.remove())")
            edge = page.evaluate("document.documentElement.scrollWidth")
            assert edge <= width, (address, edge)
            texts[width].append(" ".join(page.inner_text("body").split()))
        context.close()
    assert texts[320] == texts[1280]


def test_every_journey_can_be_made_with_the_keyboard_alone(chromium: Any, real: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(real + "/")

    def tab_to(selector: str, most: int = 80) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                outline = page.evaluate(
                    "(e => { const s = getComputedStyle(e); return s.outlineStyle + s.boxShadow })"
                    "(document.activeElement)"
                )
                assert outline != "nonenone", selector
                return
        raise AssertionError(f"{selector} was not reached")

    tab_to(".govuk-skip-link", 1)
    tab_to("#q")
    page.keyboard.type("victims")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    tab_to("a[href='#results']")
    page.keyboard.press("Enter")
    tab_to(".m-pickit", 4)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Sheet (1)")
    page.goto(real + "/sheet")
    tab_to("textarea")
    page.keyboard.type("a note")
    page.go_back()
    tab_to(".m-modes a[href^='/every']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/every?*")
    tab_to(".m-svg a")
    tab_to("button[name=right]")
    page.keyboard.press("Enter")
    page.wait_for_url("**right=*")
    tab_to(".m-hit__acts a[href^='/documents']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**")
    tab_to("a[rel=next]")
    tab_to("[data-copy]")
    context.close()


def test_no_request_leaves_the_machine_and_no_page_is_heavy(chromium: Any, real: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: dict[str, int] = {}
    pictures: set[str] = set()
    asked: list[str] = []
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    # Pictures of pages come when they are looked at, and are not counted.
    wire.on(
        "Network.responseReceived",
        lambda event: pictures.add(event["requestId"]) if event["type"] == "Image" else None,
    )
    page.on("request", lambda request: asked.append(request.url))
    reading = f"/documents/{PAPERS[1]}"
    desk = ("/figures?q=OC16", "/brief?q=OC16", "/actions", "/changes?since=2018&q=OC16")
    asked_before = "/asked?q=Why+was+OC16+so+high%3F"
    for address in (
        *("/", "/search?q=victims", "/every?q=OC16", "/archive", "/evaluation", reading),
        *desk,
        asked_before,
    ):
        sizes.clear()
        page.goto(real + address, wait_until="networkidle")
        weight = sum(size for name, size in sizes.items() if name not in pictures)
        assert 0 < weight < HEAVIEST, address
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(real).netloc}
    context.close()


def test_without_the_fetched_look_the_pages_are_whole_too(
    chromium: Any, small: str, engine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from api.web import rendering

    monkeypatch.setattr(rendering, "VENDOR", tmp_path / "none")
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for address in addresses(engine):
        page.goto(small + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert "plain.css" in page.content()
    context.close()
