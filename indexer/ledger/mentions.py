"""Later passages that speak of the same matter in their own words, in whatever document.

An action and a passage are held against each other by the terms that carry meaning, the rare ones
more than the common ones, in the words and in the headings over them. What is proposed are only
passages that share several rare terms; most of an action's weight must be found again, less of it
where the passage says of itself that it returns to something agreed before (``cues``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import periods
from corpus.ledger import EXPECTATION, Return
from indexer.ledger.entries import Entry, later
from indexer.ledger.passage_table import Floats, Ints, PassageTable
from indexer.ledger.sheets import Sheet

MOST_POSTINGS = 400
"""A term that stands in more passages proposes none: it only weighs."""

ENOUGH = 0.5
"""The share of an action's weight that must be found in a passage and over it."""

_TOLD = {"says": 0.34, "month": 0.2}
"""The same where the passage speaks of what was agreed before, or names the month of it."""

_RARE = 0.01
"""A term is rare that stands in at most this share of the passages, and in three at least."""
_LEAST_RARE = 2
_LEAST_SAID = 3
"""Terms of an action that a passage must say that says of itself that it returns to something."""
_LEAST = min(_TOLD.values())
_HEADING = 0.5
"""What a term weighs that only a heading says, of the action or of the passage."""
REVIEWED = 0.18
"""How like an action what stands under 'Actions from earlier meetings' must be, as a cosine."""
MUTUAL = 0.38
"""The same of any passage that is likest to an action, and the action to it."""
_REVIEWED_FOR = 24
"""Months after which no meeting goes through an action any more."""
_BEST = 6
"""Returns kept for one action, the likest first."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of the table of passages, and how much of the action it tells; ``told`` where it says
    of itself that it returns to something."""

    row: int
    score: float
    told: bool = False


