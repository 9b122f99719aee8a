"""Vectors: one FAISS index of unit rows, one row for each window of a passage.

Up to ``EXACT`` windows the rows are kept whole and every search is exact. Above it they are kept
in 16 bits, which halves what a search has to read from memory. Measured by ``make bench`` on one
busy core, best 100 of 384 dimensions, whole against 16 bits: 100,000 rows 7.9 ms and 154 MB
against 2.7 ms and 77 MB, a million 107 ms and 1.5 GB against 58 ms and 0.8 GB, with the same 100
found in both (recall 1.0000). 8 bits find 0.999 of them and are no faster; HNSW takes 0.2 ms but
finds 0.983 of them and half a minute to build at 100,000.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelMismatch
from search.index import Ints, Vector

FILE = "vectors.faiss"
OWNERS = "owners.npy"
TEXTS = "texts.npy"

EXACT = 200_000
_SPARE = 32
_AT_ONCE = 4096
"""Vectors that are held in memory together."""

Row = tuple[int, float]
"""A row of the table of passages, and a score."""


def write_vectors(folder: Path, vectors: Vector, exact: int = EXACT) -> str:
    """Write ``vectors`` (windows, d) and return the sha256 that the file must have.

    FAISS does not look whether the disk took what it wrote, so it writes through a file of ours.
    """
    faiss = _faiss()
    dimension = vectors.shape[1]
    if len(vectors) <= exact:
        index = faiss.IndexFlatIP(dimension)
    else:
        index = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
    if len(vectors):
        index.train(vectors)
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    digest = hashlib.sha256()
    with (folder / FILE).open("wb") as file:

        def write(data: bytes) -> None:
            file.write(data)
            digest.update(data)

        faiss.write_index(index, faiss.PyCallbackIOWriter(write))
    return digest.hexdigest()


class Dense:
    """Reads what ``write_vectors`` wrote; opened at the first question, not before."""

    def __init__(self, folder: Path, passages: int) -> None:
        self._folder = folder
        self._passages = passages
        self._lock = threading.Lock()
        self._opened: tuple[Any, NDArray[np.int32], NDArray[np.int64]] | None = None

    def ranking(self, vector: Vector, limit: int, mask: NDArray[np.bool_] | None) -> list[Row]:
        """The best ``limit`` rows by their best window; ties by row.

        ``mask`` is True for each row that may be found.
        """
        faiss = _faiss()
        index, owners, _ = self._open()
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if query.shape[1] != index.d:
            raise ModelMismatch(
                f"The query has {query.shape[1]} dimensions, the index {index.d}: set the model "
                "that the index was built with, or build it again."
            )
        parameters = None
        available = len(owners)
        if mask is not None:
            windows = mask[owners]
            available = int(windows.sum())
            bits = np.packbits(windows, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
        if limit <= 0 or not available:
            return []
        wanted = limit + _SPARE
        while True:
            wanted = min(wanted, available)
            scores, rows = index.search(query, wanted, params=parameters)
            best: dict[int, float] = {}
            found = rows[0] >= 0
            rounded = [round(float(score), 6) for score in scores[0][found]]
            for owner, score in zip(owners[rows[0][found]].tolist(), rounded, strict=True):
                best.setdefault(owner, score)
            ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
            # Enough passages, and every equal of the last one seen: the order is settled.
            if wanted == available or (
                len(ranked) >= limit and rounded and rounded[-1] < ranked[limit - 1][1]
            ):
                return ranked[:limit]
            wanted *= 4

    def first_windows(self, wanted: Ints) -> Vector:
        """Shape (n, d); zeros for a row that has no vector."""
        index, owners, starts = self._open()
        made = np.zeros((len(wanted), index.d), dtype=np.float32)
        rows = starts[wanted]
        has = rows < len(owners)
        has[has] = owners[rows[has]] == wanted[has]
        if has.any():
            made[has] = index.reconstruct_batch(rows[has])
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
        """Every window's vector, shape (windows, d), and the passage that owns it."""
        index, owners, _ = self._open()
        if not len(owners):
            return np.zeros((0, index.d), dtype=np.float32), owners
        return index.reconstruct_n(0, len(owners)), owners

    def texts(self) -> NDArray[np.uint8]:
        """The sha256 of the text that each passage's vectors were made of, shape (passages, 32)."""
        digests: NDArray[np.uint8] = np.load(self._folder / TEXTS, allow_pickle=False)
        return digests

    @property
    def dimension(self) -> int:
        return int(self._open()[0].d)

    @property
    def windows(self) -> int:
        return len(self._open()[1])

    def _open(self) -> tuple[Any, NDArray[np.int32], NDArray[np.int64]]:
        with self._lock:
            if self._opened is None:
                faiss = _faiss()
                # Mapped, not read: opening takes the same time at any size.
                index = faiss.read_index(str(self._folder / FILE), faiss.IO_FLAG_MMAP_IFC)
                owners = np.load(self._folder / OWNERS, allow_pickle=False)
                starts = np.searchsorted(owners, np.arange(self._passages))
                self._opened = index, owners, starts
            return self._opened

    def close(self) -> None:
        with self._lock:
            self._opened = None


def _faiss() -> Any:
    """Imported where it is used: it takes longer than all of the other questions together."""
    import faiss

    return faiss
