"""What the words at a place show of whether a paper begins there.

A paper has a head: short lines, a date, who was present, to whom it is addressed; its numbers begin
anew, and it speaks of other people and things than what stands before it. Every sign is a number
in 0..1, 0 where it is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from corpus import dates
from corpus.model import Document
from indexer.language import date_words, lexicon, patterns
from indexer.layout.blocks import Piece
from indexer.structure.word_use import Used

SIGNS = (
    "names_fresh",
    "names_gone",
    "names_unseen",
    "names_break",
    "names_clean",
    "break_high",
    "break_top",
    "meeting_head",
    "words_fresh",
    "words_gone",
    "title_new",
    "dated",
    "date_alone",
    "dated_again",
    "kind_named",
    "present",
    "head_long",
    "set_strong",
    "labelled",
    "small_letter",
    "numbers_restart",
    "numbers_go_on",
    "closed",
    "pages_restart",
    "pages_count",
)

_STEP = 250
"""Characters from one place of the curve to the next."""
_HEAD = 12
"""Pieces that may belong to a head."""
_NOT_MINE = (date_words.ANOTHER, date_words.DEALT_WITH, date_words.PLANNED, date_words.PERIOD)
_TOKEN = re.compile(r"[^\W\d_]{3,}")
_NUMBER_LINE = re.compile(
    r"^[ \t]*(?:page[ \t]+)?(?P<number>\d{1,4})(?:[ \t]*(?:of|/)[ \t]*\d{1,4})?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"(\d{1,3})(?:\.\d{1,3}){0,3}$", re.ASCII)
_DONE = re.compile(
    r"\b(?:meeting|session|panel|committee|council|board)\b.{0,40}"
    r"\b(?:closed|ended|concluded|finished|adjourned|rose)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Evidence:
    """The signs of every place of one document; ``real`` are the places that are no furniture."""

    document: Document
    made: Sequence[Piece]
    real: list[int] = field(init=False)
    names: list[str] = field(init=False)
    _turn: dict[int, int] = field(init=False)
    _proper: Used = field(init=False)
    _words: Used = field(init=False)
    _dates: list[dates.Found] = field(init=False)
    _curve: list[float] = field(init=False)
    _spread: tuple[float, float] = field(init=False)
    _numbers: list[tuple[int, int]] = field(init=False)
    _pages: list[tuple[int, int]] = field(init=False)
    _heads: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        text = self.document.text
        self.real = [at for at, one in enumerate(self.made) if one.role != "furniture"]
        self._turn = {at: turn for turn, at in enumerate(self.real)}
        self.names = [
            patterns.words(text[one.outer : one.span.end]).rstrip(":. ")
            if len(one.span) < 400
            else ""
            for one in self.made
        ]
        found = [(match.start(), match.group()) for match in _TOKEN.finditer(text)]
        small = {word for _, word in found if word[0].islower()}
        folded = [(at, word.casefold(), word[0].isupper()) for at, word in found]
        # A name is what is never written small.
        self._proper = Used([(at, word) for at, word, big in folded if big and word not in small])
        self._words = Used([(at, word) for at, word, _ in folded if len(word) > 3])
        self._dates = dates.find(text)
        self._curve = [self._breaks(at) for at in range(0, len(text), _STEP)]
        middle = fmean(self._curve) if self._curve else 0.0
        self._spread = middle, max(0.05, pstdev(self._curve, middle)) if self._curve else 1.0
        self._numbers = [
            (turn, int(match[1]))
            for turn, at in enumerate(self.real)
            if (match := _NUMBER.match(self.made[at].label))
        ]
        self._pages = [
            (match.start(), int(match["number"])) for match in _NUMBER_LINE.finditer(text)
        ]
        self._heads = {}
        for at in self.real:
            if self.candidate(at) and not self.made[at].label:
                key, day = self._head_key(at)
                if key and day:
                    self._heads.setdefault(key, set()).add(day)

    def candidate(self, at: int) -> bool:
        """Whether a paper could begin at this piece at all: a short line that is no sentence."""
        piece = self.made[at]
        if piece.role in ("row", "item", "furniture") or piece.cell:
            return False
        words = self.document.text[piece.outer : piece.span.end]
        first = words.split("\n", 1)[0]
        if len(first) > 200 or not words[:1].strip() or words[:1].islower():
            return False
        return len(words) <= 300 or "\n" in words[:200]

    def again(self, at: int) -> bool:
        """Whether the lines here may be a head, and stand elsewhere too with another day."""
        piece = self.made[at]
        words = self.document.text[piece.outer : piece.span.end]
        return self.candidate(at) and not patterns.ENDED.search(words) and self._comes_again(at)

    def _comes_again(self, at: int) -> bool:
        key, day = self._head_key(at)
        return bool(day) and not self.made[at].label and len(self._heads.get(key, ())) > 1

    def signs(self, at: int) -> dict[str, float]:
        """The signs of the place of piece ``at``, of which the text before it is not empty."""
        text = self.document.text
        piece = self.made[at]
        turn = self._turn.get(at, bisect_left(self.real, at))
        ahead = self._ahead(turn)
        behind = self.real[max(0, turn - _HEAD) : turn]
        head = self._head(ahead)
        shown = " ".join(text[self.made[one].outer : self.made[one].span.end] for one in head)
        first = self.made[ahead[0]] if ahead else piece
        words = text[first.outer : first.span.end]
        line = words.split("\n", 1)[0]
        fresh, gone = self._proper.fresh(piece.outer), self._proper.gone(piece.outer)
        high, top = self._break(piece.outer)
        named = bool(lexicon.DOCUMENT_WORD.search(shown[:200]))
        present = any(self._matches(lexicon.PRESENT, one) for one in ahead[:_HEAD])
        days = self._dates_in(head)
        before, after = self._numbers_at(turn)
        page_before, page_after = self._pages_at(piece.outer)
        return {
            "names_fresh": fresh,
            "names_gone": gone,
            "names_break": min(fresh, gone),
            "names_clean": max(0.0, min(fresh, gone) - 0.8) / 0.2,
            "break_high": high,
            "break_top": top,
            "meeting_head": float(named and present and bool(days) and not first.label),
            "names_unseen": self._proper.fresh(piece.outer, len(text)),
            "words_fresh": self._words.fresh(piece.outer),
            "words_gone": self._words.gone(piece.outer),
            "title_new": self._title_new(piece.outer, line),
            "dated": float(any(one.day for one in days)),
            "date_alone": float(any(self._alone(one) for one in days)),
            "dated_again": float(self._comes_again(ahead[0]) if ahead else False),
            "kind_named": float(named),
            "present": float(present),
            "head_long": min(len(head), 8) / 8,
            "set_strong": float(first.strong or first.role == "heading"),
            "labelled": float(bool(first.label)),
            "small_letter": float(line[:1].islower()),
            "numbers_restart": float(after == 1 and before is not None and before > 1),
            "numbers_go_on": float(
                after is not None and before is not None and 0 <= after - before <= 1
            ),
            "closed": float(any(self._closes(one) for one in behind)),
            "pages_restart": float(
                page_after in (1, 2) and page_before is not None and page_before > page_after
            ),
            "pages_count": float(
                page_after is not None and page_before is not None and page_after == page_before + 1
            ),
        }

    def _ahead(self, turn: int) -> list[int]:
        """The pieces from a place on that say something: not a page number above them."""
        ahead = self.real[turn : turn + 40]
        while len(ahead) > 1 and patterns.PAGE_NUMBER.match(self.names[ahead[0]]):
            ahead = ahead[1:]
        return ahead

    def _head(self, ahead: Sequence[int]) -> list[int]:
        """The pieces of a head: up to the first sentence."""
        head: list[int] = []
        for one in ahead[:_HEAD]:
            words = self.document.text[self.made[one].outer : self.made[one].span.end]
            if head and len(words) > 120 and patterns.ENDED.search(words) and lexicon.tells(words):
                break
            head.append(one)
        return head

    def _head_key(self, at: int) -> tuple[str, str]:
        """What a head is called, its figures blanked, and the first day in it."""
        text, piece = self.document.text, self.made[at]
        turn = self._turn[at]
        line = text[piece.outer : piece.span.end].split("\n", 1)[0]
        if line[:1].isdigit():
            # A numbered item names another meeting's minutes.
            return "", ""
        last = self.made[self.real[min(turn + 3, len(self.real) - 1)]].span.end
        for one in self._dates_of(piece.outer, min(last, piece.outer + 400)):
            if one.iso and one.day and not self._elsewhere(piece.outer, one):
                inside = one.span.start - piece.outer
                bare = line if inside > len(line) else f"{line[:inside]}#"
                key = _blanked(patterns.words(bare))[:60]
                return (key, one.iso) if sum(map(str.isalpha, key)) > 9 else ("", "")
        return "", ""

    def _title_new(self, offset: int, line: str) -> float:
        """The share of a title's words that the text before does not use."""
        title = {word for word in map(str.casefold, _TOKEN.findall(line[:200])) if len(word) > 3}
        new = [word for word in title if not self._words.used(word, offset)]
        return len(new) / len(title) if title else 0.0

    def _breaks(self, offset: int) -> float:
        """How much what is spoken of changes at a place, 0..1."""
        names = min(self._proper.fresh(offset), self._proper.gone(offset))
        words = min(self._words.fresh(offset), self._words.gone(offset))
        return (names + words) / 2

    def _break(self, offset: int) -> tuple[float, float]:
        """How the change at a place stands to that in the document: by its spread, and whether it
        is the greatest near by."""
        here, (middle, spread) = self._breaks(offset), self._spread
        place = offset // _STEP
        near = self._curve[max(0, place - 6) : place + 8]
        return (
            min(1.0, max(0.0, (here - middle) / spread / 4)),
            float(here >= max(near, default=0.0) - 0.01),
        )

    def _dates_in(self, head: Sequence[int]) -> list[dates.Found]:
        if not head:
            return []
        start, end = self.made[head[0]].outer, self.made[head[-1]].span.end
        return [one for one in self._dates_of(start, end) if not self._elsewhere(start, one)]

    def _dates_of(self, start: int, end: int) -> list[dates.Found]:
        low = bisect_left(self._dates, start, key=lambda one: one.span.start)
        high = bisect_left(self._dates, end, low, key=lambda one: one.span.start)
        return self._dates[low:high]

    def _elsewhere(self, start: int, one: dates.Found) -> bool:
        """Whether the words before a date say that it is another meeting's."""
        stands = self.document.text[max(start, one.span.start - 60) : one.span.start]
        return any(words.search(stands) for words in _NOT_MINE)

    def _alone(self, one: dates.Found) -> bool:
        """Whether a day is nearly all that its line says."""
        text = self.document.text
        before = text[max(0, one.span.start - 60) : one.span.start].rpartition("\n")[2]
        after = text[one.span.end : one.span.end + 60].partition("\n")[0]
        line = f"{before}{text[one.span.start : one.span.end]}{after}".strip("* \t\r")
        return bool(one.day) and len(line) <= len(one.span) + 26

    def _matches(self, pattern: re.Pattern[str], at: int) -> bool:
        piece = self.made[at]
        return bool(pattern.match(self.document.text[piece.span.start : piece.span.start + 200]))

    def _numbers_at(self, turn: int) -> tuple[int | None, int | None]:
        """The last number before a place and the first one after it, not far from it."""
        place = bisect_left(self._numbers, (turn, -1))
        before = self._numbers[place - 1] if place else (-100, 0)
        after = self._numbers[place] if place < len(self._numbers) else (turn + 100, 0)
        return (
            before[1] if turn - before[0] <= 60 else None,
            after[1] if after[0] - turn <= 25 else None,
        )

    def _pages_at(self, offset: int) -> tuple[int | None, int | None]:
        place = bisect_left(self._pages, (offset, -1))
        before = self._pages[place - 1][1] if place else None
        after = self._pages[place][1] if place < len(self._pages) else None
        return before, after

    def _closes(self, at: int) -> bool:
        piece = self.made[at]
        words = self.document.text[piece.span.start : piece.span.start + 200]
        return bool(
            lexicon.SIGNED.match(words)
            or lexicon.CLOSING.fullmatch(self.names[at])
            or (len(words) < 200 and _DONE.search(words))
        )


def _blanked(name: str) -> str:
    return re.sub(r"\d+", "#", name)
