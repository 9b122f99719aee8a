"""Which short lines are headings, and which numbers number something.

A number counts when it belongs to a row of numbers; a line without a number is a heading when it
looks like one (short, no stop) and body text follows it, or when it is set strong, stands in the
table of contents, comes again, or is one of the words under which papers of this kind are ordered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Document, Span
from indexer import shapes
from indexer.blocks import Piece

_KNOWN = (
    "abbreviations|action|actions|actions arising|agenda|also attended|also present|also in "
    "attendance|annex|any other business|aob|apologies|apologies for absence|appendices|appendix|"
    "areas for improvement|attendance|available papers|background|background papers|cause of "
    "concern|conclusion|conclusions|confirmation of minutes|consultation|contact|contact officer|"
    "contact points|contact points for the report|contents|declarations of interest|decision|"
    "decisions|discussion|equality implications|executive summary|financial implications|findings|"
    "foreword|glossary|in attendance|introduction|judgments|key findings|legal implications|"
    "matters arising|membership|methodology|minutes|next meeting|next steps|notes|officers|"
    "outcomes|overview|present|public participation|purpose|purpose of report|purpose of the "
    "report|recommendation|recommendations|resolved|resource implications|risk implications|"
    "specific contact points for this report|summary|supporting information|update|updates|"
    "working group"
)
KNOWN = frozenset(_KNOWN.split("|"))
"""Headings under which papers of this kind are ordered, in small letters."""

ATTENDANCE = re.compile(
    r"(?:name:?\s+capacity:?|attendance|attendees|present|also (?:present|attended|in attendance)|"
    r"in attendance|membership|members(?: present)?|apologies|officers(?: present)?)\b.{0,40}$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|(?:best|kind|warm) (?:wishes|regards)|regards)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:tel|telephone|email|e-mail|fax|mobile|phone|web|www|https?|cc)\b[.:]?", re.I
)
_LEADER = re.compile(r"(.{3,120}?)[ .…]*(?:\.{3,}|…|\t)[ .…]*\d{1,4}$")
_ITEM = re.compile(r"\([aiAIN]\)|[aiAI][).]+|N\)")
_LONG = 150


def judge(document: Document, made: Sequence[Piece]) -> list[Piece]:
    """The same pieces, those that are headings told so, and numbers that number nothing undone."""
    text = document.text
    current = _numbers(text, made)
    names = [
        shapes.words(text[piece.outer : piece.span.end]) if len(piece.span) < 400 else ""
        for piece in current
    ]
    listed = contents(text, current)
    again = Counter(
        name
        for name, piece in zip(names, current, strict=True)
        if name and _short(text, piece) and not piece.style
    )
    quiet = _quiet(text, current, names)
    for at in range(len(current) - 1, -1, -1):
        piece = current[at]
        if piece.role != "paragraph":
            continue
        after = next((one for one in current[at + 1 : at + 5] if one.role != "furniture"), None)
        if _heading(text, piece, names[at], after, listed, again, at in quiet):
            current[at] = replace(piece, role="heading")
    return current


def _heading(
    text: str,
    piece: Piece,
    name: str,
    after: Piece | None,
    listed: frozenset[str],
    again: Counter[str],
    quiet: bool,
) -> bool:
    words = text[piece.span.start : piece.span.end]
    if name.rstrip(":") in KNOWN and len(words) < 60:
        return True
    if shapes.LABEL.match(words) and after is not None and not quiet:
        return len(words) <= 60 and not _CONTACT.match(words)
    if not _short(text, piece) or not name:
        return False
    if piece.style and piece.label:
        return after is None or not (after.style == piece.style and after.role == "item")
    if quiet or _CONTACT.match(words) or after is None:
        return False
    if name in listed or (piece.strong and len(words) <= 250):
        return True
    if again[name] >= 2 and not shapes.NAME_LINE.match(words):
        return True
    if piece.gap >= 3 or (words.endswith(")") and len(words) > 100):
        return False
    if words.isupper() and len(words) > 5:
        return True
    return _body(text, after)


def _short(text: str, piece: Piece) -> bool:
    words = text[piece.span.start : piece.span.end]
    strong = piece.strong or words.startswith("**")
    if len(words) > (300 if strong else _LONG) or "\t" in words:
        return False
    if not strong and words.count("\n") > 2:
        return False
    bare = words.strip("*_ \n")
    if len(bare) < 3 or (bare[-1] in ".;,:" and not strong):
        return False
    if strong and bare[-1] in ".;," and len(bare) > 80:
        return False
    if (bare.endswith("?") and len(bare) > 80) or bare.count(". ") > 1:
        return False
    first = next((char for char in bare if char.isalnum()), "")
    return bool(first) and not first.islower() and not (first.isdigit() and not piece.label)


def _body(text: str, piece: Piece) -> bool:
    """Whether a piece is what stands under a heading: sentences, items, a table, a heading."""
    if piece.role in ("item", "row", "heading"):
        return piece.role != "heading" or piece.gap < 3
    words = text[piece.span.start : piece.span.end]
    return (
        len(words) > 100 or bool(piece.label) or (bool(shapes.ENDED.search(words)) and " " in words)
    )


def _quiet(text: str, made: Sequence[Piece], names: Sequence[str]) -> set[int]:
    """Places where short lines are names and addresses: lists of those present, signatures."""
    quiet: set[int] = set()
    until = -1
    zone = False
    for at, piece in enumerate(made):
        words = text[piece.span.start : min(piece.span.end, piece.span.start + 200)]
        if ATTENDANCE.match(words.replace("*", "")) and len(piece.span) < 160:
            zone = True
            continue
        if zone and (
            (piece.label and piece.role == "paragraph" and len(piece.span) < 200)
            or piece.strong
            or (len(words) > 60 and shapes.ENDED.search(words) and not shapes.LABEL.match(words))
        ):
            zone = False
        if _CLOSING.match(words) and len(piece.span) < 60:
            until = at + 4
        if zone or at <= until:
            quiet.add(at)
    return quiet


def contents(text: str, made: Sequence[Piece]) -> frozenset[str]:
    """What the tables of contents name: lines and rows that end in leaders and a page number."""
    found: set[str] = set()
    for piece in made:
        spans = [row.span for row in piece.rows] or [piece.span]
        for span in spans:
            words = text[span.start : min(span.end, span.start + 160)]
            match = _LEADER.match(words) if len(span) < 150 else None
            if match and len(match[1].strip(" .…")) > 3 and "\t" not in match[1]:
                found.add(shapes.words(match[1].strip(" .…")))
    return frozenset(found)


def _numbers(text: str, made: Sequence[Piece]) -> list[Piece]:
    """Pieces whose number stands in no row of numbers lose it: it belongs to their words."""
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(made):
        if piece.label and piece.role == "paragraph":
            places.setdefault(piece.style, []).append(at)
    result = list(made)
    for style, here in places.items():
        values = [_value(made[at].label) for at in here]
        for order, at in enumerate(here):
            near = {*values[max(0, order - 4) : order], *values[order + 1 : order + 5]}
            if not _counts(text, made[at], style, values[order], near):
                result[at] = replace(
                    made[at], span=Span(made[at].outer, made[at].span.end), label="", style=""
                )
            elif _ITEM.fullmatch(style) and (style[0] == "(" or not _short(text, made[at])):
                result[at] = replace(made[at], role="item")
    return result


def _value(label: str) -> int:
    digits = re.findall(r"\d+", label)
    if digits:
        return int(digits[-1])
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
    if len(label) > 1:
        return roman.get(label.lower(), 10)
    return ord(label.lower()) - 96


def _counts(text: str, piece: Piece, style: str, value: int, near: set[int]) -> bool:
    first = text[piece.span.start : piece.span.start + 1]
    neighbour = value - 1 in near or value + 1 in near
    if style in ("N", "a", "Na"):
        return neighbour and (first.isupper() or not first.isalpha())
    if "/" in piece.label:
        year, second = (int(part) for part in re.findall(r"\d+", piece.label)[:2])
        return not (year >= 1900 and second == (year + 1) % 100) and first.isupper()
    if style == "run-in":
        return piece.label[:3].isupper() or neighbour
    if style.startswith("N.N") and "." in piece.label:
        return first.isupper() or not first.isalpha()
    if style in ("N.", "A.", "A)"):
        return value == 1 or neighbour or (style == "N." and value <= 30 and first.isupper())
    return True
