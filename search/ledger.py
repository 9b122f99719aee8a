"""Which matters of the ledger are asked for, and what an index answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.ledger import Matter, Status


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What a matter must satisfy; empty asks for nothing.

    ``statuses`` and ``bodies`` hold values of which it has one (bodies without regard to case);
    ``forecasts`` says whether expectations are asked for, which are never mixed with what is owed;
    ``owner`` are terms that must stand in its owner, the person and the office meant. A topic is
    given by ``terms``, which must stand in its words, its heading or its owner, or by ``passages``,
    ids of passages of which one prints it first; where both are given one of them will do, and
    ``None`` asks for any passage. ``since`` and ``until`` are ISO dates of any precision,
    inclusive, of when it was said (what has no date satisfies neither); ``due_until`` of its day;
    ``document`` is the id of the document in which it is printed first.
    """

    statuses: tuple[Status, ...] = ()
    bodies: tuple[str, ...] = ()
    forecasts: bool = False
    owner: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    due_until: str = ""
    document: str = ""
    passages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Matters:
    """``total`` of those that satisfy the filter, those of one page, the latest said first, and
    ``counts`` of each status among all that satisfy the rest of the filter."""

    total: int
    matters: tuple[Matter, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
