"""What stands around a passage lends to it: beside it, in its section, some steps away.

All of it is made from the passages that speak of a topic and their neighbours, never from the whole
archive: where nothing is said, nothing is lent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.index import Index, Ints, Layout, document_of, ordinal_of, place_of

Floats = NDArray[np.float32]

_REACH = 8
"""Passages on either side that lend, each a step less."""


def merged(*ordinals: Ints) -> Ints:
    """All of them, each once, ascending."""
    found = np.sort(np.concatenate(ordinals))
    once: Ints = found[np.concatenate([found[:1] == found[:1], found[1:] != found[:-1]])]
    return once


def values_at(wanted: Ints, ordinals: Ints, values: Floats) -> Floats:
    """The values that stand at ``ordinals``, ascending, for other passages; 0 where none does."""
    if not len(ordinals):
        return np.zeros(len(wanted), dtype=np.float32)
    at = np.minimum(np.searchsorted(ordinals, wanted), len(ordinals) - 1)
    return np.where(ordinals[at] == wanted, values[at], np.float32(0))


def next_to(ordinals: Ints, values: Floats, section: NDArray[np.int32]) -> Floats:
    """The greater value of the passages before and after, where they share the section; (n,)."""
    near = np.zeros_like(values)
    same = (ordinals[1:] == ordinals[:-1] + 1) & (section[1:] == section[:-1])
    near[1:] = np.where(same, values[:-1], 0)
    near[:-1] = np.maximum(near[:-1], np.where(same, values[1:], 0))
    return near


def in_reach(ordinals: Ints, speaking: Ints) -> NDArray[np.bool_]:
    """Which passages have one that speaks of the topic, ascending, so near that it lends; (n,)."""
    if not len(speaking):
        return np.zeros(len(ordinals), dtype=np.bool_)
    after = np.minimum(np.searchsorted(speaking, ordinals), len(speaking) - 1)
    before = np.maximum(after - 1, 0)
    # The places of two documents are farther apart than any two of one.
    nearest = np.minimum(abs(speaking[after] - ordinals), abs(speaking[before] - ordinals))
    return np.asarray(nearest <= _REACH)


def around(index: Index, speaking: Ints, cover: Floats) -> tuple[Ints, Floats]:
    """The passages to which those that speak of the topic lend, ascending, and how much: the mean
    cover of the ``_REACH`` passages on each side, each further one a step less; shapes (n,).

    Outside the document nothing stands and nothing is counted.
    """
    held = index.layout(speaking).in_document
    place = place_of(speaking)
    steps = range(1, _REACH + 1)
    after = [place + step < held for step in steps]
    before = [place >= step for step in steps]
    ordinals = merged(
        *(speaking[after[step - 1]] + step for step in steps),
        *(speaking[before[step - 1]] - step for step in steps),
    )
    documents, first = np.unique(document_of(speaking), return_index=True)
    in_document = held[first][np.searchsorted(documents, document_of(ordinals))]
    total, weight = (np.zeros(len(ordinals), dtype=np.float32) for _ in range(2))
    place = place_of(ordinals)
    for step in steps:
        share = 1.0 - (step - 1) / _REACH
        for lends, side in ((after[step - 1], step), (before[step - 1], -step)):
            total[np.searchsorted(ordinals, speaking[lends] + side)] += share * cover[lends]
        weight += share * (place >= step)
        weight += share * (place + step < in_document)
    return ordinals, np.asarray(total / np.maximum(weight, 1.0), dtype=np.float32)


def in_section(ordinals: Ints, speaks: NDArray[np.bool_], layout: Layout) -> Floats:
    """For each passage, the share of the *other* passages of its section that speak of it.

    Two are added to the others, so that one neighbour alone proves little.
    """
    section = ordinal_of(document_of(ordinals), layout.section.astype(np.int64))
    number = np.unique(section, return_inverse=True)[1]
    hits = np.bincount(number, weights=speaks)[number] - speaks
    return (hits / (layout.in_section + 1)).astype(np.float32)
