"""Several rankings into one. Pure: no index, no text.

Raw scores of different rankings are never added: they are brought to 0..1 within their own
ranking first, or only their ranks are used (RRF).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from search.index import Ranked, in_order

RRF_K = 60
"""The constant of Cormack, Clarke and Büttcher (SIGIR 2009): score = sum of 1 / (k + rank)."""


def normalised(
    rankings: Mapping[str, Sequence[Ranked]], weights: Mapping[str, float]
) -> dict[int, float]:
    """Weighted mean of scores scaled to 0..1 within each ranking, by ordinal; higher is better.

    The scale runs from the ranking's last score to its first, so that a passage that a ranking
    does not hold counts as if it stood at that ranking's end. A ranking of one value counts 1.
    """
    total = sum(weights.get(name, 0.0) for name in rankings) or 1.0
    fused: dict[int, float] = {}
    for name, ranking in rankings.items():
        weight = weights.get(name, 0.0) / total
        if not ranking:
            continue
        scores = [score for _, score in ranking]
        low = min(scores)
        width = max(scores) - low
        for ordinal, score in ranking:
            scaled = (score - low) / width if width > 0 else 1.0
            fused[ordinal] = fused.get(ordinal, 0.0) + weight * scaled
    return fused


def reciprocal_rank(
    rankings: Mapping[str, Sequence[Ranked]], weights: Mapping[str, float], k: int = RRF_K
) -> dict[int, float]:
    """Reciprocal rank fusion, weighted, scaled so that first place everywhere is 1."""
    total = sum(weights.get(name, 0.0) for name in rankings) or 1.0
    fused: dict[int, float] = {}
    for name, ranking in rankings.items():
        weight = weights.get(name, 0.0) / total
        for place, entry in enumerate(ranking, start=1):
            fused[entry.ordinal] = fused.get(entry.ordinal, 0.0) + weight * (k + 1) / (k + place)
    return fused


def best_first(scores: Mapping[int, float]) -> list[Ranked]:
    """A ranking out of scores; ties by ordinal, so that the order never depends on chance."""
    ordinals = np.fromiter(scores, dtype=np.int64, count=len(scores))
    values = np.fromiter(scores.values(), dtype=np.float64, count=len(scores))
    return in_order(ordinals, values)
