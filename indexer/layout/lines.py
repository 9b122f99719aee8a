"""A document's lines: where the words of each stand, and which are furniture of the page.

Running heads, page numbers and notices of blank pages are furniture: evidence, never words that
anybody said. A line is told to be furniture by its place on the page and by coming again; in a text
without pages the place is beside a form feed or a number that counts up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Document
from indexer.language import patterns

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_EDGE = 3
_PAGE_OF_LINES = 15
"""Lines between two bare numbers from which these may count pages, and not the items of a list."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words at ``start`` up to ``end``; ``gap`` counts the empty lines before, ``page`` from 0."""

    start: int
    end: int
    text: str
    indent: int
    gap: int
    page: int
    furniture: bool = False


def lines(document: Document) -> list[Line]:
    """Every line with words, in order. The text itself is never changed."""
    found = _cut(document)
    edges = _page_edges(document, found)
    result = []
    for number, line in enumerate(found):
        bare = line.text
        furniture = bool(
            patterns.BLANK_NOTICE.match(bare)
            or patterns.TRIMMINGS.match(bare)
            or (len(bare) < 400 and patterns.RULE.match(bare))
            or patterns.PAGE_OF.match(bare)
            or (len(bare) < 160 and patterns.SLUG.match(bare))
            or number in edges
        )
        result.append(
            Line(line.start, line.end, bare, line.indent, line.gap, line.page, True)
            if furniture
            else line
        )
    return result


def _cut(document: Document) -> list[Line]:
    text = document.text
    found: list[Line] = []
    bounds = [page.end for page in document.pages]
    at, gap, page = 0, 0, 0
    for match in _BREAK.finditer(text):
        at, gap = _take(text, at, match.start(), match.end(), gap, page, found)
        if match.group() == "\f" and not bounds:
            page += 1
        while bounds and page + 1 < len(bounds) and at >= bounds[page]:
            page += 1
    _take(text, at, len(text), len(text), gap, page, found)
    return found


def _take(
    text: str, start: int, end: int, after: int, gap: int, page: int, found: list[Line]
) -> tuple[int, int]:
    raw = text[start:end]
    # A tab before the first word is an empty cell, not an indent: it stays in the line.
    bare = raw.strip(" \r\u00a0\u200b\ufeff") if "\t" in raw else raw.strip()
    if not bare.strip():
        return after, gap + 1
    lead = raw.index(bare[0])
    found.append(Line(start + lead, start + lead + len(bare), bare, lead, gap, page))
    return after, 0


def _page_edges(document: Document, found: list[Line]) -> set[int]:
    """Numbers of lines that are page numbers or running heads."""
    if len(document.pages) < 2:
        return _between_pages(found)
    pages: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(found):
        pages[line.page].append(number)
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    furniture: set[int] = set()
    for page, numbers in pages.items():
        for place in dict.fromkeys(numbers[:_EDGE] + numbers[-_EDGE:]):
            text = found[place].text
            outermost = place in (numbers[0], numbers[1 % len(numbers)], numbers[-1])
            if outermost and len(numbers) > 2 and patterns.PAGE_NUMBER.match(text):
                furniture.add(place)
            elif _may_repeat(text):
                seen[_key(text)].append((page, place))
    for places in seen.values():
        if len({page for page, _ in places}) < 3:
            continue
        ordered = sorted(places)
        for (page, place), (before, _) in zip(ordered[1:], ordered, strict=False):
            if page - before <= 2:
                furniture.add(place)
    return furniture


def _may_repeat(text: str) -> bool:
    return len(text) <= 120 and not (len(text) > 50 and text.endswith((".", ",", ";")))


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", patterns.words(text))


def _between_pages(found: list[Line]) -> set[int]:
    """In a text without pages, what a program left of them: the numbers that count them, and the
    lines that come again at one distance from most page breaks."""
    feeds = [at for at in range(1, len(found)) if found[at].page != found[at - 1].page]
    numbers = _numbers(found)
    furniture = set(numbers)
    furniture |= {at for feed in feeds for at in (feed - 1, feed) if _counted(found[at])}
    for anchors in (feeds, sorted(numbers)):
        beside: dict[tuple[str, int], list[int]] = defaultdict(list)
        for anchor in anchors:
            for place in range(max(0, anchor - _EDGE), min(len(found), anchor + _EDGE + 1)):
                if place not in furniture and _may_repeat(found[place].text):
                    beside[_key(found[place].text), place - anchor].append(place)
        for places in beside.values():
            if len(places) >= max(2, len(anchors) / 2):
                furniture |= set(places)
    return furniture


def _numbers(found: list[Line]) -> list[int]:
    """Lines that count pages: each one more than the last, a page of lines or a word apart."""
    numbers = [(at, value) for at, line in enumerate(found) if (value := _counted(line))]
    counting: dict[int, None] = {}
    for (at, value), (after, following) in pairwise(numbers):
        lines = found[at], found[after]
        named = all(any(map(str.isalpha, line.text)) for line in lines)
        alone = all(line.gap for line in lines)
        if following == value + 1 and alone and (named or after - at >= _PAGE_OF_LINES):
            counting |= dict.fromkeys((at, after))
    return list(counting)


def _counted(line: Line) -> int | None:
    """The number of a line that is nothing but a page's number."""
    if len(line.text) > 30 or not patterns.PAGE_NUMBER.match(line.text):
        return None
    figures = re.search(r"\d{1,4}", line.text)
    return int(figures[0]) if figures else None
