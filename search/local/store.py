"""Documents, passages and all that was understood of them, in one SQLite file.

A document's text, parts and sections are kept by document; a passage is one row and knows its
section by place. Readers open the file immutable and read only, over a few connections that they
share: a server's threads come and go, and each connection is an open file.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import DocumentMissing, IndexMissing, IndexUnavailable, PassageMissing
from corpus.ledger import Matter
from corpus.model import Action, Definition, Document, Part, Passage, Section, Understanding
from search.index import Ordinals, ordinal_of
from search.ledger import MatterFilter, Matters
from search.local import matters
from search.local.codec import build
from search.local.columns import Held

StoreError = sqlite3.Error
"""What reading a damaged store may raise: known by this name to those who may not know SQLite."""

FILE = "passages.sqlite"

_OUT_OF_REACH = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""What SQLite says of a file that is no longer there to be read: a drive of the network, say."""

_CONNECTIONS = 8
"""Open at once, at most: a question takes one for less than a millisecond."""

_READ_TOGETHER = 32
"""Documents that are read by one query: a page of passages is of so many at most."""

_CACHED = 32_000_000
"""Characters of document text that are kept at hand: some 80 agenda packs."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the passages of one document.

    ``sections`` are as the file holds them: of a hundred a question shows one or two.
    """

    document: Document
    parts: tuple[Part, ...]
    sections: Sequence[dict[str, Any]]
    count: int

    def section(self, place: int) -> Section:
        plain = self.sections[place]
        return build(Section, plain, part=self.parts[plain["part"]])


