"""Intervals and tests over queries."""

from __future__ import annotations

import pytest

from eval.measures.statistics import bootstrap, paired


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0, 1.0, 0.5, 1.0, 0.0, 0.5, 1.0, 1.0, 0.75]
    first = bootstrap(values)
    assert first == bootstrap(values)
    assert first.low < first.mean < first.high
    assert first.n == 10


def test_an_interval_over_equal_values_has_no_width_and_none_is_refused() -> None:
    interval = bootstrap([1.0, 1.0])
    assert (interval.low, interval.high) == (1.0, 1.0)
    with pytest.raises(ValueError, match="at least one value"):
        bootstrap([])


def test_a_permutation_test_worked_by_hand() -> None:
    # Four queries all better by 0.5: of the 16 ways to swap two are as far from 0, so p = 1/8.
    before = dict.fromkeys("abcd", 0.25)
    after = dict.fromkeys("abcd", 0.75)
    found = paired(before, after)
    assert found.p == pytest.approx(2 / 16)
    assert (found.mean, found.won, found.lost, found.n) == (0.5, 4, 0, 4)


def test_a_run_against_itself_is_no_difference() -> None:
    found = paired({"a": 0.5, "b": 0.2}, {"a": 0.5, "b": 0.2})
    assert (found.mean, found.p, found.won, found.lost) == (0.0, 1.0, 0, 0)


def test_only_queries_that_both_runs_are_scored_on_are_compared() -> None:
    assert paired({"a": 0.5, "b": 0.2}, {"a": 0.7, "c": 1.0}).n == 1
    with pytest.raises(ValueError, match="there are none"):
        paired({"a": 0.5}, {"b": 0.5})
