"""Our MinHash against datasketch's, value by value."""

from __future__ import annotations

import random

import numpy as np
import pytest
from datasketch import MinHash

from indexer.structure.sketches import PERMUTATIONS, minhash


@pytest.mark.parametrize("size", [0, 1, 2, 7, 300])
def test_the_values_are_those_of_datasketch(size: int) -> None:
    chance = random.Random(size)
    things = [chance.randbytes(chance.randrange(40)) for _ in range(size)]
    other = MinHash(num_perm=PERMUTATIONS, scheme="affine32")
    other.update_batch(things)
    assert np.array_equal(minhash(things), other.hashvalues)


def test_what_two_sets_share_is_told_by_how_many_values_agree() -> None:
    things = [str(number).encode() for number in range(900)]
    agree = minhash(things[:600]) == minhash(things[300:])
    assert 0.15 < agree.mean() < 0.55  # a third of all is in both
