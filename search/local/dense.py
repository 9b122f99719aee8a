"""Vectors: one FAISS index of unit rows, one row for each window of a passage.

Up to ``EXACT`` windows the rows are kept whole and every search is exact. Above it they are kept
in 16 bits, and beside them in lists by nearness (``search.local.nearest_lists``), of which a search
reads the nearest; what these propose is scored with the rows. Whoever wants every search exact at
any size says so (``exact``), and waits for all rows to be read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelMismatch
from search.index import Ints, Vector
from search.local import faiss_files, nearest_lists
from search.local.nearest_lists import NearestLists

FILE = "vectors.faiss"
OWNERS = "owners.npy"
TEXTS = "texts.npy"

EXACT = 200_000
_FEW = 0.05
"""Share of the windows that a filter leaves up to which they are all compared: the nearest lists
may hold none of them."""
_SPARE = 32
_AT_ONCE = 4096
"""Vectors that are held in memory together."""


Parts = Callable[[], Iterable[Vector]]
"""Gives all vectors anew, part by part."""


class VectorWriter:
    """Writes vectors part by part. Raises OSError."""

    def __init__(self, folder: Path, dimension: int, windows: int, exact: int = EXACT) -> None:
        """``windows`` is how many vectors come; above ``exact`` they are kept in 16 bits."""
        faiss = faiss_files.library()
        self._folder, self._windows = folder, windows
        self._many = windows > exact
        index = faiss.IndexFlatIP(dimension)
        if self._many:
            index = faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
        self._file = faiss_files.FlatFile(index, windows, folder / FILE)

    def add(self, vectors: Vector) -> None:
        self._file.add(vectors)

    def finish(self, parts: Parts) -> dict[str, str]:
        """The sha256 that each file must have, by its name. ``parts`` gives the same vectors once
        more, for the lists of many."""
        written = {FILE: self._file.finish()}
        if self._many:
            written[nearest_lists.FILE] = nearest_lists.write(self._folder, self._windows, parts)
        return written


def write_vectors(folder: Path, parts: Sequence[Vector], exact: int = EXACT) -> dict[str, str]:
    """Write vectors, in ``parts`` (windows, d), one at least; the sha256 that each file must have,
    by its name."""
    writer = VectorWriter(folder, parts[0].shape[1], sum(map(len, parts)), exact)
    for part in parts:
        writer.add(part)
    return writer.finish(lambda: parts)


class Dense:
    """Reads what ``write_vectors`` wrote; opened at the first question, not before."""

    def __init__(self, folder: Path, exact: bool = False) -> None:
        """``exact``: read all rows at every search, however many they are."""
        self._folder = folder
        self._exact = exact
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def ranking(self, vector: Vector, limit: int, mask: NDArray[np.bool_] | None) -> Rows:
        """The best ``limit`` rows by their best window; ties by row.

        ``mask`` is True for each row that may be found.
        """
        held = self._open()
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if query.shape[1] != held.index.d:
            raise ModelMismatch(
                f"The query has {query.shape[1]} dimensions, the index {held.index.d}: set the "
                "model that the index was built with, or build it again."
            )
        selector, bits, available = None, None, len(held.owners)
        if mask is not None:
            windows = mask[held.owners]
            available = int(windows.sum())
            bits = np.packbits(windows, bitorder="little")
            selector = faiss_files.library().IDSelectorBitmap(bits)
        if limit <= 0 or not available:
            return _best(held.owners[:0], query[0][:0])
        if held.lists is not None and available > _FEW * len(held.owners):
            found = _near(held, held.lists, query, limit, selector)
            if len(found.rows) >= limit:
                return found.first(limit)
        return _exact(held, query, limit, selector, available).first(limit)

    def first_windows(self, wanted: Ints) -> Vector:
        """Shape (n, d); zeros for a row that has no vector."""
        held = self._open()
        made = np.zeros((len(wanted), held.index.d), dtype=np.float32)
        rows = np.searchsorted(held.owners, wanted.astype(held.owners.dtype))
        has = rows < len(held.owners)
        has[has] = held.owners[rows[has]] == wanted[has]
        if has.any():
            made[has] = faiss_files.some_rows(held.index, rows[has])
        return made

    def cosines(self, wanted: Ints, vectors: Sequence[Vector]) -> Vector:
        """Shape (n, len(vectors))."""
        found = np.zeros((len(wanted), len(vectors)), dtype=np.float32)
        for start in range(0, len(wanted), _AT_ONCE):
            held = self.first_windows(wanted[start : start + _AT_ONCE])
            for column, vector in enumerate(vectors):
                found[start : start + _AT_ONCE, column] = held @ vector
        return found

    def all_rows(self) -> tuple[Vector, NDArray[np.int32]]:
        """Every window's vector, shape (windows, d), and the row that owns it; to be read only, and
        no longer than this is open."""
        held = self._open()
        if not len(held.owners):
            return np.zeros((0, held.index.d), dtype=np.float32), held.owners
        return faiss_files.rows(held.index), held.owners

    def texts(self) -> NDArray[np.uint8]:
        """The sha256 of the text that each row's vectors were made of, shape (passages, 32)."""
        digests: NDArray[np.uint8] = np.load(self._folder / TEXTS, allow_pickle=False)
        return digests

    @property
    def dimension(self) -> int:
        return int(self._open().index.d)

    @property
    def windows(self) -> int:
        return len(self._open().owners)

    def _open(self) -> _Opened:
        with self._lock:
            if self._opened is None:
                owners = np.load(self._folder / OWNERS, mmap_mode="r", allow_pickle=False)
                lists = self._folder / nearest_lists.FILE
                self._opened = _Opened(
                    faiss_files.mapped(self._folder / FILE),
                    owners.view(np.ndarray),
                    NearestLists(lists) if lists.exists() and not self._exact else None,
                )
            return self._opened

    def close(self) -> None:
        with self._lock:
            self._opened = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the table of passages, the best first, and the score of each."""

    rows: Ints
    scores: NDArray[np.float64]

    def first(self, limit: int) -> Rows:
        return Rows(self.rows[:limit], self.scores[:limit])


@dataclass(frozen=True, slots=True)
class _Opened:
    """FAISS's index of all windows, the row that owns each, ascending, and the lists if any."""

    index: Any
    owners: NDArray[np.int32]
    lists: NearestLists | None


