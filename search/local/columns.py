"""What passages are filtered and counted by: one row of small numbers for each passage.

Labels (the values of ``corpus.fields``) are numbered; the numbers stand in the rows and in the
word index alike, so that both mean the same by a filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import periods
from corpus.errors import BadFilter
from corpus.fields import FIELD_NAMES, FIELDS
from corpus.model import Passage
from search.index import NO_DAY, Filter, Layout

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
        ("group", "<i4"),
        ("length", "<i4"),
        ("heading", "?"),
    ]
)
"""``first`` and ``last`` are the days (``date.toordinal``) that ``said_on`` may mean; ``words``
and ``place`` count the terms of those two fields of the word index; the last four are as in
``search.index.Layout``. A change here wants ``snapshot.FORMAT`` raised."""

NEVER = (NO_DAY, -1)
"""``first`` and ``last`` of a passage without a date: neither side of any interval holds it."""

UNDATED = "undated"
LAID_OUT = ("section", "document", "group", "length", "heading", "first")


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

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None) -> None:
        self._texts: dict[str, list[str]] = {
            field: list((known or {}).get(field, ())) for field in LABELLED
        }
        self._numbers = {
            field: {text.casefold(): n for n, text in enumerate(texts)}
            for field, texts in self._texts.items()
        }

    def number(self, field: str, text: str) -> int:
        """The number of a label, given a new one where it has none."""
        numbers = self._numbers[field]
        key = text.casefold()
        if key not in numbers:
            numbers[key] = len(numbers)
            self._texts[field].append(text)
        return numbers[key]

    def numbers(self, field: str, wanted: Iterable[str]) -> tuple[int, ...]:
        """The numbers of those labels that there are."""
        numbers = self._numbers[field]
        found = {numbers[text.casefold()] for text in wanted if text.casefold() in numbers}
        return tuple(sorted(found))

    def text(self, field: str, number: int) -> str:
        return self._texts[field][number]

    def to_json(self) -> dict[str, list[str]]:
        return {field: list(texts) for field, texts in self._texts.items()}


def row(
    passage: Passage,
    document: int,
    section: int,
    ordinal: int,
    lengths: tuple[int, int],
    labels: Labels,
) -> tuple[int, ...]:
    """One row of ``ROW``; the group is set when all passages are known."""
    may_mean = periods.days(passage.said_on)
    first, last = (day.toordinal() for day in may_mean) if may_mean else NEVER
    return (
        document,
        first,
        last,
        may_mean[0].year if may_mean else 0,
        *(labels.number(one.name, one.value(passage)) for one in FIELDS if one.name in LABELLED),
        *lengths,
        section,
        ordinal,
        len(passage.span),
        passage.kind == "heading",
    )


class Columns:
    """All rows of a build, and the filters over them."""

    def __init__(self, rows: NDArray[np.void], labels: Labels, documents: Sequence[str]) -> None:
        self.rows = rows
        self.labels = labels
        self._documents = documents
        self._number = {text: n for n, text in enumerate(documents)}
        self.longest = {
            field: int(rows[field].max()) if len(rows) else 0 for field in ("words", "place")
        }
        self.layout = Layout(**{name: np.ascontiguousarray(rows[name]) for name in LAID_OUT})

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
        """True for each passage that satisfies the filter, shape (passages,)."""
        bounds = self.bounds(where)
        kept = np.ones(len(self.rows), dtype=np.bool_)
        if bounds.since is not None:
            kept &= self.rows["last"] >= bounds.since
        if bounds.until is not None:
            kept &= self.rows["first"] <= bounds.until
        for field, numbers in bounds.sets.items():
            kept &= np.isin(self.rows[field], np.array(numbers, dtype=np.int32))
        return kept

    def facets(self, ordinals: NDArray[np.int64]) -> dict[str, dict[str, int]]:
        """Counts over the passages given. Years and documents in order, the others most first."""
        rows = self.rows[ordinals]
        years = {str(y) if y else UNDATED: n for y, n in _counts(rows["year"])}
        if UNDATED in years:
            years[UNDATED] = years.pop(UNDATED)
        found = {"year": years}
        for name in LABELLED:
            named = ((self.labels.text(name, n), count) for n, count in _counts(rows[name]))
            found[name] = dict(sorted((p for p in named if p[0]), key=lambda p: (-p[1], p[0])))
        found["document"] = {self._documents[n]: c for n, c in _counts(rows["document"])}
        return found


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
