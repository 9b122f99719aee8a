"""Searching as people know it: mistakes told at the field, the sheet at once, the way back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from plain_words import old, words


@pytest.mark.parametrize("mode", ["search", "every", "ask"])
@pytest.mark.parametrize(
    ("query", "anchor", "told"),
    [
        ("since=soon", "since", "which is no date"),
        ("until=Q4+2021", "until", "Say of which year"),
        ("since=2021-02&until=2020", "until", "Swap the two dates"),
        ("kind=leaflet", "filters", "is no kind of document"),
        ("body=Nobody", "filters", "No paper here is by"),
        ("sort=size", "filters", "it must be one of"),
        ("&".join(f"add=n{n}" for n in range(51)), "filters", "at most 50"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_the_results_stay(
    client: Any, mode: str, query: str, anchor: str, told: str
) -> None:
    response = client.get(f"/{mode}?q=999 calls&{query}")
    assert response.status_code == 400
    text = response.text
    assert "<title>Error: " in text
    assert f'<li><a href="#{anchor}">' in text
    assert told in text
    assert f'id="{anchor}"' in text
    assert 'class="m-hit' in text
    assert '<details class="m-filters" open' in text
    assert old(words(text)) == []


@pytest.mark.parametrize(
    ("address", "anchor", "told", "kept"),
    [
        ("/actions?status=gone", "status", "is no status of an action", "m-matter"),
        ("/actions?since=soon", "since", "which is no date", "m-matter"),
        ("/actions?since=2021&until=2020", "until", "Swap the two dates", "m-matter"),
        ("/actions?body=Nobody", "body", "No paper here is by", "m-matter"),
        ("/actions?page=0&q=calls", "topic", "pages count from 1", "m-matter"),
        ("/changes?since=soon&q=999 calls", "since", "which is no date", 'value="999 calls"'),
        ("/changes?since=2021&body=Nobody", "body", "No paper here is by", "new paper"),
        ("/changes?since=2021&q=??", "topic", "", "new paper"),
        ("/brief?q=999 calls&for=soon", "day", "a meeting is on one day", "m-brief-line"),
        ("/brief?q=999 calls&for=2022", "day", "a meeting is on one day", "m-brief-line"),
        ("/brief?q=999 calls&kind=leaflet", "topic", "is no kind of document", "m-brief-line"),
        ("/brief?q=??", "topic", "", 'id="day"'),
        ("/asked?q=??", "draft", "", "Paste a draft question"),
        ("/figures?q=999 calls&since=soon", "since", "which is no date", 'id="results"'),
    ],
)
def test_the_desk_tells_a_mistake_at_its_field_and_keeps_the_rest(
    client: Any, address: str, anchor: str, told: str, kept: str
) -> None:
    response = client.get(address)
    assert response.status_code == 400
    text = response.text
    assert "<title>Error: " in text
    assert f'<li><a href="#{anchor}">' in text
    assert text.count(f'id="{anchor}"') == 1
    assert 'id="problems"' in text
    assert told in text
    assert kept in text
    assert old(words(text)) == []


def test_what_was_typed_stays_in_its_field_with_the_error_that_describes_it(client: Any) -> None:
    text = client.get("/search?q=999 calls&since=soon&kind=letter").text
    field = re.search(r'<input[^>]+id="since"[^>]*>', text)
    assert field is not None
    assert 'value="soon"' in field[0]
    assert 'aria-describedby="date-hint since-error"' in field[0]
    assert 'id="since-error"' in text
    # The filter that was understood is kept.
    assert re.search(r'value="letter"[^>]* checked', text)


@pytest.mark.parametrize(
    "address", ["/search?q=", "/every", "/ask?q=%20", "/go?q=", "/search?q=??"]
)
def test_an_empty_box_is_told_at_the_box(client: Any, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert '<li><a href="#q">' in response.text
    assert 'aria-describedby="q-error"' in response.text
    assert 'class="m-hit' not in response.text


def test_dates_in_the_fields_are_written_as_people_write_them(client: Any) -> None:
    text = client.get("/search?q=999 calls&since=2021-02&until=2021/22").text
    assert 'value="February 2021"' in text
    assert 'value="March 2022"' in text
    assert "2021-02" not in re.sub(r'(?:href|name|value)="[^"]*"', "", text)


def test_a_passage_is_on_the_sheet_at_once_and_the_reader_where_she_was(
    client: Any, engine: Any
) -> None:
    pick = engine.search("999 calls").hits[1].passage.id
    back = "/search?q=999+calls&page=1"
    added = client.post("/sheet/pick", data={"add": pick, "back": back}, follow_redirects=False)
    assert added.status_code == 303
    assert added.headers["location"] == f"{back}#h-{pick}"
    page = client.get("/search?q=999 calls").text
    assert f'name="drop" value="{pick}"' in page
    assert f'id="h-{pick}"' in page
    assert "Sheet (1)" in page
    taken = client.post(
        "/sheet/pick", data={"drop": pick, "back": back}, headers={"accept": "application/json"}
    )
    assert taken.json() == {"size": 0}
    assert f'name="add" value="{pick}"' in client.get("/search?q=999 calls").text


@pytest.mark.parametrize("back", ["https://elsewhere.org/", "//elsewhere.org", "/sheet.docx?", ""])
def test_the_way_back_leads_nowhere_else(client: Any, engine: Any, back: str) -> None:
    pick = engine.search("999 calls").hits[0].passage.id
    sent = client.post("/sheet/pick", data={"add": pick, "back": back}, follow_redirects=False)
    assert sent.headers["location"].startswith("/sheet#")


@pytest.mark.parametrize("mode", ["search", "every", "ask"])
def test_the_way_back_from_a_document_leads_to_the_passage_that_was_left(
    client: Any, engine: Any, mode: str
) -> None:
    asked = "999 calls?" if mode == "ask" else "999 calls"
    page = client.get(f"/{mode}", params={"q": asked, "sort": "newest"}).text
    hit = re.findall(r'id="(h-[^"]+)".*?href="(/documents/[^"#]+)', page, re.DOTALL)[1]
    document = client.get(hit[1].replace("&amp;", "&")).text
    back = re.search(r'<p class="m-back"><a href="([^"]+)"', document)
    assert back is not None
    address, _, anchor = back[1].replace("&amp;", "&").partition("#")
    assert anchor == hit[0]
    assert urlsplit(address).path == f"/{mode}"
    assert "sort=newest" in address
    assert f'id="{anchor}"' in client.get(address).text


def test_the_filters_stand_before_the_results_and_begin_closed(client: Any) -> None:
    text = client.get("/search?q=999 calls").text
    assert text.index('id="filters"') < text.index('class="m-hit')
    assert '<details class="m-filters" id="filters"' in text
    assert '<details class="m-filters" open' in client.get("/search?q=999 calls&since=2021").text


def test_printing_is_offered_only_by_a_script(client: Any, engine: Any) -> None:
    pick = engine.search("999 calls").hits[0].passage.id
    for address in (f"/sheet?p={pick}", "/every/print?q=999 calls"):
        assert re.search(r"<button[^>]*data-print hidden>", client.get(address).text)


def test_the_pages_of_help_say_what_is_so(client: Any) -> None:
    text = client.get("/help").text
    for said in ("Quotation marks", "but not", "2019/20", "Q4 2019/20"):
        assert said in text
    for link in re.findall(r'href="(/(?:search|every)\?q=[^"]+)"', text):
        assert client.get(link.replace("&amp;", "&")).status_code == 200
    dates = client.get("/dates").text
    for word in ("Said", "Dated", "Published", "Printed in", "Undated"):
        assert f"<dt>{word}</dt>" in dates
    assert 'href="/dates"' in client.get("/").text


def test_nobody_by_that_name_is_told_with_those_that_there_are(client: Any) -> None:
    response = client.get("/search?q=999 calls&person=Nobody")
    assert response.status_code == 400
    assert "No words here are told to be those of" in response.text
