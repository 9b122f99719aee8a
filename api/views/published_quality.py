"""How complete a list of every time is, as measured on labelled topics; never guessed for a query.

The figures come with the line that decides what is shown: each topic scored by a line that had
not seen it. They hold for that line; a reader who moves it leaves them behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over ``topics``; an interval is the bounds of 95 % over topics, where it was told."""

    topics: int
    recall: float
    precision: float
    recall_interval: tuple[float, float] | None = None
    precision_interval: tuple[float, float] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "topics": self.topics,
            "recall": self.recall,
            "precision": self.precision,
            "recall_interval": self.recall_interval,
            "precision_interval": self.precision_interval,
        }


def measured() -> Measured | None:
    """What was measured for the line that comes with the product; ``None`` if nothing was."""
    from search.every.threshold import line

    return read(line().learnt)


def read(learnt: Mapping[str, Any]) -> Measured | None:
    """The figures of topics that the line had not seen."""
    unseen = learnt.get("unseen")
    if not isinstance(unseen, Mapping) or not {"recall", "precision"} <= unseen.keys():
        return None
    return Measured(
        int(learnt.get("topics", 0)),
        float(unseen["recall"]),
        float(unseen["precision"]),
        _interval(unseen.get("recall_interval")),
        _interval(unseen.get("precision_interval")),
    )


def _interval(bounds: Any) -> tuple[float, float] | None:
    if not isinstance(bounds, list | tuple) or len(bounds) != 2:
        return None
    return float(bounds[0]), float(bounds[1])
