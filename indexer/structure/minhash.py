"""MinHash: how alike two sets are, told by a few numbers of each (Broder, 1997).

The values are those of datasketch 2 (affine permutations in 32 bits), which is the second opinion
in the tests. To import it for the few texts of a changed paper takes longer than all else that is
done with that paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 64

Values = NDArray[np.uint32]


def minhash(things: Collection[bytes]) -> Values:
    """Shape (PERMUTATIONS,): equal numbers at a place are as likely as the sets are alike."""
    if not things:
        return np.full(PERMUTATIONS, 2**32 - 1, dtype=np.uint32)
    joined = b"".join(hashlib.sha1(one, usedforsecurity=False).digest()[:4] for one in things)
    hashed = _mixed(np.frombuffer(joined, dtype="<u4"))
    factors, shifts = _permutations()
    least: Values = (hashed[:, np.newaxis] * factors + shifts).min(axis=0)
    return least


def _mixed(hashed: Values) -> Values:
    """MurmurHash3's last step: every bit of a number comes to depend on all."""
    hashed = (hashed ^ (hashed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashed = (hashed ^ (hashed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashed ^ (hashed >> np.uint32(16))


@lru_cache(maxsize=1)
def _permutations() -> tuple[Values, Values]:
    """Odd factors, and shifts; always the same."""
    chance = np.random.RandomState(1)
    factors = chance.randint(0, 2**31, PERMUTATIONS, dtype=np.uint32)
    shifts = chance.randint(0, 2**32, PERMUTATIONS, dtype=np.uint32)
    return factors * np.uint32(2) + np.uint32(1), shifts
