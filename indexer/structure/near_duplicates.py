"""The same words printed twice: found, grouped, exact told from near, counted once.

Earlier passages are proposed that share a band of a sketch (``sketches``); an alignment of the
words (longest common subsequence, rapidfuzz) decides. Passages whose numbers differ are never one:
a form filled in with another figure says something else. What shares nothing with anybody, nearly
every passage, costs nothing but the look.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from corpus.model import Passage, Understanding
from indexer.entities import name_variants
from indexer.structure.sketches import BANDS, Rows, Sketches, spoken

LEAST_WORDS = 8
"""A passage of fewer words is no reprint of another: 'The report was noted.' is said every time."""

LEAST_NEAR = 14
"""Near copies need more: one word of ten can turn 'incidents' into 'crimes'."""

ALIKE = 0.8
"""The share of the longer passage's words that an alignment must find in the other, in order."""

_CANDIDATES = 24
_FIGURE = re.compile(r"[\d.,/]+")

Copy = Literal["", "exact", "near"]


def group(
    understandings: Sequence[Understanding], sketches: Sketches | None = None
) -> list[Understanding]:
    """The same understandings, in order, with ``Passage.group`` and ``.copy`` set.

    The first of a group, in the order given, has ``copy == ""`` and its own id as ``group``. The
    spellings of one person's name are made one across the archive. What has changed in neither is
    the same object as before. ``sketches`` are those of an earlier build; only what they lack is
    made.
    """
    texts = [passage.text for one in understandings for passage in one.passages]
    kept = sketches or Sketches()
    firsts = _Firsts(kept.of(texts), kept)
    at = 0
    result: list[Understanding] = []
    for one in understandings:
        found = []
        for passage in one.passages:
            first, copy = firsts.of(at, passage)
            same = passage.group == first and passage.copy == copy
            found.append(passage if same else replace(passage, group=first, copy=copy))
            at += 1
        same = all(map(operator.is_, found, one.passages))
        result.append(one if same else replace(one, passages=tuple(found)))
    return name_variants.unify(result)


class _Firsts:
    """The first passage of each group: what later ones are held against."""

    def __init__(self, rows: Rows, kept: Sketches) -> None:
        self._kept = kept
        self._words = rows["words"].tolist()
        self._counts = rows["count"].tolist()
        self._bands = rows["bands"]
        self._shares = _sharing(rows)
        self._exact: dict[bytes, str] = {}
        self._by_band: dict[tuple[int, int], list[str]] = {}
        self._texts: dict[str, tuple[bytes, str]] = {}

    def of(self, at: int, passage: Passage) -> tuple[str, Copy]:
        """The group of the passage in row ``at``, and what it is of the group's first."""
        words, count = self._words[at], self._counts[at]
        if count < LEAST_WORDS:
            return passage.id, ""
        if words in self._exact:
            return self._exact[words], "exact"
        if self._shares[at]:
            bands = list(enumerate(self._bands[at].tolist()))
            near = self._nearest(bands, words, passage.text) if count >= LEAST_NEAR else None
            if near is not None:
                return near, "near"
            if passage.id not in self._texts:
                self._texts[passage.id] = words, passage.text
                for band in bands:
                    self._by_band.setdefault(band, []).append(passage.id)
        self._exact[words] = passage.id
        return passage.id, ""

    def _nearest(self, bands: Sequence[tuple[int, int]], words: bytes, text: str) -> str | None:
        """The group whose first passage prints nearly the same words, the likest of those that
        share a band."""
        proposed = {name for band in bands for name in self._by_band.get(band, ())}
        best: tuple[float, str] | None = None
        for name in sorted(proposed)[:_CANDIDATES]:
            other, printed = self._texts[name]

            def alike(printed: str = printed) -> float:
                return aligned(spoken(text), spoken(printed))

            likeness = self._kept.likeness(words, other, alike)
            if likeness >= ALIKE and (best is None or likeness > best[0]):
                best = (likeness, name)
        return best[1] if best else None


def _sharing(rows: Rows) -> list[bool]:
    """Which rows share a band with another that has other words."""
    shares = np.zeros(len(rows), dtype=np.bool_)
    different = np.unique(rows["words"], return_index=True)[1]
    long = different[rows["count"][different] >= LEAST_WORDS]
    for band in range(BANDS):
        values = rows["bands"][long, band]
        _, of, counts = np.unique(values, return_inverse=True, return_counts=True)
        shares[long] |= counts[of] > 1
    shared = set(rows["words"][shares].tolist())
    return [words in shared for words in rows["words"].tolist()]


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
