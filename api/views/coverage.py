"""What is held, when, of whom; and which meetings of a regular series are not.

Read once from an index in the background: a page asks it, and never walks the archive itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import numpy as np

from corpus.kinds import MEETINGS
from corpus.model import Understanding
from corpus.periods import month_of, months_between, months_later
from search.index import Index, Ints

_NUMBERING = re.compile(r"^(?:(?:[A-Z]?\d+(?:\.\d+)*\.?|[a-z]|\([a-z]+\))[.):]?\s+)+")
# A series is believed only when it is long and regular enough to have gaps.
_SHORTEST_SERIES = 4
_REGULAR = 0.6
_WIDEST_STEP = 6


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A meeting, report or letter as it is held; ``number`` is its place in its document."""

    document: str
    number: int
    title: str
    kind: str
    body: str
    said_on: str | None


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """One file of the archive. ``silent`` are the pages that hold no text."""

    id: str
    title: str
    kind: str
    body: str
    said_on: str | None
    published_on: str | None
    passages: int
    pages: int
    silent: tuple[int, ...]
    notes: tuple[str, ...]
    parts: tuple[HeldPart, ...]

    @property
    def date(self) -> str | None:
        """The day on the file: when it was said, else when it was published."""
        return self.said_on or self.published_on


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings of one body. ``step`` is the usual time between two, in months.

    ``missing`` are months (``2018-07``) in which one was to be expected and none is held.
    """

    body: str
    kind: str
    step: int
    held: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of it. ``people`` are the canonical names that meetings list, with how often,
    ``roles`` the offices they are listed in.

    ``headings`` are those that stand in more than one part, with how many passages stand under
    them; ``abbreviations`` those the archive defines, with in how many documents; most first.
    ``stamps`` are body and date, and ``runs`` where passages of one begin: ordinals, ascending, and
    which of the stamps it is, one each for as many passages as are alike one after the other.
    """

    documents: tuple[HeldDocument, ...]
    people: tuple[tuple[str, int], ...]
    series: tuple[Series, ...]
    roles: tuple[str, ...] = ()
    headings: tuple[tuple[str, int], ...] = ()
    abbreviations: tuple[tuple[str, int], ...] = ()
    stamps: tuple[tuple[str, str | None], ...] = ()
    runs: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, int), np.zeros(0, int)))

    def said(self, ordinals: Sequence[int]) -> Counter[tuple[str, str | None]]:
        """How many of some passages each body said when."""
        starts, stamp = self.runs
        if not len(starts):
            return Counter()
        run = np.searchsorted(starts, np.asarray(ordinals, dtype=np.int64), side="right") - 1
        values, counts = np.unique(stamp[run], return_counts=True)
        pairs = zip(values, counts, strict=True)
        return Counter({self.stamps[value]: int(count) for value, count in pairs})

    @property
    def dates(self) -> list[str]:
        """Every date on which something held was said, ascending."""
        return sorted({part.said_on for d in self.documents for part in d.parts if part.said_on})

    def last_meeting(self, body: str = "") -> str:
        """The day of the latest meeting held (of one body, or of any); '' where none has a date."""
        days = (
            part.said_on
            for document in self.documents
            for part in document.parts
            if part.said_on
            and part.kind in MEETINGS
            and (not body or body.casefold() == part.body.casefold())
        )
        return max(days, default="")

    def months(self, body: str | None = None) -> set[str]:
        """The months of which something said is held (of one body, or of anybody)."""
        return {
            month
            for document in self.documents
            for part in document.parts
            if (month := month_of(part.said_on))
            and (body is None or body.casefold() == part.body.casefold())
        }

    def years(self) -> dict[str, dict[str, int]]:
        """Parts by body and year; the year is "undated" where no date could be read."""
        table: dict[str, dict[str, int]] = {}
        for document in self.documents:
            for part in document.parts:
                row = table.setdefault(part.body, {})
                year = (part.said_on or "undated")[: 7 if not part.said_on else 4]
                row[year] = row.get(year, 0) + 1
        return {body: table[body] for body in sorted(table)}


