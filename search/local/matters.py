"""The ledger on disk: one row a matter, with the columns that it is asked for by."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from corpus.errors import IndexForeign
from corpus.ledger import EXPECTATION, Matter
from search.ledger import MatterFilter, Matters
from search.local.codec import build, dump
from search.tokens import TermsOf, terms

SCHEMA = """
create table matters (
    number integer primary key, id text not null, status text not null, forecast integer not null,
    body text not null, document text not null, passage text not null, said_on text,
    due_on text, owner text not null, terms text not null, matter text not null
);
create index matters_by_document on matters (document);
create index matters_by_passage on matters (passage);
create index matters_by_id on matters (id);
"""

OTHER_OFFICE = ("deputi", "assist")
"""Terms that make an office another one."""
HEAD_OFFICE = frozenset(["chief", "constabl", "commission", "execut"])
"""Terms of the offices that have such others below them."""

_AT_ONCE = 500
Rows = Callable[[str, Sequence[Any]], list[Any]]
"""Runs a query with its values and gives the rows."""


_COLUMNS = (
    "id", "status", "forecast", "body", "document", "passage", "said_on", "due_on", "owner",
    "terms", "matter",
)  # fmt: skip


def write(
    connection: sqlite3.Connection, matters: Iterable[Matter | str], terms_of: TermsOf = terms
) -> None:
    """All matters, in the order given, instead of those that are there; an id stands for one of
    these. Raises KeyError, and sqlite3.Error on a full disk."""
    columns = ", ".join(_COLUMNS)
    held = connection.execute(f"select {columns} from matters order by number")
    there = {row[0]: row for row in held}
    wanted = list(matters)
    if wanted == list(there):
        return
    rows = [there[one] if isinstance(one, str) else _row(one, terms_of) for one in wanted]
    connection.execute("delete from matters")
    marks = ",".join("?" * len(_COLUMNS))
    connection.executemany(f"insert into matters ({columns}) values ({marks})", rows)


def _row(one: Matter, terms_of: TermsOf) -> tuple[Any, ...]:
    return (
        one.id,
        one.status,
        one.kind == EXPECTATION,
        one.body.casefold(),
        one.document,
        one.passage,
        one.said_on,
        one.due_on,
        _words(f"{one.owner or ''} {one.person} {one.office}", terms_of),
        _words(f"{one.words} {one.heading} {one.owner or ''}", terms_of),
        dump(one),
    )


def one(rows: Rows, name: str) -> Matter:
    """A matter by its id; raises KeyError."""
    for (plain,) in rows("select matter from matters where id=? order by number desc", [name]):
        return build(Matter, json.loads(plain))
    raise KeyError(name)


def read(rows: Rows, where: MatterFilter, limit: int, offset: int) -> Matters:
    """One page of the matters that satisfy a filter, those said last first.

    Raises IndexForeign for a build that holds no ledger.
    """
    with _held():
        return _read(rows, where, limit, offset)


def printed_in(rows: Rows, document: str) -> list[Matter]:
    """Every matter that a document prints, first or again, forecasts too; raises IndexForeign."""
    with _held():
        found = rows(
            "select matter from matters where document=? or instr(matter, ?) order by number",
            [document, json.dumps(document)],
        )
    made = [build(Matter, json.loads(plain)) for (plain,) in found]
    return [
        one
        for one in made
        if one.document == document or any(copy.document == document for copy in one.copies)
    ]


@contextmanager
def _held() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        raise IndexForeign(
            "This index was built before actions were kept in a ledger. Build it again: "
            "minuted index ARCHIVE --rebuild"
        ) from None


def _read(rows: Rows, where: MatterFilter, limit: int, offset: int) -> Matters:
    told: dict[int, tuple[str, bool]] = {}
    for clause, values in _clauses(where):
        for number, status, undated in rows(
            f"select number, status, said_on is null from matters where {clause}", values
        ):
            told[number] = (status, bool(undated))
    wanted: set[str] = set(where.statuses) or {status for status, _ in told.values()}
    found = [number for number, (status, _) in told.items() if status in wanted]
    # They are numbered in order of time: the last first, what has no date behind.
    found.sort(key=lambda number: (told[number][1], -number))
    page = tuple(_fetch(rows, found[offset : offset + limit]))
    return Matters(len(found), page, Counter(status for status, _ in told.values()))


def _fetch(rows: Rows, numbers: Sequence[int]) -> Iterator[Matter]:
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        held = dict(
            rows(f"select number, matter from matters where number in ({marks})", list(some))
        )
        for number in some:
            yield build(Matter, json.loads(held[number]))


def _clauses(where: MatterFilter) -> Iterator[tuple[str, list[Any]]]:
    """The filter without its statuses, in as many clauses as its passages need."""
    parts, values = ["forecast=?"], list[Any]([where.forecasts])
    if where.bodies:
        parts.append(f"body in ({','.join('?' * len(where.bodies))})")
        values += [body.casefold() for body in where.bodies]
    if where.document:
        parts.append("document=?")
        values.append(where.document)
    for term in where.owner:
        parts.append("instr(owner, ?)")
        values.append(f" {term} ")
    for term in OTHER_OFFICE:
        # Who asks for the Chief Constable means neither the deputy nor an assistant.
        if HEAD_OFFICE & set(where.owner) and term not in where.owner:
            parts.append("not instr(owner, ?)")
            values.append(f" {term} ")
    if where.since:
        # Dates of the filter's own precision are compared: 2018-05 is found since 2018-05-10.
        parts.append("said_on is not null and said_on >= substr(?, 1, length(said_on))")
        values.append(where.since)
    for column, last in (("said_on", where.until), ("due_on", where.due_until)):
        if last:
            parts.append(f"{column} is not null and substr({column}, 1, length(?)) <= ?")
            values += [last, last]
    clause = " and ".join(parts)
    if where.terms or where.passages is None:
        named = [clause, *("instr(terms, ?)" for _ in where.terms)]
        yield " and ".join(named), [*values, *(f" {term} " for term in where.terms)]
    passages = where.passages or ()
    for start in range(0, len(passages), _AT_ONCE):
        some = passages[start : start + _AT_ONCE]
        yield f"{clause} and passage in ({','.join('?' * len(some))})", [*values, *some]


def _words(text: str, terms_of: TermsOf) -> str:
    return f" {' '.join(dict.fromkeys(terms_of(text)))} "
