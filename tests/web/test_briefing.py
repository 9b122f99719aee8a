"""The page of a briefing: quotations with their places, drafts that go onto the sheet."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

SAID = [
    ("2021-01-12", "In 2019/20 91% of 999 calls were answered in ten seconds."),
    ("2021-04-13", "• Action: CC to report on 999 calls in May."),
    ("2021-06-08", "In 2020/21 84% of 999 calls were answered in ten seconds."),
    ("2021-09-14", "Cllr Marsh asked why 999 calls were late."),
    ("2022-05-10", "After the meeting nobody spoke of 999 calls."),
    (None, "Notes without a day speak of 999 calls too."),
]


@pytest.fixture
def engine(engine_of: Any) -> Any:
    """Notes of five meetings, the last of them after the meeting that is prepared for, and of one
    whose day is not known."""
    return engine_of(SAID)


@pytest.fixture
def page(client: Any) -> str:
    answer = client.get("/brief?q=999+calls&for=10+March+2022")
    assert answer.status_code == 200
    return answer.text


def test_every_sentence_is_quoted_with_its_place_or_marked_as_minuted_s_own(page: str) -> None:
    told = re.findall(r'<p class="m-brief-line[^"]*">(.*?)</p>', page, re.S)
    assert told
    for one in told:
        quoted = "<q " in one and '<a href="/documents/' in one
        assert quoted or "m-own__by" in one


def test_what_was_said_after_the_day_of_the_meeting_is_not_read(page: str) -> None:
    assert "In 2020/21 84%" in page
    assert "After the meeting" not in page


def test_what_has_no_date_is_told_as_it_is_neither_late_nor_early(client: Any, page: str) -> None:
    assert "of them is undated" not in page
    told = client.get("/brief?q=999+calls").text
    assert "Read from 6 passages about it. 1 of them is undated: it is not among" in told


def test_a_figure_that_fell_and_an_unanswered_question_become_drafts(page: str) -> None:
    drafts = [unescape(value) for value in re.findall(r'name="draft" value="([^"]+)"', page)]
    assert any("from 91% to 84%" in draft for draft in drafts)
    assert any("no answer was found" in draft for draft in drafts)


def test_ticked_drafts_stand_on_the_sheet_with_their_evidence(client: Any, page: str) -> None:
    drafts = [unescape(value) for value in re.findall(r'name="draft" value="([^"]+)"', page)]
    sheet = client.post("/sheet/add", data={"draft": drafts})
    assert sheet.status_code == 200
    for draft in drafts:
        assert draft.split("|", 1)[1] in unescape(sheet.text)
    assert "In 2020/21 84% of 999 calls were answered in ten seconds." in sheet.text


@pytest.mark.parametrize("day", ["2022", "March 2022", "the day after", "31 February 2022"])
def test_a_meeting_that_is_on_no_day_is_refused_with_the_cure(client: Any, day: str) -> None:
    answer = client.get("/brief", params={"q": "999 calls", "for": day})
    assert answer.status_code == 400
    assert "Write it as 2024-11-12 or 12 November 2024." in answer.text


def test_without_a_topic_the_page_asks_for_one(client: Any) -> None:
    answer = client.get("/brief")
    assert answer.status_code == 200
    assert 'id="topic"' in answer.text


def test_a_topic_that_nobody_spoke_of_has_no_drafts(client: Any) -> None:
    text = client.get("/brief?q=zebra").text
    assert "Nothing held speaks of it" in text
    assert 'name="draft"' not in text


def test_the_record_for_scripts_holds_the_same(engine: Any) -> None:
    from api.desk import briefing_records
    from search.briefing.collect import brief

    found = brief(engine.index, engine.every("999 calls"), "2022-03-10")
    record = json.loads(json.dumps(briefing_records.record(engine, found)))
    assert record["for"] == "2022-03-10"
    for draft in record["drafts"]:
        evidence = [piece for piece in draft["evidence"] if "quote" in piece]
        assert evidence
        assert all(piece["quote"] in piece["citation"]["quote"] for piece in evidence)


def test_the_same_record_comes_from_the_address_for_scripts(client: Any) -> None:
    answer = client.get("/v1/brief", params={"q": "999 calls", "for": "10 March 2022"})
    assert answer.status_code == 200
    assert answer.json()["for"] == "2022-03-10"
    assert any("from 91% to 84%" in one["question"]["own"] for one in answer.json()["drafts"])
    refused = client.get("/v1/brief", params={"q": "999 calls", "for": "March 2022"})
    assert (refused.status_code, "one day" in refused.json()["detail"]) == (400, True)
