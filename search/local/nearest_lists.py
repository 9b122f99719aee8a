"""Vectors in lists by nearness (FAISS IVF): a question reads the lists nearest to it, not all.

Written beside the rows of ``search.local.dense`` where there are many. Each vector is kept in 8
bits and mapped from the disk; what the lists propose is scored again with the rows themselves. Of
the best 100 of all, ``python -m bench.index`` finds 0.98 and more among the proposed (its column
recall@100): as many lists are read as that takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from search.index import Ints, Vector
from search.local import faiss_files

FILE = "lists.faiss"

READ = 0.04
"""Share of the lists that a question reads: of a million made-up vectors one in forty held 0.985 of
the best 100, one in twenty 0.9885. With a quarter as many lists it took three tenths of them."""
_LISTS = 4
"""Lists for each root of the number of vectors."""
_LEAST = 128
"""Lists that are read at least, where there are so many. The texts of papers lie less clearly in
clusters than made-up vectors: of 13,000, 25,000, 51,000 and 102,000 of them 96 lists held 0.986,
0.983, 0.983 and 0.980 of the best 100, and 128 held 0.991, 0.988, 0.988 and 0.985."""
_A_LIST = 30
"""Vectors for each list from which its middle is learnt."""
_ROUNDS = 5
"""Rounds of k-means; more move the middles no further that matters."""


def write(folder: Path, size: int, parts: Callable[[], Iterable[Vector]]) -> str:
    """Write ``size`` vectors, more than none, in about four roots of so many lists; the file's
    sha256. ``parts`` gives them, (n, d) at a time, in the same order each time."""
    faiss = faiss_files.library()
    count = max(1, round(_LISTS * size**0.5))
    # The same vectors make the same lists.
    some = np.sort(np.random.default_rng(1).choice(size, min(size, _A_LIST * count), replace=False))
    learnt = np.concatenate(list(_chosen(parts(), some)))
    dimension = learnt.shape[1]
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        count,
        faiss.ScalarQuantizer.QT_8bit_uniform,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.niter = _ROUNDS
    index.cp.min_points_per_centroid = 1
    index.train(np.ascontiguousarray(learnt, dtype=np.float32))
    for part in parts():
        if len(part):
            index.add(np.ascontiguousarray(part, dtype=np.float32))
    return faiss_files.write(index, folder / FILE)


def _chosen(parts: Iterable[Vector], rows: Ints) -> Iterator[Vector]:
    """Those of all rows that stand in ascending ``rows``."""
    first = 0
    for part in parts:
        here = rows[np.searchsorted(rows, first) : np.searchsorted(rows, first + len(part))]
        yield part[here - first]
        first += len(part)


class NearestLists:
    """Reads what ``write`` wrote; mapped, not read."""

    def __init__(self, path: Path) -> None:
        self._index = faiss_files.mapped(path)
        self._read = min(self._index.nlist, max(_LEAST, round(READ * self._index.nlist)))

    def proposed(self, query: Vector, count: int, selector: Any = None) -> Ints:
        """The rows of about the best ``count`` vectors, in no order; fewer where the lists that are
        read hold no more. ``query`` has shape (1, d), ``selector`` is FAISS's."""
        faiss = faiss_files.library()
        how = faiss.SearchParametersIVF(nprobe=self._read, sel=selector)
        rows: Ints = self._index.search(query, count, params=how)[1][0]
        return rows[rows >= 0]
