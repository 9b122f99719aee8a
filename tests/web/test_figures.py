"""The page of figures: a table and a plot, every point with its quotation, CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest

SAID = (
    "In 2018/19 87.4% of 999 calls were answered within ten seconds.",
    "In 2019/20 89.1% of 999 calls were answered within ten seconds.",
    "The figure for 999 calls answered in 2019/20 was given as 89.1%. This was wrong: the right "
    "figure is 88.2%.",
    "999 calls were late 14 times.",
)


@pytest.fixture
def engine(engine_of: Any) -> Any:
    """Three papers that give one measure, the last of them corrected, and one of something else."""
    return engine_of([(f"20{19 + n}-06-20", text) for n, text in enumerate(SAID)])


@pytest.fixture
def page(client: Any) -> str:
    answer = client.get("/figures?q=999+calls")
    assert answer.status_code == 200
    return answer.text


def test_where_no_series_measures_it_the_others_are_no_more(client: Any) -> None:
    told = client.get("/figures?q=were+late").text
    assert "No series measures it" in told
    assert ", and 1 stands in passages about it" in told


def test_each_value_stands_in_a_table_with_the_words_that_give_it(page: str) -> None:
    assert "87.4%" in page
    assert SAID[0].replace("'", "&#39;") in page
    assert re.search(r'<a href="/documents/notes/2019-06-20.txt\?[^"]+#p\d+">', page)


def test_a_corrected_value_is_struck_and_names_the_passage(page: str) -> None:
    assert re.search(r"<s>89\.1%</s>", page)
    after = page[page.index("<s>89.1%</s>") :]
    assert "Corrected by:" in after
    assert "/documents/notes/2021-06-20.txt" in after


def test_the_picture_has_title_description_and_a_link_for_every_point(page: str) -> None:
    svg = ElementTree.fromstring(re.search(r'<svg class="m-svg".*?</svg>', page, re.S)[0])  # type: ignore[index]
    assert svg.find("title") is not None
    assert "2018/19: 87.4%" in (svg.findtext("desc") or "")
    links = [link.get("href", "") for link in svg.iter("a")]
    assert len(links) >= 3
    assert all(f'id="{link[1:]}"' in page for link in links)


def test_a_series_of_one_point_has_a_table_and_no_picture(page: str) -> None:
    sections = re.findall(r'<section class="m-fig".*?</section>', page, re.S)
    alone = [one for one in sections if one.count('<tr role="row" id=') == 1]
    assert alone
    assert not any("<svg" in one for one in alone)


def test_the_picture_is_a_file_of_its_own(client: Any) -> None:
    answer = client.get("/figures.svg?q=999+calls&n=1")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert ElementTree.fromstring(answer.text).tag.endswith("svg")


@pytest.mark.parametrize("number", ["99", "0", "x", "1" * 400])
def test_a_picture_that_there_is_not_is_said(client: Any, number: str) -> None:
    assert client.get(f"/figures.svg?q=999+calls&n={number}").status_code == 404


def test_csv_and_json_lines_hold_every_quotation(client: Any) -> None:
    text = client.get("/figures.csv?q=999+calls").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    lines = [
        json.loads(line) for line in client.get("/figures.jsonl?q=999+calls").text.splitlines()
    ]
    assert len(rows) == len(lines) >= 4
    first = next(line for line in lines if line["value"] == 87.4)
    assert (first["period"], first["period_first"], first["unit"]) == ("2018/19", "2018-04-01", "%")
    assert first["sentence"] == SAID[0]
    struck = next(line for line in lines if line["value"] == 89.1)
    assert struck["corrected_by"]["written"] == "88.2%"


def test_the_address_for_scripts_pages_the_same_records(client: Any) -> None:
    whole = client.get("/v1/figures?q=999+calls").json()
    lines = client.get("/figures.jsonl?q=999+calls").text.splitlines()
    assert whole["total"] == len(lines)
    assert whole["figures"] == [json.loads(line) for line in lines]
    second = client.get("/v1/figures?q=999+calls&offset=1&limit=1").json()
    assert second["figures"] == whole["figures"][1:2]


def test_a_topic_without_figures_is_said(client: Any) -> None:
    assert "No figures found" in client.get("/figures?q=zebra").text


@pytest.mark.parametrize(
    "typed",
    ["How have 999 calls changed?", "figures for 999 calls", "Are 999 calls getting worse?"],
)
def test_a_question_about_change_in_the_one_box_reaches_the_figures(
    client: Any, typed: str
) -> None:
    answer = client.get("/go", params={"q": typed}, follow_redirects=False)
    assert answer.headers["location"] == "/figures?q=999+calls"
