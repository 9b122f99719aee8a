"""How a question and a passage in its place become one row of tokens: in training and when asked.

Nothing is imported: training shows the reader its pairs where only torch is installed.
"""

from __future__ import annotations

MOST_TOKENS = 192
"""Of question, place and passage together; a longer passage is read in windows."""
QUESTION_TOKENS = 72
PLACE_TOKENS = 40


def room(question: list[int], place: list[int]) -> int:
    """How many of a passage's tokens have room beside a question and a place."""
    return MOST_TOKENS - len(question) - len(place) - 4


def laid_out(
    edges: tuple[int, int], question: list[int], place: list[int], words: list[int]
) -> tuple[list[int], int, int]:
    """The row's ids, where its second segment begins, and where the passage's words do.

    ``edges`` are the ids of the first token and of the one that parts.
    """
    first, parting = edges
    head = [first, *question, parting]
    return [*head, *place, parting, *words, parting], len(head), len(head) + len(place) + 1
