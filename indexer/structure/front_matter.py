"""The head of a part: its title, its body, and what it is by the way it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Span
from indexer.entities import bodies
from indexer.language import lexicon, patterns, phrases
from indexer.layout.blocks import Piece
from indexer.structure import dating, sections
from indexer.structure.beside import Apart

_TO_DO = phrases.either("front_matter", "to_do")
_PUBLISHED = phrases.either("front_matter", "published")
_SORT = phrases.either("front_matter", "sorts")
"""What a council's site calls a sort of page, over the title of the paper itself."""

_LINES = 30
_PART = 3
"""Empty lines that part two lines of a head."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a part says: ``words`` are its first pieces, ``shown`` its title's lines.

    ``evidence`` tells where ``said_on`` was read, ``form`` is the way the part begins, a front
    sheet that is an agenda told so. ``crumbs`` is the line above the title that only tells of what
    sort the page is, '' without one; such a title is the heading of the one item on its page.
    """

    title: Span | None
    words: str
    said_on: str | None
    evidence: str
    body: str
    form: str
    shown: str
    crumbs: str = ""


def read(
    text: str,
    made: Sequence[Piece],
    form: str,
    listed: str = "",
    apart: Sequence[Apart] = (),
) -> Head:
    """The head of the part whose pieces are ``made``; ``form`` is the way it begins, ``listed``
    its title in the pack's own list: a first line that gives all of it is the whole title.
    ``apart`` is what the file says of it beside its text."""
    made = _own(text, made)
    block = _block(text, made)
    crumbs = _crumbs(text, block)
    block = block[1 if _SORT.fullmatch(crumbs) else 2 :] if crumbs else block
    opening = patterns.words(text[block[0].outer : block[0].span.end]) if listed and block else ""
    alone = bool(crumbs) or (bool(opening) and opening.startswith(patterns.words(listed)))
    named = _title(text, block[:1] if alone else block) or _later(text, made)
    title = _subject(text, made) if form == "letter" else named
    told = [one.words for one in apart]
    shown = " ".join([*told, *(text[one.outer : one.span.end] for one in block)])
    asks = bool(re.search(r"\bagenda\b", shown, re.IGNORECASE)) or _to_do(text, made)
    if form == "front" and asks and "inutes" not in shown:
        form = "agenda"
    said_on, evidence = dating.said(text, made, block, form, apart)
    words = " ".join(
        text[one.outer : one.span.end]
        for one in made[:12]
        if len(one.span) < 600 and not (one.label and form in ("front", "agenda"))
    )
    body = bodies.first(_lines(text, block, told))
    return Head(title, words[:4000], said_on, evidence, body, form, shown, crumbs)


def _own(text: str, made: Sequence[Piece]) -> list[Piece]:
    """The pieces but those of a list of papers at the head, which has the titles and the dates of
    other papers: up to a heading, a number, a sentence, or a gap below lines without one."""
    kept: list[Piece] = []
    listing, close = False, False
    last: Piece | None = None
    for at, piece in enumerate(made):
        if at > _LINES and not listing and last is made[at - 1]:
            return [*kept, *made[at:]]  # below the head no list of papers begins
        words = text[piece.outer : piece.span.end]
        name = patterns.words(words.split("\n", 1)[0]).rstrip(":. ")
        if at <= _LINES and piece.role != "furniture" and lexicon.PAPERS.fullmatch(name):
            listing, close = True, "\n" in words
            continue
        told = len(words) > 60 and bool(patterns.ENDED.search(words)) and lexicon.tells(words)
        set_so = piece.role == "heading" and bool(piece.level or piece.strong)
        title = set_so or piece.role == "row" or (piece.label and piece.role != "item")
        if told or title or (close and piece.gap) or lexicon.KNOWN.fullmatch(name):
            listing = False
        close = not piece.gap or "\n" in words
        if not listing:
            # No title goes on over what was left out.
            left = bool(kept) and at > 0 and made[at - 1] is not last
            last = piece
            kept.append(replace(piece, gap=max(piece.gap, _PART)) if left else piece)
    return kept or list(made)


def _to_do(text: str, made: Sequence[Piece]) -> bool:
    """Whether the numbered items say what is to be done: 'To receive …', as agendas do."""
    items = [text[one.span.start : one.span.end] for one in made[:40] if one.label]
    return sum(bool(_TO_DO.search(one[:200])) for one in items) > 1


