"""Pages as a PDF engine read them, to one Document: where its text is fixed for good.

Lines of a page are joined by ``\\n``, with an empty line between them where the page shows a
larger gap than its lines have; pages are joined by ``\\n\\n``. What ``printed.flow`` says of
furniture, notes and broken words is done. Pure: no PDF library is known here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from corpus.model import (
    Document,
    NoteReference,
    OutlineEntry,
    Page,
    PrintedLine,
    SourceFile,
    Span,
)
from indexer.readers.note_marks import referenced, references, taken
from indexer.readers.printed import hyphens
from indexer.readers.printed.flow import Placed, flow
from indexer.readers.printed.words import BROKEN_WORD, Line, runs_on
from indexer.readers.text_repair import junk_share, tidy

PageState = Literal["text", "image", "drawn", "blank", "garbled", "lost"]
"""``image`` and ``drawn`` show something but hold no text; ``garbled`` holds unreadable text;
``lost`` could not be read; ``blank`` shows nothing."""

CAMEL = re.compile(r"\b[A-Z]?[a-z]+[A-Z][a-z]+\b")
"""A capital inside a word: a font that gives ligatures as other letters (maFers for matters)."""
LARGER = 1.12
"""A line this many times the body's size is emphasised."""
EMPHASIS_LONGEST = 300
"""An emphasised line longer than this, in characters, is no heading and not worth a mark."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """What an engine found on one page, counted from 1; ``remark`` is for people.

    ``extent`` is the page's width and height in points.
    """

    number: int
    state: PageState
    lines: tuple[Line, ...] = ()
    remark: str = ""
    extent: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Extras:
    """What stands beside the pages. ``labels`` is empty when the file gives none."""

    labels: tuple[str, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = ()


def compose(source: SourceFile, reads: Sequence[PageRead], extras: Extras) -> Document:
    """The document of these pages, in order; pages that are absent are simply not in it."""
    lines = {read.number: list(_cleaned(read.lines)) for read in reads if read.state == "text"}
    body_size, body_bold = _body(line for page in lines.values() for line in page)
    shown = flow(lines, {read.number: read.extent for read in reads}, body_size)
    growing = _Growing(body_size, body_bold)
    last = max((placed.page for placed in shown.lines), default=0)
    pages: list[Page] = []
    over = {
        one.page
        for one, after in pairwise(shown.lines)
        if one.page != after.page and runs_on(one.line, after.line)
    }
    held = {number: list(some) for number, some in groupby(shown.lines, lambda one: one.page)}
    for read in reads:
        start = growing.length
        for number, placed in enumerate(held.get(read.number, ())):
            growing.add(placed, first=not number)
        if growing.length > start and read.number != last:  # a page holds the break after it
            growing.put("\n" if read.number in over else "\n\n")
        label = extras.labels[read.number - 1] if read.number <= len(extras.labels) else None
        pages.append(Page(read.number, start, growing.length, label, _unread(read), read.extent))
    text = "".join(growing.chunks)
    return Document(
        id=source.path,
        source=source,
        text=text,
        title=_title(extras.title, reads, body_size, body_bold),
        pages=tuple(pages),
        outline=extras.outline,
        emphasis=tuple(growing.emphasis),
        notes=(*_remarks(reads), *_doubts(text), *extras.notes),
        references=tuple(growing.references),
        furniture=shown.furniture,
        lines=tuple(growing.lines),
    )


class _Growing:
    """A text that grows by lines, and what is known of them."""

    def __init__(self, body_size: float, body_bold: bool) -> None:
        self._body = body_size, body_bold
        self.chunks: list[str] = []
        self.length = 0
        self.emphasis: list[Span] = []
        self.lines: list[PrintedLine] = []
        self.references: list[NoteReference] = []

    def put(self, text: str) -> None:
        self.chunks.append(text)
        self.length += len(text)

    def add(self, placed: Placed, first: bool) -> None:
        """A line, below those of its page; ``first`` has none above it."""
        line = placed.line
        text, found = taken(line.text)
        if not text:
            return
        self.put("" if first else "\n\n" if line.gap else "\n")
        if found:
            self.references += references(found, self.length)
        span = Span(self.length, self.length + len(text))
        if _stands_out(line, *self._body):
            self.emphasis.append(span)
        self.lines.append(_set(line, span, placed.page))
        self.put(text)


def _unread(read: PageRead) -> bool:
    return read.state in ("image", "drawn")


def _set(line: Line, span: Span, page: int) -> PrintedLine:
    """How a line is set; without a size an engine told nothing but its words."""
    if not line.size:
        return PrintedLine(span, page=page, box=line.box)
    return PrintedLine(span, line.font or None, line.size, line.bold, page, line.box)


def ranges(numbers: Iterable[int]) -> str:
    """Page numbers as people write them: ``3-5, 9``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def named_pages(numbers: Sequence[int]) -> str:
    """``page 3`` or ``pages 3-5, 9``."""
    return f"page{'s' if len(numbers) > 1 else ''} {ranges(numbers)}"


