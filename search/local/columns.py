"""What passages are filtered and counted by: one row of small numbers for each passage.

Labels (the values of ``corpus.fields``) are numbered; the numbers stand in the rows and in the
word index alike, so that both mean the same by a filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus import periods
from corpus.errors import BadFilter, DocumentMissing, PassageMissing
from corpus.fields import FIELD_NAMES, FIELDS
from corpus.model import Passage
from search.index import NO_DAY, Filter, Ints, Layout, Ordinals, document_of, ordinal_of, place_of

ROWS = "columns.npy"
LABELS = "labels.json"

LABELLED = tuple(name for name in FIELD_NAMES if name != "document")
"""Fields whose values are numbered here; a document has its number already."""

ROW = np.dtype(
    [
        ("document", "<i4"),
        ("first", "<i4"),
        ("last", "<i4"),
        ("year", "<i2"),
        *((name, "<i4") for name in LABELLED),
        ("words", "<i4"),
        ("place", "<i4"),
        ("section", "<i4"),
        ("in_section", "<i4"),
        ("group", "<i8"),
        ("length", "<i4"),
        ("heading", "?"),
    ]
)
"""``first`` and ``last`` are the days (``date.toordinal``) that ``said_on`` may mean; ``words``
and ``place`` count the terms of those two fields of the word index; the last five are as in
``search.index.Layout``. A change here wants ``snapshot.FORMAT`` raised."""

NEVER = (NO_DAY, -1)
"""``first`` and ``last`` of a passage without a date: neither side of any interval holds it."""

UNDATED = "undated"
LAID_OUT = ("section", "in_section", "group", "length", "heading", "first")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A filter as numbers. ``None`` asks for nothing; an empty set can be satisfied by nothing."""

    since: int | None
    until: int | None
    sets: Mapping[str, tuple[int, ...]]

    @property
    def impossible(self) -> bool:
        return any(not numbers for numbers in self.sets.values())


class Labels:
    """Text to number for each labelled field, in order of appearance; case is not looked at."""

    def __init__(self, known: Mapping[str, Sequence[str | None]] | None = None) -> None:
        """``known``: those of an earlier build, None for a number that means nothing any more."""
        self._texts: dict[str, list[str | None]] = {
            field: list((known or {}).get(field, ())) for field in LABELLED
        }
        self._numbers = {
            field: {text.casefold(): n for n, text in enumerate(texts) if text is not None}
            for field, texts in self._texts.items()
        }

    def number(self, field: str, text: str) -> int:
        """The number of a label, given a new one where it has none."""
        numbers = self._numbers[field]
        key = text.casefold()
        if key not in numbers:
            numbers[key] = len(self._texts[field])
            self._texts[field].append(text)
        return numbers[key]

    def spell(self, field: str, number: int, text: str | None) -> None:
        """How a label is written; None where nothing has it any more."""
        self._texts[field][number] = text

    def numbers(self, field: str, wanted: Iterable[str]) -> tuple[int, ...]:
        """The numbers of those labels that there are."""
        numbers = self._numbers[field]
        found = {numbers[text.casefold()] for text in wanted if text.casefold() in numbers}
        return tuple(sorted(found))

    def text(self, field: str, number: int) -> str:
        return self._texts[field][number] or ""

    def texts(self, field: str) -> list[str]:
        return [text for text in self._texts[field] if text is not None]

    def to_json(self) -> dict[str, list[str | None]]:
        return {field: list(texts) for field, texts in self._texts.items()}


