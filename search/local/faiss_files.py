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


def mapped(path: Path) -> Any:
    """The index, mapped and not read: opening takes the same time at any size."""
    faiss = library()
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def rows(index: Any) -> NDArray[np.float32]:
    """All vectors, shape (n, d): where they are kept whole, the mapped file itself."""
    faiss = library()
    if isinstance(index, faiss.IndexFlat):
        whole: NDArray[np.float32] = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
        return whole.reshape(index.ntotal, index.d)
    made: NDArray[np.float32] = halves(index).astype(np.float32)
    return made


def some_rows(index: Any, wanted: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """Vectors of an index that holds them whole or in 16 bits, shape (len(wanted), d)."""
    if isinstance(index, library().IndexFlat):
        whole: NDArray[np.float32] = rows(index)[wanted]
        return whole
    made: NDArray[np.float32] = halves(index)[wanted].astype(np.float32)
    return made


def halves(index: Any) -> NDArray[np.float16]:
    """All vectors of an index of 16 bits, shape (n, d): the mapped file itself."""
    codes: NDArray[np.uint8] = library().rev_swig_ptr(
        index.codes.data(), index.ntotal * index.code_size
    )
    return codes.view(np.float16).reshape(index.ntotal, index.d)