def _near(held: _Opened, lists: NearestLists, query: Vector, limit: int, selector: Any) -> Rows:
    """The best of what the nearest lists propose."""
    # A passage has a few windows, and 8 bits do not order what is nearly equal.
    rows = lists.proposed(query, 2 * limit + _SPARE, selector)
    if not len(rows):
        return _best(held.owners[:0], np.zeros(0, dtype=np.float32))
    scores = faiss_files.some_rows(held.index, rows) @ query[0]
    return _best(held.owners[rows], scores)


def _exact(held: _Opened, query: Vector, limit: int, selector: Any, available: int) -> Rows:
    parameters = None
    if selector is not None:
        parameters = faiss_files.library().SearchParameters(sel=selector)
    wanted = limit + _SPARE
    while True:
        wanted = min(wanted, available)
        scores, rows = held.index.search(query, wanted, params=parameters)
        seen = rows[0] >= 0
        found = _best(held.owners[rows[0][seen]], scores[0][seen])
        last = round(float(scores[0][seen][-1]), 6) if seen.any() else None
        # Enough passages, and every equal of the last one seen: the order is settled.
        if wanted == available or (
            len(found.rows) >= limit and last is not None and last < found.scores[limit - 1]
        ):
            return found
        wanted *= 4


def _best(owners: NDArray[np.int32], scores: NDArray[np.float32]) -> Rows:
    """Each row with the score of its best window, to six digits, the best first; ties by row."""
    rounded = scores.astype(np.float64).round(6)
    order = np.lexsort((owners, -rounded))
    _, firsts = np.unique(owners[order], return_index=True)
    best = order[np.sort(firsts)]
    return Rows(owners[best].astype(np.int64), rounded[best])
