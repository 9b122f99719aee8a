"""The head of a part: its title, its body, and the day in the place where its day is printed.

Only the head is read for a date, by rank of place: a line that says what it dates ('Date of
issue', 'held on'), then a line that is the date, then the title. Two different days of one rank
are no date; a day without a year has one only where the title gives it and the weekday agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import dates
from corpus.model import Span
from corpus.periods import within, year_of
from indexer.entities import bodies
from indexer.language import lexicon, patterns, phrases
from indexer.layout.blocks import Piece
from indexer.structure import agenda, sections

_HELD = phrases.either("front_matter", "held")
_DATED = re.compile(
    r"(?:^|[\n\t])\s*(?:date(?: of (?:the )?meeting)?|meeting(?: date)?|dated|day|date and time|"
    r"date/time|when|held on|date, time(?: and place)?)\s*[:\t–-]\s*$",
    re.IGNORECASE,
)
_NOT_MINE = phrases.either("front_matter", "not_mine")
_TO_DO = phrases.either("front_matter", "to_do")
_PUBLISHED = phrases.either("front_matter", "published")
_RANGE = re.compile(r"\d(?:st|nd|rd|th)?\s*(?:to|and|[-–])\s*$")
"""Before a date: it ends a stretch of days, and is not the day of anything."""

_MEETS = re.compile(r"\b(?:meeting|minutes|notes)\b", re.IGNORECASE)
_COPYRIGHT = phrases.either("front_matter", "copyright")
_SORT = phrases.either("front_matter", "sorts")
"""What a council's site calls a sort of page, over the title of the paper itself."""

_LINES = 30


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


def read(text: str, made: Sequence[Piece], form: str, listed: str = "") -> Head:
    """The head of the part whose pieces are ``made``; ``form`` is the way it begins, ``listed``
    its title in the pack's own list: a first line that gives all of it is the whole title."""
    block = _block(text, made, form)
    crumbs = _crumbs(text, block)
    block = block[1 if _SORT.fullmatch(crumbs) else 2 :] if crumbs else block
    opening = patterns.words(text[block[0].outer : block[0].span.end]) if listed and block else ""
    alone = bool(crumbs) or (bool(opening) and opening.startswith(patterns.words(listed)))
    named = _title(text, block[:1] if alone else block) or _later(text, made)
    title = _subject(text, made) if form == "letter" else named
    shown = " ".join(text[one.outer : one.span.end] for one in block)
    asks = bool(re.search(r"\bagenda\b", shown, re.IGNORECASE)) or _to_do(text, made)
    if form == "front" and asks and "inutes" not in shown:
        form = "agenda"
    said_on, evidence = said(text, made, block, form)
    words = " ".join(
        text[one.outer : one.span.end]
        for one in made[:12]
        if len(one.span) < 600 and not (one.label and form in ("front", "agenda"))
    )
    body = bodies.first(_lines(text, block))
    return Head(title, words[:4000], said_on, evidence, body, form, shown, crumbs)


def _to_do(text: str, made: Sequence[Piece]) -> bool:
    """Whether the numbered items say what is to be done: 'To receive …', as agendas do."""
    items = [text[one.span.start : one.span.end] for one in made[:40] if one.label]
    return sum(bool(_TO_DO.search(one[:200])) for one in items) > 1


def _block(text: str, made: Sequence[Piece], form: str) -> list[Piece]:
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
        if not groups or (piece.gap >= 3 and groups[-1]):
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


def _lines(text: str, block: Sequence[Piece]) -> Iterator[str]:
    """The lines at the head that may name whose paper it is: no sentences, no greeting."""
    for piece in block:
        for line in text[piece.span.start : piece.span.end].split("\n"):
            inspected = bodies.of_whom(line)
            if not (inspected or lexicon.sentence(line) or line.casefold().startswith("dear")):
                yield line


def said(
    text: str, made: Sequence[Piece], block: Sequence[Piece], form: str
) -> tuple[str | None, str]:
    """The day of a part's words and the words it was read from; ``None`` rather than a guess."""
    if form == "agenda":
        issued, words = agenda.issue(text, made)
        if issued:
            return issued, words
    year = _years(text, block)
    ranked: dict[int, dict[str, str]] = {}
    for rank, iso, words in _candidates(text, made, block, form, year):
        ranked.setdefault(rank, {}).setdefault(iso, words)
    for rank in sorted(ranked):
        days = _agreeing(ranked[rank])
        if len(days) == 1:
            iso, words = next(iter(days.items()))
            return iso, words
        return None, ""
    return None, ""


