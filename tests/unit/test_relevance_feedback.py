"""What a reader marks right or wrong moves its like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.every import relevance_feedback as under_test
from search.every.relevance_feedback import moved

CHANCE = np.random.default_rng(7)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


CENTRES = unit(CHANCE.standard_normal((2, 24)))
SIDE = np.arange(60) % 2
VECTORS = unit(CENTRES[SIDE] + 0.15 * CHANCE.standard_normal((60, 24)).astype(np.float32))
ROWS = CHANCE.random((60, 5)).astype(np.float32)
LOGITS = CHANCE.normal(0, 1, 60).astype(np.float32)
"""Two heaps of passages, told apart by their vectors alone."""


def after(marks: dict[int, bool]) -> np.ndarray:
    return moved(LOGITS, ROWS, marks, lambda places: VECTORS[places])


def test_without_marks_nothing_moves() -> None:
    assert after({}) is LOGITS


@pytest.mark.parametrize("right", [True, False])
def test_a_mark_moves_the_passage_and_its_like_more_than_others(right: bool) -> None:
    change = (after({0: right}) - LOGITS) * (1 if right else -1)
    assert change[0] > 0
    like, unlike = change[SIDE == 0], change[SIDE == 1]
    assert like.min() > unlike.max()
    assert like.mean() > 0


def test_marks_of_both_kinds_draw_the_two_apart() -> None:
    change = after({0: True, 2: True, 1: False, 3: False}) - LOGITS
    assert change[SIDE == 0].min() > 0 > change[SIDE == 1].max()


def test_more_marks_agreeing_move_further() -> None:
    once = after({0: True}) - LOGITS
    twice = after({0: True, 2: True, 4: True}) - LOGITS
    assert twice[SIDE == 0].mean() > once[SIDE == 0].mean()


def test_marks_that_contradict_each_other_end_in_numbers() -> None:
    same = np.tile(VECTORS[:1], (60, 1))
    flat = np.zeros((60, 5), dtype=np.float32)
    marks = {0: True, 1: False, 2: True, 3: False}
    assert np.isfinite(moved(LOGITS, flat, marks, lambda places: same[places])).all()


def test_vectors_are_asked_for_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = after({0: True, 1: False})
    asked = []

    def vectors(places: np.ndarray) -> np.ndarray:
        asked.append(len(places))
        return VECTORS[places]

    monkeypatch.setattr(under_test, "_AT_ONCE", 7)
    assert moved(LOGITS, ROWS, {0: True, 1: False}, vectors) == pytest.approx(whole, abs=1e-4)
    assert max(asked) <= 7


@settings(max_examples=50)
@given(
    st.dictionaries(st.integers(0, 59), st.booleans(), min_size=1, max_size=40),
    st.sampled_from([0.0, -30.0, 30.0, 5.0]),
)
def test_any_marks_end_in_numbers_and_each_marked_passage_moves_its_way(
    marks: dict[int, bool], start: float
) -> None:
    logits = LOGITS + np.float32(start)
    found = moved(logits, ROWS, marks, lambda places: VECTORS[places])
    assert np.isfinite(found).all()
    if len(marks) == 1:
        ((place, right),) = marks.items()
        assert (found[place] - logits[place]) * (1 if right else -1) >= -1e-4