def row(
    passage: Passage,
    document: int,
    section: tuple[int, int],
    lengths: tuple[int, int],
    labels: Labels,
) -> tuple[int, ...]:
    """One row of ``ROW``; ``section`` is its number and how many passages it has. The group is set
    when all passages are known."""
    may_mean = periods.days(passage.said_on)
    first, last = (day.toordinal() for day in may_mean) if may_mean else NEVER
    return (
        document,
        first,
        last,
        may_mean[0].year if may_mean else 0,
        *(labels.number(one.name, one.value(passage)) for one in FIELDS if one.name in LABELLED),
        *lengths,
        *section,
        0,
        len(passage.span),
        passage.kind == "heading",
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A document in the table: its rows are ``first`` and the ``count`` from there on."""

    number: int
    id: str
    first: int
    count: int


class Columns:
    """All rows of a build, one a passage in order of ordinals, and the filters over them."""

    def __init__(self, rows: NDArray[np.void], labels: Labels, documents: Sequence[Held]) -> None:
        self.rows = rows
        self.labels = labels
        self._ids = [one.id for one in documents]
        self._number = {one.id: one.number for one in documents}
        self._numbers = np.array([one.number for one in documents], dtype=np.int64)
        self._firsts = np.array([one.first for one in documents], dtype=np.int64)
        self._counts = np.array([one.count for one in documents], dtype=np.int64)

    def rows_of(self, ordinals: Ordinals) -> Ints:
        """The row of each passage; raises PassageMissing for one that is not there."""
        wanted = np.asarray(ordinals, dtype=np.int64)
        places = place_of(wanted)
        at, known = self._places(document_of(wanted))
        known[known] = places[known] < self._counts[at[known]]
        if not known.all():
            missing = int(wanted[np.argmin(known)])
            raise PassageMissing(f"The index holds no passage number {missing}.")
        return np.asarray(self._firsts[at] + places, dtype=np.int64)

    def rows_of_document(self, name: str) -> slice:
        """The rows of a document's passages; raises DocumentMissing."""
        if name not in self._number:
            raise DocumentMissing(f"The index holds no document {name!r}.")
        at = int(np.searchsorted(self._numbers, self._number[name]))
        first = int(self._firsts[at])
        return slice(first, first + int(self._counts[at]))

    def ordinals_at(self, rows: Ints) -> Ints:
        """The passages in these rows."""
        # Of documents without a passage, which begin in the same row, the last one has it.
        at = np.searchsorted(self._firsts, rows, side="right") - 1
        return np.asarray(ordinal_of(self._numbers[at], rows - self._firsts[at]), dtype=np.int64)

    def names_of(self, documents: Ordinals) -> list[str]:
        """Raises DocumentMissing for a number that no document has."""
        numbers = np.asarray(documents, dtype=np.int64)
        at, known = self._places(numbers)
        if not known.all():
            raise DocumentMissing(f"The index holds no document {int(numbers[np.argmin(known)])}.")
        return [self._ids[place] for place in at.tolist()]

    def layout(self, ordinals: Ordinals) -> Layout:
        rows = self.rows[self.rows_of(ordinals)]
        at, _ = self._places(rows["document"])
        laid = {name: np.ascontiguousarray(rows[name]) for name in LAID_OUT}
        return Layout(**laid, in_document=self._counts[at].astype(np.int32))

    @cached_property
    def last_day(self) -> int | None:
        """Found once: a build does not change."""
        first = self.rows["first"]
        dated = first[first != NO_DAY]
        return int(dated.max()) if len(dated) else None

    def values(self, field: str) -> list[str]:
        texts = self._ids if field == "document" else self.labels.texts(field)
        return sorted(text for text in texts if text)

    def documents_by(self, field: str) -> dict[str, Ints]:
        if field == "document":
            return {one: np.array([self._number[one]]) for one in sorted(self._ids)}
        document, label = self.rows["document"], self.rows[field].astype(np.int64)
        pairs = np.unique(ordinal_of(label, document.astype(np.int64)))
        values, starts = np.unique(document_of(pairs), return_index=True)
        found = zip(values.tolist(), np.split(place_of(pairs), starts[1:]), strict=True)
        named = {self.labels.text(field, value): documents for value, documents in found}
        return {text: named[text] for text in sorted(named) if text}

    def _places(self, numbers: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Where documents stand in the list of them, and whether they do."""
        if not len(self._numbers):
            return np.zeros(len(numbers), dtype=np.int64), np.zeros(len(numbers), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._numbers, numbers), len(self._numbers) - 1)
        return at.astype(np.int64), np.asarray(self._numbers[at] == numbers)

    def bounds(self, where: Filter) -> Bounds:
        """Raises BadFilter for a date that is none.

        A date of less precision is an interval: a passage satisfies ``since`` when the last day
        that it may mean is not before, and ``until`` when the first day that it may mean is not
        after. So "2018-05" is found by since 2018-05-10: a reader who asks for everything would
        rather drop one passage too many than miss one.
        """
        sets: dict[str, tuple[int, ...]] = {}
        for field, wanted in where.chosen:
            if field in LABELLED:
                sets[field] = self.labels.numbers(field, wanted)
            else:
                sets[field] = tuple(sorted({self._number[d] for d in wanted if d in self._number}))
        return Bounds(_day("since", where.since, 0), _day("until", where.until, 1), sets)

    def mask(self, where: Filter) -> NDArray[np.bool_]:
        """True for each row that satisfies the filter, shape (passages,)."""
        return self._within(self.rows, where)

    def satisfying(self, ordinals: Ordinals, where: Filter) -> NDArray[np.bool_]:
        return self._within(self.rows[self.rows_of(ordinals)], where)

    def _within(self, rows: NDArray[np.void], where: Filter) -> NDArray[np.bool_]:
        bounds = self.bounds(where)
        kept = np.ones(len(rows), dtype=np.bool_)
        if bounds.since is not None:
            kept &= rows["last"] >= bounds.since
        if bounds.until is not None:
            kept &= rows["first"] <= bounds.until
        for field, numbers in bounds.sets.items():
            kept &= np.isin(rows[field], np.array(numbers, dtype=np.int32))
        return kept

    def facets(self, found: Ordinals | Filter) -> dict[str, dict[str, int]]:
        """Counts over the passages given. Years and documents in order, the others most first."""
        if isinstance(found, Filter):
            rows = self.rows[self.mask(found)] if found else self.rows
        else:
            rows = self.rows[self.rows_of(found)]
        years = {str(y) if y else UNDATED: n for y, n in _counts(rows["year"])}
        if UNDATED in years:
            years[UNDATED] = years.pop(UNDATED)
        counted = {"year": years}
        for name in LABELLED:
            named = ((self.labels.text(name, n), count) for n, count in _counts(rows[name]))
            counted[name] = dict(sorted((p for p in named if p[0]), key=lambda p: (-p[1], p[0])))
        documents = _counts(rows["document"])
        names = self.names_of([number for number, _ in documents])
        counted["document"] = {
            name: count for name, (_, count) in zip(names, documents, strict=True)
        }
        return counted


def _counts(numbers: NDArray[np.int32]) -> list[tuple[int, int]]:
    values, counts = np.unique(numbers, return_counts=True)
    return [(int(value), int(count)) for value, count in zip(values, counts, strict=True)]


def _day(name: str, text: str | None, side: int) -> int | None:
    if text is None:
        return None
    may_mean = periods.days(text)
    if may_mean is None:
        raise BadFilter(
            f"{name} is {text!r}, which is no date. Give one such as 2018-05-29, 2018-05 or 2018."
        )
    return may_mean[side].toordinal()
