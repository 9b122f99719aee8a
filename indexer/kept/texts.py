"""Texts that wait to be embedded, each once, in a file that only this process can open."""

from __future__ import annotations

import os
import tempfile
from array import array
from pathlib import Path
from typing import IO

from indexer.kept.vectors import Digest, digest_of
from search.disk import storage


class Texts:
    """Texts by number, in the order in which they came; raises StorageFailed."""

    def __init__(self) -> None:
        self._numbers: dict[Digest, int] = {}
        self._ends = array("q", [0])
        self.lengths = array("q")
        """In characters."""
        self._folder = Path(tempfile.gettempdir())
        with storage(self._folder):
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="minuted-")  # noqa: SIM115

    def __enter__(self) -> Texts:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def digests(self) -> list[Digest]:
        return list(self._numbers)

    def number(self, text: str) -> int:
        """The number of a text: a reprint has the same words in another place."""
        digest = digest_of(text)
        number = self._numbers.get(digest)
        if number is None:
            number = self._numbers[digest] = len(self._numbers)
            told = text.encode("utf-8", "surrogatepass")
            with storage(self._folder):
                self._file.seek(0, os.SEEK_END)
                self._file.write(told)
            self._ends.append(self._ends[-1] + len(told))
            self.lengths.append(len(text))
        return number

    def text(self, number: int) -> str:
        first, end = self._ends[number], self._ends[number + 1]
        with storage(self._folder):
            self._file.seek(first)
            return self._file.read(end - first).decode("utf-8", "surrogatepass")
