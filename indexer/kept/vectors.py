"""Vectors that a build has made and not yet published, kept so that no stop loses them.

A file holds a head, then one record for each text: its sha256, its vector, a checksum.
A record is appended as soon as its vector is made. A file of another encoder is begun anew; what a
stop has torn is cut off at the first record whose checksum does not agree. The file goes once a
build is published, which holds all of it that is needed.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from search.disk import storage
from search.index import Vector

Digest = bytes

_HEAD = b"minuted vectors 1\n"
_SPARE = 10_000
"""Records that nothing needs any more, of an archive that has changed since: more are dropped."""


def digest_of(text: str) -> Digest:
    """What a text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class KeptVectors:
    """The file of one index (``IndexWriter.kept``), for one encoder, whose ``fingerprint`` and
    ``dimension`` are given.

    Only the builder opens it. ``needed`` is what this build will ask for. Raises StorageFailed.
    """

    def __init__(
        self, path: Path, fingerprint: str, dimension: int, needed: Collection[Digest]
    ) -> None:
        self._path = path
        shape = [("text", "V32"), ("vector", "<f4", (dimension,)), ("sum", "<u4")]
        self._record = np.dtype(shape)
        told = f"{fingerprint}\n{dimension}\n".encode()
        self._head = _HEAD + hashlib.sha256(told).digest()
        self._places: dict[Digest, int] = {}
        self._count = 0
        with storage(self._path.parent):
            records = self._sound()
            known = {records["text"][row].tobytes(): row for row in range(len(records))}
            spare = len(known.keys() - set(needed))
            if not len(records) or spare > max(_SPARE, len(needed)):
                rows = sorted(row for text, row in known.items() if text in needed)
                records = records[rows]
                aside = _following(self._path)
                aside.write_bytes(self._head + records.tobytes())
                os.replace(aside, self._path)
                known = {records["text"][row].tobytes(): row for row in range(len(records))}
            else:
                os.truncate(self._path, len(self._head) + records.nbytes)
            self._places, self._count = known, len(records)
            self._file: BinaryIO = self._path.open("ab")

    def __enter__(self) -> KeptVectors:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._places = {}

    def add(self, texts: Sequence[Digest], vectors: Vector) -> None:
        """Keep what was just made, (n, d); it outlives the process once this returns."""
        records = np.zeros(len(texts), dtype=self._record)
        records["text"] = np.frombuffer(b"".join(texts), dtype="V32")
        records["vector"] = vectors
        records["sum"] = _sums(records)
        with storage(self._path.parent):
            self._file.write(records.tobytes())
            self._file.flush()
            os.fsync(self._file.fileno())
        self._places.update(zip(texts, range(self._count, self._count + len(texts)), strict=True))
        self._count += len(texts)

    def holds(self, text: Digest) -> bool:
        return text in self._places

    def rows(self, texts: Iterable[Digest]) -> NDArray[np.int64]:
        """Where texts that it holds stand in it, for ``at``."""
        return np.array([self._places[text] for text in texts], dtype=np.int64)

    def at(self, rows: NDArray[np.int64]) -> Vector:
        """The vectors in these rows, shape (n, d); also after it was left, while the file stays."""
        made: Vector = np.ascontiguousarray(self._mapped()["vector"][rows], dtype=np.float32)
        return made.reshape(len(rows), self._record["vector"].shape[0])

    def _sound(self) -> NDArray[np.void]:
        """The records as far as their checksums agree; none of another encoder."""
        try:
            with self._path.open("rb") as file:
                if file.read(len(self._head)) != self._head:
                    return np.zeros(0, dtype=self._record)
        except FileNotFoundError:
            return np.zeros(0, dtype=self._record)
        records = self._mapped()
        wrong = np.flatnonzero(_sums(records) != records["sum"])
        return records[: wrong[0]] if len(wrong) else records

    def _mapped(self) -> NDArray[np.void]:
        whole = (self._path.stat().st_size - len(self._head)) // self._record.itemsize
        if not whole:
            return np.zeros(0, dtype=self._record)
        return np.memmap(self._path, self._record, "r", len(self._head), (whole,))


def forget(path: Path) -> None:
    """What was kept is in the index now, or is not wanted."""
    for one in (path, _following(path)):
        with suppress(OSError):
            one.unlink()


def _following(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _sums(records: NDArray[np.void]) -> NDArray[np.uint32]:
    width = records.dtype.itemsize - 4
    sums = (zlib.crc32(record.tobytes()[:width]) for record in records)
    return np.fromiter(sums, dtype=np.uint32, count=len(records))
