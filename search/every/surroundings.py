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


def with_neighbours(index: Index, ordinals: Ints, speaking: NDArray[np.bool_]) -> Ints:
    """The passages, and those to which one that speaks of the topic may lend; ascending."""
    lending = ordinals[speaking]
    held = index.layout(lending).in_document
    place = place_of(lending)
    found = [ordinals]
    for step in range(1, _REACH + 1):
        found += [lending[place >= step] - step, lending[place + step < held] + step]
    return np.unique(np.concatenate(found))


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


def around_of(ordinals: Ints, cover: Floats, in_document: NDArray[np.int32]) -> Floats:
    """Mean cover of the ``_REACH`` passages on each side, each further one a step less; (n,).

    Outside the document nothing stands and nothing is counted.
    """
    place = place_of(ordinals)
    total = np.zeros_like(cover)
    weight = np.zeros_like(cover)
    for step in range(1, _REACH + 1):
        share = 1.0 - (step - 1) / _REACH
        total += share * values_at(ordinals - step, ordinals, cover)
        total += share * values_at(ordinals + step, ordinals, cover)
        weight += share * (place >= step)
        weight += share * (place + step < in_document)
    return np.asarray(total / np.maximum(weight, 1.0), dtype=np.float32)


def in_section(ordinals: Ints, speaks: NDArray[np.bool_], layout: Layout) -> Floats:
    """For each passage, the share of the *other* passages of its section that speak of it.

    Two are added to the others, so that one neighbour alone proves little.
    """
    section = ordinal_of(document_of(ordinals), layout.section.astype(np.int64))
    number = np.unique(section, return_inverse=True)[1]
    hits = np.bincount(number, weights=speaks)[number] - speaks
    return (hits / (layout.in_section + 1)).astype(np.float32)
