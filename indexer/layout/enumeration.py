"""Which of the numbers at the heads of lines number something: those that stand in a row.

'247 Plan' between 246 and 248 is a minute; '232 visits' is a count and belongs to its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import dates
from corpus.model import Span
from indexer.language import patterns
from indexer.layout.blocks import Piece
from indexer.layout.tables import Row

_ITEM = re.compile(r"\([aiAIN]\)|[aiAI][).]+|N\)")
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_MONTH = re.compile(rf"(?:{dates.MONTH})\b[,.]?\s*(?:$|\n|(?:19|20)?\d\d\b)", re.IGNORECASE)
"""What makes a number before it a day: '4 June 2019', and not '4 March figures'."""
_NEAR = 6


def settle(text: str, made: Sequence[Piece]) -> list[Piece]:
    """The pieces, a number that stands in no row of numbers given back to their words."""
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(made):
        if piece.label and piece.role in ("paragraph", "heading"):
            # '2.' between '1' and '3' is of their row: whoever types them forgets a stop.
            places.setdefault(_bare(piece.style), []).append(at)
    result = list(made)
    for here in places.values():
        values = [_place(made[at].label) for at in here]
        for order, at in enumerate(here):
            near = {*values[max(0, order - _NEAR) : order], *values[order + 1 : order + 1 + _NEAR]}
            piece = made[at]
            style = piece.style
            if piece.role == "heading":
                continue
            beside = [*here[max(0, order - _NEAR) : order], *here[order + 1 : order + 1 + _NEAR]]
            # '1 table, 3 chairs, 1 lamp' counts things.
            twice = style == "N" and any(
                (made[other].style, made[other].label) == (style, piece.label) for other in beside
            )
            if twice or not _counts(text, piece, style, values[order], near):
                whole = Span(piece.outer, piece.span.end)
                result[at] = replace(piece, span=whole, label="", style="", lead=0)
            elif _ITEM.fullmatch(style) and (style[0] == "(" or len(piece.span) > 150):
                result[at] = replace(piece, role="item")
    return _footnotes(result)


def _bare(style: str) -> str:
    """The form of a plain number whatever closes it; of any other its form as it is."""
    return "N" if style in ("N", "N.", "N)") else style


def _footnotes(made: Sequence[Piece]) -> list[Piece]:
    """Bare numbers before the last paragraphs of a page number notes, not paragraphs."""
    result = list(made)
    if not made or made[-1].page < 2:
        return result
    last: dict[int, list[int]] = {}
    for at, piece in enumerate(made):
        if piece.role != "furniture":
            last.setdefault(piece.page, []).append(at)
    for places in last.values():
        for at in reversed(places[-4:]):
            piece = result[at]
            if piece.style not in ("N", "Na") or len(piece.span) < 25 or piece.strong:
                break
            whole = Span(piece.outer, piece.span.end)
            result[at] = replace(piece, span=whole, label="", style="note")
    return result


def _place(label: str) -> tuple[str, int]:
    """A label as its stem and its last number: '2.1' follows '2.0', and not '3.0'."""
    stem = re.match(r".*[./](?=\d)", label)
    return (stem.group() if stem else "", value(label))


def settle_rows(made: Sequence[Piece]) -> list[Piece]:
    """Rows of tables keep a number only where their numbers run on: counts are not numbers."""
    places: dict[str, list[tuple[int, int]]] = {}
    for at, piece in enumerate(made):
        for place, row in enumerate(piece.rows):
            if row.label:
                places.setdefault(row.style, []).append((at, place))
    changed: dict[int, list[Row]] = {}
    for style, here in places.items():
        values = [value(made[at].rows[place].label) for at, place in here]
        for order, (at, place) in enumerate(here):
            near = {*values[max(0, order - _NEAR) : order], *values[order + 1 : order + 1 + _NEAR]}
            row = made[at].rows[place]
            runs = values[order] - 1 in near or values[order] + 1 in near
            if not runs and "." not in style.rstrip("."):
                rows = changed.setdefault(at, list(made[at].rows))
                rows[place] = replace(row, label="", style="", title=None)
    return [
        replace(piece, rows=tuple(changed[at])) if at in changed else piece
        for at, piece in enumerate(made)
    ]


def value(label: str) -> int:
    """The last number of a label; a letter's place in the alphabet, a Roman numeral's value."""
    digits = re.findall(r"\d+", label)
    if digits:
        return int(digits[-1])
    if len(label) > 1:
        return _ROMAN.get(label.lower(), 10)
    return ord(label.lower()) - 96


def _counts(
    text: str, piece: Piece, style: str, place: tuple[str, int], near: set[tuple[str, int]]
) -> bool:
    first = text[piece.span.start : piece.span.start + 1]
    stem, number = place
    neighbour = (stem, number - 1) in near or (stem, number + 1) in near
    if (1900 <= number <= 2099 and not stem) or patterns.POSTCODE.match(text, piece.outer):
        return False
    begins = first.isupper() or not first.isalpha()
    if style == "N" and _MONTH.match(text, piece.span.start):
        return False
    if style in ("N", "a", "Na"):
        return neighbour and begins
    if "/" in piece.label:
        year, second = (int(part) for part in re.findall(r"\d+", piece.label)[:2])
        return not (year >= 1900 and second == (year + 1) % 100) and begins
    if style == "run-in":
        return piece.label[:3].isupper() or neighbour
    if style.startswith("N.N") and "." in piece.label:
        if re.match(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d$", piece.label):
            return False
        return begins and (neighbour or number == 1 or int(stem.split(".")[0]) < 60)
    if style in ("N.", "A.", "A)"):
        return number == 1 or neighbour or (style == "N." and number <= 30 and begins)
    return True