def _block(text: str, made: Sequence[Piece]) -> list[Piece]:
    """The short lines at the top: the title and what stands with it."""
    block: list[Piece] = []
    for piece in made[:_LINES]:
        if piece.role == "furniture":
            continue
        words = text[piece.outer : piece.span.end]
        name = patterns.words(words).rstrip(":. ")
        if piece.role in ("row", "item") or len(words) > 400 or (piece.label and block):
            break
        opens = lexicon.KNOWN.fullmatch(name) or lexicon.ATTENDANCE.match(words.strip("*"))
        if block and opens and name not in ("minutes", "agenda", "notes", "decisions"):
            break
        if len(words) > 160 and not piece.strong and patterns.ENDED.search(words):
            break
        block.append(piece)
    return block


def _crumbs(text: str, block: Sequence[Piece]) -> str:
    """The first line, where the second only repeats how it ends ('Meetings - Agenda item', 'Agenda
    item') and a third, itself a heading, has yet to say what the page is about."""
    if len(block) > 1 and block[1].role == "heading" and block[0].role == "heading":
        first, second = (sections.clean(text, one.span) for one in block[:2])
        if _SORT.fullmatch(first) and block[1].level > block[0].level:
            return first
    if len(block) < 3 or block[2].role != "heading" or block[2].span.end - block[2].outer > 200:
        return ""
    first, second = (sections.clean(text, one.span) for one in block[:2])
    tail = re.split(r"\s[-–—|>»›:]\s", first)[-1]
    return first if tail != first and tail.casefold() == second.casefold() else ""


def _title(text: str, block: Sequence[Piece]) -> Span | None:
    """The lines that name the paper: those up to the first large gap that name a kind of paper."""
    groups: list[list[Piece]] = []
    for piece in block:
        words = text[piece.outer : piece.span.end].strip("* ")
        if lexicon.KEYED.match(words) or (patterns.ENDED.search(words) and len(words) > 60):
            break
        seen = {patterns.words(text[one.outer : one.span.end]) for group in groups for one in group}
        if patterns.words(words) in seen:
            break
        if groups and _ends_title(groups[-1][-1], piece, words):
            break
        if not groups or (piece.gap >= _PART and groups[-1]):
            groups.append([])
        groups[-1].append(piece)
        if len(groups[-1]) >= 4:
            break
    for group in groups:
        span = Span(group[0].outer, group[-1].span.end)
        if lexicon.DOCUMENT_WORD.search(text, span.start, span.end):
            return span
    return Span(groups[0][0].outer, groups[0][-1].span.end) if groups else None


def _ends_title(last: Piece, piece: Piece, words: str) -> bool:
    """Whether a line under a heading is no more of the title: a deeper heading, or text."""
    if last.level and piece.level != last.level:
        return True
    if _PUBLISHED.match(words.strip()):
        return True
    return last.role == "heading" and piece.role != "heading" and len(words) > 60


def _subject(text: str, made: Sequence[Piece]) -> Span | None:
    """What a letter is about: the heading straight under 'Dear'."""
    for at, piece in enumerate(made[:60]):
        if text[piece.outer : piece.outer + 5].casefold() == "dear ":
            after = [one for one in made[at + 1 : at + 4] if one.role != "furniture"]
            if after and after[0].role == "heading":
                return Span(after[0].outer, after[0].span.end)
            return None
    return None


def _later(text: str, made: Sequence[Piece]) -> Span | None:
    """A heading below dates and names that names a kind of paper, where nothing above does."""
    for piece in made[:_LINES]:
        words = text[piece.span.start : piece.span.end]
        if piece.role == "heading" and not piece.label and len(words) < 120:
            name = patterns.words(words).rstrip(":. ")
            if not lexicon.KNOWN.fullmatch(name) and lexicon.DOCUMENT_WORD.search(words):
                return Span(piece.outer, piece.span.end)
        elif piece.label:
            return None
    return None


def _lines(text: str, block: Sequence[Piece], told: Sequence[str]) -> Iterator[str]:
    """The lines at the head, then those beside the text, that may name whose paper it is: no
    sentences, no greeting."""
    shown = (text[piece.span.start : piece.span.end] for piece in block)
    for line in (line for words in (*shown, *told) for line in words.split("\n")):
        inspected = bodies.of_whom(line)
        if not (inspected or lexicon.sentence(line) or line.casefold().startswith("dear")):
            yield line
