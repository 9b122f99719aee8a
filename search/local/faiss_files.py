"""FAISS indexes as files: written through a file of ours, mapped when they are read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def library() -> Any:
    """Imported where it is used: it takes longer than all of the other questions together."""
    import faiss

    return faiss


def write(index: Any, path: Path) -> str:
    """Write an index and return the sha256 that the file must have.

    FAISS does not look whether the disk took what it wrote. Raises OSError.
    """
    digest = hashlib.sha256()
    with path.open("wb") as file:

        def put(data: bytes) -> None:
            file.write(data)
            digest.update(data)

        faiss = library()
        faiss.write_index(index, faiss.PyCallbackIOWriter(put))
    return digest.hexdigest()


class FlatFile:
    """The file of an index that keeps one code for each vector, written as they come: its bytes are
    those that FAISS writes, and no more than a part of them is held. Raises OSError."""

    def __init__(self, empty: Any, size: int, path: Path) -> None:
        """``empty`` is an index without vectors that needs no training; ``size`` vectors come."""
        faiss = library()
        head = bytearray(faiss.serialize_index(empty).tobytes())
        width = len(empty.sa_encode(np.zeros((1, empty.d), dtype=np.float32))[0])
        whole = isinstance(empty, faiss.IndexFlat)
        # The number of vectors, and behind all else how many codes follow: floats or bytes.
        head[_COUNTED] = size.to_bytes(8, "little")
        head[-8:] = (size * width // (4 if whole else 1)).to_bytes(8, "little")
        self._index, self._left = empty, size
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self._put(bytes(head))

    def add(self, vectors: NDArray[np.float32]) -> None:
        """More rows, shape (n, d)."""
        self._left -= len(vectors)
        if len(vectors):
            self._put(self._index.sa_encode(np.ascontiguousarray(vectors, np.float32)).tobytes())

    def finish(self) -> str:
        """The sha256 that the file must have."""
        self._file.close()
        if self._left:
            raise ValueError(f"{self._left} vectors were promised and not written")
        return self._digest.hexdigest()

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)


_COUNTED = slice(8, 16)


def mapped(path: Path) -> Any:
    """The index, mapped and not read: opening takes the same time at any size."""
    faiss = library()
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def rows(index: Any) -> NDArray[np.floating[Any]]:
    """All vectors, shape (n, d), float32 or float16 as they are kept: the mapped file itself."""
    faiss = library()
    if isinstance(index, faiss.IndexFlat):
        whole: NDArray[np.float32] = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
        return whole.reshape(index.ntotal, index.d)
    return halves(index)


def some_rows(index: Any, wanted: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """Vectors of an index that holds them whole or in 16 bits, shape (len(wanted), d)."""
    made: NDArray[np.float32] = rows(index)[wanted].astype(np.float32, copy=False)
    return made


def halves(index: Any) -> NDArray[np.float16]:
    """All vectors of an index of 16 bits, shape (n, d): the mapped file itself."""
    codes: NDArray[np.uint8] = library().rev_swig_ptr(
        index.codes.data(), index.ntotal * index.code_size
    )
    return codes.view(np.float16).reshape(index.ntotal, index.d)
