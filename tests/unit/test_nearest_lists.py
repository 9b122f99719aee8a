"""Many vectors: what the nearest lists propose against what all rows would find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import BadSetting
from search.index import Vector
from search.local import dense, nearest_lists
from search.local.dense import Dense
from search.settings import Settings

ROWS, WIDTH = 6000, 24


def clustered(chance: np.random.Generator, size: int) -> Vector:
    middles = chance.standard_normal((60, WIDTH))
    rows = middles[chance.integers(60, size=size)] + 0.4 * chance.standard_normal((size, WIDTH))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two windows for each of the rows, beside and above the number that is read whole."""
    made = tmp_path_factory.mktemp("vectors")
    rows = clustered(np.random.default_rng(3), 2 * ROWS)
    written = dense.write_vectors(made, [rows[:700], rows[700:]], exact=1000)
    assert set(written) == {dense.FILE, nearest_lists.FILE}
    np.save(made / dense.OWNERS, np.repeat(np.arange(ROWS, dtype=np.int32), 2))
    return made


def test_the_nearest_lists_propose_nearly_all_of_the_best(folder: Path) -> None:
    near, exact = Dense(folder), Dense(folder, exact=True)
    shared = []
    for query in clustered(np.random.default_rng(4), 40):
        expected, found = exact.ranking(query, 100, None), near.ranking(query, 100, None)
        assert len(found) == 100
        scores = dict(expected)
        assert all(scores.get(row, score) == pytest.approx(score, abs=2e-6) for row, score in found)
        shared.append(len(scores.keys() & dict(found).keys()))
    assert np.mean(shared) / 100 >= 0.98


def test_a_filter_that_leaves_little_is_searched_whole_and_no_place_stays_empty(
    folder: Path,
) -> None:
    near, exact = Dense(folder), Dense(folder, exact=True)
    chance = np.random.default_rng(5)
    query = clustered(chance, 1)[0]
    for share in (0.01, 0.04, 0.3):
        mask = chance.random(ROWS) < share
        expected, found = exact.ranking(query, 50, mask), near.ranking(query, 50, mask)
        assert len(found) == len(expected) == 50
        assert all(mask[row] for row, _ in found)
        if share <= 0.04:
            assert found == expected
    assert near.ranking(query, ROWS, None) == exact.ranking(query, ROWS, None)


def test_the_same_vectors_make_the_same_lists(folder: Path, tmp_path: Path) -> None:
    rows = clustered(np.random.default_rng(3), 2 * ROWS)
    nearest_lists.write(tmp_path, rows)
    name = nearest_lists.FILE
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_whether_all_vectors_are_compared_is_a_setting() -> None:
    assert Settings.from_environment({"MINUTED_VECTORS": "exact"}).vectors == "exact"
    with pytest.raises(BadSetting, match="auto or exact"):
        Settings.from_environment({"MINUTED_VECTORS": "quick"})
