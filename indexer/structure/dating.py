"""When a part's words were said, by testimony: each date of the head, what is said of it, where.

The places rank: a label that says what it dates, 'held on', a sentence about this meeting; then a
line that is the date; then the page's header and the title; then a month; a signature; the day it
was put out. Two different days of one rank are no date, nor is a day that no calendar holds at the
highest rank: below it nothing is believed. A day without a year has one only where the title gives
it and the weekday, if it is named, agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import dates
from corpus.periods import within, year_of
from indexer.entities import date_testimony
from indexer.entities.date_testimony import Says
from indexer.entities.people import correspondents
from indexer.language import lexicon, patterns, phrases
from indexer.layout.blocks import Piece
from indexer.structure import agenda
from indexer.structure.beside import Apart

_MEETS = re.compile(r"\b(?:meeting|minutes|notes|holding to account)\b", re.IGNORECASE)
_PLANS = re.compile(r"\b(?:plan|policy|strategy|scheme|code|protocol|accounts|terms)\b", re.I)
_COPYRIGHT = phrases.either("front_matter", "copyright")
_SIGNING = re.compile(r"\bsign(?:ed|ature)\b|\bchair(?:man|person)?\b\W*[._…]{3}", re.IGNORECASE)
_PART_OF_DATE = re.compile(
    rf"(?:\b(?:{'|'.join(dates.WEEKDAYS)})\W{{0,30}}"
    r"|(?:^|\n|\bon\s|\bheld\s)\W{0,30}\d{1,2}(?:st|nd|rd|th)?\W{0,30}"
    r"|\d\s?(?:st|nd|rd|th)\W{0,30}|\bheld on\W{0,30}|(?:^|\n)\W{0,30}date\W{0,30})$",
    re.IGNORECASE,
)
"""The end of a block that a date may begin in and the blocks below go on with."""

_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)

HEADLINES = 30
_LETTER = 40
_TITLE_LINES = 4
"""Blocks at the top of which each may name the paper; below, only headings do."""
_ABOVE = 160
"""Characters of the block above in which a date's sentence may begin."""
_SIGNATURE = 12
"""Blocks under a letter's closing words in which it may be dated."""
_DATE_ALONE = 60
_LISTED = 3
"""Dates in one block, or blocks running with a date each, that make a list or a table of them."""
NOBODY = "?"
"""In place of a date: words that are a day's, and no calendar holds it."""

