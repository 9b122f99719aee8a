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

KINDS = ("answerable", "unanswerable", "foreign")
KEPT = 0.92
"""Share of the answerable questions that may not be refused. Behind it refusing more refuses what
is answerable and hardly anything else; before it, near misses are answered."""
_RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class Question:
    """One question put to one archive. ``kind``: answerable, unanswerable or foreign; ``of`` names
    the labels, and ``within`` says that they were written over one document of many."""

    kind: str
    signs: Mapping[str, float]
    of: str = ""
    within: bool = False

    @property
    def row(self) -> list[float]:
        return [self.signs[name] for name in WEIGHED]


def questions_of(pairs: Sequence[tuple[Gold, Engine]]) -> list[Question]:
    """Every question put to its own archive, and the answerable ones to all the others, but for
    those labelled over one document of many."""
    asked = []
    for place, (_, engine) in enumerate(pairs):
        for other, (gold, _) in enumerate(pairs):
            for query in gold.queries:
                foreign = other != place
                if query.kind == "mention" or (
                    foreign and (query.kind != "question" or query.document)
                ):
                    continue
                signs = engine.signs(query.text)
                if signs is not None:
                    own = "answerable" if query.kind == "question" else "unanswerable"
                    kind = own if other == place else "foreign"
                    asked.append(Question(kind, signs, gold.folder.name, bool(query.document)))
    return asked


def judge_data(questions: Sequence[Question]) -> dict[str, object]:
    """What ``search/answer/abstention.json`` holds, with figures from leaving each question out.

    The threshold is laid by questions over whole archives; those over one document, harder to find
    from the question alone, are learnt on as well and told apart.
    """
    model = _fit(questions)
    unseen = [
        (q, _fit([o for o in questions if o is not q]).confidence(q.signs)) for q in questions
    ]
    whole = [(q, c) for q, c in unseen if not q.within]
    inside = [(q, c) for q, c in unseen if q.within]
    answerable = [c for q, c in whole if q.kind == "answerable"]
    at = round(float(np.quantile(answerable, 1 - KEPT)), 3)
    return {
        "weights": [round(w, 5) for w in model.weights],
        "constant": round(model.constant, 5),
        "at": at,
        "learnt": _figures(whole, at) | ({"within": _figures(inside, at)} if inside else {}),
    }


def _figures(judged: Sequence[tuple[Question, float]], at: float) -> dict[str, object]:
    """How many of each kind, what was kept and refused, and how well they are told apart."""
    sure = {kind: [c for q, c in judged if q.kind == kind] for kind in KINDS}
    others = [kind for kind in KINDS[1:] if sure[kind]]
    return {
        "questions": {kind: len(sure[kind]) for kind in ("answerable", *others)},
        "kept": _share([c >= at for c in sure["answerable"]]),
        "refused": {kind: _share([c < at for c in sure[kind]]) for kind in others},
        "auroc": {kind: auroc(sure["answerable"], sure[kind]) for kind in others},
    }


def _fit(questions: Sequence[Question]) -> Judge:
    rows: NDArray[np.float32] = np.array([q.row for q in questions], dtype=np.float32)
    wanted: Floats = np.array([float(q.kind == "answerable") for q in questions])
    # Half of the weight on what is answered; near misses are few, and weigh a quarter of the rest.
    # Sets of labels weigh the same, whatever their size.
    share = {"answerable": 0.5, "unanswerable": 0.125, "foreign": 0.375}
    count = Counter((q.of, q.kind) for q in questions)
    each = np.array([share[q.kind] / count[q.of, q.kind] for q in questions])
    model = fit(rows, wanted, each * len(questions) / each.sum(), _RIDGE, least=0.0)
    return Judge(tuple(float(w) for w in model.weights), model.constant, 0.0)


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
