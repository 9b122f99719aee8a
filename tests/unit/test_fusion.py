"""Several rankings into one: nothing is lost, nothing invented, order is kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import Ranked
from search.ranking.fusion import RRF_K, best_first, normalised, reciprocal_rank

rankings = st.dictionaries(st.integers(0, 30), st.floats(-5, 50, allow_nan=False), max_size=12).map(
    best_first
)
both = st.fixed_dictionaries({"bm25": rankings, "vectors": rankings})
weights = st.fixed_dictionaries({"bm25": st.floats(0.01, 3), "vectors": st.floats(0.01, 3)})
ways = pytest.mark.parametrize("fuse", [normalised, reciprocal_rank])


@ways
@given(held=both, weighed=weights)
def test_fusion_neither_loses_nor_invents(fuse, held, weighed) -> None:  # type: ignore[no-untyped-def]
    fused = fuse(held, weighed)
    assert set(fused) == {entry.ordinal for ranking in held.values() for entry in ranking}
    assert all(0 <= score <= 1 + 1e-9 for score in fused.values())


@ways
@given(held=rankings)
def test_one_ranking_alone_keeps_its_order(fuse, held) -> None:  # type: ignore[no-untyped-def]
    fused = best_first(fuse({"bm25": held}, {"bm25": 0.3}))
    places = {entry.ordinal: place for place, entry in enumerate(fused)}
    scores = {entry.ordinal: entry.score for entry in held}
    for one, other in pairwise(held):
        if scores[one.ordinal] - scores[other.ordinal] > 1e-6:
            assert places[one.ordinal] < places[other.ordinal]


@ways
@given(held=both)
def test_a_ranking_without_weight_decides_nothing(fuse, held) -> None:  # type: ignore[no-untyped-def]
    fused = fuse(held, {"bm25": 1.0, "vectors": 0.0})
    alone = fuse({"bm25": held["bm25"]}, {"bm25": 1.0})
    for ordinal, score in fused.items():
        assert score == pytest.approx(alone.get(ordinal, 0.0))


def test_scores_are_scaled_within_their_own_ranking() -> None:
    words = [Ranked(1, 30.0), Ranked(2, 20.0), Ranked(3, 10.0)]
    meaning = [Ranked(3, 0.9), Ranked(2, 0.8)]
    fused = normalised({"words": words, "meaning": meaning}, {"words": 1, "meaning": 3})
    assert fused == pytest.approx({1: 0.25, 2: 0.125, 3: 0.75})


def test_ranks_alone_decide_in_reciprocal_rank_fusion() -> None:
    words = [Ranked(1, 30.0), Ranked(2, 0.1)]
    meaning = [Ranked(2, 0.9)]
    fused = reciprocal_rank({"words": words, "meaning": meaning}, {"words": 1, "meaning": 1})
    assert fused[1] == pytest.approx(0.5)
    assert fused[2] == pytest.approx(0.5 * (RRF_K + 1) / (RRF_K + 2) + 0.5)


def test_nothing_fused_is_nothing_and_a_single_value_counts_in_full() -> None:
    assert normalised({"words": [], "meaning": []}, {"words": 1, "meaning": 1}) == {}
    assert normalised({"words": [Ranked(4, 0.0)]}, {"words": 1}) == {4: 1.0}
    assert normalised({"words": [Ranked(4, 7.0)]}, {}) == {4: 0.0}


def test_equal_scores_come_in_order_of_place() -> None:
    assert [r.ordinal for r in best_first({5: 0.5, 1: 0.5, 3: 0.9})] == [3, 1, 5]