def _agreeing(days: dict[str, str]) -> dict[str, str]:
    """Months that a day of the same rank makes precise are no second date."""
    return {
        iso: words
        for iso, words in days.items()
        if not any(other != iso and within(other, iso) for other in days)
    }


def _years(text: str, block: Sequence[Piece]) -> dict[int, int]:
    """Month to year, where the title gives a month with its year and gives no other year."""
    found: dict[int, set[int]] = {}
    for piece in block:
        for one in dates.find(text, piece.outer, piece.span.end):
            if one.iso:
                found.setdefault(one.month, set()).add(int(year_of(one.iso)))
    return {month: next(iter(years)) for month, years in found.items() if len(years) == 1}


def _candidates(
    text: str, made: Sequence[Piece], block: Sequence[Piece], form: str, year: dict[int, int]
) -> Iterator[tuple[int, str, str]]:
    within = {piece.outer for piece in block}
    reach = 40 if form == "letter" else _LINES
    deep = False
    meets = bool(_MEETS.search(" ".join(text[one.outer : one.span.end] for one in block)))
    for piece in made[:reach]:
        words = text[piece.outer : piece.span.end]
        if form == "letter" and words.casefold().startswith("dear"):
            reach = 0
        if piece.role == "furniture" or len(words) > 700:
            if len(words) > 700 and form != "letter":
                return
            continue
        if piece.label and piece.role == "heading" and form in ("front", "minutes", "agenda"):
            return
        if _COPYRIGHT.search(words):
            continue
        if form != "letter" and piece.outer not in within:
            # Below the first sentences a date stands for something else, unless it is labelled.
            deep = deep or (len(words) > 100 and bool(patterns.ENDED.search(words)))
        for one in dates.find(text, piece.outer, piece.span.end):
            iso = one.iso
            if deep and not _DATED.search(
                text[max(piece.outer, one.span.start - 60) : one.span.start]
            ):
                continue
            if one.year is None and iso is None and one.month in year and one.day is not None:
                if one.weekday is None:
                    iso = dates.exact(year[one.month], one.month, one.day)
                else:
                    iso = dates.with_year(one, year[one.month])
            if iso is None:
                continue
            rank = _rank(text, piece, one, piece.outer in within, form, meets)
            if rank is not None:
                said_words = " ".join(text[one.span.start : one.span.end].split())
                yield rank, iso, f"{_place(rank, piece, words)} '{said_words}'"
        if reach == 0:
            return


def _rank(
    text: str, piece: Piece, one: dates.Found, titled: bool, form: str, meets: bool
) -> int | None:
    before = text[max(piece.outer, one.span.start - 200) : one.span.start]
    line_start = text.rfind("\n", piece.outer, one.span.start) + 1 or piece.outer
    line_end = text.find("\n", one.span.end, piece.span.end)
    line = text[line_start : line_end if line_end >= 0 else piece.span.end].strip("* \t")
    alone = len(line) <= len(one.span) + 26
    label = text[line_start : one.span.start].strip("* \t")
    if ":" in label and not _DATED.search(f"\n{label}") and not _PUBLISHED.search(label):
        return None
    day = one.day is not None
    published = _PUBLISHED.search(text, line_start, one.span.start)
    if published:
        return None if "update" in published.group().casefold() or meets else 5
    if _NOT_MINE.search(before[-60:]) or _NOT_MINE.search(line[:30]) or _RANGE.search(before):
        return None
    if form == "report":
        return 1 if day and titled else None
    if form == "letter":
        return 1 if day and alone else None
    if day and (_DATED.search(before) or (titled and _HELD.search(before))):
        return 1
    if not titled and form in ("minutes", "agenda", "front") and one.span.start > piece.outer + 30:
        return None
    if day and alone:
        return 2
    if day and titled and (piece.role == "heading" or len(piece.span) < 200):
        return 3
    if not day and titled and alone:
        return 4 if form in ("titled", "front") else None
    if not day and titled and _MEETS.search(line) and len(line) < 120:
        return 6
    return None


def _place(rank: int, piece: Piece, words: str) -> str:
    if rank == 1:
        return "head"
    if piece.role == "heading":
        return "heading"
    return "date line" if rank == 2 else "title"
