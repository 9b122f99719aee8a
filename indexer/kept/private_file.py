"""Bytes that lie aside while an index is made, in a file that only this process can open."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO

from search.disk import storage


class PrivateFile:
    """Pieces of bytes, each at its place; gone with the process. Raises StorageFailed."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.gettempdir())
        with storage(self._folder):
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="minuted-")  # noqa: SIM115

    def add(self, piece: bytes) -> int:
        """Lay one behind all others; the place where it begins."""
        with storage(self._folder):
            place = self._file.seek(0, os.SEEK_END)
            self._file.write(piece)
        return place

    def read(self, place: int, size: int) -> bytes:
        with storage(self._folder):
            self._file.seek(place)
            return self._file.read(size)

    def close(self) -> None:
        self._file.close()
