"""A quotation cut into pieces, so that a page can escape each one and mark the matched words.

Nothing here makes HTML: a template prints each piece through its own escaping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

# Some sources print the tags of the system they were written in; they stand for breaks.
_BREAK = re.compile(r"(?:\s*</?(?:p|br|div)\s*/?>)+\s*|\t+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: plain text, marked text, the beginning of the mark that is looked at, a line break,
    the border between two table cells, or the head of a cell's column, which is no part of the
    quotation."""

    text: str
    kind: Literal["text", "mark", "here", "break", "cell", "head"] = "text"


def pieces(
    text: str,
    start: int = 0,
    marks: Iterable[tuple[int, int]] = (),
    here: tuple[int, int] | None = None,
) -> list[Piece]:
    """``text``, which begins at offset ``start`` of its document, in pieces.

    ``marks`` and ``here`` are document offsets; what lies outside the text is ignored, overlaps are
    joined. Joining the texts of all pieces gives ``text`` back.
    """
    if here is None or not start <= here[0] < start + len(text):
        return _pieces(text, start, marks)
    low, high = here[0] - start, min(len(text), here[1] - start)
    marks = tuple(marks)
    looked_at = _pieces(text[low:high], 0, ((0, high - low),))
    return [
        *_pieces(text[:low], start, marks),
        replace(looked_at[0], kind="here"),
        *looked_at[1:],
        *_pieces(text[high:], start + high, marks),
    ]


def _pieces(text: str, start: int, marks: Iterable[tuple[int, int]]) -> list[Piece]:
    wanted = _joined((max(0, low - start), min(len(text), high - start)) for low, high in marks)
    found: list[Piece] = []
    place = 0
    for gap in _BREAK.finditer(text):
        found += _cut(text, place, gap.start(), wanted)
        found.append(Piece(gap.group(), "break" if gap.group().strip() else "cell"))
        place = gap.end()
    found += _cut(text, place, len(text), wanted)
    return found


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> list[Piece]:
    found = []
    place = start
    for low, high in marks:
        low, high = max(low, start), min(high, end)
        if low >= high:
            continue
        if place < low:
            found.append(Piece(text[place:low]))
        found.append(Piece(text[low:high], "mark"))
        place = high
    if place < end:
        found.append(Piece(text[place:end]))
    return found


def _joined(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for low, high in sorted(mark for mark in marks if mark[0] < mark[1]):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def headed(found: Sequence[Piece], columns: Sequence[str]) -> list[Piece]:
    """The pieces of a row with the head of its column behind each cell: '131 (May › Number)'.

    The first cell of a row that is a name needs none. Heads that fit no cells stand at the end.
    """
    named = [head.strip() for head in columns]
    if not any(named):
        return list(found)
    cells = 1 + sum(piece.text.count("\t") for piece in found if piece.kind == "cell")
    if cells != len(named):
        together = " | ".join(dict.fromkeys(head for head in named if head))
        return [*found, Piece(f" ({together})", "head")]
    result: list[Piece] = []
    words = ""
    at = 0
    for piece in [*found, Piece("", "cell")]:
        if piece.kind != "cell":
            words += piece.text
            result.append(piece)
            continue
        name = at == 0 and cells > 1 and any(map(str.isalpha, words))
        if named[at] and words.strip() and not name:
            result.append(Piece(f" ({named[at]})", "head"))
        at += piece.text.count("\t")
        words = ""
        if piece.text:
            result.append(piece)
    return result


def quoted(text: str, columns: Sequence[str] = ()) -> str:
    """The text with wrapped lines joined, stray tags as line breaks, cells as ``a | b``, each cell
    of a row with the head of its column."""
    if len(columns) > 1 and "\t" not in text and text.count("|") == len(columns) - 1:
        text = "\t".join(cell.strip() for cell in text.split("|"))
    return _joined_lines(headed(pieces(text), columns))


def _joined_lines(found: Iterable[Piece]) -> str:
    lines = [""]
    for piece in found:
        if piece.kind == "break":
            lines.append("")
        else:
            lines[-1] += " | " if piece.kind == "cell" else piece.text
    return "\n".join(" ".join(line.split()) for line in lines).strip()
