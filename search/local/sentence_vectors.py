"""The vectors of the passages' sentences: one mapped file of 16-bit rows, in order of the passages.

They rank the sentences of a handful of passages for an answer, and nothing is searched in them. In
16 bits a cosine is off by less than 0.0005.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index import Ints, Vector
from search.index_writer import Sentences

ROWS = "sentences.npy"
ENDS = "sentence-ends.npy"


def write_sentences(folder: Path, parts: Sequence[Sentences]) -> dict[str, str]:
    """Write what stands one after the other; the sha256 that each file must have, by its name."""
    starts = np.cumsum([0, *(len(part.rows) for part in parts)])
    ends = [part.ends + start for part, start in zip(parts, starts, strict=False)]
    return {
        ROWS: _saved(folder / ROWS, [part.rows for part in parts]),
        ENDS: _saved(folder / ENDS, ends),
    }


class SentenceVectors:
    """Reads what ``write_sentences`` wrote, if anything; opened when it is first asked."""

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


def _saved(path: Path, parts: Sequence[NDArray[Any]]) -> str:
    """One array of all, written part by part: a large archive's is not held in memory."""
    shape = (sum(map(len, parts)), *parts[0].shape[1:])
    described = {"descr": parts[0].dtype.str, "fortran_order": False, "shape": shape}
    with path.open("wb") as file:
        kept = _Hashed(file)
        np.lib.format.write_array_header_1_0(kept, described)
        for part in parts:
            kept.write(np.ascontiguousarray(part).data.cast("B") if part.size else b"")
    return kept.digest.hexdigest()


class _Hashed:
    """A file that is hashed as it is written."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes | memoryview) -> int:
        self.digest.update(data)
        return int(self._file.write(data))