class Mentions:
    """The passages of an archive by their rare terms. ``entries`` are all of its actions."""

    def __init__(self, papers: Sequence[Sheet], entries: Sequence[Entry]) -> None:
        self._papers = papers
        self._table = PassageTable(papers, entries)
        self._few = max(3, int(_RARE * self._table.count))
        self._afters: dict[str | None, Flags] = {}
        self._latelies: dict[str | None, Flags] = {}
        self._owed = [at for at, one in enumerate(entries) if one.kind != EXPECTATION]
        self._entries = entries
        printed = sorted(range(len(entries)), key=lambda at: (entries[at].place, entries[at].start))
        self._printed = {at: number for number, at in enumerate(printed)}
        table = self._table
        self._sizes = table.sums(table.squares, _HEADING**2 * table.squares)
        self._more: dict[int, list[Mention]] = defaultdict(list)
        self._reviewed()
        self._mutual()

    def of(self, at: int) -> list[Mention]:
        """The later passages that return to an action, by its place among the entries: the likest
        first, no more than a few."""
        entry, table = self._entries[at], self._table
        own, topic = table.terms_of(at)
        wanted, weights = np.concatenate([own, topic]), table.weights
        weighed = np.concatenate([weights[own], _HEADING * weights[topic]])
        whole = float(weighed.sum())
        if not whole:
            return []
        rows, shared = self._sharing(entry, wanted, self._few)
        enough = (shared >= _LEAST_RARE) | table.says[rows]
        rows, shared = rows[enough], shared[enough]
        found: list[Mention] = []
        if len(rows):
            scores = table.told(rows, wanted, weighed, _HEADING * weighed) / whole
            said = table.told(rows, own, np.ones(len(own)))
            for row, score, many, common in zip(
                rows.tolist(), scores.tolist(), shared.tolist(), said.tolist(), strict=True
            ):
                if score < _LEAST:
                    continue
                told = bool(table.says[row]) and (
                    (score >= _TOLD["says"] and common >= _LEAST_SAID)
                    or _month(entry) in self._months(row)
                )
                if told or (score >= ENOUGH and many >= _LEAST_RARE):
                    found.append(Mention(row, score, told))
        known = {one.row for one in found}
        found += [one for one in self._more[at] if one.row not in known]
        found.sort(key=lambda one: (-one.score, one.row))
        return found[:_BEST]

    def weight(self, term: int) -> float:
        """What a term weighs: the more, the fewer passages say it."""
        return self._table.weight(term)

    def back(self, one: Mention) -> Return:
        """A mention as a return."""
        place, row = self._table.paper(one.row)
        return self._papers[place].back(row, one.told)

    def _months(self, row: int) -> Collection[str]:
        place, at = self._table.paper(row)
        return self._papers[place].months.get(at, ())

    def _reviewed(self) -> None:
        """Of what stands under 'Actions from earlier meetings', what is likest to which action."""
        table = self._table
        rows = np.flatnonzero(table.reviews)
        if not len(rows):
            return
        said_by = Counter(
            term for at in self._owed for part in table.terms_of(at) for term in part.tolist()
        )
        best: dict[int, tuple[float, int, int, int]] = {}
        for at in self._owed:
            entry = self._entries[at]
            both = np.concatenate(table.terms_of(at))
            few = both[[said_by[term] <= MOST_POSTINGS for term in both.tolist()]]
            shared = table.told(rows, few, np.ones(len(few)))
            kept = (shared >= _LEAST_RARE) & self._after(entry, rows)
            kept &= ~((table.place[rows] == entry.place) & (table.part[rows] == entry.part))
            kept &= (table.body[rows] == table.body_of(at)) & self._lately(entry, rows)
            some = rows[kept]
            for row, score in zip(some.tolist(), self._cosines(at, some).tolist(), strict=True):
                told = (score, -entry.place, self._printed[at], at)
                best[row] = max(best.get(row, (0.0, 0, 0, 0)), told)
        for row, (score, *_, at) in sorted(best.items()):
            if score >= REVIEWED:
                self._more[at].append(Mention(row, score, True))

    def _mutual(self) -> None:
        """Of each action the passage that is likest to it, where no action is likelier to that."""
        table = self._table
        best: dict[int, tuple[float, int]] = {}
        of: dict[int, tuple[float, int, int]] = {}
        for at in self._owed:
            entry = self._entries[at]
            own, _ = table.terms_of(at)
            rows, _ = self._sharing(entry, own, MOST_POSTINGS, _LEAST_RARE)
            rows = rows[table.told(rows, own, np.ones(len(own))) >= _LEAST_SAID]
            for row, score in zip(rows.tolist(), self._cosines(at, rows).tolist(), strict=True):
                best[at] = max(best.get(at, (0.0, 0)), (score, row))
                # Of those that are as like, the one that the archive prints last.
                of[row] = max(of.get(row, (0.0, 0, 0)), (score, self._printed[at], at))
        for at, (score, row) in best.items():
            if score >= MUTUAL and of[row][2] == at:
                self._more[at].append(Mention(row, score))

    def _sharing(self, entry: Entry, wanted: Ints, most: int, least: int = 1) -> tuple[Ints, Ints]:
        """Rows said after an action, and how many of the terms that at most ``most`` passages say
        each of them says; at least ``least``."""
        rows, counts = self._table.saying(wanted, min(most, MOST_POSTINGS))
        kept = counts >= least
        rows, counts = rows[kept], counts[kept]
        kept = self._after(entry, rows)
        return rows[kept], counts[kept]

    def _after(self, entry: Entry, rows: Ints) -> Flags:
        """Which rows were certainly said after an action, and are not its own."""
        table, day = self._table, entry.said_on
        if day not in self._afters:
            self._afters[day] = np.array([later(one, day) for one in table.days], dtype=np.bool_)
        number = table.number[rows]
        own = (number >= entry.first) & (number <= entry.last) & (table.place[rows] == entry.place)
        return np.asarray(self._afters[day][table.day[rows]] & ~own)

    def _lately(self, entry: Entry, rows: Ints) -> Flags:
        """In which rows a meeting may still have gone through an action."""
        table, first = self._table, periods.month_of(entry.said_on)
        if first not in self._latelies:
            lately = [first is not None and _within(first, day) for day in table.days]
            self._latelies[first] = np.array(lately, dtype=np.bool_)
        return self._latelies[first][table.day[rows]]

    def _cosines(self, at: int, rows: Ints) -> Floats:
        table = self._table
        own, topic = table.terms_of(at)
        squares = table.squares
        both = np.concatenate([own, topic])
        in_words = np.concatenate([squares[own], _HEADING * squares[topic]])
        found = table.told(rows, both, in_words, _HEADING * in_words)
        size = float(squares[own].sum() + _HEADING**2 * squares[topic].sum())
        sizes = np.sqrt(size * self._sizes[rows])
        return np.divide(found, sizes, out=np.zeros(len(rows)), where=sizes > 0)


def _month(entry: Entry) -> str:
    """The month in which an action was agreed; '' where it is not known."""
    return periods.month_of(entry.said_on) or ""


def _within(first: str, day: str | None) -> bool:
    last = periods.month_of(day)
    return last is not None and periods.months_between(first, last) <= _REVIEWED_FOR
