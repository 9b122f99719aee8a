"""The same words printed twice: found, grouped, exact told from near, counted once.

Earlier passages are proposed that share a band of a sketch (``sketches``); an alignment of the
words (longest common subsequence, rapidfuzz) decides. Passages whose numbers differ are never one:
a form filled in with another figure says something else. What shares nothing with anybody, nearly
every passage, costs nothing but the look.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.model import Understanding
from indexer.entities import name_variants
from indexer.structure.sketches import BANDS, SKETCH, Likenesses, Rows, sketched, spoken

LEAST_WORDS = 8
"""A passage of fewer words is no reprint of another: 'The report was noted.' is said every time."""

LEAST_NEAR = 14
"""Near copies need more: one word of ten can turn 'incidents' into 'crimes'."""

ALIKE = 0.8
"""The share of the longer passage's words that an alignment must find in the other, in order."""

_CANDIDATES = 24
_FIGURE = re.compile(r"[\d.,/]+")

Copy = Literal["", "exact", "near"]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


Groups = dict[int, tuple[str, Copy]]
"""By a passage's place in its paper the id of the first passage with the same words, and what it is
of that one; a passage that stands alone, or first, is not in it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What one paper is compared by: an id and a row (``sketches``) for each passage; ``text``
    gives a passage's words by its place, and is seldom asked."""

    ids: Sequence[str]
    rows: Rows
    text: Callable[[int], str]


def group(understandings: Sequence[Understanding]) -> list[Understanding]:
    """The same understandings, in order, with ``Passage.group`` and ``.copy`` set.

    The first of a group, in the order given, has ``copy == ""`` and its own id as ``group``. The
    spellings of one person's name are made one across the archive. What has changed in neither is
    the same object as before.
    """
    found = groups([compared(one) for one in understandings], Likenesses())
    made = [regrouped(one, own) for one, own in zip(understandings, found, strict=True)]
    return name_variants.unify(made)


def compared(one: Understanding) -> Compared:
    texts = [passage.text for passage in one.passages]
    return Compared([passage.id for passage in one.passages], sketched(texts), texts.__getitem__)


def groups(papers: Sequence[Compared], kept: Likenesses) -> list[Groups]:
    """The groups of each paper, in the order of the archive; what ``kept`` lacks is aligned."""
    rows: Rows = np.concatenate([np.zeros(0, dtype=SKETCH), *(one.rows for one in papers)])
    shares, again = _sharing(rows)
    firsts = _Firsts(kept)
    owners = np.repeat(np.arange(len(papers)), [len(one.rows) for one in papers])
    starts = np.searchsorted(owners, np.arange(len(papers)))
    made: list[Groups] = [{} for _ in papers]
    # Nobody else says what all the others say: they stand alone.
    some = np.flatnonzero((rows["count"] >= LEAST_WORDS) & (shares | again))
    held = rows[some]
    columns = (held["words"].tolist(), held["count"].tolist(), shares[some].tolist(), held["bands"])
    of = zip(owners[some].tolist(), (some - starts[owners[some]]).tolist(), *columns, strict=True)
    for owner, place, words, count, sharing, bands in of:
        paper = papers[owner]

        def text(paper: Compared = paper, place: int = place) -> str:
            return paper.text(place)

        near = bands if sharing else None
        first, copy = firsts.of(words, count, near, paper.ids[place], text)
        if copy:
            made[owner][place] = first, copy
    return made


def regrouped(one: Understanding, own: Groups) -> Understanding:
    """An understanding with these groups; the same object where it has them."""
    found = []
    for place, passage in enumerate(one.passages):
        first, copy = own.get(place, (passage.id, ""))
        same = passage.group == first and passage.copy == copy
        found.append(passage if same else replace(passage, group=first, copy=copy))
    same = all(map(operator.is_, found, one.passages))
    return one if same else replace(one, passages=tuple(found))


class _Firsts:
    """The first passage of each group: what later ones are held against."""

    def __init__(self, kept: Likenesses) -> None:
        self._kept = kept
        self._exact: dict[bytes, str] = {}
        self._by_band: dict[tuple[int, int], list[str]] = {}
        self._texts: dict[str, tuple[bytes, Callable[[], str]]] = {}

    def of(
        self,
        words: bytes,
        count: int,
        shared: NDArray[np.uint64] | None,
        name: str,
        text: Callable[[], str],
    ) -> tuple[str, Copy]:
        """The group of the passage of these words (``SKETCH``) and this id, and what it is of the
        group's first; ``shared`` are its bands, if another one has one of them."""
        if words in self._exact:
            return self._exact[words], "exact"
        if shared is not None:
            bands = list(enumerate(shared.tolist()))
            near = self._nearest(bands, words, text) if count >= LEAST_NEAR else None
            if near is not None:
                return near, "near"
            if name not in self._texts:
                self._texts[name] = words, text
                for band in bands:
                    self._by_band.setdefault(band, []).append(name)
        self._exact[words] = name
        return name, ""

    def _nearest(
        self, bands: Sequence[tuple[int, int]], words: bytes, text: Callable[[], str]
    ) -> str | None:
        """The group whose first passage prints nearly the same words, the likest of those that
        share a band."""
        proposed = {name for band in bands for name in self._by_band.get(band, ())}
        best: tuple[float, str] | None = None
        for name in sorted(proposed)[:_CANDIDATES]:
            other, printed = self._texts[name]

            def alike(printed: Callable[[], str] = printed) -> float:
                return aligned(spoken(text()), spoken(printed()))

            likeness = self._kept.of(words, other, alike)
            if likeness >= ALIKE and (best is None or likeness > best[0]):
                best = (likeness, name)
        return best[1] if best else None


def _sharing(rows: Rows) -> tuple[Flags, Flags]:
    """Which rows share a band with another that has other words, and which have the words of
    another."""
    same, firsts, counts = _alike(rows["words"])
    shares = np.zeros(len(firsts), dtype=np.bool_)
    long = np.flatnonzero(rows["count"][firsts] >= LEAST_WORDS)
    for band in range(BANDS):
        values = rows["bands"][firsts[long], band]
        _, of, sharing = np.unique(values, return_inverse=True, return_counts=True)
        shares[long] |= sharing[of] > 1
    return shares[same], (counts > 1)[same]


def _alike(digests: NDArray[np.void]) -> tuple[Ints, Ints, Ints]:
    """For each digest of 16 bytes the number of its value; of each value the first place, and how
    often it stands there."""
    halves = np.ascontiguousarray(digests).view(np.uint64).reshape(-1, 2)
    order = np.lexsort((halves[:, 1], halves[:, 0]))  # stable: the first of equals comes first
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (halves[order[1:]] != halves[order[:-1]]).any(axis=1)
    same = np.empty(len(order), dtype=np.int64)
    same[order] = np.cumsum(new) - 1
    return same, order[new], np.bincount(same, minlength=int(new.sum()))


def aligned(first: Sequence[str], second: Sequence[str]) -> float:
    """The share (0..1) of the longer one's words that stand in both in the same order; 0 where
    the numbers of the two differ."""
    from rapidfuzz.distance import LCSseq

    longer = max(len(first), len(second))
    if min(len(first), len(second)) < ALIKE * longer:
        return 0.0
    if _figures(first) != _figures(second):
        return 0.0
    return LCSseq.similarity(first, second) / longer


def _figures(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if _FIGURE.fullmatch(word))
