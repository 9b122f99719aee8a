"""Many vectors: what the nearest lists propose against what all rows would find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import BadSetting
from search.index import Vector
from search.local import dense, nearest_lists
from search.local.dense import Dense, Rows
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


def pairs(found: Rows) -> list[tuple[int, float]]:
    return list(zip(found.rows.tolist(), found.scores.tolist(), strict=True))


def test_the_nearest_lists_propose_nearly_all_of_the_best(folder: Path) -> None:
    near, exact = Dense(folder), Dense(folder, exact=True)
    shared = []
    for query in clustered(np.random.default_rng(4), 40):
        expected, found = (pairs(one.ranking(query, 100, None)) for one in (exact, near))
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
        expected, found = (pairs(one.ranking(query, 50, mask)) for one in (exact, near))
        assert len(found) == len(expected) == 50
        assert all(mask[row] for row, _ in found)
        if share <= 0.04:
            assert found == expected
    all_of_it = [pairs(one.ranking(query, ROWS, None)) for one in (near, exact)]
    assert all_of_it[0] == all_of_it[1]


def test_the_same_vectors_make_the_same_lists(folder: Path, tmp_path: Path) -> None:
    rows = clustered(np.random.default_rng(3), 2 * ROWS)
    nearest_lists.write(tmp_path, len(rows), lambda: [rows[:100], rows[100:]])
    name = nearest_lists.FILE
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_whether_all_vectors_are_compared_is_a_setting() -> None:
    assert Settings.from_environment({"MINUTED_VECTORS": "exact"}).vectors == "exact"
    with pytest.raises(BadSetting, match="auto or exact"):
        Settings.from_environment({"MINUTED_VECTORS": "quick"})


def test_a_row_has_the_score_of_its_best_window_and_equals_stand_in_order_of_rows() -> None:
    owners = np.array([3, 1, 3, 2, 1], dtype=np.int32)
    scores = np.array([0.25, 0.5, 0.75, 0.5000004, 0.1], dtype=np.float32)
    assert pairs(dense._best(owners, scores)) == [(3, 0.75), (1, 0.5), (2, 0.5)]


def test_six_digits_are_those_of_python() -> None:
    chance = np.random.default_rng(6)
    some = np.concatenate([chance.random(20_000), (np.arange(2000) + 0.5) / 1e6 * 64])
    scores = some.astype(np.float32)
    found = dense._best(np.arange(len(scores), dtype=np.int32), scores)
    told = {row: round(score, 6) for row, score in enumerate(scores.tolist())}
    assert dict(pairs(found)) == told


@pytest.mark.parametrize("exact", [10, 1000])
def test_rows_are_read_from_the_file_as_they_were_written(tmp_path: Path, exact: int) -> None:
    rows = clustered(np.random.default_rng(7), 200)
    dense.write_vectors(tmp_path, [rows], exact=exact)
    np.save(tmp_path / dense.OWNERS, np.arange(200, dtype=np.int32))
    held = Dense(tmp_path)
    kept = rows.astype(np.float16).astype(np.float32) if exact < 200 else rows
    some = np.array([5, 0, 199, 5])
    assert np.array_equal(held.first_windows(some), kept[some])
    assert np.array_equal(held.all_rows()[0], kept)
