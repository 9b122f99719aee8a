"""Answering back: what a reader marked right or wrong changes what is about the topic.

Kernel logistic regression over the passages' vectors and evidence, with the line's own logit as
its starting point: with no marks nothing changes, with each mark its like move along. Solved by
Newton's method in as many dimensions as there are marks, in the request (continuous active
learning after Cormack and Grossman, SIGIR 2014, with a linear kernel).

What is marked wrong says only what the topic is not: its like are moved down, as far as the
nearest of the wrong ones moves them, and nothing is ever moved up by it. So no list grows longer
by a mark "wrong".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from search.every.threshold import Floats, probability
from search.index import Vector

Ints = NDArray[np.int64]

_STIFFNESS = 0.2
"""Ridge on the weights: larger trusts the line more and the marks less."""
_MOST = 30
"""Newton steps; it is done in five or so."""
_AT_ONCE = 4096
"""Vectors that are held in memory together."""


def moved(
    logits: Floats, rows: Floats, marks: Mapping[int, bool], vectors: Callable[[Ints], Vector]
) -> Floats:
    """The logits after a reader's marks; shape (n,).

    ``rows`` (n, f) are the evidence; ``marks`` says of places among them whether they are right;
    ``vectors`` gives the unit vectors (m, d) of m places.
    """
    if not marks:
        return logits
    places = np.array(sorted(marks), dtype=np.int64)
    wanted = np.array([float(marks[int(p)]) for p in places], dtype=np.float64)
    middle = sum(vectors(some).sum(axis=0, dtype=np.float64) for some in _pieces(len(logits)))
    features = _Features(rows, (middle / len(logits)).astype(np.float32), vectors)
    marked = features.of(places)
    right, wrong = marked[wanted > 0], marked[wanted == 0]
    start = logits[places].astype(np.float64)
    weights = _learnt(start[wanted > 0], right, wanted[wanted > 0]).astype(np.float32)
    towards = right.T @ weights
    raised = wrong @ towards if len(right) else np.zeros(len(wrong), dtype=np.float32)
    after = start[wanted == 0] + raised
    # Each wrong one for itself, or a second would take from what the first one says; and it ends
    # below where it began, however like the right ones it is.
    away = np.array([_learnt(after[[n]], wrong[[n]], np.zeros(1))[0] for n in range(len(wrong))])
    own = np.maximum(np.einsum("ij,ij->i", wrong, wrong), 1e-6)
    away -= np.maximum(raised, 0.0) / own
    moved_by = []
    for some in _pieces(len(logits)):
        here = features.of(some)
        by = here @ towards if len(right) else np.zeros(len(some), dtype=np.float32)
        if len(wrong):
            # Squared, so that it takes the nearest along and not half of what is right as well.
            like = np.minimum(np.maximum(here @ wrong.T, 0.0) / own, 1.0) ** 2
            by = by + (like * np.minimum(away * own, 0.0)).min(axis=1)
        moved_by.append(by)
    return np.asarray(logits + np.concatenate(moved_by), dtype=np.float32)


def _learnt(
    start: NDArray[np.float64], features: Floats, wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The weight of each mark; all shapes are (marks,), ``features`` (marks, d)."""
    if not len(start):
        return start
    kernel = (features @ features.T).astype(np.float64)
    weights = np.zeros(len(start))
    for _ in range(_MOST):
        now = probability((start + kernel @ weights).astype(np.float32)).astype(np.float64)
        slope = np.maximum(now * (1 - now), 1e-3)
        # Newton step of logistic loss + ridge/2 * w'Kw, divided by K: (diag(slope) K + ridge) step
        step = np.linalg.solve(
            slope[:, None] * kernel + _STIFFNESS * np.eye(len(start)),
            (wanted - now) - _STIFFNESS * weights,
        )
        weights += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


class _Features:
    """Vectors about their mean, so that only what tells passages apart counts, and evidence."""

    def __init__(self, rows: Floats, middle: Vector, vectors: Callable[[Ints], Vector]) -> None:
        self._middle = middle
        self._vectors = vectors
        self._spread = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-3)
        self._spread /= np.sqrt(rows.shape[1])

    def of(self, places: Ints) -> Floats:
        """Shape (m, d + f)."""
        apart = self._vectors(places) - self._middle
        apart /= np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6)
        return np.hstack([3.0 * apart, 0.5 * self._spread[places]]).astype(np.float32)


def _pieces(size: int) -> Iterator[Ints]:
    for start in range(0, size, _AT_ONCE):
        yield np.arange(start, min(start + _AT_ONCE, size), dtype=np.int64)
