"""Figures held against labels: values, units, periods and measures, each judged on its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import made
import pytest

from eval.jsonl import json_rows
from eval.measures.figures import kind_of, same_measure, same_period, score

TEXT = "The clinic saw 540 people in 2019/20 compared with 480 in 2018/19. It cost £1.2m."


def scored(tmp_path: Path, *labels: Mapping[str, Any], text: str = TEXT) -> dict[str, float]:
    path = tmp_path / "figures.jsonl"
    whole = made.document("a.txt", [made.Line(text, "2020-06-01")])
    rows = [{"doc": "a.txt", "start": 0, "end": 67} | dict(label) for label in labels]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return score(list(json_rows(path)), whole)[0].figures()


def test_a_value_with_its_period_and_measure_is_found(tmp_path: Path) -> None:
    label = {
        "value": 540,
        "unit": "people",
        "measure": "people seen by the clinic",
        "period": "2019/20",
        "compared_with": {"value": 480, "period": "2018/19"},
    }
    found = scored(tmp_path, label)
    assert found["f1"] == found["period"] == found["measure"] == 1
    assert found["unlabelled"] == 1


def test_an_amount_beside_a_label_that_has_none_is_wrong(tmp_path: Path) -> None:
    found = scored(tmp_path, {"value": 540, "unit": "people"})
    assert (found["precision"], found["recall"]) == (0.5, 1)


def test_a_wrong_unit_is_a_miss(tmp_path: Path) -> None:
    assert scored(tmp_path, {"value": 540, "unit": "%"})["recall"] == 0


def test_a_value_in_millions_is_as_large_as_in_pounds(tmp_path: Path) -> None:
    label = {"start": 68, "end": 82, "value": 1.2, "unit": "GBP million"}
    assert scored(tmp_path, label)["recall"] == 1


def test_each_value_of_a_label_is_one_thing_to_find(tmp_path: Path) -> None:
    label = {"value": 540, "unit": "count", "values": [{"value": 540}, {"value": 480}]}
    found = scored(tmp_path, label)
    assert (found["labelled"], found["recall"]) == (2, 1)


def test_figures_of_a_document_that_is_not_held_are_missed(tmp_path: Path) -> None:
    path = tmp_path / "figures.jsonl"
    path.write_text('{"doc": "b.txt", "start": 0, "end": 5, "value": 3}\n', encoding="utf-8")
    tally, misses = score(list(json_rows(path)), None)
    assert (tally.labelled, tally.matched, len(misses)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("label", "read", "right"),
    [
        ("2017/18", "2017-04/2018-03", True),
        ("May 2018 (a recent audit)", "2018-05", True),
        ("2017/18", "2017", False),
        ("2017/18", None, False),
        (None, None, True),
        (None, "2018", False),
    ],
)
def test_a_period_is_right_when_it_means_the_same_days(
    label: str | None, read: str | None, right: bool
) -> None:
    assert same_period(label, read) is right


@pytest.mark.parametrize(
    ("label", "read", "right"),
    [
        ("victims supported by the refuge", "victims of crime supported", True),
        ("emergency calls answered in time", "999 calls answered", True),
        ("special constables", "officers on the road", False),
    ],
)
def test_a_measure_is_right_when_half_of_the_shorter_is_shared(
    label: str, read: str, right: bool
) -> None:
    assert same_measure(label, read) is right


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("% (over)", "%"),
        ("percentage points", "percentage points"),
        ("GBP a year, band D", "GBP"),
        ("days (standard)", "days"),
        ("working days", "days"),
        ("officers", "count"),
        ("calls a week (over)", "count"),
    ],
)
def test_the_words_of_a_label_name_a_kind_of_unit(words: str, unit: str) -> None:
    assert kind_of(words) == unit
