"""The list that a reader asked for, in its order, fetched only where it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import overload

import numpy as np

from corpus.model import Passage
from corpus.periods import opening
from search.index import Index, in_time
from search.results import STANDINGS, EveryResult, Hit, Hits, standings_of

Row = tuple[str, Hit]


class Listed(Sequence[Row]):
    """Hits with their level (discussed, named, below).

    ``show`` is a level, a standing (whole, part, heading, meaning), or "all" above the line.

    What is shown comes in order of date, oldest or ``newest`` first, undated last, then of place;
    what may belong comes likeliest first.
    ``ordinals`` are the passages in the list's order, empty where the result does not tell them.
    """

    _PAGE = 200

    def __init__(
        self, index: Index, result: EveryResult, show: str = "all", newest: bool = False
    ) -> None:
        self._lists: list[tuple[str, Sequence[Hit]]] = [
            (level, hits)
            for level, hits in (("discussed", result.discussed), ("named", result.named))
            if show in ("all", level, *STANDINGS)
        ]
        if show == "below":
            self._lists = [("below", result.below)]
        told = [hits.ordinals if isinstance(hits, Hits) else () for _, hits in self._lists]
        places = [
            (which, n) for which, (_, hits) in enumerate(self._lists) for n in _places(hits, show)
        ]
        self.ordinals: list[int] = []
        if all(len(one) == len(hits) for one, (_, hits) in zip(told, self._lists, strict=True)):
            flat = np.array([told[which][n] for which, n in places], dtype=np.int64)
            order = np.arange(len(flat))
            if (newest or len(self._lists) > 1) and len(flat) and show != "below":
                order = np.lexsort((flat, in_time(index.layout(flat).first, newest)))
            self._order = [places[place] for place in order]
            self.ordinals = flat[order].tolist()
        elif show == "below":
            self._order = places
        else:
            key = [place(self._lists[which][1][n].passage) for which, n in places]
            order_of = sorted(range(len(places)), key=lambda n: key[n][2:])
            order_of.sort(key=lambda n: key[n][1], reverse=newest)
            self._order = [places[n] for n in sorted(order_of, key=lambda n: key[n][0])]

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return self._fetched(self._order[at])
        return self._fetched([self._order[at]])[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self._order), self._PAGE):
            yield from self._fetched(self._order[start : start + self._PAGE])

    def at(self, places: Sequence[int]) -> list[Hit]:
        """The hits at some places of the list."""
        return [hit for _, hit in self._fetched([self._order[place] for place in places])]

    def _fetched(self, order: Sequence[tuple[int, int]]) -> list[Row]:
        """Neighbours of one list are fetched at once."""
        found: list[Row] = []
        counted = list(enumerate(order))
        for _, run in groupby(counted, key=lambda one: (one[1][0], one[1][1] - one[0])):
            inside = [place for _, place in run]
            level, hits = self._lists[inside[0][0]]
            first, last = inside[0][1], inside[-1][1]
            found += [(level, hit) for hit in hits[first : last + 1]]
        return found


def _places(hits: Sequence[Hit], show: str) -> Sequence[int]:
    if show not in STANDINGS:
        return range(len(hits))
    return [n for n, standing in enumerate(standings_of(hits)) if standing == show]


def place(passage: Passage) -> tuple[bool, str, str, int]:
    """Order of date, then of place: a month stands where its first day would, undated last."""
    said = passage.said_on
    return (not said, opening(said) if said else "", passage.document.id, passage.number)
