"""The pages, as a browser without JavaScript gets them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from page_links import links
from plain_words import old, words

PAGES = [
    "/",
    "/search?q=999 calls",
    "/ask?q=999 calls?",
    "/ask?q=zebra?",
    "/every?q=999 calls",
    "/every?q=999 calls&show=below&line=0.8",
    "/every?q=zebra",
    "/every/print?q=999 calls",
    "/documents/panel/2021-06-21.pdf",
    "/documents/notes/2021-01.txt",
    "/archive",
    "/sheet",
    "/evaluation",
    "/scripts",
    "/docs",
    "/help",
    "/dates",
    "/search?q=999 calls&sort=newest&since=2021",
    "/every?q=999 calls&show=part",
    "/figures?q=999 calls",
    "/brief",
    "/brief?q=999 calls&for=10 March 2022",
    "/actions",
    "/actions?q=999 calls&status=unfinished",
    "/actions?kind=expectations",
    "/asked",
    "/asked?q=Why did 999 calls go unanswered?",
    "/changes",
    "/changes?since=February 2021&q=999 calls",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_inline_script_or_style_and_asks_nobody_else(client: Any, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200
    found = links(response.text)
    assert found.inline == []
    assert not [url for url in found.sources + found.hrefs if urlsplit(url).netloc]
    assert len(found.ids) == len(set(found.ids))
    policy = response.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("page", PAGES)
def test_who_asks_for_the_head_of_a_page_is_told_that_it_is_there(client: Any, page: str) -> None:
    assert client.head(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: Any, page: str) -> None:
    found = links(client.get(page).text)
    for href in sorted(set(found.hrefs)):
        target = urljoin(page, href).partition("#")[0]
        assert client.get(target).status_code == 200, href


@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_plain_english(client: Any, page: str) -> None:
    assert old(words(client.get(page).text)) == []


def test_document_text_is_data_and_never_runs(client: Any) -> None:
    for page in ("/search?q=999 calls", "/every?q=999 calls", "/documents/notes/2021-03.txt"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_matched_words_are_marked_and_the_rest_is_not(client: Any) -> None:
    text = client.get("/search?q=999 calls").text
    assert "Nine in ten <mark>999</mark> <mark>calls</mark> were answered" in text


def test_tags_that_a_source_prints_are_shown_as_breaks(client: Any) -> None:
    text = client.get("/search?q=999 calls").text
    assert "<br>and a second line<br>of the table." in text


def test_a_reprint_says_when_it_was_said_and_where_it_is_printed(client: Any) -> None:
    text = client.get("/search?q=999 calls").text
    assert "Said 8 February 2021, printed in the agenda pack of 21 June 2021" in text


def test_what_has_no_answer_is_said_with_what_was_searched(client: Any) -> None:
    text = client.get("/ask?q=zebra?").text
    assert "The archive does not say" in text
    assert "13 passages in 6 documents" in text
    every = client.get("/every?q=zebra").text
    assert "No passage names it" in every


def test_what_was_understood_is_shown_and_can_be_taken_back(client: Any) -> None:
    text = client.get("/search?q=999 calls since 2021&kind=panel_minutes").text
    found = [link for link in links(text).hrefs if "remove" in text]
    assert "/search?q=999+calls&kind=panel_minutes" in found
    assert "/search?q=999+calls+since+2021" in found


def test_the_box_sends_each_kind_of_question_to_its_page(client: Any) -> None:
    for text, page in (("999 calls?", "ask"), ("every 999", "every"), ("999", "search")):
        response = client.get("/go", params={"q": text}, follow_redirects=False)
        assert response.status_code == 303
        assert urlsplit(response.headers["location"]).path == f"/{page}"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "q=",
        "q=%00",
        "q=x&since=soon",
        "q=x&kind=leaflet",
        "q=x&body=Nobody",
        "q=x&page=0",
    ],
)
def test_bad_input_is_one_clear_line_on_a_page_with_the_box(client: Any, query: str) -> None:
    response = client.get(f"/search?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert 'id="q"' in response.text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 7_000,
        "<img src=x onerror=alert(1)>",
        "'; DROP TABLE passages; --",
        'a AND (b OR "c) NEAR/3 *',
        "😀 ¿qué? الجلسة",
        "{{ 7 * 7 }}{% raw %}",
    ],
)
@pytest.mark.parametrize("mode", ["search", "ask", "every"])
def test_whatever_is_typed_is_only_ever_words(client: Any, mode: str, text: str) -> None:
    response = client.get(f"/{mode}", params={"q": text})
    assert response.status_code == 200
    assert "<img src=x" not in response.text
    assert links(response.text).inline == []


def test_citations_are_handed_out_in_three_forms(client: Any, engine: Any) -> None:
    pick = engine.search("unanswered").hits[0].passage.id
    assert "p. 12 (page 2 of the file)" in client.get(f"/cite/{pick}").text
    assert client.get(f"/cite/{pick}?form=bibtex").text.startswith("@misc{")
    assert json.loads(client.get(f"/cite/{pick}?form=csl").text)[0]["page"] == "12"
    assert client.get(f"/cite/{pick}?form=word").status_code == 400


def test_the_archive_page_names_the_month_without_a_meeting(client: Any) -> None:
    text = client.get("/archive").text
    assert "To be expected and not held: April 2021" in text
    assert "page 4 of 4" in text
    assert "This build kept no report" in text


def test_the_archive_page_tells_what_the_last_build_could_not_read(
    client: Any, tmp_path: Any
) -> None:
    folder = tmp_path / "index" / "b1"
    folder.mkdir(parents=True)
    line = {"path": "a.pdf", "status": "failed", "detail": "it wants a <password>", "cure": "x"}
    (folder / "report.json").write_text(json.dumps({"files": [line, {"status": "ok"}]}))
    text = client.get("/archive").text
    assert "It wants a &lt;password&gt;; x." in text
