"""How sure a mean is, and whether two runs differ: queries are the units, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 10_000
SEED = 20180619
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over ``n`` queries and where it would lie with other queries of the same kind."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Run B minus run A over the queries both are scored on.

    ``p`` is two-sided: how often chance alone, swapping the two runs' values within queries,
    makes a mean difference at least this large.
    """

    mean: float
    low: float
    high: float
    p: float
    won: int
    lost: int
    n: int


def bootstrap(values: Sequence[float], level: float = LEVEL) -> Interval:
    """Percentile bootstrap over queries (Efron 1979), seeded: the same values, the same interval.

    Raises ValueError without values. With fewer than about ten queries it is too narrow.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    sample = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(SEED).integers(0, len(sample), (RESAMPLES, len(sample)))
    tail = (1 - level) / 2
    low, high = np.quantile(sample[drawn].mean(axis=1), [tail, 1 - tail])
    return Interval(float(sample.mean()), float(low), float(high), len(sample))


def paired(before: Mapping[str, float], after: Mapping[str, float]) -> Difference:
    """Paired permutation test (Fisher's sign flips) over the queries that both hold.

    Exact while all 2**n swaps are at most ``RESAMPLES``, else that many are drawn, seeded.
    """
    from scipy.stats import permutation_test

    shared = [query for query in before if query in after]
    if not shared:
        raise ValueError(
            "two runs are compared over the queries both are scored on; there are none"
        )
    first = np.array([before[query] for query in shared], dtype=float)
    second = np.array([after[query] for query in shared], dtype=float)
    change = second - first
    interval = bootstrap(change.tolist())
    p = 1.0
    if len(shared) > 1 and np.any(change != 0):
        p = float(
            permutation_test(
                (second, first),
                lambda a, b, axis: np.mean(a - b, axis=axis),
                permutation_type="samples",
                n_resamples=RESAMPLES,
                vectorized=True,
                rng=np.random.default_rng(SEED),
            ).pvalue
        )
    return Difference(
        float(change.mean()),
        interval.low,
        interval.high,
        p,
        int((change > 0).sum()),
        int((change < 0).sum()),
        len(shared),
    )
