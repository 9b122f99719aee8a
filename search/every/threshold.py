"""The line between what is about a topic and what is not: two logistic models, learnt once.

``threshold.json`` is written by ``minuted eval learn``, which prints what it was learnt on and how
it does on topics it has not seen. Scores are probabilities in 0..1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.every.features import FEATURES

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Line:
    """``about`` and ``discussed`` are weights for each feature, then the constant.

    ``at`` is the probability of being about the topic from which on a passage is shown;
    ``learnt`` says on what, with the figures of leaving each topic out.
    """

    features: tuple[str, ...]
    about: Floats
    discussed: Floats
    at: float
    learnt: Mapping[str, Any]

    def score(self, rows: Floats) -> tuple[Floats, Floats]:
        """Logits of being about the topic at all, and of discussing it; shapes (n,).

        What names the whole of it is never under the line as it comes, whatever the archive.
        """
        wide = widened(rows)
        about = wide @ self.about[:-1] + self.about[-1]
        least = np.log(self.at / (1 - self.at)) + 1e-3
        named = rows[:, FEATURES.index("full")] > 0
        return (
            np.where(named, np.maximum(about, least), about).astype(np.float32),
            wide @ self.discussed[:-1] + self.discussed[-1],
        )


WIDENED = (*FEATURES, "alone", "echo")


def widened(rows: Floats) -> Floats:
    """The features and two products; shape (n, len(WIDENED)).

    ``alone``: near hits that name nothing themselves; ``echo``: meaning that feedback confirms.
    """
    columns = {name: rows[:, i] for i, name in enumerate(FEATURES)}
    alone = columns["near"] * (1.0 - np.minimum(columns["both"], 1.0))
    echo = columns["feedback"] * columns["meaning"]
    return np.column_stack([rows, alone, echo]).astype(np.float32)


def probability(logits: Floats) -> Floats:
    """The logistic function, safe for large values."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


@cache
def line() -> Line:
    """The line that comes with the product."""
    data = json.loads(files("search.every").joinpath("threshold.json").read_text("utf-8"))
    if tuple(data["features"]) != WIDENED:
        raise ValueError("threshold.json was learnt on other features: run minuted eval learn")
    return Line(
        features=tuple(data["features"]),
        about=np.array(data["about"], dtype=np.float32),
        discussed=np.array(data["discussed"], dtype=np.float32),
        at=float(data["at"]),
        learnt=data["learnt"],
    )
