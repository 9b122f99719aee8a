"""What was read in one passage, whichever model read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read in one passage for one question, all of them logits.

    ``rank`` orders passages of one question and means nothing beside another's; ``answers``:
    whether it answers at all, None from a model that does not tell; ``about``: whether it discusses
    a topic. ``tokens`` are stretches of the passage, (start, end, logit of standing in the sentence
    that answers).
    """

    rank: float
    answers: float | None
    about: float
    tokens: tuple[tuple[int, int, float], ...]

    def sentence(self, start: int, end: int) -> float:
        """How likely it is that these words of the passage answer, 0..1; 0 where unread."""
        inside = [score for first, last, score in self.tokens if first < end and last > start]
        return float(1 / (1 + np.exp(-np.mean(inside)))) if inside else 0.0


class PassageReader(Protocol):
    """A model that reads passages again for one question."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One Reading for each (place, words), in their order."""
        ...
