"""What a page shows of whether a paper begins on it: how it is set beside its neighbours.

Not a word of any language is needed here: faces, sizes, margins, the sheet, running lines, page
numbers, the outline. Every sign is a number in 0..1, 0 where it is not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document, Page

SIGNS = (
    "fonts_none",
    "sheet_apart",
    "body_apart",
    "margin_apart",
    "large_head",
    "runs_on",
    "runs_out",
    "runs_anew",
    "number_counts",
    "number_restarts",
)

_EDGE = 3
_BACK = 3
"""Pages looked back over: a landscape table in a report is no new paper, nor is the page after."""
_DIGITS = re.compile(r"\d{1,4}")
_NUMBERED = re.compile(
    r"\W{0,2}(?:page\W{0,3})?(?P<number>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?"
    r"(?:\W{0,3}page)?\W{0,2}",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"\W{0,2}[ivxl]{1,7}\W{0,2}", re.IGNORECASE)
_SYMBOLS = re.compile(r"symbol|wingding|dingbat|webding", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Set:
    """How one page is set. ``running`` are its outermost lines, figures as '#', with the figures
    that stood there; ``fonts`` counts characters."""

    fonts: Mapping[str, int]
    size: float
    margin: float
    largest: float
    running: Mapping[str, tuple[int, ...]]
    number: int | None


def signs(document: Document) -> dict[int, dict[str, float]]:
    """Page number to its signs, for every page that has text but the first of those."""
    held = [page for page in document.pages if page.end > page.start]
    sets = [_set(document, page) for page in held]
    found: dict[int, dict[str, float]] = {}
    for at in range(1, len(held)):
        found[held[at].number] = _signs(held, sets, at)
    return found


def _set(document: Document, page: Page) -> _Set:
    fonts: Counter[str] = Counter()
    sizes: Counter[float] = Counter()
    margins: Counter[float] = Counter()
    tops: list[float] = []
    lines = document.lines_in(page.start, page.end)
    for line in lines:
        length = len(line.span)
        if line.font and not _SYMBOLS.search(line.font):
            fonts[line.font] += length
        if line.size:
            sizes[round(line.size * 2) / 2] += length
            tops.append(line.size)
        if line.box:
            margins[round(line.box[0])] += length
    running, number = _running(document, page)
    return _Set(
        fonts,
        sizes.most_common(1)[0][0] if sizes else 0.0,
        margins.most_common(1)[0][0] if margins else 0.0,
        max(tops[:8], default=0.0),
        running,
        number,
    )


def _running(document: Document, page: Page) -> tuple[Mapping[str, tuple[int, ...]], int | None]:
    """The lines at the page's edges, and the page number printed there, 0 for a roman one."""
    lines = [line.strip() for line in document.text[page.start : page.end].splitlines()]
    lines = [line for line in lines if line]
    edges = [*_furniture(document, page), *lines[:_EDGE], *lines[-_EDGE:]]
    running: dict[str, tuple[int, ...]] = {}
    number: int | None = None
    roman = False
    for line in edges:
        if len(line) > 160:
            continue
        figures = tuple(int(one) for one in _DIGITS.findall(line))
        # The number changes sides from page to page.
        bare = line.casefold().replace("–", "-").replace("—", "-")
        running.setdefault(_DIGITS.sub("#", bare).strip("# |-"), figures)
        roman = roman or bool(_ROMAN.fullmatch(line))
        match = _NUMBERED.fullmatch(line)
        if match and number is None:
            number = int(match["number"])
    # Roman numbers stand before a paper's first page, not behind its last.
    return running, 0 if roman and number is None else number


def _furniture(document: Document, page: Page) -> list[str]:
    """Running lines that are kept beside the text."""
    return [" ".join(one.text.split()) for one in document.furniture if one.page == page.number]


def _signs(held: Sequence[Page], sets: Sequence[_Set], at: int) -> dict[str, float]:
    here, before = sets[at], sets[at - 1]
    back = sets[max(0, at - _BACK) : at]
    far = sets[max(0, at - 2 * _BACK) : at]
    after = sets[at + 1] if at + 1 < len(sets) else None
    known = bool(here.fonts and before.fonts)
    counts = any(_counts_on(one, here, by) for by, one in enumerate(reversed(back[-2:]), 1))
    anew = here.number == 1 or (
        here.number is None and after is not None and after.number == 2 and before.number != 0
    )
    size, other = held[at].size, held[at - 1].size
    return {
        "fonts_none": float(known and not before.fonts.keys() & here.fonts.keys()),
        "sheet_apart": _sheets_apart(size, other),
        "body_apart": float(
            bool(here.size and before.size and abs(here.size - before.size) > 0.4)
            and all(abs(here.size - one.size) > 0.4 for one in back)
        ),
        "margin_apart": float(
            bool(here.margin and before.margin)
            and all(abs(here.margin - one.margin) > 3 for one in back)
        ),
        "large_head": min(1.0, max(0.0, here.largest / here.size - 1)) if here.size else 0.0,
        "runs_on": float(any(_lettered(here, one) for one in far)),
        "runs_out": float(
            at > 1
            and bool(_lettered(sets[at - 2], before))
            and not any(_lettered(one, here) for one in far)
        ),
        "runs_anew": float(
            after is not None
            and bool(_lettered(here, after))
            and not any(_lettered(one, here) for one in far)
        ),
        "number_counts": float(counts),
        "number_restarts": float(anew and not counts and all(one.number != 0 for one in back)),
    }


def _sheets_apart(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float:
    """Whether two pages are cut from different sheets, whichever way they lie."""
    if not one or not other:
        return 0.0
    return float(any(abs(a - b) > 0.05 for a, b in zip(sorted(one), sorted(other), strict=True)))


def _lettered(one: _Set, other: _Set) -> set[str]:
    """Running lines of both pages that say more than a number."""
    return {line for line in one.running.keys() & other.running.keys() if len(line) > 8}


def _counts_on(before: _Set, here: _Set, by: int) -> bool:
    """Whether a line at the edge comes again with a figure that is ``by`` more."""
    for line in before.running.keys() & here.running.keys():
        one, other = Counter(before.running[line]), Counter(here.running[line])
        gone, come = list((one - other).elements()), list((other - one).elements())
        if len(gone) == len(come) == 1 and come[0] - gone[0] == by:
            return True
    return False
