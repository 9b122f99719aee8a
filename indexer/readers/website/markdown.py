"""Markdown's marks inside a line: what they say of words, and the words without them.

As HTML's tags do, they say how words are set and are no part of them: emphasis, code and links go
and leave their words, struck words and pictures go whole. Lines, indents, headings' hashes, bullets
and tables stay as they stand, for layout to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.model import Span

LONGEST = 8_000
"""Characters of lines in a row up to which they are one paragraph: a longer run stays as it is."""

_BREAK = "\u1680"
"""In place of a line's end while marks are read: space to Markdown, and printed by nobody."""
_MARKS = re.compile(r"[*_~`\[<&\\]")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_SET = re.compile(
    r"\*\*[^\s*][^*\n]*\*\*|(?<!\w)__?[^\W_][^_\n]*__?(?!\w)|~~\S|(?<!!)\[[^\[\]\n]+\]\("
)
_STRUCK = re.compile(r"<(/?)(?:del|s|strike)\b[^>]*>", re.IGNORECASE)
_BARE = re.compile(r"[ \t>]*(?:[-*+]|\d{1,4}[.)]|#{1,6})[ \t]*")
"""What is left of a line of which all words are struck."""


def is_markdown(text: str) -> bool:
    """Whether a plain text is Markdown: headings by hashes, and marks inside its lines."""
    head = text[:200_000]
    return len(_HEADING.findall(head)) > 1 and bool(_SET.search(head))


def without_marks(text: str, start: int = 0) -> tuple[str, tuple[Span, ...]]:
    """``text`` without its marks from ``start`` on, and what of it is set in bold."""
    if _BREAK in text:
        return text, ()
    told = _Told(text[:start])
    lines = text[start:].split("\n")
    for number, (filled, group) in enumerate(groupby(lines, key=lambda line: bool(line.strip()))):
        run = "\n".join(group)
        told.say("\n" if number else "")
        if not filled or len(run) > LONGEST or not _MARKS.search(run):
            told.say(run)
        else:
            _tell(told, run)
    return told.text, tuple(told.strong)


class _Told:
    """The text as it grows, and what of it is bold."""

    def __init__(self, text: str) -> None:
        self.strong: list[Span] = []
        self._chunks = [text]
        self._length = len(text)

    @property
    def text(self) -> str:
        return "".join(self._chunks)

    def say(self, words: str, strong: Sequence[tuple[int, int]] = ()) -> None:
        at = self._length
        self.strong += [Span(at + start, at + end) for start, end in strong if end > start]
        self._chunks.append(words)
        self._length += len(words)


def _tell(told: _Told, run: str) -> None:
    """The lines of a paragraph: each without its marks, but for one of which nothing is left."""
    words: list[str] = []
    bold: list[bool] = []
    cut: list[int] = []
    for piece, strong, gone in _pieces(_tokens(run.replace("\n", _BREAK))):
        if gone:
            cut.append(len(words))
            piece = "".join(char for char in piece if char == _BREAK)
        words += piece
        bold += [strong] * len(piece)
    _close(words, bold, cut)
    at = 0
    for line in "".join(words).split(_BREAK):
        end = at + len(line)
        if any(at <= place <= end for place in cut) and _BARE.fullmatch(line):
            line = ""
        told.say(line, list(_runs(bold[at : at + len(line)])))
        if end < len(words):
            told.say("\n")
        at = end + 1


def _close(words: list[str], bold: list[bool], cut: list[int]) -> None:
    """Take one of two spaces between which words were struck."""
    for number in range(len(cut) - 1, -1, -1):
        place = cut[number]
        before = words[place - 1] if place else _BREAK
        if place < len(words) and words[place] in " ,.;:" and before in (" ", _BREAK):
            spare = place if words[place] == " " else place - 1
            if words[spare] == " ":
                del words[spare], bold[spare]
                cut[number] = spare
                cut[number + 1 :] = [one - 1 for one in cut[number + 1 :]]


def _runs(bold: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, strong in enumerate([*bold, False]):
        if strong and start is None:
            start = at
        elif not strong and start is not None:
            yield start, at
            start = None


def _tokens(run: str) -> Sequence[Token]:
    return _parser().parseInline(run)[0].children or ()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # An escaped sign and the words beside it are told apart: a bar in a cell stays escaped.
    return MarkdownIt("commonmark").enable("strikethrough").disable(["normalize", "text_join"])


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, bool, bool]]:
    """Words in order, whether they are bold, and whether they are struck."""
    strong = struck = 0
    for token in tokens:
        tag = _STRUCK.fullmatch(token.content) if token.type == "html_inline" else None
        if tag is not None:
            struck = max(0, struck + (-1 if tag[1] else 1))
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("s_open", "s_close"):
            struck += token.nesting
        elif token.type == "image":
            yield token.content, False, True
        elif token.content:
            bar = token.type == "text_special" and token.content == "|"
            yield ("\\|" if bar else token.content), bool(strong), bool(struck)
        elif token.type in ("softbreak", "hardbreak"):
            yield _BREAK, bool(strong), False
