"""From a hit to its passage in its document, and on to the next."""

from __future__ import annotations

import re
from typing import Any

import pytest
from page_links import links


def test_a_hit_leads_to_its_passage_marked_in_its_document(client: Any, engine: Any) -> None:
    found = links(client.get("/every?q=999 calls").text)
    reading = next(link for link in found.hrefs if link.startswith("/documents/panel"))
    path, _, fragment = reading.partition("#")
    text = client.get(path).text
    assert re.search(rf'id="{fragment}" class="m-line m-line--cited"', text)
    assert "Cited passage" in text
    assert "Occurrence" in text
    assert "/original/panel/2021-06-21.pdf#page=2" in text


def test_next_and_previous_occurrence_walk_the_whole_list(client: Any) -> None:
    found = links(client.get("/every?q=999 calls").text)
    here = next(link for link in found.hrefs if link.startswith("/documents/"))
    seen = []
    while here:
        text = client.get(here.partition("#")[0]).text
        seen.append(re.findall(r"Occurrence (\d+) of (\d+), oldest first", text)[0])
        following = re.search(r'<a rel="next" href="([^"]+)">Next<span', text)
        here = following[1].replace("&amp;", "&") if following else ""
    assert seen == [(str(n), "6") for n in range(1, 7)]


def test_among_results_next_is_the_next_result_and_tells_their_order(
    client: Any, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.serving.search_of.__defaults__", (2,))
    monkeypatch.setattr("api.web.hit_navigation.PER_PAGE", 2)
    monkeypatch.setattr("api.web.search_pages.PER_PAGE", 2)
    total = engine.search("999 calls").total
    assert total > 3
    for path, told in (
        ("/search?q=999 calls", f"Result 1 of {total}, best first</span>"),
        ("/search?q=999 calls&page=2", f"Result 3 of {total}, best first</span>"),
        ("/search?q=999 calls&sort=newest", f"Result 1 of {total}, newest first</span>"),
    ):
        found = links(client.get(path).text)
        here = next(link for link in found.hrefs if "mode=search" in link)
        text = client.get(here.partition("#")[0]).text
        assert told in text
        assert "ccurrence" not in text


def test_a_page_border_says_which_page_and_what_is_printed_on_it(client: Any) -> None:
    assert "Page 2, printed 12" in client.get("/documents/panel/2021-06-21.pdf").text


def test_a_permalink_into_a_document_that_is_gone_offers_the_nearest(client: Any) -> None:
    response = client.get("/documents/panel/2021-06-20.pdf?at=x&q=999")
    assert response.status_code == 404
    assert "no longer held" in response.text
    assert "/documents/panel/2021-06-21.pdf" in response.text


def test_a_passage_that_is_gone_is_said_and_the_nearest_marked(client: Any) -> None:
    text = client.get("/documents/notes/2021-01.txt?at=gone&o=100").text
    assert "no longer in this archive as it was" in text
    assert "m-line--cited" in text


def test_rows_under_the_same_heads_are_one_table_with_an_address_for_each(client: Any) -> None:
    text = client.get("/documents/notes/2021-06.txt").text
    assert text.count("<table") == 2
    assert '<th scope="col">Quarter 1</th>' in text
    assert re.search(r'<tr id="p1" class="m-line"><th scope="row">Lost</th><td>9 %</td>', text)


def test_a_long_question_is_not_repeated_in_the_address_of_every_passage(client: Any) -> None:
    long = "999 calls " * 100
    found = links(client.get("/search", params={"q": long}).text)
    assert all(len(href) < 200 for href in found.hrefs if href.startswith("/documents/"))
