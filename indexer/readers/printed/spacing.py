"""Headings set with a gap after each letter ("M I N U T E S") to the words that they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from indexer.readers.printed.runs import Run

_LETTERS = 5
"""Single letters in a line from which it may be set apart letter by letter."""
_WORD_GAP = 1.5
"""How much wider than the gap between letters the gap between words is."""


def closed_up(line: list[Run], edges: Callable[[Run], Sequence[tuple[float, float]]]) -> list[Run]:
    """The runs of a line as they came, or one run of whole words where letters stand apart."""
    tokens = "".join(run.text for run in line).split()
    alone = sum(len(token) == 1 and token.isalpha() for token in tokens)
    if alone < _LETTERS or alone < 0.8 * len(tokens) or any(run.first < 0 for run in line):
        return line
    letters = [
        (char, *place)
        for run in line
        for char, place in zip(run.text, edges(run), strict=True)
        if not char.isspace()
    ]
    gaps = [after[1] - before[2] for before, after in pairwise(letters)]
    usual = median(gaps)
    if usual < 0.1 * line[0].size:
        return line
    text = letters[0][0]
    for gap, (char, _, _) in zip(gaps, letters[1:], strict=True):
        text += f" {char}" if gap > _WORD_GAP * usual else char
    first = line[0]
    return [
        Run(text, first.size, first.bold, first.font, first.x, first.y, line[-1].right, first.shown)
    ]
