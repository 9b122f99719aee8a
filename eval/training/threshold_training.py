"""Learn the line of ``every`` from labels, and say how it does unseen.

Two logistic models with a ridge, each topic of equal weight whatever its number of passages.
Topics are labelled over a whole archive, or within one document, whose passages alone are then
weighed. Because the line is learnt on the topics it is scored on, every topic is also scored by a
line that was learnt without it and without all others of its document or publisher: those figures
are the ones to believe, and by them the line is laid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from eval.index_texts import within
from eval.labels.gold import DISCUSSED, Gold
from eval.measures.spans import finds, harmonic, is_right
from eval.measures.statistics import bootstrap
from eval.run import RunHit
from eval.training.reader_inputs import fold_of, taught
from search.engine import Engine
from search.every.features import FEATURES
from search.every.threshold import WIDENED, probability, widened
from search.index import NO_FILTER, Filter

Floats = NDArray[np.float64]

RIDGE = 1.0
ALIKE = 0.002
"""Mean F1s no further apart say nothing about which line is better. Of such lines the highest is
laid: with lower ones, that the labels bear as well, lists over papers of other kinds (``minuted
eval breadth``) are a tenth longer, by passages that name nothing."""
_TOPIC = 100.0
"""Weight of a topic, shared among its candidates."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One labelled topic on one index: candidates with their evidence and their grades.

    ``rows`` (n, f) widened, ``grades`` (n,) 0..2, ``found`` says which labels of grade 2 each
    candidate finds, shape (n, g): recall counts labels, not passages. Topics of one ``group`` are
    left out together; ``within`` says that one document was labelled, not the archive. With the
    topics that it was ``taught`` the encoder was trained: they are learnt from, never judged by.
    """

    name: str
    text: str
    group: str
    within: bool
    rows: NDArray[np.float32]
    grades: NDArray[np.int64]
    right: NDArray[np.bool_]
    found: NDArray[np.bool_]
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model in the features' own units: ``weights`` (f,), ``constant``."""

    weights: Floats
    constant: float

    def logits(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(rows @ self.weights + self.constant, dtype=np.float32)


def topics_of(engine: Engine, gold: Gold) -> list[Topic]:
    """The evidence of every labelled topic that has a label of grade 2.

    Topics within documents are of one publisher a folder and left out together; of those over a
    whole archive, each for itself.
    """
    made = []
    for query in gold.of_kind("mention"):
        labels = gold.spans[query.id]
        wanted = [label for label in labels if label.grade == DISCUSSED]
        if not wanted:
            continue
        where = within(engine.index, query.document) if query.document else NO_FILTER
        ordinals, rows = _evidence(engine, query.text, where)
        hits = _hits(engine, ordinals)
        found = np.array([[finds(hit, label) for label in wanted] for hit in hits], dtype=bool)
        found = found.reshape(len(hits), len(wanted))
        right = np.array([is_right(hit, labels) for hit in hits], dtype=bool)
        made.append(
            Topic(
                name=query.id,
                text=query.text,
                group=str(gold.folder) if query.document else f"{gold.folder}/{query.id}",
                within=bool(query.document),
                rows=widened(rows),
                grades=np.where(found.any(axis=1), 2, right.astype(np.int64)),
                right=right,
                found=found,
                taught=bool(query.document) and taught(query.id, fold_of(query.document)),
            )
        )
    return made


def _evidence(
    engine: Engine, text: str, where: Filter
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Candidates of all alternatives of a topic, each feature at its greatest."""
    gathered = engine.evidence(text, where)
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
        np.concatenate([_shared(len(t.grades), weight) for t, weight in _weighted(topics)]),
    )


def discussed(topics: Sequence[Topic]) -> Model:
    """What tells, among those, passages that discuss it from those that name it in passing."""
    kept = [(t, weight, t.grades >= 1) for t, weight in _weighted(topics)]
    return fit(
        np.concatenate([t.rows[k] for t, _, k in kept]),
        np.concatenate([(t.grades[k] == DISCUSSED).astype(np.float64) for t, _, k in kept]),
        np.concatenate([_shared(int(k.sum()), weight) for t, weight, k in kept]),
    )


def _weighted(topics: Sequence[Topic]) -> list[tuple[Topic, float]]:
    """Topics with their weights: those over whole archives, which are what readers ask for, weigh
    as much together as the many within documents."""
    within = sum(topic.within for topic in topics)
    share = within / (len(topics) - within) if 0 < within < len(topics) else 1.0
    return [(topic, 1.0 if topic.within else share) for topic in topics]


def _shared(passages: int, weight: float) -> Floats:
    """A topic's weight, shared among so many of its passages."""
    return np.full(passages, weight * _TOPIC / max(1, passages))


def figures(topic: Topic, model: Model, at: float) -> tuple[float, float, int]:
    """Recall over labels of grade 2, precision over passages, and how many are returned."""
    over = probability(model.logits(topic.rows)) >= at
    recall = float(topic.found[over].any(axis=0).mean()) if over.any() else 0.0
    precision = float(topic.right[over].mean()) if over.any() else 0.0
    return recall, precision, int(over.sum())


def left_out(topics: Sequence[Topic]) -> Mapping[str, Model]:
    """For each group the model learnt on all others."""
    groups = dict.fromkeys(topic.group for topic in topics)
    return {group: about([t for t in topics if t.group != group]) for group in groups}


def lay(topics: Sequence[Topic], models: Mapping[str, Model]) -> float:
    """Where to lay the line: the highest place whose mean F1 over topics, each by the model that
    has not seen it, is the greatest or so near to it that it cannot be told apart (``ALIKE``).
    Topics over whole archives weigh as much together as those within documents."""
    places = np.arange(0.15, 0.65, 0.025)

    def mean_f1(at: float) -> float:
        return fmean(
            fmean(f1(figures(t, models[t.group], at)) for t in kind)
            for kind in ([t for t in topics if t.within], [t for t in topics if not t.within])
            if kind
        )

    found = {float(at): mean_f1(at) for at in places}
    best = max(found.values())
    return round(max(at for at, value in found.items() if value >= best - ALIKE), 3)


def f1(measured: tuple[float, float, int]) -> float:
    """Of recall and precision."""
    return harmonic(measured[0], measured[1])


def line_data(topics: Sequence[Topic], unseen: Mapping[str, Model]) -> dict[str, object]:
    """What ``search/every/threshold.json`` holds, with the figures of both ways of scoring; the
    models of ``left_out`` are given.

    ``unseen`` and ``seen`` are of topics over whole archives, ``within`` of those within
    documents, unseen.
    """
    judged = [t for t in topics if not t.taught]
    at = lay(judged, unseen)
    seen, further = about(topics), discussed(topics)
    whole, inside = [t for t in judged if not t.within], [t for t in judged if t.within]
    learnt: dict[str, object] = {"topics": len(whole), "topics_within": len(inside)}
    for label, some, models in (
        ("seen", whole, dict.fromkeys(unseen, seen)),
        ("unseen", whole, unseen),
        ("within", inside, unseen),
    ):
        if some:
            learnt[label] = _measured([figures(t, models[t.group], at) for t in some])
    return {
        "features": list(WIDENED),
        "about": [round(float(w), 5) for w in (*seen.weights, seen.constant)],
        "discussed": [round(float(w), 5) for w in (*further.weights, further.constant)],
        "at": at,
        "learnt": learnt,
    }


def _measured(found: Sequence[tuple[float, float, int]]) -> dict[str, object]:
    return {
        "recall": round(fmean(b[0] for b in found), 4),
        "precision": round(fmean(b[1] for b in found), 4),
        "f1": round(fmean(map(f1, found)), 4),
        "lowest_recall": round(min(b[0] for b in found), 4),
        "recall_interval": _bounds([b[0] for b in found]),
        "precision_interval": _bounds([b[1] for b in found]),
    }


def _bounds(values: Sequence[float]) -> list[float]:
    """The 95 % interval of a mean over topics."""
    found = bootstrap(values)
    return [round(found.low, 4), round(found.high, 4)]