class Store:
    """Reads what ``store_writer`` wrote; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._uri = _uri(folder)
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._given_back = threading.Condition(self._lock)
        self._busy = 0
        self._closed = False
        self._frames: OrderedDict[int, Frame] = OrderedDict()
        self._held = 0
        self.documents = [
            Held(number, _text(key), first, count)
            for number, key, first, count in self._rows(
                "select number, id, first, count from documents order by number"
            )
        ]

    def fetch(self, ordinals: Ordinals) -> list[Passage]:
        """The passages in the order asked for; raises PassageMissing for one that is not there."""
        found: dict[int, Passage] = {}
        asked = "select ordinal, id, document, section, passage from passages where ordinal in "
        for some in _lots([int(ordinal) for ordinal in ordinals], 500):
            rows = self._rows(asked + _marks(some), some)
            frames = self._frames_of([row[2] for row in rows])
            for ordinal, key, number, section, plain in rows:
                found[ordinal] = _passage(key, frames[number].section(section), plain)
        try:
            return [found[int(ordinal)] for ordinal in ordinals]
        except KeyError as missing:
            raise PassageMissing(f"The index holds no passage number {missing}.") from None

    def ordinal(self, passage_id: str) -> int:
        key = [as_bytes(passage_id)]
        for (ordinal,) in self._rows("select ordinal from passages where id=?", key):
            return int(ordinal)
        raise PassageMissing(
            f"The index holds no passage {passage_id!r}; its document may have changed since. "
            "Search again."
        )

    def number(self, document_id: str) -> int:
        key = [as_bytes(document_id)]
        for (number,) in self._rows("select number from documents where id=?", key):
            return int(number)
        raise DocumentMissing(
            f"The index holds no document {document_id!r}. 'minuted show' lists those it holds."
        )

    def frame(self, number: int) -> Frame:
        """A document with its parts and sections, from the cache or from the file."""
        return self._frames_of([number])[number]

    def _frames_of(self, numbers: Sequence[int]) -> dict[int, Frame]:
        with self._lock:
            found = {one: self._frames[one] for one in numbers if one in self._frames}
            for number in found:
                self._frames.move_to_end(number)
        for some in _lots([one for one in numbers if one not in found], _READ_TOGETHER):
            for number, frame in self._read_frames(some):
                found[number] = self._remembered(number, frame)
        return found

    def _remembered(self, number: int, frame: Frame) -> Frame:
        """The frame that is at hand for a document, this one where there is none yet."""
        with self._lock:
            if number not in self._frames:
                self._frames[number] = frame
                self._held += len(frame.document.text)
                while self._held > _CACHED and len(self._frames) > 1:
                    self._held -= len(self._frames.popitem(last=False)[1].document.text)
            return self._frames.get(number, frame)

    def understanding(self, document_id: str) -> Understanding:
        number = self.number(document_id)
        frame = self.frame(number)
        ((actions,),) = self._rows("select actions from documents where number=?", [number])
        rows = self._rows(
            "select id, section, passage from passages where ordinal>=? and ordinal<? "
            "order by ordinal",
            [ordinal_of(number), ordinal_of(number, frame.count)],
        )
        sections = tuple(frame.section(place) for place in range(len(frame.sections)))
        return Understanding(
            document=frame.document,
            parts=frame.parts,
            sections=sections,
            passages=tuple(_passage(key, sections[at], plain) for key, at, plain in rows),
            actions=tuple(build(Action, plain) for plain in json.loads(actions)),
            definitions=tuple(self._definitions("where document=?", number)),
        )

    def definitions(self) -> Iterator[Definition]:
        return self._definitions("")

    def matters(self, where: MatterFilter, limit: int, offset: int) -> Matters:
        return matters.read(self._rows, where, limit, offset)

    def matter(self, name: str) -> Matter:
        """Raises KeyError."""
        return matters.one(self._rows, name)

    def matters_in(self, document_id: str) -> list[Matter]:
        return matters.printed_in(self._rows, document_id)

    def counts(self) -> tuple[int, int]:
        """How many documents and passages the file holds; raises sqlite3.Error for a torn one."""
        ((documents, passages),) = self._rows(
            "select (select count(*) from documents), (select count(*) from passages)"
        )
        return int(documents), int(passages)

    def sound(self) -> bool:
        """SQLite's own opinion of the file's structure."""
        return self._rows("pragma quick_check") == [("ok",)]

    def close(self) -> None:
        """Waits for questions under way: SQLite crashes when it is closed in the midst of one."""
        with self._given_back:
            self._closed = True
            self._given_back.wait_for(lambda: not self._busy)
            for connection in self._idle:
                connection.close()
            self._idle.clear()
            self._frames.clear()

    def _definitions(self, where: str, *values: int) -> Iterator[Definition]:
        query = f"select definition from definitions {where} order by document, number"
        for (plain,) in self._rows(query, values):
            yield build(Definition, json.loads(plain))

    def _read_frames(self, numbers: Sequence[int]) -> Iterator[tuple[int, Frame]]:
        asked = "select number, id, count, text, document, parts, sections from documents where "
        for number, key, count, text, plain, parts_, sections_ in self._rows(
            f"{asked} number in {_marks(numbers)}", numbers
        ):
            document = build(Document, json.loads(plain), id=_text(key), text=_text(text))
            parts = tuple(build(Part, part, document=document) for part in json.loads(parts_))
            yield number, Frame(document, parts, json.loads(sections_), count)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Raises IndexMissing once the store is closed, IndexUnavailable where its disk is away."""
        connection = self._taken()
        try:
            if connection is None:
                connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
            return list(connection.execute(query, values))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _OUT_OF_REACH:
                raise IndexUnavailable(
                    f"The index cannot be read at the moment ({error}). See whether its disk is "
                    "there, and try again."
                ) from error
            raise
        finally:
            with self._given_back:
                self._busy -= 1
                if connection is not None:
                    self._idle.append(connection)
                self._given_back.notify_all()

    def _taken(self) -> sqlite3.Connection | None:
        """An idle connection; None where there is none and another may be opened."""
        with self._given_back:
            self._given_back.wait_for(lambda: self._closed or self._busy < _CONNECTIONS)
            if self._closed:
                raise IndexMissing("The index has been closed meanwhile. Open it again.")
            self._busy += 1
            return self._idle.pop() if self._idle else None


def _lots(numbers: Sequence[int], most: int) -> Iterator[list[int]]:
    """The numbers, each once, so many at a time."""
    once = list(dict.fromkeys(numbers))
    for start in range(0, len(once), most):
        yield once[start : start + most]


def _marks(values: Sequence[int]) -> str:
    return f"({','.join('?' * len(values))})"


def _uri(folder: Path) -> str:
    return (folder / FILE).resolve().as_uri() + "?mode=ro&immutable=1"


def _passage(key: bytes, section: Section, plain: str) -> Passage:
    return build(Passage, json.loads(plain), id=_text(key), section=section)


def as_bytes(text: str) -> bytes:
    """Text as it is stored: a lone surrogate survives."""
    return text.encode("utf-8", "surrogatepass")


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")
