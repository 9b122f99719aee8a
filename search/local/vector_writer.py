"""The vectors of a build: of what has not changed those of the build before, and the fresh ones.

A document's vectors pass through memory when it is written, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.disk import write_array
from search.index import Vector
from search.index_writer import Embedded, Sentences, Streamed
from search.local.dense import OWNERS, TEXTS, VectorWriter
from search.local.reader import LocalIndex
from search.local.sentence_vectors import SentenceWriter
from search.local.text_writer import Placed


class Vectors:
    """Those of all documents, in order. ``dimension``, and how many ``windows`` there are."""

    def __init__(
        self,
        documents: Sequence[Placed],
        fresh: Embedded | Streamed,
        earlier: LocalIndex | None,
    ) -> None:
        self._documents = documents
        self._held = earlier.embedded() if earlier else None
        self._fresh = fresh
        kept = [one for one in documents if one.given is None]
        windows, sentences = _size(fresh)
        for one in kept:
            first, last = _rows(one)
            here = self._taken(first, last)
            windows += len(here.owners)
            sentences = _plus(sentences, here.sentences)
        self.windows = windows
        self._sentences = sentences
        if isinstance(fresh, Streamed):
            self._width = self.dimension = fresh.dimension
        else:
            self.dimension = fresh.vectors.shape[1]
            self._width = fresh.sentences.rows.shape[1] if fresh.sentences else self.dimension

    def write(self, folder: Path, exact: int) -> dict[str, str]:
        """The sha256 that each file must have, by its name. Raises OSError."""
        vectors = VectorWriter(folder, self.dimension, self.windows, exact)
        said: SentenceWriter | None = None
        if self._sentences is not None:
            said = SentenceWriter(folder, self._width, self._sentences)
        owners = [np.zeros(0, dtype=np.int32)]
        texts = [np.zeros((0, 32), dtype=np.uint8)]
        first = 0
        for part in self._parts():
            vectors.add(part.vectors)
            if said is not None and part.sentences is not None:
                said.add(part.sentences)
            owners.append((part.owners + first).astype(np.int32))
            texts.append(np.array(part.texts))
            first += len(part.texts)
        expected = vectors.finish(self._vectors)
        if said is not None:
            expected |= said.finish()
        for name, arrays in ((OWNERS, owners), (TEXTS, texts)):
            expected[name] = write_array(folder / name, np.concatenate(arrays))
        return expected

    def _vectors(self) -> Iterator[Vector]:
        return (part.vectors for part in self._parts())

    def _parts(self) -> Iterator[Embedded]:
        made = 0
        for one in self._documents:
            if one.given is None:
                yield self._taken(*_rows(one))
            elif isinstance(self._fresh, Embedded):
                yield _part(self._fresh, made, made + one.count)
                made += one.count
            else:
                yield self._fresh.of(one.given.id)

    def _taken(self, first: int, last: int) -> Embedded:
        assert self._held is not None
        return _part(self._held, first, last)


def _rows(one: Placed) -> tuple[int, int]:
    """The first row of a document in the build before, and one past its last."""
    assert one.before is not None
    return one.before.first, one.before.first + one.count


def _size(fresh: Embedded | Streamed) -> tuple[int, int | None]:
    if isinstance(fresh, Streamed):
        return fresh.windows, fresh.sentences
    return len(fresh.owners), len(fresh.sentences.rows) if fresh.sentences else None


def _plus(count: int | None, more: Sentences | None) -> int | None:
    """None where some have no sentences: then nothing is written of them."""
    return None if count is None or more is None else count + len(more.rows)


def _part(source: Embedded, first: int, last: int) -> Embedded:
    """Of the passages from ``first`` on and before ``last``, nothing copied but what is small."""
    start, end = np.searchsorted(source.owners, [first, last])
    sentences = source.sentences
    if sentences is not None:
        before = int(sentences.ends[first - 1]) if first else 0
        ends = sentences.ends[first:last] - before
        rows = sentences.rows[before : before + (int(ends[-1]) if len(ends) else 0)]
        sentences = Sentences(rows, ends)
    owners = (source.owners[start:end] - first).astype(np.int32)
    return Embedded(source.vectors[start:end], owners, source.texts[first:last], sentences)
