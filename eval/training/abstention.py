"""Learn how sure an answer must be before the archive is taken to say.

Questions that an archive answers stand against questions put to an archive that knows nothing of
them: those labelled for another archive. They are worded by the same people, so that it is what
was found that tells them apart and not how they ask. The questions labelled unanswerable, which
are close to what the archive says, are not learnt on: they measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.labels.gold import Gold
from eval.measures.rankings import auroc
from eval.training.threshold_training import Floats, fit
from search.answer.answer import WEIGHED, Judge
from search.engine import Engine

KEPT = 0.9
"""Share of the answerable questions that may not be refused."""
_RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class Question:
    """One question put to one archive. ``kind``: answerable, unanswerable or foreign."""

    kind: str
    signs: Mapping[str, float]

    @property
    def row(self) -> list[float]:
        return [self.signs[name] for name in WEIGHED]


def questions_of(pairs: Sequence[tuple[Gold, Engine]]) -> list[Question]:
    """Every question put to its own archive, and the answerable ones to all the others."""
    asked = []
    for place, (_, engine) in enumerate(pairs):
        for other, (gold, _) in enumerate(pairs):
            for query in gold.queries:
                if query.kind == "mention" or (other != place and query.kind != "question"):
                    continue
                signs = engine.signs(query.text)
                if signs is not None:
                    own = "answerable" if query.kind == "question" else "unanswerable"
                    asked.append(Question(own if other == place else "foreign", signs))
    return asked


def judge_data(questions: Sequence[Question]) -> dict[str, object]:
    """What ``search/answer/abstention.json`` holds, with figures from leaving each question out."""
    model = _fit(questions)
    unseen: dict[str, list[float]] = {"answerable": [], "unanswerable": [], "foreign": []}
    for q in questions:
        without = [o for o in questions if o is not q]
        unseen[q.kind].append(_fit(without).confidence(q.signs))
    at = round(float(np.quantile(unseen["answerable"], 1 - KEPT)), 3)
    return {
        "weights": [round(w, 5) for w in model.weights],
        "constant": round(model.constant, 5),
        "at": at,
        "learnt": {
            "questions": {kind: len(of) for kind, of in unseen.items()},
            "kept": _share([c >= at for c in unseen["answerable"]]),
            "refused": {
                kind: _share([c < at for c in unseen[kind]]) for kind in ("unanswerable", "foreign")
            },
            "auroc": {
                kind: auroc(unseen["answerable"], unseen[kind])
                for kind in ("unanswerable", "foreign")
            },
        },
    }


def _fit(questions: Sequence[Question]) -> Judge:
    rows: NDArray[np.float32] = np.array([q.row for q in questions], dtype=np.float32)
    wanted: Floats = np.array([float(q.kind == "answerable") for q in questions])
    # Half of the weight on what is answered; near misses are few, and weigh a quarter of the rest.
    share = {"answerable": 0.5, "unanswerable": 0.125, "foreign": 0.375}
    count = Counter(q.kind for q in questions)
    each = np.array([share[q.kind] / count[q.kind] for q in questions])
    model = fit(rows, wanted, each * len(questions), _RIDGE, least=0.0)
    return Judge(tuple(float(w) for w in model.weights), model.constant, 0.0)


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
