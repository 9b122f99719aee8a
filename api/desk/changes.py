"""What is new since a day: papers, what was promised, what came due, what was said of a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from api.desk import ledger
from api.views import serialise
from api.views.coverage import HeldDocument, Holdings
from corpus import periods
from corpus.errors import BadFilter
from corpus.ledger import STATUSES, UNFINISHED, Matter
from search.index import NO_FILTER, Filter, Index
from search.ledger import MatterFilter
from search.results import Citation, EveryResult, Hit

MOST = 50
"""Records and passages that are shown of each kind; how many there are is always told."""
_REPRINTED = 0.8
"""The share of a part's passages that an older paper prints too, from which on it is a reprint."""


class Telling(Protocol):
    """What of an engine is needed."""

    @property
    def index(self) -> Index: ...
    def every(self, text: str, where: Filter = NO_FILTER) -> EveryResult: ...
    def cite(self, hit: Hit) -> Citation: ...


@dataclass(frozen=True, slots=True)
class NewPart:
    """A meeting, report or letter in a new paper; ``reprint`` says that it may be skipped."""

    title: str
    kind: str
    said_on: str | None
    passage: str
    reprint: bool


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A document of or after the day, with its parts."""

    document: HeldDocument
    parts: tuple[NewPart, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """``due`` are unfinished matters whose day lies between ``since`` and the last paper held,
    ``last``; ``hits`` what was said of the topic, the latest first. Totals count beyond ``MOST``.
    ``undated`` are papers of which it cannot be told whether they are new."""

    since: str
    last: str
    papers: tuple[NewPaper, ...]
    undated: int
    promised: tuple[Matter, ...]
    promised_total: int
    due: tuple[Matter, ...]
    due_total: int
    hits: tuple[Hit, ...] = ()
    hits_total: int = 0


def changes(
    engine: Telling, held: Holdings, since: str, body: str = "", topic: str = ""
) -> Changes:
    """All of it. Raises BadFilter where no day is given, BadQuery for a topic that is none."""
    if not since:
        raise BadFilter("Say since when: since=2024-05 (on the command line --since 2024-05).")
    mine = [
        one
        for one in held.documents
        if not body or any(part.body.casefold() == body.casefold() for part in one.parts)
    ]
    days = {one.id: one.date for one in held.documents}
    fresh = [one for one in mine if reaches(one.date, since)]
    fresh.sort(key=lambda one: (one.date or "", one.id), reverse=True)
    last = max((day for day in held.dates), default="")
    bodies = (body,) if body else ()
    promised = engine.index.matters(MatterFilter(bodies=bodies, since=since), MOST)
    unfinished = tuple(name for name in STATUSES if name in UNFINISHED)
    until = MatterFilter(bodies=bodies, statuses=unfinished, due_until=last)
    due = _due(engine.index, until, since) if last else []
    found = engine.every(topic, Filter.of(since, None, body=bodies)) if topic else None
    hits = sorted(
        (*found.discussed, *found.named) if found else (),
        key=lambda hit: hit.passage.said_on or "",
        reverse=True,
    )
    return Changes(
        since,
        last,
        tuple(NewPaper(one, _parts(engine.index, one, days)) for one in fresh[:MOST]),
        sum(one.date is None for one in mine),
        promised.matters,
        promised.total,
        tuple(due[:MOST]),
        len(due),
        tuple(hits[:MOST]),
        len(hits),
    )


def reaches(day: str | None, since: str) -> bool:
    """Whether a date of any precision may lie on or after a day; never where there is none."""
    span, first = periods.days(day), periods.days(since)
    return bool(span and first and span[1] >= first[0])


def _due(index: Index, where: MatterFilter, since: str) -> list[Matter]:
    """The unfinished matters whose day has come since, the latest day first."""
    found: list[Matter] = []
    offset = 0
    while True:
        page = index.matters(where, 500, offset).matters
        found += [one for one in page if reaches(one.due_on, since)]
        offset += len(page)
        if len(page) < 500:
            return sorted(found, key=lambda one: one.due_on or "", reverse=True)


def _parts(
    index: Index, document: HeldDocument, days: dict[str, str | None]
) -> tuple[NewPart, ...]:
    """The parts of a paper, and which of them an older paper prints already."""
    understood = index.understanding(document.id)
    ordinals = index.ordinals_of(document.id)
    firsts = index.layout(ordinals).group.tolist()
    elsewhere = sorted({first for first in firsts if first not in ordinals})
    older = {
        first
        for first, passage in zip(elsewhere, index.fetch(elsewhere), strict=True)
        if _before(days.get(passage.document.id), document.date)
    }
    counts = [[0, 0] for _ in understood.parts]
    passages = [""] * len(understood.parts)
    for passage, first in zip(understood.passages, firsts, strict=True):
        count = counts[passage.part.number]
        count[0] += 1
        count[1] += first in older
        passages[passage.part.number] = passages[passage.part.number] or passage.id
    return tuple(
        NewPart(part.title, part.kind, part.said_on, passages[place], again >= _REPRINTED * every)
        for place, (part, (every, again)) in enumerate(zip(understood.parts, counts, strict=True))
        if every
    )


def _before(day: str | None, other: str | None) -> bool:
    """Whether a day lies certainly before another."""
    one, two = periods.days(day), periods.days(other)
    return bool(one and two and one[1] < two[0])


def record(engine: Telling, found: Changes) -> dict[str, Any]:
    """As JSON; every quotation with its document and offsets."""
    index = engine.index
    return {
        "since": found.since,
        "last_held": found.last or None,
        "undated_papers": found.undated,
        "papers": [
            {
                "document": paper.document.id,
                "title": paper.document.title,
                "date": paper.document.date,
                "parts": [
                    {
                        "title": part.title,
                        "kind": part.kind,
                        "said_on": part.said_on,
                        "reprint": part.reprint,
                    }
                    for part in paper.parts
                ],
            }
            for paper in found.papers
        ],
        "promised": {"total": found.promised_total, "actions": _records(index, found.promised)},
        "came_due": {"total": found.due_total, "actions": _records(index, found.due)},
        "said": {
            "total": found.hits_total,
            "hits": [serialise.hit(engine, one) for one in found.hits],
        },
    }


def _records(index: Index, matters: Sequence[Matter]) -> list[ledger.Json]:
    return [ledger.matter(index, one) for one in matters]
