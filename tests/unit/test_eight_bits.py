"""Products of a graph in eight bits, against the same arithmetic in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from corpus.errors import BadSetting
from search.encoding.bert_graph import Graph
from search.settings import Settings

Array = NDArray[np.float32]


def product(weights: Array, rows: Array) -> Any:
    """rows (n, k) · weights (k, m), as the states of one text."""
    graph = Graph({}, eight=True)
    first = graph.constant(np.array([0], np.int64))
    states = graph.add("Unsqueeze", graph.add("Cast", "rows", to=1), first)
    graph.name(graph.product(states, weights), "made")
    made = graph.model("product", {"rows": "INT64"}, {"made": [1, "n", weights.shape[1]]})
    session = onnxruntime.InferenceSession(made.SerializeToString())
    return session.run(None, {"rows": rows.astype(np.int64)})[0][0]


def rounded(weights: Array, rows: Array) -> Array:
    """The same, as it is meant: a row by its own largest, a column by its own."""
    row = np.abs(rows).max(axis=1, keepdims=True) / 127
    column = np.abs(weights).reshape(-1, 2, weights.shape[1]).sum(axis=1).max(axis=0) / 127
    whole = np.rint(rows / row).astype(np.int64) @ np.rint(weights / column).astype(np.int64)
    return (whole * row * column).astype(np.float32)


def test_a_product_is_of_whole_numbers_by_row_and_column() -> None:
    chance = np.random.default_rng(5)
    weights = chance.normal(size=(384, 24)).astype(np.float32)
    rows = chance.integers(-900, 900, size=(7, 384)).astype(np.float32)
    found = product(weights, rows)
    assert found == pytest.approx(rounded(weights, rows), rel=1e-4, abs=1e-2)
    exact = rows @ weights
    assert np.abs(found - exact).max() < 0.03 * np.abs(exact).max()


def test_the_largest_sums_are_not_cut_off() -> None:
    # Where the products of two neighbours are added in 16 bits, 255 · 127 twice would not fit.
    rows = np.full((3, 384), 1000, np.float32)
    for pair in ([1, 1], [1, 0], [0.25, 0.75], [-1, -1]):
        weights = np.tile(np.array([pair], np.float32).T, (192, 16))
        assert product(weights, rows) == pytest.approx(rows @ weights, rel=0.01)


def test_a_channel_far_larger_than_the_others_is_made_smaller_by_a_power_of_two() -> None:
    largest = np.array([400, 1, 1, 1], np.float32)
    graph = Graph({}, eight=True, largest={"step": largest})
    weights = np.arange(1, 5, dtype=np.float32)[:, None] * np.ones((1, 2), np.float32)
    states, (larger,) = graph.evened("step", "states", [weights])
    assert states != "states"
    by = larger[:, 0] / weights[:, 0]
    assert by[0] > 8
    assert by[1:] == pytest.approx(1)
    assert np.log2(by[0]) == round(np.log2(by[0]))
    assert graph.evened("another", "states", [weights])[0] == "states"


def test_a_row_does_not_hang_on_what_stands_beside_it() -> None:
    chance = np.random.default_rng(6)
    weights = chance.normal(size=(64, 16)).astype(np.float32)
    rows = chance.integers(-50, 50, size=(5, 64)).astype(np.float32)
    beside = np.vstack([rows, 10_000 * rows])
    assert np.array_equal(product(weights, rows), product(weights, beside)[:5])


def test_a_row_of_nothing_stays_nothing() -> None:
    weights = np.ones((64, 16), np.float32)
    assert not product(weights, np.zeros((2, 64), np.float32)).any()


def test_in_how_many_bits_passages_are_embedded_is_a_setting() -> None:
    assert Settings().passage_bits == 8
    assert Settings.from_environment({"MINUTED_PASSAGE_BITS": "32"}).passage_bits == 32
    with pytest.raises(BadSetting, match="MINUTED_PASSAGE_BITS is 16; it must be 8 or 32"):
        Settings.from_environment({"MINUTED_PASSAGE_BITS": "16"})
