"""What the disk is asked to do, and what is said when it refuses."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StorageFailed

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def storage(location: Path) -> Iterator[None]:
    """Turn an OSError inside into StorageFailed: one line with the reason and what to do."""
    try:
        yield
    except OSError as error:
        raise storage_failed(location, error.strerror or str(error), error.errno) from error


def storage_failed(location: Path, reason: str, number: int | None = None) -> StorageFailed:
    """The error for a disk that refused; an index that was there is untouched."""
    if number is None:  # SQLite and Tantivy only tell in words
        told = re.search(r"os error (\d+)", reason)
        number = int(told[1]) if told else errno.ENOSPC if "is full" in reason else None
    advice = "Look at the disk"
    if number in _NO_SPACE:
        advice = "Free some space"
    elif number in _NO_RIGHT:
        advice = "Make the folder writable"
    return StorageFailed(
        f"The index at {location} could not be written: {reason}. {advice} and run again; an index "
        "that was there before is untouched."
    )


def write(path: Path, content: bytes) -> str:
    """Write a file so that it outlives a power cut, once its folder is synced; its sha256."""
    path.write_bytes(content)
    sync(path)
    return hashlib.sha256(content).hexdigest()


def put(path: Path, content: bytes) -> None:
    """Write a file that can be done without, whole or not at all; not, where the disk refuses."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        try:
            aside.write_bytes(content)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)


def write_array(path: Path, array: NDArray[Any]) -> str:
    """The same for an array, as ``np.load`` reads it; nothing in it is a Python object."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return write(path, buffer.getvalue())


def remove(folder: Path) -> None:
    """Remove a folder in which a thread of the word index may still leave a last lock."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)


def sync(path: Path) -> None:
    """Wait until a file or a folder's list of files is on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
