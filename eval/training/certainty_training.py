"""Learn how sure an answer is from labelled questions, answerable and not.

Each question is asked as a reader asks it. What is answered is right where a citation is labelled
as answering; whatever is said to a question that the archive cannot answer is wrong. The counts of
each level are of answers judged by a model that had not seen their question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from corpus.model import Span
from eval.labels.gold import Gold
from eval.measures.rankings import auroc
from eval.measures.spans import cites, wanted
from eval.report import Table, figure
from eval.run import RunHit
from eval.training.threshold_training import Floats, fit
from search.answer.answer import judge
from search.answer.certainty import SEEN, Certainty
from search.engine import Engine
from search.results import SureLevel

LIKELY = 0.75
"""Expected share of right answers from which on one is likely to be right."""
_RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that was given."""

    query: str
    right: bool
    signs: Mapping[str, float]


def answered(pairs: Sequence[tuple[Gold, Engine]]) -> list[Answered]:
    """Every question that is answered with sentences, put to its own archive."""
    found = []
    for gold, engine in pairs:
        for query in gold.queries:
            if query.kind == "mention":
                continue
            signs = engine.signs(query.text)
            if signs is None or judge().confidence(signs) < judge().at:
                continue
            answer = engine.ask(query.text).answer
            if answer.abstained:
                continue
            cited = [
                RunHit(s.citation.document, Span(s.citation.start, s.citation.end))
                for s in answer.statements
            ]
            right = query.kind == "question" and cites(cited, wanted(gold.spans[query.id]))
            found.append(Answered(query.id, right, signs))
    return found


def certainty_data(answers: Sequence[Answered]) -> dict[str, Any]:
    """What ``search/answer/certainty.json`` holds."""
    model = _fit(answers)
    unseen = [_fit([o for o in answers if o is not one]).share(one.signs) for one in answers]
    told = list(zip(unseen, (one.right for one in answers), strict=True))
    likely = [right for share, right in told if share >= LIKELY]
    unsure = [right for share, right in told if share < LIKELY]
    return {
        "weights": [round(w, 5) for w in model.weights],
        "constant": round(model.constant, 5),
        "levels": [
            {"at": LIKELY, "right": sum(likely), "of": len(likely)},
            {"at": 0.0, "right": sum(unsure), "of": len(unsure)},
        ],
        "learnt": {
            "answers": len(answers),
            "right": sum(one.right for one in answers),
            "auroc": auroc(
                [s for s, right in told if right], [s for s, right in told if not right]
            ),
        },
    }


def _fit(answers: Sequence[Answered]) -> Certainty:
    rows: NDArray[np.float32] = np.array(
        [[one.signs[name] for name in SEEN] for one in answers], dtype=np.float32
    )
    wanted_: Floats = np.array([float(one.right) for one in answers])
    model = fit(rows, wanted_, np.ones(len(answers)), _RIDGE, least=0.0)
    return Certainty(tuple(float(w) for w in model.weights), model.constant, ())


def table(made: Mapping[str, Any]) -> Table:
    """The levels, with how many answers of each were right."""
    rows = [
        (name, str(level["of"]), figure(level["right"] / level["of"] if level["of"] else None))
        for name, level in zip(get_args(SureLevel), made["levels"], strict=True)
    ]
    of = made["learnt"]
    rows.append(("all", str(of["answers"]), figure(of["right"] / of["answers"])))
    return Table(
        "Answers given, each judged by what was learnt on the others",
        ("level", "answers", "right"),
        tuple(rows),
        (f"AUROC {figure(of['auroc'])}.",),
    )
