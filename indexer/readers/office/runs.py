"""Runs of words that are set alike, put together as a reader of the page would read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.readers.composer import Cell, Piece

Table = list[list[Cell]]

_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?")
_UNIT = re.compile(r"(?:^|[\d\s/])(?:[kcm]?m|km|ft)$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are set alike; ``raised`` above the line."""

    text: str
    bold: bool = False
    raised: bool = False


def joined(runs: Sequence[Run]) -> str:
    """The words of a paragraph. A raised figure behind a word refers to a note and is no part of
    it: "47¹" is "47[1]"; an ordinal ("14th") and a power ("m2") stay as they are."""
    words = ""
    for high, some in groupby(runs, key=lambda run: run.raised):
        text = "".join(run.text for run in some)
        mark = text.strip()
        refers = high and words.strip() and _MARK.fullmatch(mark)
        if refers and not (mark in ("2", "3") and _UNIT.search(words[-12:])):
            text = f"[{mark.strip('[]() ')}]"
        words += text
    return words


def is_strong(runs: Iterable[Run]) -> bool:
    """Whether all that shows is bold."""
    shown = [run for run in runs if run.text.strip()]
    return bool(shown) and all(run.bold for run in shown)


def flattened(piece: Piece | Table) -> list[Piece]:
    """A table inside a cell, as the lines of the cell."""
    if isinstance(piece, Piece):
        return [piece]
    lines = (" ".join(cell.text for cell in row).strip() for row in piece)
    return [Piece(line) for line in lines if line]
