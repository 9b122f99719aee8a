"""What a build takes from the one before it: the rows of documents, copied and not read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from search.index import ordinal_of


@dataclass(frozen=True, slots=True)
class Taken:
    """The ids of ``documents`` that are in every respect as an earlier build in ``folder`` holds
    them, and may be copied from it. Whoever gives it holds that build."""

    folder: Path
    documents: Collection[str]


def take(connection: sqlite3.Connection, key: bytes, number: int, first: int) -> int:
    """Copy a document from ``earlier``, which is attached, under a new number and with the row of
    its first passage; how many passages it has."""
    select = "select number, count from earlier.documents where id=?"
    [(before, count)] = connection.execute(select, [key])
    connection.execute(
        "insert into documents select ?, id, ?, count, text, document, parts, sections, actions "
        "from earlier.documents where number=?",
        [number, first, before],
    )
    connection.execute(
        "insert into passages select ordinal+?, id, ?, section, passage "
        "from earlier.passages where ordinal>=? and ordinal<?",
        [
            ordinal_of(number) - ordinal_of(before),
            number,
            ordinal_of(before),
            ordinal_of(before, count),
        ],
    )
    connection.execute(
        "insert into definitions (document, definition) select ?, definition "
        "from earlier.definitions where document=? order by number",
        [number, before],
    )
    return int(count)
