"""Answering back: what a reader marked right or wrong changes what is about the topic.

Kernel logistic regression over the passages' vectors and evidence, with the line's own logit as
its starting point: with no marks nothing changes, with each mark its like move along. Solved by
Newton's method in as many dimensions as there are marks, in the request (continuous active
learning after Cormack and Grossman, SIGIR 2014, with a linear kernel).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from search.line import Floats, probability

_STIFFNESS = 0.5
"""Ridge on the weights: larger trusts the line more and the marks less."""
_MOST = 30
"""Newton steps; it is done in five or so."""


def moved(logits: Floats, vectors: Floats, rows: Floats, marks: Mapping[int, bool]) -> Floats:
    """The logits after a reader's marks; shape (n,).

    ``marks`` says of rows (by place) whether they are right. ``vectors`` (n, d) have unit length,
    ``rows`` (n, f) are the evidence.
    """
    if not marks:
        return logits
    places = np.array(sorted(marks))
    wanted = np.array([float(marks[int(p)]) for p in places], dtype=np.float64)
    features = _features(vectors, rows)
    kernel = (features[places] @ features[places].T).astype(np.float64)
    start = logits[places].astype(np.float64)
    weights = np.zeros(len(places))
    for _ in range(_MOST):
        now = probability((start + kernel @ weights).astype(np.float32)).astype(np.float64)
        slope = np.maximum(now * (1 - now), 1e-3)
        # Newton step of logistic loss + ridge/2 * w'Kw, divided by K: (diag(slope) K + ridge) step
        step = np.linalg.solve(
            slope[:, None] * kernel + _STIFFNESS * np.eye(len(places)),
            (wanted - now) - _STIFFNESS * weights,
        )
        weights += step
        if float(np.abs(step).max()) < 1e-6:
            break
    moved_by = features @ (features[places].T @ weights.astype(np.float32))
    return np.asarray(logits + moved_by, dtype=np.float32)


def _features(vectors: Floats, rows: Floats) -> Floats:
    """Vectors about their mean, so that only what tells passages apart counts, and evidence."""
    apart = vectors - vectors.mean(axis=0)
    apart /= np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6)
    spread = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-3) / np.sqrt(rows.shape[1])
    return np.hstack([2.0 * apart, 0.5 * spread]).astype(np.float32)
