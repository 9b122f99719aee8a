"""Learn the line of ``every`` and the judge of ``ask`` from labels, and say how they do unseen.

Two logistic models with a ridge, each topic of equal weight whatever its number of passages.
Because the line is learnt on the topics it is scored on, every topic is also scored by a line
that was learnt without it: those figures are the ones to believe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from eval.labels.gold import DISCUSSED, Gold, GoldSpan
from eval.measures.spans import finds, is_right
from eval.measures.statistics import bootstrap
from eval.run import RunHit
from search.engine import Engine
from search.every.features import FEATURES
from search.every.threshold import WIDENED, probability, widened

Floats = NDArray[np.float64]

RIDGE = 3.0
PRECISION = 0.84
"""The line is laid where mean precision of unseen topics is at least this and recall greatest."""
_POSITIVE = 15.0
"""Weight of a topic's passages that are about it, shared among them; grade 2 counts double."""
_NEGATIVE = 0.5
"""Weight of one passage that is not, in units of the mean positive."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One labelled topic on one index: candidates with their evidence and their grades.

    ``rows`` (n, f) widened, ``grades`` (n,) 0..2, ``found`` says which labels of grade 2 each
    candidate finds, shape (n, g): recall counts labels, not passages.
    """

    name: str
    text: str
    rows: NDArray[np.float32]
    grades: NDArray[np.int64]
    right: NDArray[np.bool_]
    found: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model in the features' own units: ``weights`` (f,), ``constant``."""

    weights: Floats
    constant: float

    def logits(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(rows @ self.weights + self.constant, dtype=np.float32)


def topics_of(engine: Engine, gold: Gold) -> list[Topic]:
    """The evidence of every labelled topic that has a label of grade 2."""
    made = []
    for query in gold.of_kind("mention"):
        labels = gold.spans[query.id]
        wanted = [label for label in labels if label.grade == DISCUSSED]
        if wanted:
            ordinals, rows = _evidence(engine, query.text)
            hits = _hits(engine, ordinals)
            made.append(_topic(query.id, query.text, rows, hits, labels, wanted))
    return made


def _topic(
    name: str,
    text: str,
    rows: NDArray[np.float32],
    hits: Sequence[RunHit],
    labels: Sequence[GoldSpan],
    wanted: Sequence[GoldSpan],
) -> Topic:
    found = np.array([[finds(hit, label) for label in wanted] for hit in hits], dtype=bool)
    found = found.reshape(len(hits), len(wanted))
    right = np.array([is_right(hit, labels) for hit in hits], dtype=bool)
    grades = np.where(found.any(axis=1), 2, right.astype(np.int64))
    return Topic(name, text, widened(rows), grades, right, found)


def _evidence(engine: Engine, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Candidates of all alternatives of a topic, each feature at its greatest."""
    gathered = engine.evidence(text)
    ordinals = np.unique(np.concatenate([e.ordinals for e in gathered]))
    rows = np.full((len(ordinals), len(FEATURES)), -1.0, dtype=np.float32)
    for e in gathered:
        places = np.searchsorted(ordinals, e.ordinals)
        rows[places] = np.maximum(rows[places], e.rows)
    return ordinals, rows


def _hits(engine: Engine, ordinals: NDArray[np.int64]) -> list[RunHit]:
    return [
        RunHit(p.document.id, Span(p.span.start, p.span.end), p.said_on)
        for p in engine.index.fetch([int(o) for o in ordinals])
    ]


def fit(
    rows: NDArray[np.float32],
    wanted: Floats,
    weights: Floats,
    ridge: float = RIDGE,
    least: float | None = None,
) -> Model:
    """Weighted logistic regression with a ridge on standardised features (L-BFGS-B).

    ``least`` bounds every weight from below: with 0 no sign may speak against what it stands for.
    """
    from scipy.optimize import minimize

    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = np.column_stack([(rows - middle) / spread, np.ones(len(rows))]).astype(np.float64)

    def loss(beta: Floats) -> tuple[float, Floats]:
        logits = scaled @ beta
        likelihood = np.logaddexp(0.0, logits) - wanted * logits
        slope = scaled.T @ (weights * (1 / (1 + np.exp(-logits)) - wanted))
        slope[:-1] += ridge * beta[:-1]
        return float((weights * likelihood).sum() + ridge * (beta[:-1] ** 2).sum() / 2), slope

    bounds = [(least, None)] * rows.shape[1] + [(None, None)]
    begin = np.zeros(scaled.shape[1])
    beta = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds).x
    raw = beta[:-1] / spread
    return Model(raw, float(beta[-1] - (raw * middle).sum()))


def about(topics: Sequence[Topic]) -> Model:
    """What tells passages about a topic (grade 1 or 2) from the rest."""
    return fit(
        np.concatenate([t.rows for t in topics]),
        np.concatenate([(t.grades >= 1).astype(np.float64) for t in topics]),
        np.concatenate([_weights(t) for t in topics]),
    )


def discussed(topics: Sequence[Topic]) -> Model:
    """What tells, among those, passages that discuss it from those that name it in passing."""
    kept = [(t, t.grades >= 1) for t in topics]
    return fit(
        np.concatenate([t.rows[k] for t, k in kept]),
        np.concatenate([(t.grades[k] == DISCUSSED).astype(np.float64) for t, k in kept]),
        np.concatenate([np.full(int(k.sum()), 15.0 / max(1, int(k.sum()))) for _, k in kept]),
    )


def _weights(topic: Topic) -> Floats:
    share = _POSITIVE / max(1, int((topic.grades >= 1).sum()))
    return np.where(topic.grades >= 1, share * np.maximum(topic.grades, 1), share * _NEGATIVE)


def figures(topic: Topic, model: Model, at: float) -> tuple[float, float, int]:
    """Recall over labels of grade 2, precision over passages, and how many are returned."""
    over = probability(model.logits(topic.rows)) >= at
    recall = float(topic.found[over].any(axis=0).mean()) if over.any() else 0.0
    precision = float(topic.right[over].mean()) if over.any() else 0.0
    return recall, precision, int(over.sum())


def left_out(topics: Sequence[Topic]) -> Mapping[str, Model]:
    """For each topic the model learnt on all others."""
    return {t.name: about([o for o in topics if o is not t]) for t in topics}


def lay(topics: Sequence[Topic], models: Mapping[str, Model]) -> float:
    """Where to lay the line: greatest mean recall among places of enough mean precision."""
    best = (0.0, 0.5)
    for at in np.arange(0.2, 0.8, 0.025):
        both = [figures(t, models[t.name], float(at)) for t in topics]
        recall, precision = fmean(b[0] for b in both), fmean(b[1] for b in both)
        if precision >= PRECISION:
            best = max(best, (round(recall, 4), float(at)))
    return round(best[1], 3)


def line_data(topics: Sequence[Topic]) -> dict[str, object]:
    """What ``search/every/threshold.json`` holds, with the figures of both ways of scoring."""
    unseen = left_out(topics)
    at = lay(topics, unseen)
    seen, further = about(topics), discussed(topics)
    learnt: dict[str, object] = {"topics": len(topics)}
    for label, models in (("seen", {t.name: seen for t in topics}), ("unseen", unseen)):
        both = [figures(t, models[t.name], at) for t in topics]
        learnt[label] = {
            "recall": round(fmean(b[0] for b in both), 4),
            "precision": round(fmean(b[1] for b in both), 4),
            "lowest_recall": round(min(b[0] for b in both), 4),
            "recall_interval": _bounds([b[0] for b in both]),
            "precision_interval": _bounds([b[1] for b in both]),
        }
    return {
        "features": list(WIDENED),
        "about": [round(float(w), 5) for w in (*seen.weights, seen.constant)],
        "discussed": [round(float(w), 5) for w in (*further.weights, further.constant)],
        "at": at,
        "learnt": learnt,
    }


def _bounds(values: Sequence[float]) -> list[float]:
    """The 95 % interval of a mean over topics."""
    found = bootstrap(values)
    return [round(found.low, 4), round(found.high, 4)]