def _cleaned(lines: Iterable[Line]) -> Iterable[Line]:
    """Lines tidied and stripped; empty ones go, and lend their gap to the next."""
    owed = False
    for line in lines:
        text = BROKEN_WORD.join(tidy(part) for part in line.text.split(BROKEN_WORD))
        text = referenced(" ".join(text.split()))
        if not text.strip(BROKEN_WORD + " "):
            owed = True
            continue
        gap = line.gap or owed
        yield Line(text, line.size, line.bold, gap, line.font, line.box)
        owed = False


def _body(lines: Iterable[Line]) -> tuple[float, bool]:
    """The size of most of the text, in points, and whether most of it is bold."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        total += len(line.text)
        bold += len(line.text) if line.bold else 0
    return (sizes.most_common(1)[0][0] if sizes else 0.0), bold * 2 > total


def _stands_out(line: Line, body_size: float, body_bold: bool) -> bool:
    if not body_size or len(line.text) > EMPHASIS_LONGEST or not any(map(str.isalnum, line.text)):
        return False
    return line.size >= body_size * LARGER or (line.bold and not body_bold)


def _title(written: str, reads: Sequence[PageRead], size: float, bold: bool) -> str:
    """The file's own title if its first pages bear it out, else what page one shows as one.

    Titles are often those of the template or of the file: "JTAI report template", "min5may15".
    """
    seen = hyphens.words(line.text for read in reads[:3] for line in read.lines)
    words = hyphens.words((written,))
    if words and sum(word in seen for word in words) >= 0.8 * len(words):
        return written
    return _largest(reads, size) or _boldest(reads, size, bold)


def _largest(reads: Sequence[PageRead], body_size: float) -> str:
    """The largest lines of the first page, if they are clearly larger than the body."""
    lines = _cleaned(reads[0].lines if reads else ())
    first = [line for line in lines if any(map(str.isalpha, line.text))]
    if not first or not body_size:
        return ""
    top = max(line.size for line in first)
    if top < body_size * 1.25:
        return ""
    return _as_title(line for line in first if line.size > top - 0.5)


def _boldest(reads: Sequence[PageRead], body_size: float, body_bold: bool) -> str:
    """The first lines of the first page that stand out, as far as they stand together."""
    run: list[Line] = []
    for line in _cleaned(reads[0].lines if reads else ()):
        out = _stands_out(line, body_size, body_bold)
        if run and (not out or line.gap):
            break
        if out:
            run.append(line)
    return _as_title(run)


def _as_title(lines: Iterable[Line]) -> str:
    words = " ".join(line.text for line in lines).replace(BROKEN_WORD, "-")
    words = taken(words)[0]
    return words if 8 <= len(words) <= 200 else ""


_STATES: tuple[tuple[PageState, str], ...] = (
    ("image", "no text, only an image"),
    ("drawn", "no text, only letters drawn as shapes"),
    ("garbled", "text in a font that does not say which letters it shows"),
    ("blank", "nothing on it"),
    ("lost", "could not be read"),
)


def _remarks(reads: Sequence[PageRead]) -> Iterable[str]:
    for state, words in _STATES:
        numbers = [read.number for read in reads if read.state == state]
        if numbers:
            verb = "" if state == "lost" else "has " if len(numbers) == 1 else "have "
            yield f"{named_pages(numbers)} {verb}{words}"
    for remark in dict.fromkeys(read.remark for read in reads if read.remark):
        numbers = [read.number for read in reads if read.remark == remark]
        yield f"{named_pages(numbers)}: {remark}"


def _doubts(text: str) -> Iterable[str]:
    odd, words = len(CAMEL.findall(text)), text.count(" ") + text.count("\n") + 1
    if odd >= 10 and odd * 100 > words:
        yield f"{odd} words have a capital inside: the file gives some letters wrongly"


def is_garbled(text: str) -> bool:
    """Whether most of a page's text is in a font that hides its letters."""
    return junk_share(text) > 0.5
