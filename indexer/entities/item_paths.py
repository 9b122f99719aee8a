"""The item of a meeting that a passage belongs to, by the numbers of the headings over it."""

from __future__ import annotations

import re

from corpus.model import Passage

_NUMBERED = re.compile(r"^\W*(?:\d|[a-z][\s.)]|[A-Z]\.?\d|ITEM\b)")


def item_path(
    passage: Passage, numbered: re.Pattern[str] = _NUMBERED, least: int = 0
) -> tuple[str, ...]:
    """The headings down to the last numbered one: equal for all sections of one item. Where none
    has a number, the first ``least``."""
    path = passage.section.headings
    last = max((at for at, one in enumerate(path, 1) if numbered.match(one)), default=least)
    return path[:last]
