"""Where sentences begin and end, for three needs that are really different.

``sentences`` are quoted to a reader, so they know titles, initials and tags. ``starts`` part the
running text of a paper where phrases are looked for in it or a long paragraph is cut: there
"Cllr. Hay" in two costs little, and a bullet begins a sentence as a capital does. ``breaks`` are
where a model's window may end: any script, whatever comes next. Whether a *line* is complete, by a
colon too, is another question, answered by ``indexer.language.patterns.ENDED``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import MONTH_ABBREVIATIONS

# Words that end in a stop without ending a sentence, and single initials ("J. Campbell").
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Messrs|Ms|Dr|Prof|Rev|Hon|Cllr|Cllrs|Col|Capt|Sgt|Insp|Supt|St|No|Nos|Fig|para|paras|"
    rf"approx|est|vs|etc|e\.g|i\.e|cf|Ltd|Co|{'|'.join(MONTH_ABBREVIATIONS)})"
    r"|\b[A-Z])\.$"
)
# A run of stops is looked at from its first one only: a line of leader dots would take time that
# grows with the square of its length.
_END = re.compile(
    r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s+[\"'“‘(\[•]*\s?[A-Z0-9£])|\n\s*\n"
    r"|</?(?:p|br|li|ul|ol)\b[^<>]{0,200}>"
)

# Only what is a tag for certain: "<5% of calls>" is text.
_EDGE_TAG = re.compile(
    r"</?(?:p|br|hr|li|ul|ol|b|i|u|em|strong|span|div|a|td|th|tr|table|h[1-6])(?:\s[^<>]{0,200})?/?>"
)

_START = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“‘\"(•])")
_BREAK = re.compile(r"[.!?…][\"'”’)\]]*\s+|[。！？]|\n\s*\n")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, in order, without the white space between them.

    A blank line and a paragraph tag end a sentence as well. Together the spans hold every
    letter and digit of the text, but for those of tags.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(".") and _ABBREVIATION.search(
            text, max(start, match.start() - 8), match.start() + 1
        ):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [kept for begin, end in spans if (kept := _trimmed(text, begin, end))]


def starts(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where a sentence begins in ``text[start:end]`` behind the end of another, ascending."""
    stop = len(text) if end is None else end
    return (match.end() for match in _START.finditer(text, start, stop))


def breaks(text: str) -> Iterator[int]:
    """Where a text is best cut, ascending: behind what ends a sentence, at blank lines. Linear."""
    return (match.end() for match in _BREAK.finditer(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space and tags at its edges; None when nothing is left."""
    while (tag := _EDGE_TAG.match(text, start, end)) or (start < end and text[start].isspace()):
        start = tag.end() if tag else start + 1
    while start < end:
        opening = text.rfind("<", max(start, end - 200), end) if text[end - 1] == ">" else -1
        if opening >= 0 and _EDGE_TAG.fullmatch(text, opening, end):
            end = opening
        elif text[end - 1].isspace():
            end -= 1
        else:
            break
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None
