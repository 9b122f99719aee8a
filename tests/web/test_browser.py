"""The pages in a real browser: accessible, whole without JavaScript, and asking nobody else."""

from __future__ import annotations

import csv
import io
import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = ROOT / "build" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHECKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HEAVIEST = 150_000
"""Bytes that a page and all it needs may weigh on the wire."""
PAPERS = (
    "commissioner/2019-03-26-holding-to-account.txt",
    "inspections/2022-04-28-peel-assessment.pdf",
    "letters/2021-01-14-panel-to-commissioner.txt",
    "panel/2020-12-08-minutes.html",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser with a profile of its own; skipped where there is none.

    Its driver keeps an event loop running, in which no other test of this process can run its own:
    it ends with this file.
    """
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def served(app: Any) -> Iterator[str]:
    """The app on a port of its own, for as long as it is used."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def small(engine: Any, tmp_path: Path) -> Iterator[str]:
    """The small archive, served."""
    from api.http.app import create_app
    from search.settings import Settings

    settings = Settings(index=tmp_path / "index", cache=tmp_path / "cache")
    app = create_app(engine, settings)
    for address in served(app):
        with app.state.snapshots.use() as snapshot:
            # Read now, and not while a test looks: the first page shows examples once it has them.
            for _ in range(400):
                if snapshot.examples:
                    break
                time.sleep(0.05)
            assert snapshot.examples
        yield address


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Four papers of the specimen archive, indexed and served as they would be by `make run`."""
    from api.http.app import create_app
    from indexer.build import build_index
    from search.engine import Engine
    from search.settings import Settings

    folder = tmp_path_factory.mktemp("archive")
    for name in PAPERS:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "corpus" / "documents" / name, folder / name)
    settings = Settings(index=tmp_path_factory.mktemp("index") / "index", page_cache=0)
    build_index(folder, settings)
    yield from served(create_app(lambda: Engine.open(settings.index, settings), settings))


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
