"""What a build could read and what not: one line for each file, kept inside the build."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FileLine:
    """How one file fared: ``ok``, ``partial``, ``empty`` or ``failed``.

    ``detail`` is a fact and ``cure`` what to do about it. ``unchanged`` tells that nothing was read
    again. ``document`` is the id under which its text is held, ``None`` where there is none.
    ``remark`` is what reads oddly in a file that was read whole: an item that its agenda lacks.
    ``key`` is a digest of all that shaped the text; ``limits`` what it was read under.
    ``within`` is the path of the mail or ZIP archive that holds the file, '' for one in a folder.
    ``shown`` are the traces that it shows its family (``layout.families``), parted by spaces, and
    ``family`` is the digest of what it was understood with of those that its family shares.
    """

    path: str
    status: str
    detail: str = ""
    cure: str = ""
    document: str | None = None
    unchanged: bool = False
    key: str = ""
    limits: str = ""
    within: str = ""
    remark: str = ""
    shown: str = ""
    family: str = ""

    @property
    def whole(self) -> bool:
        """All that the file says is in the index."""
        return self.status == "ok"

    @property
    def reason(self) -> str:
        """The fact and what to do about it, for people; may be empty when all is well."""
        halves = [self.detail, self.cure]
        if self.unchanged and not self.whole:
            halves.append("unchanged since it was last read; --rebuild reads it again")
        return "; ".join(half for half in halves if half)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``build`` is the live one; ``written`` tells whether this made it.

    ``embedded`` counts the texts whose vectors were computed, ``reused`` the vectors taken from
    the build before; ``seconds`` is wall time. ``ended`` is ISO 8601 in UTC. ``manifest`` tells
    of each line of the archive's manifest that could not be used.
    """

    build: str
    written: bool
    files: tuple[FileLine, ...]
    removed: tuple[str, ...]
    documents: int
    passages: int
    embedded: int
    reused: int
    seconds: float
    ended: str = ""
    manifest: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Every file was read whole, and all of the manifest used; an exit status of 0 says so."""
        return not self.manifest and all(line.whole for line in self.files)

    def lines(self) -> list[str]:
        """For people: the files that were not read whole, what reads oddly, then the counts."""
        told = list(self.manifest)
        told += [f"{one.path}: {one.status}: {one.reason}" for one in self.files if not one.whole]
        told += [
            f"{one.path}: {one.remark}" for one in self.files if one.remark and not one.unchanged
        ]
        again = sum(not line.unchanged for line in self.files)
        told.append(
            f"{len(self.files):,} files ({again:,} read now, {len(self.removed):,} gone), "
            f"{self.documents:,} documents, {self.passages:,} passages "
            f"({self.embedded:,} texts embedded, {self.reused:,} kept) in {self.seconds:.1f} s"
        )
        if not self.build:
            told.append("Nothing could be indexed; there is no index yet.")
        elif not self.written and again == 0:
            told.append("Nothing has changed; the index stays as it is.")
        elif not self.written:
            told.append("Nothing could be read; the index before it stays as it is.")
        return told

    def to_json(self) -> bytes:
        plain = {name: getattr(self, name) for name in BuildReport.__slots__}
        plain["files"] = [
            {name: getattr(one, name) for name in FileLine.__slots__} for one in self.files
        ]
        return json.dumps(plain, indent=1).encode()

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> BuildReport:
        files: Sequence[Mapping[str, Any]] = plain["files"]
        lines = tuple(FileLine(**line) for line in files)
        lists = {name: tuple(plain.get(name, ())) for name in ("removed", "manifest")}
        return cls(**{**plain, "files": lines, **lists})
