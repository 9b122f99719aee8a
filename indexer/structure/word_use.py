"""Where words are used in a text: how many are new at a place, and how many come no more after it.

Papers put behind one another speak of other people and things, whatever language they are in. The
words of one paper are new where it begins, and gone where it ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

NEAR = 3000
"""Characters on one side of a place whose words are looked at."""
FAR = 12_000
"""Characters on the other side in which they may be used too."""
_NEVER, _FEW = -(2**40), 3


class Used:
    """Where words are used: how many of those after a place are new there, and of those before it
    come no more. ``held`` are (offset, word) in order."""

    def __init__(self, held: Sequence[tuple[int, str]]) -> None:
        self._at = [at for at, _ in held]
        before, after = [_NEVER] * len(held), [-_NEVER] * len(held)
        self._places: dict[str, list[int]] = {}
        for turn, (at, word) in enumerate(held):
            places = self._places.setdefault(word, [])
            if places:
                before[turn] = self._at[places[-1]]
                after[places[-1]] = at
            places.append(turn)
        self._before = np.array(before, dtype=np.int64)
        self._after = np.array(after, dtype=np.int64)

    def fresh(self, offset: int, far: int = FAR) -> float:
        """Of the words used soon after a place, the share not used within ``far`` before it."""
        low = bisect_left(self._at, offset)
        high = bisect_left(self._at, offset + NEAR, low)
        before = self._before[low:high]
        # A word counts at its first use only: later ones have it before them, after the place.
        first = int(np.count_nonzero(before < offset))
        new = int(np.count_nonzero(before < max(0, offset - far)))
        return new / first if first > _FEW else 0.0

    def gone(self, offset: int) -> float:
        """Of the words used shortly before a place, the share not used within reach after it."""
        high = bisect_left(self._at, offset)
        low = bisect_left(self._at, offset - NEAR, hi=high)
        after = self._after[low:high]
        last = int(np.count_nonzero(after >= offset))
        lost = int(np.count_nonzero(after > offset + FAR))
        return lost / last if last > _FEW else 0.0

    def used(self, word: str, offset: int) -> bool:
        """Whether a word is used within reach before a place."""
        places = self._places.get(word, [])
        turn = bisect_left(places, bisect_left(self._at, offset))
        return turn > 0 and self._at[places[turn - 1]] >= offset - FAR
