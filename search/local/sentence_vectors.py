"""The vectors of the passages' sentences: one mapped file of 16-bit rows, in order of the passages.

They rank the sentences of a handful of passages for an answer, and nothing is searched in them. In
16 bits a cosine is off by less than 0.0005.
"""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.disk import write_array
from search.index import Ints, Vector
from search.index_writer import Sentences

ROWS = "sentences.npy"
ENDS = "sentence-ends.npy"


class SentenceWriter:
    """Writes sentences part by part: those of a large archive are not held in memory. Raises
    OSError."""

    def __init__(self, folder: Path, dimension: int, sentences: int) -> None:
        """``sentences`` is how many come."""
        self._folder, self._count = folder, 0
        self._ends: list[NDArray[np.int64]] = []
        self._file = (folder / ROWS).open("wb")
        self._digest = hashlib.sha256()
        head = io.BytesIO()
        described = {"descr": "<f2", "fortran_order": False, "shape": (sentences, dimension)}
        np.lib.format.write_array_header_1_0(head, described)
        self._put(head.getvalue())

    def add(self, part: Sentences) -> None:
        self._ends.append(part.ends + self._count)
        self._count += len(part.rows)
        self._put(np.ascontiguousarray(part.rows, dtype="<f2").tobytes())

    def finish(self) -> dict[str, str]:
        """The sha256 that each file must have, by its name."""
        self._file.close()
        ends = np.concatenate([np.zeros(0, dtype=np.int64), *self._ends])
        written = write_array(self._folder / ENDS, ends)
        return {ROWS: self._digest.hexdigest(), ENDS: written}

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)


class SentenceVectors:
    """Reads what ``SentenceWriter`` wrote, if anything; opened when it is first asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: Sentences | None = None

    def of(self, passages: Ints) -> list[Vector]:
        """For each row of the table of passages the vectors of its sentences, shape (s, d)."""
        held = self.all()
        if held is None:
            return [np.zeros((0, 0), dtype=np.float32) for _ in passages]
        firsts = np.where(passages > 0, held.ends[passages - 1], 0).tolist()
        return [
            held.rows[first:end].astype(np.float32)
            for first, end in zip(firsts, held.ends[passages].tolist(), strict=True)
        ]

    def all(self) -> Sentences | None:
        """All of them, as they were written."""
        with self._lock:
            if self._opened is None and (self._folder / ROWS).exists():
                rows, ends = (
                    np.load(self._folder / name, mmap_mode="r", allow_pickle=False)
                    for name in (ROWS, ENDS)
                )
                self._opened = Sentences(rows.view(np.ndarray), ends.view(np.ndarray))
            return self._opened

    def close(self) -> None:
        with self._lock:
            self._opened = None
