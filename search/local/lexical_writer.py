"""The word index, written in pieces of which those are copied that nothing has changed in.

A piece holds whole documents. Tantivy makes each in a folder of its own, and the pieces become one
index by a list of all their segments. Nothing is ever deleted from a piece: one that holds a
document that has changed is made anew, so that the statistics of words are those of the passages
that there are, bit for bit, however the index came to be.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.fields import FIELD_NAMES
from search.disk import remove, write
from search.local.lexical import FOLDER, PLACE, WORDS

PIECES = "pieces.json"

_HEAP = 128_000_000  # bytes of terms in memory before a segment is written
_LEAST, _SHARE = 2_048, 12
"""A piece has so many passages, or this part of all of them: a question looks into each."""


@dataclass(slots=True)
class Piece:
    """Some documents by number, how many ``passages`` they have, and Tantivy's segments of them, as
    its meta.json lists them."""

    documents: list[int] = field(default_factory=list)
    passages: int = 0
    segments: list[dict[str, Any]] = field(default_factory=list)


def pieces(folder: Path) -> list[Piece]:
    """Those of a build; none where it was written in one."""
    try:
        listed = json.loads((folder / PIECES).read_bytes())
    except FileNotFoundError:
        return []
    return [Piece(**one) for one in listed]


def size_of(passages: int) -> int:
    """How many passages a piece has in an index of so many."""
    return max(_LEAST, passages // _SHARE)


def unbroken(held: Iterable[Piece], same: set[int], size: int) -> list[Piece]:
    """The pieces that can be copied: nothing in them has changed, and they are no crumbs."""
    return [one for one in held if one.passages * 2 >= size and same.issuperset(one.documents)]


class LexicalWriter:
    """Takes passages in the order of the index. Raises ValueError or OSError on a full disk."""

    def __init__(self, folder: Path, size: int) -> None:
        """``size``: see ``size_of``."""
        import tantivy

        self._folder = folder
        self._place = folder / FOLDER
        self._place.mkdir()
        self.size = size
        builder = tantivy.SchemaBuilder()
        for name in (WORDS, PLACE):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        for name in ("ordinal", *FIELD_NAMES):
            builder.add_unsigned_field(name, indexed=True, fast=True)
        for name in ("first", "last"):
            builder.add_integer_field(name, indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index
        self._document = tantivy.Document
        self._made: list[Piece] = []
        self._described: dict[str, Any] = {}
        self._aside = folder / f"{FOLDER}.new"
        self._writer: Any = None

    def take(self, before: Path, held: Iterable[Piece]) -> None:
        """Copy pieces of an earlier build."""
        for piece in held:
            for one in piece.segments:
                for path in (before / FOLDER).glob(f"{_name(one)}.*"):
                    shutil.copyfile(path, self._place / path.name)
            self._made.append(piece)

    def begin(self, document: int) -> None:
        """What is added from now on is of this document."""
        if self._writer is None or self._made[-1].passages >= self.size:
            self._close()
            self._open()
        self._made[-1].documents.append(document)

    def add(
        self, ordinal: int, body: Sequence[str], heading: Sequence[str], row: dict[str, int]
    ) -> None:
        """``row`` holds what ``search.local.columns.ROW`` holds."""
        document = self._document()
        document.add_text(WORDS, " ".join(body))
        document.add_text(PLACE, " ".join(heading))
        document.add_unsigned("ordinal", ordinal)
        for name in FIELD_NAMES:
            document.add_unsigned(name, row[name])
        for name in ("first", "last"):
            document.add_integer(name, row[name])
        self._writer.add_document(document)
        self._made[-1].passages += 1

    def finish(self) -> dict[str, str]:
        """The sha256 of what it wrote itself, by name."""
        if not self._described and self._writer is None:
            self._open()  # an index of nothing, or of copies alone, wants a schema all the same
        self._close()
        self._made = sorted((one for one in self._made if one.passages), key=_first)
        segments = [one for piece in self._made for one in piece.segments]
        opstamp = sum(one["max_doc"] for one in segments)
        described = {**self._described, "segments": segments, "opstamp": opstamp}
        names = [path.name for path in self._place.iterdir()]
        managed = sorted([*names, "meta.json"])
        listed = [asdict(one) for one in self._made]
        return {
            f"{FOLDER}/meta.json": write(self._place / "meta.json", _json(described)),
            f"{FOLDER}/.managed.json": write(self._place / ".managed.json", _json(managed)),
            PIECES: write(self._folder / PIECES, _json(listed)),
        }

    def abandon(self) -> None:
        """Stop the threads that still write, so that the folder can be removed."""
        if self._writer is not None:
            with suppress(Exception):  # broken by what is being reported already
                self._writer.rollback()
                self._writer.wait_merging_threads()
            self._writer = None

    def _open(self) -> None:
        self._aside.mkdir()
        made = self._index(self._schema, path=str(self._aside), reuse=False)
        self._writer = made.writer(heap_size=_HEAP, num_threads=1)
        self._made.append(Piece())

    def _close(self) -> None:
        """The piece that is being made is whole: its segments go to the others."""
        if self._writer is None:
            return
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._writer = None
        self._described = json.loads((self._aside / "meta.json").read_bytes())
        self._made[-1].segments = self._described["segments"]
        for one in self._made[-1].segments:
            for path in self._aside.glob(f"{_name(one)}.*"):
                path.rename(self._place / path.name)
        remove(self._aside)


def _name(segment: dict[str, Any]) -> str:
    """As its files are called."""
    return str(segment["segment_id"]).replace("-", "")


def _first(piece: Piece) -> int:
    return piece.documents[0]


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
