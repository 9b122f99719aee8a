"""Where the files inside a file are laid down while they are read, and how much may be laid there.

A name inside a container is a label and never a path: on disk its file has a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import FileHostile
from corpus.model import SourceFile
from indexer.readers.containers import names

FILES_AT_MOST = 2_000
"""Files inside one file of the archive, those inside its files counted too."""
BYTES_AT_MOST = 1024 * 1024 * 1024
"""Bytes that all of them may unpack to."""
DEPTH_AT_MOST = 3
"""Containers within containers: a document in a mail in a ZIP lies two deep."""

SPLIT = "unpack it and put its documents into the folder"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file: its name there, with ``/``, and where it was laid down.

    With a ``fact`` it was not laid down; ``cure`` says what to do about it.
    """

    name: str
    path: str = ""
    fact: str = ""
    cure: str = ""


@dataclass(slots=True)
class Room:
    """A folder for the files of one container, and what may yet be put into it.

    ``only`` is the name of the one member that is wanted, or of what lies in it; '' for all.
    """

    folder: Path
    files: int = FILES_AT_MOST
    size: int = BYTES_AT_MOST
    only: str = ""
    _taken: set[str] = field(default_factory=set)

    def label(self, name: str) -> str | None:
        """What a file is called in the report, counted; ``None`` for one that is no document, as
        in a folder. Two of one name are told apart by a number. Raises FileHostile over the limit.
        """
        parts = names.inner(name)
        if names.holds_nothing(parts):
            return None
        self.files -= 1
        if self.files < 0:
            raise FileHostile(f"it holds more than {FILES_AT_MOST:,} files", SPLIT)
        return self._unlike("/".join("(up)" if part == ".." else part for part in parts))

    def lay(self, label: str, blocks: Iterable[bytes]) -> Member | None:
        """Lays a file down; ``None`` where only another one is wanted. Raises FileHostile."""
        if "(up)" in label.split("/"):
            return Member(label, "", "its name leads out of the file it lies in", SPLIT)
        if self.only and not f"{self.only}/".startswith(f"{label}/"):
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / str(len(self._taken))
        with path.open("wb") as file:
            for block in blocks:
                self.size -= len(block)
                if self.size < 0:
                    raise FileHostile("what it holds unpacks to more than 1,024 MiB", SPLIT)
                file.write(block)
        return Member(label, str(path))

    def _unlike(self, label: str) -> str:
        found, number = label, 1
        while found.casefold() in self._taken:
            number += 1
            stem, dot, ending = label.rpartition(".")
            found = f"{stem} ({number}).{ending}" if dot and stem else f"{label} ({number})"
        self._taken.add(found.casefold())
        return found


@dataclass(slots=True)
class Budget:
    """What may yet be read of all that one file of the archive holds, at every depth."""

    files: int = FILES_AT_MOST
    size: int = BYTES_AT_MOST

    def take(self, source: SourceFile, around: Sequence[SourceFile]) -> tuple[str, str]:
        """Counts one more file; why it may not be read and what to do, two empty strings if it may.

        ``around`` are the files it lies in, the outermost first.
        """
        self.files -= 1
        self.size -= source.size
        if any(source.sha256 == one.sha256 for one in around):
            return "it is the file that it lies in", "leave it out"
        if len(around) > DEPTH_AT_MOST:
            return f"it lies more than {DEPTH_AT_MOST} files deep", SPLIT
        if self.files < 0 or self.size < 0:
            return f"{around[0].path} holds more than may be read of one file", SPLIT
        return "", ""