LABELLED, DATE_LINE, HEADER, TOLD, TITLE, DRAWN_UP, MONTH, SIGNED, PUT_OUT, MONTH_IN_TITLE = range(
    10
)
_PLACES = {
    LABELLED: "head",
    DATE_LINE: "date line",
    TOLD: "sentence",
    MONTH: "date line",
    DRAWN_UP: "sentence",
    SIGNED: "signature",
}


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a part as it is read for dates: its pieces, those of its title, its form."""

    text: str
    made: Sequence[Piece]
    titled: frozenset[int]
    form: str
    meets: bool
    plans: bool
    years: dict[int, int]
    listed: frozenset[int]


def said(
    text: str,
    made: Sequence[Piece],
    block: Sequence[Piece],
    form: str,
    apart: Sequence[Apart] = (),
) -> tuple[str | None, str]:
    """The day of a part's words and the words it was read from; ``None`` rather than a guess.

    ``block`` are the pieces of the title, ``form`` is the way the part begins, ``apart`` what the
    file says of it beside its text.
    """
    if form == "agenda":
        issued, words = agenda.issue(text, made)
        if issued:
            return issued, words
    shown = " ".join(
        text[one.outer : one.span.end]
        for at, one in enumerate(block)
        if at < _TITLE_LINES or one.role == "heading"
    )
    meets = bool(_MEETS.search(" ".join([shown, *(one.words for one in apart)])))
    titled = frozenset(piece.outer for piece in block)
    listed = frozenset(_listed(text, made[:HEADLINES]))
    plans = bool(_PLANS.search(shown))
    head = _Head(text, made, titled, form, meets, plans, _years(text, block), listed)
    ranked: dict[int, dict[str, str]] = {}
    for rank, iso, words in (*_in_text(head), *_apart(apart), *_signed(head), *_closed(head)):
        ranked.setdefault(rank, {}).setdefault(iso, words)
    for rank in sorted(ranked):
        days = _agreeing(ranked[rank])
        if len(days) == 1 and NOBODY not in days:
            iso, words = next(iter(days.items()))
            return iso, words
        return None, ""
    return None, ""


def _agreeing(days: dict[str, str]) -> dict[str, str]:
    """Months that a day of the same rank makes precise are no second date."""
    return {
        iso: words
        for iso, words in days.items()
        if not any(other not in (iso, NOBODY) and within(other, iso) for other in days)
    }


def _years(text: str, block: Sequence[Piece]) -> dict[int, int]:
    """Month to year, where the title gives a month with its year and gives no other year."""
    found: dict[int, set[int]] = {}
    for piece in block:
        for one in dates.find(text, piece.outer, piece.span.end):
            if one.iso and not one.stretch:
                found.setdefault(one.month, set()).add(int(year_of(one.iso)))
    return {month: next(iter(years)) for month, years in found.items() if len(years) == 1}


def _listed(text: str, made: Sequence[Piece]) -> Iterator[int]:
    """Where the blocks begin that are rows of a list of dates."""
    run: list[tuple[int, str]] = []
    for piece in (*made, None):
        found = dates.find(text, piece.outer, piece.span.end) if piece else []
        if piece and len(found) >= _LISTED:
            yield piece.outer
        if piece and len(found) == 1 and found[0].iso and len(piece.span) < 200:
            before, after = text[piece.outer : found[0].span.start], text[found[0].span.end :][:99]
            if date_testimony.hear(before, after, found[0]) in (Says.TITLED, Says.OTHER, Says.BARE):
                run.append((piece.outer, found[0].iso))
            continue
        if len(run) >= _LISTED and len({iso for _, iso in run}) > 1:
            yield from (outer for outer, _ in run)
        run = []


def _in_text(head: _Head) -> Iterator[tuple[int, str, str]]:
    """Every date that the head bears witness to: its rank, the date, the words."""
    text, form = head.text, head.form
    reach = _LETTER if form == "letter" else HEADLINES
    deep, above, taken = False, "", 0
    for at, piece in enumerate(head.made[:reach]):
        words = text[piece.outer : piece.span.end]
        if form == "letter" and words.casefold().startswith("dear"):
            return
        if piece.role == "furniture":
            continue
        if len(words) > 700:
            if form != "letter":
                return
            continue
        found = _found(head, at)
        numbered = _numbered(piece, found)
        if numbered and piece.role == "heading" and form in ("front", "minutes", "agenda"):
            return
        if _COPYRIGHT.search(words):
            continue
        if form != "letter" and piece.outer not in head.titled:
            # Below the first sentences a date stands for something else, unless it is labelled.
            deep = deep or (len(words) > 100 and bool(patterns.ENDED.search(words)))
        for one in found:
            if one.span.start < taken:
                continue
            taken = one.span.end
            iso = _iso(one, head.years)
            rank = _rank(head, at, one, above, deep) if iso else None
            if iso and rank is not None:
                said_words = " ".join(text[one.span.start : one.span.end].split())
                yield rank, iso, f"{_place(rank, piece)} '{said_words}'"
        above = words[-_ABOVE:]


def _found(head: _Head, at: int) -> list[dates.Found]:
    """The dates of a piece, also one that goes on in the pieces below it, a word a line."""
    text, piece = head.text, head.made[at]
    found = dates.find(text, piece.outer, piece.span.end)
    ends = text[max(piece.outer, piece.span.end - 40) : piece.span.end]
    below = [one for one in head.made[at + 1 : at + 5] if one.role != "furniture"]
    ordinal = below and _ORDINAL.match(text, below[0].outer)
    if not below or not (ordinal or _PART_OF_DATE.search(ends)):
        return found
    whole = dates.find(text, piece.outer, below[-1].span.end)
    for one in whole:
        if one.span.start < piece.span.end < one.span.end and one.year is not None:
            return [*(other for other in found if other.span.end <= one.span.start), one]
    return found


def _numbered(piece: Piece, found: Sequence[dates.Found]) -> bool:
    """Whether a piece has a number of its own, and not a date's day."""
    return bool(piece.label) and all(one.span.start >= piece.span.start for one in found)


def _iso(one: dates.Found, years: dict[int, int]) -> str | None:
    if one.iso is not None:
        return one.iso
    if one.year is not None:
        return NOBODY
    return dates.in_year(one, years[one.month]) if one.month in years else None


def _rank(head: _Head, at: int, one: dates.Found, above: str, deep: bool) -> int | None:
    """The rank of what is said of a date; ``None`` where it is not said of this paper."""
    piece, form = head.made[at], head.form
    titled = piece.outer in head.titled
    before = head.text[piece.outer : one.span.start]
    after = head.text[one.span.end : max(piece.span.end, one.span.end)]
    first = titled and not any(other.role != "furniture" for other in head.made[:at])
    says = date_testimony.hear(f"{above}\n{before}" if above else before, after, one, first)
    if says is Says.OTHER or (deep and says is not Says.LABELLED):
        return None
    if says is Says.PUT_OUT:
        return None if head.meets else PUT_OUT
    listed = piece.outer in head.listed
    if says is not Says.LABELLED and (listed or (at and _numbered(piece, [one]))):
        return None
    day = one.day is not None
    if says in (Says.DRAWN_UP, Says.AGREED, Says.SIGNED) and form not in ("letter", "report"):
        return _rank_of_making(head, titled, day, says)
    if form == "letter":
        own = says in (Says.BARE, Says.LABELLED)
        return (LABELLED if day else MONTH) if own else None
    if form == "report":
        return LABELLED if day and titled else None
    if says is Says.LABELLED:
        if _SIGNING.search(above) or _SIGNING.search(before):
            return None
        return LABELLED if day else MONTH
    return _rank_of_day(head, piece, one, says) if day else _rank_of_month(head, piece, says)


