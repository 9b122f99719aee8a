"""How sure an answer is, and how often such answers were right when they were measured.

Whether the papers say anything at all is ``Judge``'s; this is whether what is given answers what
was asked. A logistic model over what can be seen of an answer, learnt on labelled questions by
``minuted eval certainty``, which counts for each level how many answers were right that it had not
seen. Little can be seen of an answer, so there are two levels and no percentage of one's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import numpy as np

from search.results import Sure, SureLevel

SEEN = ("agree", "margin", "held", "fits")
"""Signs of ``search.answer.answer.look`` that tell right answers from wrong ones."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """Weights for ``SEEN``; ``levels`` from the surest on, each from a share ``at`` upwards."""

    weights: tuple[float, ...]
    constant: float
    levels: tuple[tuple[float, Sure], ...]

    def share(self, signs: Mapping[str, float]) -> float:
        """In 0..1, how many such answers are expected to be right."""
        logit = self.constant + sum(
            weight * signs[name] for weight, name in zip(self.weights, SEEN, strict=True)
        )
        return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))))

    def level(self, signs: Mapping[str, float]) -> Sure:
        """The level of an answer, with how often answers of it were right."""
        share = self.share(signs)
        return next((sure for at, sure in self.levels if share >= at), self.levels[-1][1])


@cache
def certainty() -> Certainty:
    """What was learnt; comes with the product."""
    return read(json.loads(files("search.answer").joinpath("certainty.json").read_text("utf-8")))


def read(data: Mapping[str, Any]) -> Certainty:
    """What ``certainty.json`` holds."""
    return Certainty(
        tuple(float(weight) for weight in data["weights"]),
        float(data["constant"]),
        tuple(
            (float(level["at"]), Sure(name, int(level["right"]), int(level["of"])))
            for name, level in zip(get_args(SureLevel), data["levels"], strict=True)
        ),
    )
