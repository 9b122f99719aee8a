"""Numbers of documents: what stays keeps its number, and the order of numbers is that of names.

A first build leaves room between them, so that a document that comes later renumbers no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

SPREAD = 1024
"""Numbers from one document to the next."""

_HIGHEST = 2**31 - 1
_AHEAD = 16
"""Documents more that shall find room behind a new one: papers come mostly in order of time."""


def numbered(ids: Sequence[str], before: Mapping[str, int], spread: int = SPREAD) -> list[int]:
    """Ascending numbers of documents in this order. ``before`` tells those that were given out.

    Where there is no room left, or the order is another one, all get new ones.
    """
    narrow = max(1, min(spread, _HIGHEST // max(1, len(ids)) - 1))
    fresh = [number * narrow for number in range(len(ids))]
    if not before:
        return fresh
    made: list[int] = []
    waiting = 0
    for high in (*(before.get(one) for one in ids), _HIGHEST):
        if high is None:
            waiting += 1
            continue
        low = made[-1] if made else -1
        step = (high - low) // (_AHEAD + waiting) if high != _HIGHEST else spread
        made += [low + max(1, step) * (n + 1) for n in range(waiting)]
        made.append(high)
        waiting = 0
    return made[:-1] if all(one < other for one, other in pairwise(made)) else fresh
