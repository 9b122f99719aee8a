"""Floors: what fails them, and what may move them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from corpus.errors import BadLabels
from eval.gate import Floor, Floors, failures, read_floors, repinned, write_floors

FLOORS = Floors("l" * 64, "c" * 64, {"every.recall": Floor(0.9, 0.02), "every.date": Floor(1.0, 0)})
GOOD = {"every.recall": 0.89, "every.date": 1.0}


def test_the_gate_holds_within_the_tolerance() -> None:
    assert failures(FLOORS, GOOD, "l" * 64, "c" * 64) == []


@pytest.mark.parametrize(
    ("means", "labels", "corpus", "words"),
    [
        (GOOD | {"every.recall": 0.87}, "l", "c", "every.recall is 0.8700, below its floor"),
        (GOOD | {"every.date": math.nan}, "l", "c", "every.date is nan, below"),
        ({"every.recall": 0.9}, "l", "c", "every.date has a floor of 1.0 but was not measured"),
        (GOOD, "x", "c", "The labels (xxxxxxxxxxxx) are not those of the floors"),
        (GOOD, "l", "x", "The corpus (xxxxxxxxxxxx) are not those of the floors"),
    ],
)
def test_each_way_to_fail_is_told(
    means: dict[str, float], labels: str, corpus: str, words: str
) -> None:
    (line,) = failures(FLOORS, means, labels * 64, corpus * 64)
    assert words in line


def test_floors_come_back_as_they_were_written(tmp_path: Path) -> None:
    floors = Floors(
        "l", "c", {"a": Floor(0.5, 0.01, ('said "why" \\ é\n', "again")), "b": Floor(1, 0)}
    )
    write_floors(floors, tmp_path / "floors.toml")
    assert read_floors(tmp_path / "floors.toml") == floors


def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    with pytest.raises(BadLabels, match="is missing"):
        read_floors(path)
    for content in ("=", 'labels = "x"', 'labels="x"\ncorpus="y"\nfloors = 3'):
        path.write_text(content)
        with pytest.raises(BadLabels, match="not a file of floors"):
            read_floors(path)


def test_the_first_measurement_gives_the_floor_and_the_others_the_tolerance() -> None:
    floors = repinned(None, [{"a": 0.91, "b": 1.0}, {"a": 0.9, "b": 1.0}, {"a": 0.95}], "l", "c")
    assert floors.floors == {"a": Floor(0.91, 0.01), "b": Floor(1.0, 0.0)}


def test_a_floor_rises_freely_and_a_new_corpus_is_pinned() -> None:
    floors = repinned(FLOORS, [{"every.recall": 0.95, "every.date": 1.0}], "new", "newer")
    assert (floors.labels, floors.corpus) == ("new", "newer")
    assert floors.floors["every.recall"] == Floor(0.95, 0.02)


def test_a_floor_does_not_creep_down_within_its_tolerance() -> None:
    assert repinned(FLOORS, [GOOD], "l", "c").floors == FLOORS.floors


@pytest.mark.parametrize(
    "measured",
    [
        [{"every.recall": 0.8, "every.date": 1.0}],
        [{"every.recall": 0.9}],
        # A wider tolerance would lower the floor just as well.
        [{"every.recall": 0.9, "every.date": 1.0}, {"every.recall": 0.83, "every.date": 1.0}],
    ],
)
def test_no_floor_is_lowered_without_a_reason(measured: list[dict[str, float]]) -> None:
    for reason in ("", "  "):
        with pytest.raises(BadLabels, match="Floors would fall: every"):
            repinned(FLOORS, measured, "l", "c", reason)


def test_the_reason_for_lowering_stands_beside_the_floor(tmp_path: Path) -> None:
    measured = [{"every.recall": 0.8, "every.date": 1.0}]
    floors = repinned(FLOORS, measured, "l", "c", "two harder topics")
    write_floors(floors, tmp_path / "floors.toml")
    (why,) = read_floors(tmp_path / "floors.toml").floors["every.recall"].lowered
    assert why.endswith("0.8800 to 0.7800: two harder topics")


def test_a_floor_that_is_given_up_leaves_its_reason(tmp_path: Path) -> None:
    floors = repinned(FLOORS, [{"every.recall": 0.9}], "l", "c", "no topic is dated any more")
    write_floors(floors, tmp_path / "floors.toml")
    held = read_floors(tmp_path / "floors.toml")
    assert set(held.floors) == {"every.recall"}
    assert held.dropped[0].endswith("every.date: no topic is dated any more")


def test_nothing_measured_pins_nothing() -> None:
    with pytest.raises(BadLabels, match="without a measurement"):
        repinned(FLOORS, [], "l", "c", "because")