def read(index: Index) -> Holdings:
    """Walk the archive once, one document at a time."""
    documents = []
    people: Counter[str] = Counter()
    roles: set[str] = set()
    headings: Counter[str] = Counter()
    under: Counter[str] = Counter()
    stamps: dict[tuple[str, str | None], int] = {}
    runs: list[tuple[int, int]] = []
    for document_id in index.document_ids():
        understanding = index.understanding(document_id)
        documents.append(held(understanding))
        people.update(
            {person.name for part in understanding.parts for person in part.people if person.name}
        )
        roles |= {person.role for part in understanding.parts for person in part.people}
        names = {
            (section.part.number, section.number): bare(section.headings[-1])
            for section in understanding.sections
            if section.headings
        }
        headings.update(name for _, name in {(place[0], name) for place, name in names.items()})
        for ordinal, p in zip(index.ordinals_of(document_id), understanding.passages, strict=True):
            stamp = (p.part.body or p.document.body, p.said_on)
            number = stamps.setdefault(stamp, len(stamps))
            if not runs or runs[-1][1] != number:
                runs.append((ordinal, number))
        under.update(
            names.get((p.part.number, p.section.number), "") for p in understanding.passages
        )
    documents = _one_spelling(documents)
    parts = [part for document in documents for part in document.parts]
    defined = {(definition.short, definition.document) for definition in index.definitions()}
    return Holdings(
        documents=tuple(documents),
        people=tuple(sorted(people.items())),
        series=tuple(series(parts)),
        roles=tuple(sorted(roles - {""})),
        headings=tuple(
            sorted(
                ((text, under[text]) for text, n in headings.items() if text and n > 1),
                key=lambda pair: (-pair[1], pair[0]),
            )
        )[:200],
        abbreviations=tuple(Counter(short for short, _ in sorted(defined)).most_common(200)),
        stamps=tuple(stamps),
        runs=(
            np.array([ordinal for ordinal, _ in runs], dtype=np.int64),
            np.array([number for _, number in runs], dtype=np.int64),
        ),
    )


def _one_spelling(documents: Sequence[HeldDocument]) -> list[HeldDocument]:
    """The same with every body written one way: capitals alone do not make another body."""
    seen = Counter(part.body for document in documents for part in document.parts)
    ways: dict[str, str] = {}
    for body, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])):
        ways.setdefault(body.casefold(), body)
    return [
        replace(
            document,
            parts=tuple(replace(part, body=ways[part.body.casefold()]) for part in document.parts),
        )
        for document in documents
    ]


def bare(heading: str) -> str:
    """A heading without its number or letter: "2.1 f Call handling" is "Call handling"."""
    words = " ".join(heading.replace("*", " ").split())
    return _NUMBERING.sub("", words).strip(" .:-")


def held(understanding: Understanding) -> HeldDocument:
    """One document, without its text."""
    document = understanding.document
    return HeldDocument(
        id=document.id,
        title=document.title or document.source.path,
        kind=document.kind,
        body=document.body,
        said_on=document.said_on,
        published_on=document.published_on,
        passages=len(understanding.passages),
        pages=len(document.pages),
        silent=tuple(p.number for p in document.pages if p.image_only or p.end <= p.start),
        notes=document.notes,
        parts=tuple(
            HeldPart(document.id, p.number, p.title, p.kind, p.body or document.body, p.said_on)
            for p in understanding.parts
        ),
    )


def series(parts: Iterable[HeldPart]) -> list[Series]:
    """The regular series among the meetings, each with the months it leaves out.

    Conservative: at least four dated meetings of one body and kind, at least 60 % of the steps
    between them alike and no longer than half a year; a month counts as missing only where the
    gap is at least twice the usual step, and one meeting is expected for each step left out.
    """
    months: dict[tuple[str, str], set[str]] = {}
    for part in parts:
        month = month_of(part.said_on)
        if part.kind in MEETINGS and month and part.body:
            months.setdefault((part.body, part.kind), set()).add(month)
    found = []
    for (body, kind), held_months in sorted(months.items()):
        ordered = sorted(held_months)
        steps = [months_between(a, b) for a, b in pairwise(ordered)]
        if len(ordered) < _SHORTEST_SERIES:
            continue
        usual = int(median(steps))
        alike = sum(step == usual for step in steps) / len(steps)
        if not 1 <= usual <= _WIDEST_STEP or alike < _REGULAR:
            continue
        found.append(Series(body, kind, usual, tuple(ordered), tuple(_missing(ordered, usual))))
    return found


def _missing(ordered: Sequence[str], step: int) -> list[str]:
    found = []
    for before, after in pairwise(ordered):
        expected = months_later(before, step)
        while months_between(expected, after) >= step:
            found.append(expected)
            expected = months_later(expected, step)
    return found
