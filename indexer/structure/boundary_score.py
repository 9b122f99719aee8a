"""How likely a paper begins at a place: two logistic models over named signs, learnt once.

``boundaries.json`` is written by ``python -m eval.training.boundary_training``, which prints what
it was learnt on and how it does on publishers it has not seen. ``page`` judges the tops of pages,
``text`` the short lines of a text without pages. Every weight has the sign that its evidence
stands for: nothing that speaks for a start may speak against one because of the papers learnt on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from indexer.structure import page_evidence, text_evidence

Where = Literal["page", "text"]

SIGNS = (*page_evidence.SIGNS, "outlined", *text_evidence.SIGNS)
AGAINST = frozenset(
    {
        "runs_on",
        "number_counts",
        "labelled",
        "small_letter",
        "numbers_go_on",
        "pages_count",
    }
)
"""Signs that a paper goes on: their weights are below 0, all others above."""


@dataclass(frozen=True, slots=True)
class Model:
    """``weights`` by sign and the ``constant``; from ``at`` on a place is a start, from ``doubt``
    on it may be one: no date reaches over it."""

    weights: Mapping[str, float]
    constant: float
    at: float
    doubt: float

    def probability(self, signs: Mapping[str, float]) -> float:
        """0..1 for the signs of one place; what is absent is 0."""
        logit = self.constant + sum(
            weight * signs.get(name, 0.0) for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


@cache
def model(where: Where) -> Model:
    """The model that ships."""
    text = files(__package__).joinpath("boundaries.json").read_text("utf-8")
    held = json.loads(text)[where]
    return Model(held["weights"], held["constant"], held["at"], held["doubt"])
