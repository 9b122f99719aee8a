"""The passages of all papers as columns of numbers: which terms each says, and what these weigh."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.ledger.entries import Entry
from indexer.ledger.sheets import ROW, Sheet

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class PassageTable:
    """One row for each passage of the sheets, in their order. Terms are places in the table's own
    list of them; ``weights`` is what each weighs where it stands in a passage's own words, else 0,
    and ``squares`` the square of what it weighs anywhere."""

    def __init__(self, papers: Sequence[Sheet], entries: Sequence[Entry]) -> None:
        rows = np.concatenate([np.zeros(0, dtype=ROW), *(one.rows for one in papers)])
        counts = [len(one.rows) for one in papers]
        self._firsts = np.cumsum([0, *counts[:-1]])
        self.place: Ints = np.repeat(np.arange(len(papers)), counts)
        self.number = rows["number"].astype(np.int64)
        self.part = rows["part"].astype(np.int64)
        self.reviews: NDArray[np.bool_] = np.ascontiguousarray(rows["reviews"])
        self.says: NDArray[np.bool_] = np.ascontiguousarray(rows["says"])
        self.days, self.day = _numbered([one.days for one in papers], rows["day"], self.place)
        bodies, self.body = _numbered([one.bodies for one in papers], rows["body"], self.place)
        self._body_of = [bodies.index(body) if body in bodies else -1 for body in _bodies(entries)]

        own = _joined([one.own for one in papers])
        over = _joined([one.over for one in papers])
        asked = [_term_array(one) for one in entries]
        self._terms, flat = np.unique(
            np.concatenate([own, over, *(part for both in asked for part in both)]),
            return_inverse=True,
        )
        self._own = _Lists(flat[: len(own)], rows["own"])
        self._over = _Lists(flat[len(own) : len(own) + len(over)], rows["over"])
        lengths = [len(part) for both in asked for part in both]
        parts = np.split(flat[len(own) + len(over) :], np.cumsum(lengths)[:-1]) if asked else []
        self._asked = list(zip(parts[::2], parts[1::2], strict=True))

        self.count = max(1, len(rows))
        self._said = np.bincount(self._own.flat, minlength=len(self._terms))
        rarest = math.log(self.count)
        said = np.maximum(self._said, 1)
        everywhere = np.where(self._said > 0, np.log(self.count / said), rarest)
        self.weights: Floats = np.where(self._said > 0, everywhere, 0.0)
        self.squares: Floats = everywhere**2
        self._everywhere = everywhere
        self._rarest = rarest
        self._postings(flat[len(own) + len(over) :])

    def _postings(self, asked: Ints) -> None:
        """Which rows say each term that an action says."""
        wanted = np.zeros(len(self._terms), dtype=np.bool_)
        wanted[asked] = True
        kept = wanted[self._own.flat]
        # Numbers of 16 bits, which is nearly always enough, are ordered by their digits.
        few = (np.cumsum(wanted) - 1).astype(np.uint16 if wanted.sum() < 2**16 else np.uint32)
        order = np.argsort(few[self._own.flat[kept]], kind="stable")
        self._holding = self._own.rows[kept][order]
        self._ends = np.cumsum(np.where(wanted, self._said, 0))

    def terms_of(self, at: int) -> tuple[Ints, Ints]:
        """The terms of an entry, and those that only the headings over it say."""
        return self._asked[at]

    def body_of(self, at: int) -> int:
        """The body whose paper prints an entry, as in ``body``; -1 where no passage is of it."""
        return self._body_of[at]

    def weight(self, term: int) -> float:
        """What a term, given by its number in sheets, weighs."""
        at = int(np.searchsorted(self._terms, np.uint64(term)))
        if at < len(self._terms) and int(self._terms[at]) == term:
            return float(self._everywhere[at])
        return self._rarest

    def saying(self, terms: Ints, most: int) -> tuple[Ints, Ints]:
        """The rows that say one of these terms of entries, of those that at most ``most`` rows say,
        ascending, and how many of them each says."""
        few = terms[(self._said[terms] > 0) & (self._said[terms] <= most)]
        ends = self._ends[few]
        held = [
            self._holding[first:end]
            for first, end in zip((ends - self._said[few]).tolist(), ends.tolist(), strict=True)
        ]
        if not held:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.unique(np.concatenate(held), return_counts=True)

    def told(self, rows: Ints, terms: Ints, own: Floats, over: Floats | None = None) -> Floats:
        """For each row the sum of what these terms count where it says them itself (``own``), and
        where only the headings over it do (``over``)."""
        found = self._own.sums(rows, _looked_up(terms, own, len(self._terms)))
        if over is not None:
            found += self._over.sums(rows, _looked_up(terms, over, len(self._terms)))
        return found

    def sums(self, own: Floats, over: Floats) -> Floats:
        """For each row the sum of these numbers of all its terms."""
        every = np.arange(len(self.place), dtype=np.int64)
        return self._own.sums(every, own) + self._over.sums(every, over)

    def paper(self, row: int) -> tuple[int, int]:
        """The paper that a row is of, and its place in that paper's sheet."""
        place = int(self.place[row])
        return place, row - int(self._firsts[place])


class _Lists:
    """The terms of each row, one list after the other."""

    def __init__(self, flat: NDArray[Any], counts: NDArray[Any]) -> None:
        self.flat: Ints = flat.astype(np.int64)
        self._counts = counts.astype(np.int64)
        self._firsts = np.cumsum(self._counts) - self._counts
        self.rows: Ints = np.repeat(np.arange(len(counts)), self._counts)

    def sums(self, rows: Ints, values: Floats) -> Floats:
        """What the terms of each of these rows are worth together, in the order of its terms."""
        counts = self._counts[rows]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) + np.repeat(self._firsts[rows] - (ends - counts), counts)
        owner = np.repeat(np.arange(len(rows)), counts)
        found = np.bincount(owner, values[self.flat[places]], minlength=len(rows))
        return found.astype(np.float64, copy=False)


def _looked_up(terms: Ints, values: Floats, size: int) -> Floats:
    made = np.zeros(size)
    made[terms] = values
    return made


def _term_array(one: Entry) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    own, over = sorted(one.terms), sorted(one.topic - one.terms)
    return np.array(own, dtype=np.uint64), np.array(over, dtype=np.uint64)


def _bodies(entries: Sequence[Entry]) -> list[str]:
    return [one.body.casefold() for one in entries]


def _joined(arrays: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.concatenate([np.zeros(0, dtype=np.uint64), *arrays])


def _numbered(
    lists: Sequence[Sequence[Any]], own: NDArray[np.int32], place: Ints
) -> tuple[list[Any], Ints]:
    """The different values of all lists, and which of them each row has, of the list of its
    paper."""
    known: dict[Any, int] = {}
    flat = [known.setdefault(value, len(known)) for values in lists for value in values]
    firsts = np.cumsum([0, *(len(values) for values in lists)])[:-1]
    numbers = np.array(flat, dtype=np.int64)
    return list(known), numbers[own + firsts[place]] if len(own) else np.zeros(0, dtype=np.int64)
