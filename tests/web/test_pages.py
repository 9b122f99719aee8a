"""The pages, as a browser without JavaScript gets them."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import docx
import pytest
import rispy
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


class Links(HTMLParser):
    """Every address a page names, and whether anything in it could run or style inline."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.sources: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.hrefs.append(value or "")
            elif name in ("src", "href", "action", "formaction"):
                self.sources.append(value or "")
            elif name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
            elif name == "id":
                self.ids.append(value or "")
        if tag == "script" and not dict(attrs).get("src"):
            self.inline.append("script")


def links(text: str) -> Links:
    found = Links()
    found.feed(text)
    return found


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


def test_marks_stay_in_the_address_and_take_a_passage_off_the_list(
    client: Any, engine: Any
) -> None:
    first = engine.every("999 calls").discussed[0].passage.id
    text = client.get("/every", params={"q": "999 calls", "wrong": first}).text
    assert f'name="wrong" value="{first}"' in text
    assert "5 passages" in text or "4 passages" in text
    labels = client.get("/every.labels.jsonl", params={"q": "999 calls", "wrong": first}).text
    assert [json.loads(line)["grade"] for line in labels.splitlines()] == [0]


def test_names_are_shown_with_switches(client: Any) -> None:
    text = client.get("/every?q=999 calls").text
    assert "leave out" in text
    off = client.get("/every?q=999 calls&off=999+calls").text
    assert "No passage names it" in off
    assert "look for it again" in off


def test_the_timeline_tells_silence_from_a_gap_and_has_a_table(client: Any) -> None:
    text = client.get("/every?q=999 calls&by=month").text
    assert "April 2021: no paper of this body held" in text
    assert "May 2021: held, not discussed" in text
    assert "January 2021, Harrowdale Commissioner: 2 passages" in text
    assert '<th scope="row">January 2021</th>' in text
    picture = client.get("/every.svg?q=999 calls")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "no paper of this body held" in picture.text


def test_the_csv_is_the_whole_list_and_runs_nothing(client: Any) -> None:
    response = client.get("/every.csv?q=999 calls")
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert len(rows) == 6
    assert all(row["quote"] and row["passage"] for row in rows)
    assert [row["said_on"] for row in rows[:3]] == ["2021-01-12", "2021-01-12", "2021-02-08"]
    assert not any(value.startswith("=") for row in rows for value in row.values() if value)
    for row in rows:
        address, _, anchor = row["permalink"].partition("#")
        assert address.startswith("http://testserver/documents/")
        shown = client.get(address.removeprefix("http://testserver")).text
        assert f'id="{anchor}" class="m-line m-line--cited"' in shown
    assert "attachment" in response.headers["content-disposition"]


@pytest.mark.parametrize("ending", ["ris", "bib", "csl.json"])
def test_the_whole_list_and_the_sheet_leave_for_a_reference_manager(
    client: Any, engine: Any, ending: str
) -> None:
    whole = client.get(f"/every.{ending}?q=999 calls")
    assert f"every-time.{ending}" in whole.headers["content-disposition"]
    pick = engine.index.passages[0].id
    sheet = client.get(f"/sheet.{ending}?p={pick}")
    assert sheet.status_code == 200
    for text, number in ((whole.text, 6), (sheet.text, 1)):
        if ending == "ris":
            found = rispy.loads(text)
            assert all(one["urls"][0].startswith("http://testserver/doc") for one in found)
        else:
            found = json.loads(text) if ending == "csl.json" else re.findall("@misc{(.*),", text)
        assert len(found) == number


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


def test_a_list_begun_on_an_older_build_says_that_the_archive_has_moved_on(client: Any) -> None:
    assert "built again since" in client.get("/search?q=999 calls&build=older").text
    assert "built again since" not in client.get("/search?q=999 calls&build=b1").text


def test_rows_under_the_same_heads_are_one_table_with_an_address_for_each(client: Any) -> None:
    text = client.get("/documents/notes/2021-06.txt").text
    assert text.count("<table") == 2
    assert '<th scope="col">Quarter 1</th>' in text
    assert re.search(r'<tr id="p1" class="m-line"><th scope="row">Lost</th><td>9 %</td>', text)


def test_a_long_question_is_not_repeated_in_the_address_of_every_passage(client: Any) -> None:
    long = "999 calls " * 100
    found = links(client.get("/search", params={"q": long}).text)
    assert all(len(href) < 200 for href in found.hrefs if href.startswith("/documents/"))


def test_what_names_part_of_a_topic_stands_in_a_closed_fold_and_is_counted(client: Any) -> None:
    found = client.get("/v1/every?q=999 calls&limit=100").json()
    assert set(found["standings"]) == {"whole", "part", "heading", "meaning"}
    assert sum(found["standings"].values()) == found["total"]
    for standing, number in found["standings"].items():
        only = client.get(f"/v1/every?q=999 calls&limit=100&show={standing}").json()
        assert only["shown_of"] == number == len(only["hits"])
        assert {hit["standing"] for hit in only["hits"]} <= {standing}
    page = client.get("/every?q=999 calls").text
    folded = sum(found["standings"].values()) - found["standings"]["whole"]
    assert page.count('<details class="m-fold">') == sum(
        1 for name, number in found["standings"].items() if number and name != "whole"
    )
    assert (f"{folded:,} more passage" in page) == bool(folded)


@pytest.mark.parametrize("mode", ["search", "every"])
def test_a_list_comes_oldest_or_newest_first_and_what_is_undated_last(
    client: Any, mode: str
) -> None:
    def dates(sort: str) -> list[str | None]:
        hits = client.get(f"/v1/{mode}?q=999 calls&sort={sort}").json()["hits"]
        return [hit["said_on"] for hit in hits]

    oldest, newest = dates("oldest"), dates("newest")
    assert oldest == sorted(oldest, key=lambda day: day or "9")
    assert [day for day in newest if day] == [day for day in oldest if day][::-1]
    assert newest[-1] is None
    text = client.get(f"/{mode}?q=999 calls&sort=newest").text
    assert '<strong aria-current="true">newest first</strong>' in text
    places = [text.index(words) for words in ("went unanswered", "Nine in ten")]
    assert places == sorted(places)
