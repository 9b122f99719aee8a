"""What ``search.local.store`` reads, written: from nothing, or on top of the build before."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.ledger import Matter
from corpus.model import Part, Section, Understanding
from search.index import ordinal_of
from search.local import matters
from search.local.codec import dump
from search.local.store import FILE, as_bytes
from search.tokens import TermsOf

SCHEMA = (
    """
create table documents (
    number integer primary key, id blob not null unique, first integer not null,
    count integer not null, text blob not null, document text not null, parts text not null,
    sections text not null, actions text not null
);
create table passages (
    ordinal integer primary key, id blob not null unique, document integer not null,
    section integer not null, passage text not null
);
create table definitions (number integer primary key, document integer not null,
    definition text not null);
"""
    + matters.SCHEMA
)


class StoreWriter:
    """Takes the understandings in the order of the index. Raises sqlite3.Error on a full disk."""

    def __init__(self, folder: Path, before: Path | None = None) -> None:
        """``before`` is the folder of an earlier build, which this one begins as a copy of."""
        if before is not None:
            shutil.copyfile(before / FILE, folder / FILE)
        self._connection = sqlite3.connect(folder / FILE, isolation_level=None)
        # A build that does not end is thrown away whole; the finished file is synced as a whole.
        self._connection.executescript("pragma journal_mode=off; pragma synchronous=off")
        if before is None:
            self._connection.executescript(SCHEMA)
        self._connection.execute("begin")

    def drop(self, documents: Iterable[int]) -> None:
        """Without these documents of the build before, by their numbers."""
        for number in documents:
            ends = [ordinal_of(number), ordinal_of(number + 1)]
            self._connection.execute("delete from passages where ordinal>=? and ordinal<?", ends)
            for table, column in (("documents", "number"), ("definitions", "document")):
                self._connection.execute(f"delete from {table} where {column}=?", [number])

    def place(self, number: int, first: int) -> None:
        """In which row the first passage of a document of the build before stands now."""
        self._connection.execute(
            "update documents set first=? where number=? and first<>?", [first, number, first]
        )

    def add(
        self, understood: Understanding, sections: Sequence[int], number: int, first: int
    ) -> None:
        """``sections`` tells for each passage which of the document's sections it lies in;
        ``first`` is the row of its first passage."""
        document = understood.document
        parts = {_part_key(part): place for place, part in enumerate(understood.parts)}
        self._connection.execute(
            "insert into documents values (?,?,?,?,?,?,?,?,?)",
            (
                number,
                as_bytes(document.id),
                first,
                len(understood.passages),
                as_bytes(document.text),
                dump(document, without=("id", "text", "lines")),
                _array(dump(part, without=("document",)) for part in understood.parts),
                _array(
                    dump(one, without=("part",), part=parts[_part_key(one.part)])
                    for one in understood.sections
                ),
                _array(dump(action) for action in understood.actions),
            ),
        )
        self._connection.executemany(
            "insert into passages values (?,?,?,?,?)",
            (
                (
                    ordinal_of(number, place),
                    as_bytes(passage.id),
                    number,
                    section,
                    dump(passage, without=("id", "section")),
                )
                for place, (passage, section) in enumerate(
                    zip(understood.passages, sections, strict=True)
                )
            ),
        )
        self._connection.executemany(
            "insert into definitions (document, definition) values (?,?)",
            ((number, dump(one)) for one in understood.definitions),
        )

    def group_of(self, ordinal: int) -> str:
        """The id of the first passage with the same words, of a passage that was written."""
        select = "select passage from passages where ordinal=?"
        [(plain,)] = self._connection.execute(select, [ordinal])
        return str(json.loads(plain).get("group", ""))

    def ordinal(self, passage_id: str) -> int | None:
        """Where a passage that was written stands; None for one that was not."""
        select = "select ordinal from passages where id=?"
        for (ordinal,) in self._connection.execute(select, [as_bytes(passage_id)]):
            return int(ordinal)
        return None

    def record(self, held: Sequence[Matter | str], terms_of: TermsOf) -> None:
        """The ledger of all documents, in order of time, instead of the one before; an id stands
        for a matter that is as there. Raises KeyError."""
        matters.write(self._connection, held, terms_of)

    def finish(self) -> None:
        self._connection.execute("commit")
        self._connection.close()

    def abandon(self) -> None:
        self._connection.close()


def sections_of(understood: Understanding) -> list[int]:
    """For each passage, the place of its section among the document's sections."""
    places = {_section_key(one): place for place, one in enumerate(understood.sections)}
    return [places[_section_key(passage.section)] for passage in understood.passages]


def _part_key(part: Part) -> tuple[object, ...]:
    return part.number, part.span


def _section_key(section: Section) -> tuple[object, ...]:
    return section.number, section.span, section.part.number


def _array(items: Iterator[str]) -> str:
    return "[" + ",".join(items) + "]"
