"""Pictures of pages on disk: within a size, the ones that were not asked for longest go first."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from pathlib import Path


class PictureCache:
    """Files named by their key in one folder. A folder that cannot be written to holds nothing."""

    def __init__(self, folder: Path, limit: int) -> None:
        """``limit`` is in bytes; 0 keeps nothing."""
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._size: int | None = None

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, which is made of letters and digits."""
        path = self._folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep it whole or not at all, and make room for it first."""
        if len(data) > self._limit:
            return
        with self._lock, contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._size is None or self._size + len(data) > self._limit:
                self._size = self._make_room(len(data))
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(data)
            os.replace(file.name, self._folder / key)
            self._size += len(data)

    def _make_room(self, wanted: int) -> int:
        """Takes away until a tenth is free beside what is wanted; the bytes that are left."""
        held = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                status = path.stat()
                held.append((status.st_mtime_ns, status.st_size, path))
        size = sum(one for _, one, _ in held)
        if size + wanted <= self._limit:
            return size
        for _, one, path in sorted(held):
            if size + wanted <= 0.9 * self._limit:
                break
            path.unlink(missing_ok=True)
            size -= one
        return size
