"""What is too little to be quoted: scraps join their neighbours, page numbers and signatures go.

A name in a list of names, a word of a chart, 'None.' under its heading: alone none of them says
anything, and in an archive of charts and letters they are a quarter of all passages. Several in a
row are one passage, one alone is part of the paragraph it stands by or of its heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from corpus.model import Section, Span
from indexer.language import lexicon, patterns
from indexer.layout.heading_rules import ASSIGNED
from indexer.layout.table_units import PARAGRAPH, Raw

FEWEST_WORDS = 4
TOGETHER = 300
"""Characters at most of scraps that are one passage."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\s*(\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[a-z][.)]))\s+")
_FIGURE_ALONE = re.compile(r"[£$€(+~<>–-]{0,2}\d[\d.,/%-]{0,12}[)%k]?\s?[–-]?")
_SIGNED = re.compile(
    r"[\s_.…-]*(?:(?:signed|date[d]?|chair(?:man|person)?|name|position|signature)[\s:_.…-]*){1,3}",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[.;,)]$")

Taken = tuple[Section, Raw]


def joined(text: str, taken: Sequence[Taken]) -> list[Taken]:
    """Passages to be, in order, each with its section, none of them a scrap but rows with heads."""
    result: list[Taken] = []
    for _, group in groupby(taken, key=lambda one: one[0].number):
        held = [one for one in group if not _nobodys(text, one[1])]
        if held:
            result += [(held[0][0], raw) for raw in _section(text, held)]
    return result


def _nobodys(text: str, raw: Raw) -> bool:
    """A page number, or the end of a letter: words that nobody would quote."""
    if raw.columns or raw.kind == "heading":
        return False
    words = text[raw.span.start : raw.span.end].strip(" *_\n")
    if len(words) > 60:
        return False
    if patterns.PAGE_NUMBER.match(words) or patterns.PAGE_OF.match(words):
        return True
    signed = lexicon.SIGNED.match(words)
    return bool(signed and signed.end() >= len(words.rstrip(" ,.:"))) or bool(
        _SIGNED.fullmatch(words)
    )


def _is_scrap(text: str, raw: Raw) -> bool:
    if raw.columns or raw.kind == "heading":
        return False
    words = text[raw.span.start : raw.span.end].strip()
    if _FIGURE_ALONE.fullmatch(words) or patterns.POSTCODE.fullmatch(words):
        return True
    few = len(_WORD.findall(words)) < FEWEST_WORDS and not any(map(str.isdigit, words))
    # 'ACTION: MS' says who owes what the paragraph above tells, and is read as such.
    return few and not ASSIGNED.match(words)


def _section(text: str, held: Sequence[Taken]) -> list[Raw]:
    runs = _runs(text, [raw for _, raw in held])
    made: list[Raw] = []
    carried: Raw | None = None
    heading = held[0][0].heading
    for at, (raw, scrap) in enumerate(runs):
        if carried is not None:
            raw, carried = _one(carried, raw), None
        if not scrap:
            made.append(raw)
            continue
        before = made[-1] if made and _beside(text, made[-1], raw, 0) else None
        after = runs[at + 1][0] if at + 1 < len(runs) else None
        after = after if after is not None and _beside(text, raw, after, 0) else None
        if before is not None and (after is None or _ends(text, raw)):
            made[-1] = _one(before, raw)
        elif after is not None:
            carried = raw
        elif (start := _numbered(text, raw)) is not None:
            made.append(Raw(Span(start, raw.span.end), raw.kind))
        elif heading is not None and not made and _under(text, heading, raw):
            made.append(Raw(Span(heading.start, raw.span.end), "heading"))
        elif heading is None and len(runs) == 1 and any(map(str.isalpha, _words(text, raw))):
            made.append(raw)  # all that there is: 'Papers attached.', a message of two words
    return made


def _runs(text: str, raws: Sequence[Raw]) -> list[tuple[Raw, bool]]:
    """Scraps in a row as one; each with whether it is still a scrap."""
    result: list[tuple[Raw, bool]] = []
    for raw in raws:
        scrap = _is_scrap(text, raw)
        if scrap and result and _is_group(text, result[-1], raw):
            both = _one(result[-1][0], raw)
            result[-1] = (both, _is_scrap(text, both) and result[-1][1])
            continue
        result.append((raw, scrap))
    return result


def _is_group(text: str, last: tuple[Raw, bool], raw: Raw) -> bool:
    """Whether the last of a row is a scrap or made of scraps, and has room for one more."""
    before = last[0]
    if raw.span.end - before.span.start > TOGETHER or not _beside(text, before, raw):
        return False
    lines = text[before.span.start : before.span.end].split("\n")
    return all(len(_WORD.findall(line)) < FEWEST_WORDS for line in lines)


def _one(first: Raw, second: Raw) -> Raw:
    kind = second.kind if first.kind == second.kind else PARAGRAPH
    return Raw(Span(first.span.start, second.span.end), kind)


def _beside(text: str, first: Raw, second: Raw, words: int = 1) -> bool:
    """Whether nothing but space and so many words, a number, stand between two that are no rows."""
    if first.columns or second.columns or "heading" in (first.kind, second.kind):
        return False
    if first.span.end >= second.span.start:
        return first.span.end == second.span.start
    between = text[first.span.end : second.span.start]
    return len(between) < 40 and len(_WORD.findall(between)) <= words


def _ends(text: str, raw: Raw) -> bool:
    words = text[raw.span.start : raw.span.end].strip()
    return bool(_TAIL.search(words)) or words[:1].islower()


def _words(text: str, raw: Raw) -> str:
    return text[raw.span.start : raw.span.end]


def _numbered(text: str, raw: Raw) -> int | None:
    """Where a number before it begins: '2.1 No matters arising.' stands for itself."""
    line = text.rfind("\n", 0, raw.span.start) + 1
    match = _NUMBER.fullmatch(text, line, raw.span.start) if raw.span.start - line < 16 else None
    return match.start(1) if match else None


def _under(text: str, heading: Span, raw: Raw) -> bool:
    between = text[heading.end : raw.span.start] if heading.end <= raw.span.start else "x"
    return len(between) < 40 and all(word.isdigit() for word in _WORD.findall(between))
