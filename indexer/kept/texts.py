"""Texts that wait to be embedded, each once, aside from the memory."""

from __future__ import annotations

from array import array

from indexer.kept.private_file import PrivateFile
from indexer.kept.vectors import Digest, digest_of


class Texts:
    """Texts by number, in the order in which they came; raises StorageFailed."""

    def __init__(self) -> None:
        self._numbers: dict[Digest, int] = {}
        self._ends = array("q", [0])
        self.lengths = array("q")
        """In characters."""
        self._file = PrivateFile()

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
            self._file.add(told)
            self._ends.append(self._ends[-1] + len(told))
            self.lengths.append(len(text))
        return number

    def text(self, number: int) -> str:
        first, end = self._ends[number], self._ends[number + 1]
        return self._file.read(first, end - first).decode("utf-8", "surrogatepass")
