"""Cutting a long text into pieces that each fit a model, at sentence ends where there are any."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from corpus.sentences import breaks

Spans = Callable[[str], Sequence[tuple[int, int]]]
"""The tokens of a text as character spans, in order, without the model's own special tokens."""

# Characters that are looked at together: tokens in detail take some 200 bytes each.
_BLOCK = 50_000
_SURROGATE = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    """``text`` with lone surrogates, which no tokenizer takes, as U+FFFD; same length."""
    return _SURROGATE.sub("\ufffd", text)


def cut(text: str, spans: Spans, room: int) -> list[str]:
    """Pieces of ``text`` of at most ``room`` tokens each; together they hold every word of it.

    The pieces are of about equal length, so that none is a scrap: each ends at the sentence end
    nearest to its share, else between words, else between tokens. Blank text has no pieces.
    """
    if not text.strip():
        return []
    if len(text) > _BLOCK:
        return [piece for block in _blocks(text) for piece in cut(block, spans, room)]
    tokens = spans(text)
    if len(tokens) <= room:
        return [text]
    starts = [_inked(text, start, end) for start, end in tokens]
    sentences = _tokens_at(starts, breaks(text))
    words = [i for i, at in enumerate(starts) if i and at and text[at - 1].isspace()]
    pieces: list[str] = []
    begin, offset = 0, 0
    while begin < len(starts):
        end = _next(begin, len(starts), room, sentences, words)
        stop = starts[end] if end < len(starts) else len(text)
        piece = text[offset:stop].strip()
        if piece:
            pieces.extend(_fitting(piece, spans, room))
        begin, offset = end, stop
    return pieces


def _blocks(text: str) -> list[str]:
    """``text`` in stretches of at most ``_BLOCK`` characters, parted at white space if possible."""
    blocks: list[str] = []
    start = 0
    while start < len(text):
        stop = start + _BLOCK
        if stop < len(text):
            while stop > start + _BLOCK // 2 and not text[stop - 1].isspace():
                stop -= 1
            if not text[stop - 1].isspace():
                stop = start + _BLOCK
        blocks.append(text[start:stop])
        start = stop
    return blocks


def _inked(text: str, start: int, end: int) -> int:
    """Where a token's letters begin: some tokenizers count the space before a word to it."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _next(begin: int, total: int, room: int, sentences: list[int], words: list[int]) -> int:
    """The token before which the piece that starts at ``begin`` ends."""
    left = total - begin
    if left <= room:
        return total
    latest = begin + room
    share = begin + -(-left // -(-left // room))
    for places in (sentences, words):
        near = _between(places, begin + room // 4, latest)
        if near:
            return min(near, key=lambda i: abs(i - share))
    return latest


def _between(places: list[int], low: int, high: int) -> list[int]:
    """The members of an ascending list in ``low < i <= high``."""
    return places[bisect_left(places, low + 1) : bisect_left(places, high + 1)]


def _tokens_at(starts: list[int], offsets: Iterable[int]) -> list[int]:
    """The first token at or after each offset."""
    return sorted({bisect_left(starts, o) for o in offsets} - {0, len(starts)})


def _fitting(piece: str, spans: Spans, room: int) -> list[str]:
    """A piece read by itself can have more tokens than inside its text: then it is cut again."""
    if room < 2 or len(piece) < 2 or len(spans(piece)) <= room:
        return [piece]
    return cut(piece, spans, room - max(1, room // 8))
