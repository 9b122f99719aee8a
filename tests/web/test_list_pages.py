"""A list of every time: its marks, names, timeline, order, and the files it leaves as."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
import rispy


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


def test_a_list_begun_on_an_older_build_says_that_the_archive_has_moved_on(client: Any) -> None:
    assert "built again since" in client.get("/search?q=999 calls&build=older").text
    assert "built again since" not in client.get("/search?q=999 calls&build=b1").text


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