def _rank_of_making(head: _Head, titled: bool, day: bool, says: Says) -> int | None:
    """The rank of the day on which a paper was made one: never that of a meeting."""
    if head.meets or not titled or (says is Says.AGREED and not head.plans):
        return None
    if says is Says.SIGNED:
        return SIGNED
    return DRAWN_UP if day else MONTH


def _rank_of_day(head: _Head, piece: Piece, one: dates.Found, says: Says) -> int | None:
    titled = piece.outer in head.titled
    if says is Says.HELD:
        return LABELLED if titled else None
    if says is Says.TOLD:
        return TOLD if head.meets else None
    late = one.span.start > piece.outer + 30
    if late and not titled and head.form in ("minutes", "agenda", "front"):
        return None
    if says is Says.BARE:
        return DATE_LINE
    if titled and (piece.role == "heading" or len(piece.span) < 200):
        return TITLE
    return None


def _rank_of_month(head: _Head, piece: Piece, says: Says) -> int | None:
    words = head.text[piece.outer : piece.span.end]
    if piece.outer not in head.titled or says is Says.TOLD:
        return None
    if says is Says.BARE:
        return MONTH if head.form in ("titled", "front") else None
    meets = _MEETS.search(words) or date_testimony.names_a_body(words)
    return MONTH_IN_TITLE if meets and len(words) < 160 else None


def _apart(apart: Sequence[Apart]) -> Iterator[tuple[int, str, str]]:
    """Dates of the page's header and of the front matter's title."""
    for place in apart:
        for one in dates.find(place.words):
            before, after = place.words[: one.span.start], place.words[one.span.end :]
            says = date_testimony.hear(before, after, one, True)
            if says in (Says.OTHER, Says.PUT_OUT) or one.day is None:
                continue
            if one.iso or one.year is not None:
                words = " ".join(place.words[one.span.start : one.span.end].split())
                yield HEADER, one.iso or NOBODY, f"{place.place} '{words}'"


def _signed(head: _Head) -> Iterator[tuple[int, str, str]]:
    """The date under a name and its office, where a foreword or a statement is signed.

    Minutes are signed at a later meeting: there it dates nothing.
    """
    if head.meets or head.form in ("letter", "report", "agenda", "minutes"):
        return
    text = head.text
    names: list[str] = []
    for piece in head.made[:_LETTER]:
        words = text[piece.outer : piece.span.end].strip("*_ ")
        for one in dates.find(words):
            alone = date_testimony.hear(words[: one.span.start], words[one.span.end :], one)
            if _signs(names) and alone is Says.BARE and one.iso and piece.outer not in head.titled:
                yield SIGNED, one.iso, f"signature '{words}'"
        if piece.role != "furniture":
            names = [*names, words][-2:] if len(words) < 80 else []


def _closed(head: _Head) -> Iterator[tuple[int, str, str]]:
    """The date alone on a line under a letter's closing words, above what is enclosed or copied."""
    text = head.text
    if head.form != "letter":
        return
    lines = [text[one.outer : one.span.end] for one in head.made if one.role != "furniture"]
    closing = (at for at, words in enumerate(lines) if lexicon.SIGNED.match(words.strip("*_ ")))
    ends = [at for at in closing if len(lines[at]) < _DATE_ALONE]
    below = lines[ends[-1] : ends[-1] + _SIGNATURE] if ends else []
    for line in "\n".join(below).split("\n"):
        if correspondents.COPIES.match(line) or len(line) > _DATE_ALONE:
            return
        for one in dates.find(line):
            says = date_testimony.hear(line[: one.span.start], line[one.span.end :], one)
            if says in (Says.BARE, Says.LABELLED) and one.iso and one.day:
                yield SIGNED, one.iso, f"signature '{line.strip()}'"


def _signs(above: Sequence[str]) -> bool:
    """Whether the lines above end in a name, or in a name and its office."""
    office = len(above) == 2 and bool(lexicon.OFFICE.search(above[1])) and _named(above[0])
    return office or (bool(above) and _named(above[-1]))


def _named(words: str) -> bool:
    return bool(patterns.NAME_LINE.match(words)) and not lexicon.DOCUMENT_WORD.search(words)


def _place(rank: int, piece: Piece) -> str:
    if rank == LABELLED:
        return "head"
    return "heading" if piece.role == "heading" else _PLACES.get(rank, "title")
