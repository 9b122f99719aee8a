"""What the whole archive must know of each paper, kept from one build to the next.

An abstract of a paper tells which passages it has, by what they are compared, and which names it
prints: enough to find reprints and to make names one over all papers, and to see whether a paper
has changed by that. A paper that has not changed is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corpus.model import Understanding
from indexer.entities.name_variants import Names, Spelling, names
from indexer.structure.near_duplicates import Groups
from indexer.structure.sketches import SKETCH, VERSION, Rows, sketched


@dataclass(frozen=True, slots=True)
class Abstract:
    """One paper: the ids and the sketches of its passages, and its names as it prints them; and
    what was made of these, its ``groups`` and how it is ``spelt``. ``printed`` tells all that was
    spelt otherwise (``name_variants.printed``), of a paper in which something was."""

    document: str
    ids: tuple[str, ...]
    rows: Rows = field(compare=False)
    names: Names
    groups: Groups = field(default_factory=dict)
    spelt: Spelling = field(default_factory=Spelling)
    printed: dict[str, Any] | None = None


def abstract(one: Understanding, rows: Rows | None = None) -> Abstract:
    """Of a paper as it was understood; ``rows`` are its sketches, if they are made already."""
    if rows is None:
        rows = sketched([passage.text for passage in one.passages])
    return Abstract(one.document.id, tuple(each.id for each in one.passages), rows, names(one))


def to_bytes(held: Sequence[Abstract]) -> bytes:
    """For ``from_bytes`` of a later build."""
    told = json.dumps([_plain(one) for one in held], separators=(",", ":")).encode()
    rows = np.concatenate([np.zeros(0, dtype=SKETCH), *(one.rows for one in held)])
    return b"%s %d\n" % (_version(), len(told)) + told + rows.tobytes()


def from_bytes(kept: bytes) -> dict[str, Abstract]:
    """The abstracts that ``to_bytes`` was given, by document; what another version gave is none."""
    head, _, body = kept.partition(b"\n")
    version, _, size = head.rpartition(b" ")
    if version != _version():
        return {}
    rows = np.frombuffer(body, dtype=SKETCH, offset=int(size))
    found: dict[str, Abstract] = {}
    first = 0
    for plain in json.loads(body[: int(size)]):
        own = rows[first : first + len(plain["ids"])]
        found[plain["document"]] = _abstract(plain, own)
        first += len(own)
    return found


def _plain(one: Abstract) -> dict[str, Any]:
    return {
        "document": one.document,
        "ids": one.ids,
        "names": {name: getattr(one.names, name) for name in Names.__slots__},
        "groups": [[place, *of] for place, of in one.groups.items()],
        "spelt": [dict(one.spelt.people), dict(one.spelt.bodies)],
        "printed": one.printed,
    }


def _abstract(plain: dict[str, Any], rows: Rows) -> Abstract:
    told = plain["names"]
    return Abstract(
        plain["document"],
        tuple(plain["ids"]),
        rows,
        Names(
            told["body"],
            tuple(told["bodies"]),
            _pairs(told["people"]),
            tuple(told["speakers"]),
            _pairs(told["short"]),
        ),
        {place: (first, copy) for place, first, copy in plain["groups"]},
        Spelling(*plain["spelt"]),
        plain["printed"],
    )


def _pairs(plain: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in plain)


def _version() -> bytes:
    return b"abstracts 1 " + VERSION
