"""What was read in one passage, whichever model read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read in one passage for one question, all of them logits.

    ``rank`` orders passages of one question and means nothing beside another's; ``answers``:
    whether it answers at all, None from a model that does not tell; ``about``: whether it discusses
    a topic.
    """

    rank: float
    answers: float | None
    about: float


class PassageReader(Protocol):
    """A model that reads passages again for one question."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One Reading for each (place, words), in their order."""
        ...
