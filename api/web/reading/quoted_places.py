"""Where the words of a quotation stand on a page of the file, from its characters' places.

The text of a document is the page's characters in reading order, without furniture, marks of notes
and hyphens at line ends; so the two are laid side by side, and only what agrees letter by letter
is marked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from indexer.readers.printed.page_picture import Letters

LONGEST = 20_000
"""Letters on a page up to which the whole of it is laid beside its text."""
_SLACK = 8
"""Letters of the page that may stand inside a printed line and are not in the text: a note's mark,
a hyphen, a number at the edge."""
_SHORT = 4
"""A stretch of fewer letters is marked only beside others that are."""
_NEAR = 120
_SEGMENT = re.compile(r"[^\n\t]+")
WHOLE = 0.97
"""Share of a quotation's letters from which all of it is marked."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """Boxes line by line, and the share of the quotation's letters that they hold."""

    boxes: tuple[Box, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class _Plain:
    """Letters and digits alone, each with the place it has in what it was made of."""

    text: str
    at: tuple[int, ...]


def _plain(text: str, start: int = 0) -> _Plain:
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text, start):
        for one in unicodedata.normalize("NFKC", character).casefold():
            if one.isalnum():
                letters.append(one)
                at.append(place)
    return _Plain("".join(letters), tuple(at))


def find(page_text: str, start: int, end: int, letters: Letters) -> Places:
    """The places of ``page_text[start:end]`` among the characters of the page."""
    page, printed = _plain(page_text), _plain(letters.text)
    wanted = [
        segment
        for match in _SEGMENT.finditer(page_text, start, end)
        if (segment := _plain(match.group(), match.start())).text
    ]
    if not wanted or not printed.text:
        return Places()
    beside = _beside(page, printed)
    taken: list[range | None] = [_aligned(segment, beside) for segment in wanted]
    last: int | None = None
    for number, segment in enumerate(wanted):
        if taken[number] is None:
            following = next((one.start for one in taken[number:] if one is not None), None)
            taken[number] = _alone(segment.text, printed.text, last, following)
        here = taken[number]
        last = here.stop if here is not None else last
    whole = sum(len(segment.text) for segment in wanted)
    held = sum(
        len(segment.text) for segment, one in zip(wanted, taken, strict=True) if one is not None
    )
    boxes = [
        box
        for one in taken
        if one is not None
        for box in _lines(_drawn(letters, printed.at[one.start], printed.at[one.stop - 1]))
    ]
    return Places(tuple(boxes), held / whole)


def _beside(page: _Plain, printed: _Plain) -> dict[int, int]:
    """Where each letter of the page's text, by its offset, stands among the printed ones."""
    if max(len(page.text), len(printed.text)) > LONGEST:
        return {}
    found: dict[int, int] = {}
    for code in LCSseq.opcodes(page.text, printed.text):
        if code.tag == "equal":
            for step in range(code.src_end - code.src_start):
                found.setdefault(page.at[code.src_start + step], code.dest_start + step)
    return found


def _aligned(segment: _Plain, beside: dict[int, int]) -> range | None:
    """Where a line stands if all of its letters lie together on the page."""
    places = [beside[at] for at in segment.at if at in beside]
    if len(places) < len(segment.at):
        return None
    if places[-1] - places[0] + 1 > len(segment.at) + _SLACK:
        return None
    return range(places[0], places[-1] + 1)


def _alone(segment: str, printed: str, last: int | None, following: int | None) -> range | None:
    """Where a line stands that is printed in another order than it is read in: its one place, or
    the one nearest to what stands before or behind it; of a few letters only a near one."""
    places = list(_occurrences(segment, printed))
    if not places:
        return None
    beside = [one for one in (last, following) if one is not None]
    if len(segment) >= _SHORT and len(places) == 1:
        return range(places[0], places[0] + len(segment))
    if not beside:
        return None

    def distance(place: int) -> int:
        return min(abs(place - one) for one in beside)

    best = min(places, key=distance)
    if distance(best) > _NEAR:
        return None
    return range(best, best + len(segment))


def _occurrences(segment: str, printed: str) -> Iterator[int]:
    place = printed.find(segment)
    while place >= 0:
        yield place
        place = printed.find(segment, place + 1)


def _drawn(letters: Letters, first: int, last: int) -> list[Box]:
    """The boxes of the characters from one letter to another, with the marks that touch them."""
    text = letters.text
    while first and _is_mark(text[first - 1]):
        first -= 1
    while last + 1 < len(text) and _is_mark(text[last + 1]):
        last += 1
    return [letters.boxes[at] for at in range(first, last + 1) if not text[at].isspace()]


def _is_mark(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes of characters that follow each other on one line, as one box a line."""
    held: Box | None = None
    for box in boxes:
        if held is not None and _follows(held, box):
            held = (
                min(held[0], box[0]),
                min(held[1], box[1]),
                max(held[2], box[2]),
                max(held[3], box[3]),
            )
            continue
        if held is not None:
            yield held
        held = box
    if held is not None:
        yield held


def _follows(held: Box, box: Box) -> bool:
    height = min(held[3] - held[1], box[3] - box[1])
    width = min(held[2] - held[0], box[2] - box[0])
    across = min(held[3], box[3]) - max(held[1], box[1]) > 0.4 * height
    down = min(held[2], box[2]) - max(held[0], box[0]) > 0.4 * width
    level = across and -200 < box[0] - held[2] < 400
    turned = down and -200 < min(abs(box[1] - held[3]), abs(held[1] - box[3])) < 300
    return level or (turned and held[3] - held[1] > 3 * (held[2] - held[0]) > 0)
