"""The agenda's own table: items, subjects, page ranges, and the day it was issued.

An agenda is evidence, not truth: a part gets an item only when its own words agree with the
item's subject, items are given in the agenda's order, and page numbers that lie are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import dates
from indexer.language import patterns, phrases
from indexer.layout.blocks import Piece

_RANGE = re.compile(r"\(?(?:pages?\s+)?(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?\)?$", re.IGNORECASE)
_ISSUED = phrases.either("front_matter", "issued")
_OWN = re.compile(
    r"(?:^|[\n\t|;:–—]|[.\]]\s|\s-\s)\W*(?:(?:this|these|first|originally|document|paper|page|agenda|"
    r"report|minutes|notes|was|were|is|and|date)\s+){0,5}\W*$",
    re.IGNORECASE,
)
"""What stands before the words when a line says it of the paper itself: nothing, or 'This was'."""
_TRAILING = re.compile(r"\(?(?:pages?\s+)?\d{1,4}\s*[-–]\s*\d{1,4}\)?$|(?<=\s)\d{1,4}$", re.I)
_PAGED = re.compile(r"\bpages?(?: no\.?| numbers?)?$", re.IGNORECASE)
AGREES = 70
"""How alike (rapidfuzz token_set_ratio, 0-100) a title and a subject must be."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the agenda. ``pages`` is its range as printed, '1 - 22'."""

    number: str
    subject: str
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What an agenda says of the papers that follow it."""

    items: tuple[Item, ...] = ()
    issued: str | None = None
    issued_words: str = ""


def read(text: str, made: Sequence[Piece]) -> Agenda:
    """The items in ``made``, the pieces of one agenda, and its date of issue."""
    items: list[Item] = []
    paged = any(_PAGED.search(text[one.outer : one.span.end]) for one in made if len(one.span) < 90)
    for piece in made:
        for row in piece.rows:
            cells = [text[cell.start : cell.end] if cell else "" for cell in row.cells]
            if not row.label or row.title is None or len(cells) < 2:
                continue
            pages = _RANGE.match(cells[-1].strip()) if len(cells) > 2 else None
            items.append(_item(row.label, cells[1], pages))
        if piece.role in ("heading", "paragraph", "item") and piece.label and len(piece.span) < 400:
            words = text[piece.span.start : piece.span.end]
            range_at = _TRAILING.search(words)
            pages = _RANGE.match(range_at.group()) if range_at else None
            if pages and not pages[2] and not paged:
                range_at, pages = None, None
            items.append(
                _item(piece.label, words[: range_at.start()] if range_at else words, pages)
            )
    issued, words = issue(text, made)
    return Agenda(tuple(items), issued, words)


def _item(number: str, subject: str, pages: re.Match[str] | None) -> Item:
    bare = " ".join(patterns.TAG.sub(" ", subject).split())
    return Item(number, bare[:300], pages_of(pages))


def pages_of(match: re.Match[str] | None) -> str:
    """A range of pages as it is given on: '1-22', '7', or '' for none."""
    if match is None:
        return ""
    return f"{match[1]}-{match[2]}" if match[2] else match[1]


def issue(text: str, made: Sequence[Piece]) -> tuple[str | None, str]:
    """The day a paper says it was issued, with the words that say so."""
    for piece in made[:120]:
        if len(piece.span) > 400:
            continue
        words = text[piece.outer : piece.span.end]
        match = _ISSUED.search(words)
        if match and not _OWN.search(words, 0, match.start()):
            continue  # 'the report that was published on': another paper
        found = dates.find(match[match.lastindex or 0]) if match else []
        if match and found and found[0].iso and not found[0].stretch and found[0].span.start < 14:
            return found[0].iso, " ".join(match.group().split())
    return None, ""


def match(agenda: Agenda, title: str, said_on: str | None, after: int) -> int | None:
    """The place in ``agenda.items`` of the item a part answers to, beyond ``after``."""
    from rapidfuzz import fuzz

    bare = patterns.words(title)
    if len(bare) < 8:
        return None
    best, place = float(AGREES), None
    for at, item in enumerate(agenda.items):
        if at <= after:
            continue
        subject = patterns.words(item.subject)
        score = fuzz.token_set_ratio(bare, subject[: max(120, len(bare) + 40)])
        held = [one.iso for one in dates.find(item.subject)]
        if said_on and said_on in held and "minutes" in subject and "minutes" in bare:
            score = 100.0
        if score > best and (len(subject) > 12 or score == 100):
            best, place = score, at
    return place
