"""What was said, and where: the types that every other folder speaks.

All offsets are code points into ``Document.text``; a span is half open, ``text[start:end]``.
Dates are ISO strings exactly as precise as the source (``2018-05-29``, ``2018-05``, ``2018``, for a
stretch of days ``2018-06-12/2018-06-13``) or ``None``: a guess is never written down as a date.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from corpus.kinds import Kind

PassageKind = Literal["paragraph", "item", "row", "cell", "heading"]
Voice = Literal["said", "asked", "written"]
SectionKind = Literal["", "recommendations", "areas_for_improvement", "causes_of_concern"]
Attendance = Literal[
    "present", "apologies", "absent", "minutes", "observer", "membership", "author", "addressee"
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``start`` up to ``end`` of one document's text; ``0 <= start < end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many code points the two share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it lies in the archive. ``path`` is relative to the archive, with ``/``."""

    path: str
    sha256: str
    media_type: str
    size: int
    url: str | None = None
    published_on: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged document. ``number`` counts from 1; ``label`` is what is printed on it.

    ``start == end`` for a page without text. ``size`` is width and height in points, where known.
    """

    number: int
    start: int
    end: int
    label: str | None = None
    image_only: bool = False
    size: tuple[float, float] | None = None


Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points; x to the right, y upwards from the page's lower left corner,
turned so that text runs to the right."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """How one line, or one block of a format without lines, is set; ``None`` is not known.

    ``font`` is the face's name as the file gives it, without the prefix of a subset; ``size`` is in
    points; ``page`` counts from 1.
    """

    span: Span
    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A raised mark that refers to a note: it stands before ``text[at]`` and is no part of it."""

    at: int
    mark: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands at the edge of a page and is no part of what is said: heads, feet, numbers.

    ``page`` counts from 1, ``None`` where the format prints it on every page (DOCX).
    """

    text: str
    edge: Literal["head", "foot"]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of layout that the file format itself marks (HTML, DOCX); text and PDF have none.

    ``level`` is the heading level (1-6), the depth of a list item (from 1), of a row 1 where it is
    the head of its table and 2 where it names the rows below it; else 0. ``header`` is what a cell
    stands under ('Burglary › 2020 › Number'), of a row that of each cell, parted by ' | '.
    """

    span: Span
    kind: PassageKind
    level: int = 0
    header: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of a PDF's outline: evidence for parts and headings."""

    title: str
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A part that the file format itself marks off and dates: a message of a mail.

    ``evidence`` says, for a reader, what ``said_on`` was read from ("the mail's own Date").
    """

    span: Span
    title: str = ""
    kind: Kind = "other"
    said_on: str | None = None
    evidence: str = ""
    people: tuple[Person, ...] = ()


@lru_cache(maxsize=64)
def digest_of_text(text: str) -> str:
    """sha256 of a text, in hex; that of the last few is remembered."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """One file's text, fixed once; every later claim is a span of it.

    ``notes`` are remarks of the reader for people ("decoded as cp1252", "page 7 has no text").
    ``emphasis`` are lines set larger or bolder than the body, where the format tells (PDF).
    ``properties`` is what the file says about itself beside its words, name and value as written
    (Markdown's front matter, a mail's header); ``data`` are the stretches of the text that are
    such and no words of the paper; ``marked`` the parts the format itself marks, if any.
    ``language`` is a code of ``corpus.languages``, '' where too few words tell.
    ``references`` are the marks of notes, which stand beside the text and not in it.
    ``furniture`` is what the pages repeat at their edges, which is not in the text either.
    ``text_sha256`` is the digest of the text, in hex, recorded when the file was read; '' where
    it was not. ``lines`` say how each line is set, in order; plain text has none. They serve the
    analysis and are not kept in an index.
    """

    id: str
    source: SourceFile
    text: str
    title: str = ""
    kind: Kind = "other"
    body: str = ""
    said_on: str | None = None
    published_on: str | None = None
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    emphasis: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    data: tuple[Span, ...] = ()
    marked: tuple[MarkedPart, ...] = ()
    language: str = ""
    references: tuple[NoteReference, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    lines: tuple[PrintedLine, ...] = field(default=(), compare=False)
    text_sha256: str = field(default="", compare=False)

    def is_as_read(self) -> bool:
        """Whether the text is the one that was read, by its digest."""
        return not self.text_sha256 or self.text_sha256 == digest_of_text(self.text)

    def lines_in(self, start: int, end: int) -> tuple[PrintedLine, ...]:
        """How the lines are set that share a character with ``text[start:end]``, in order."""
        first = bisect_right(self.lines, start, key=lambda line: line.span.end)
        last = bisect_left(self.lines, end, first, key=lambda line: line.span.start)
        return self.lines[first:last]

    def page_at(self, offset: int) -> Page | None:
        """The page that holds ``offset``; ``None`` where the format has no pages."""
        found: Page | None = None
        for page in self.pages:
            if page.start <= offset and (page.end > page.start or found is None):
                found = page
            if page.start > offset:
                break
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a meeting lists, who signs a letter or a report, or to whom a letter is written.

    ``name`` is the canonical spelling, ``written`` the one printed.
    """

    name: str
    role: str = ""
    attendance: Attendance = "present"
    written: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A meeting, report or letter inside a document. When it was said is a fact of the part.

    ``evidence`` says, for a reader, what ``said_on`` was read from ("heading 'Tuesday, 6 February
    2018'"). ``page_range`` is the agenda's own page range of the item, as printed.
    """

    document: Document
    number: int
    span: Span
    title: str
    kind: Kind
    body: str = ""
    said_on: str | None = None
    evidence: str = ""
    agenda_item: str | None = None
    page_range: str | None = None
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The heading path a reader would cite. A passage never crosses a section.

    ``headings`` runs from the outermost to the innermost heading inside the part; ``heading`` is
    the span of the innermost one's own words, ``None`` for the text before any heading. ``kind``
    tells the sections of reports that are acted upon, by their headings.
    """

    part: Part
    number: int
    span: Span
    headings: tuple[str, ...] = ()
    label: str | None = None
    level: int = 0
    heading: Span | None = None
    kind: SectionKind = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed, ranked, labelled and quoted: what a person would quote.

    ``number`` is the passage's place in its document, from 0. ``columns`` are the heads of the
    table columns it stands under, of a row one for each cell that tabs part, parted by ' | '.
    ``speaker`` is the canonical name, else the office, of whose words it reports, where the text
    says so. ``group`` is the id of the first of several passages that print the same words (its own
    id when it stands alone); ``copy`` tells exact from near. ``language`` is a code of
    ``corpus.languages``, its document's where its own words do not tell.
    """

    id: str
    section: Section
    span: Span
    kind: PassageKind = "paragraph"
    number: int = 0
    said_on: str | None = None
    page: int | None = None
    page_label: str | None = None
    columns: str = ""
    speaker: str = ""
    voice: Voice = "written"
    group: str = ""
    copy: Literal["", "exact", "near"] = ""
    language: str = ""

    @property
    def part(self) -> Part:
        return self.section.part

    @property
    def document(self) -> Document:
        return self.section.part.document

    @property
    def text(self) -> str:
        """The source's own words: ``document.text[start:end]``."""
        return self.document.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Action:
    """Something agreed to be done, as a record. ``due_on`` only where the text gives a date."""

    span: Span
    part: int
    kind: str
    owner: str | None = None
    due: str | None = None
    due_on: str | None = None
    said_on: str | None = None
    followed_up: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation as a document defines it: ``short`` = ``long``, read at ``span``."""

    short: str
    long: str
    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of one document; parts tile its text, passages lie in sections."""

    document: Document
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    actions: tuple[Action, ...] = ()
    definitions: tuple[Definition, ...] = ()
