"""What a briefing is made of: quotations, and sentences that are marked as Minuted's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.ledger import STATUSES, Status
from corpus.model import Passage, Span
from search.figures.collect import FiguresFound
from search.figures.series import Series
from search.results import Asked

Pattern = Literal["overdue", "no_return", "fell", "rose", "standard", "finding", "unanswered"]
"""The evidence that a draft question is made from."""

PATTERNS: dict[Pattern, str] = {
    "overdue": "a promise past its date without a return",
    "no_return": "a promise without a return",
    "fell": "a figure that fell",
    "rose": "a figure that rose",
    "standard": "a figure short of its standard",
    "finding": "a finding without an action",
    "unanswered": "a question that was not answered",
}
"""The same in words."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The source's own words: ``span`` of the document, inside ``passage``."""

    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        return self.passage.document.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Own:
    """A sentence of Minuted's own, which says nothing that the quotations beside it do not show."""

    text: str


Piece = Quoted | Own


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that may be put. ``pieces`` is its evidence, in order; ``question`` is Minuted's
    own, and is nothing without them."""

    pattern: Pattern
    pieces: tuple[Piece, ...]
    question: str

    def __post_init__(self) -> None:
        if not self.quotations:
            raise ValueError("a draft question needs evidence")

    @property
    def quotations(self) -> tuple[Quoted, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Quoted))


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise, an action or a request on the topic. ``due_on`` is an ISO date or ``None``;
    ``status`` is what the ledger knows of it, ``last`` the passage that tells it, else the last
    that returns to it. ``likely`` says that the ledger knows of none and ``last`` is a passage
    that holds the same words, so that nothing may be said of its silence."""

    quoted: Quoted
    owner: str | None
    due: str | None
    due_on: str | None
    status: Status
    last: Quoted | None = None
    likely: bool = False

    @property
    def told(self) -> str:
        """What is known of it, in words."""
        return "a later passage may return to it" if self.likely else STATUSES[self.status]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was put, and the words below it that reply; ``None`` where none do."""

    asked: Quoted
    reply: Quoted | None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything of a briefing. ``meeting_on`` is the day it is for, '' for none; only what was
    said before it is read. ``read`` is the number of passages about the topic, ``undated`` of those
    that cannot be told to be late or early: only their figures and promises are in the lists."""

    asked: Asked
    meeting_on: str
    lately: tuple[Quoted, ...]
    figures: FiguresFound
    series: tuple[Series, ...]
    promised: tuple[Owed, ...]
    inspected: tuple[Quoted, ...]
    exchanges: tuple[Exchange, ...]
    drafts: tuple[Draft, ...]
    read: int
    undated: int = 0

    @property
    def sections(self) -> Sequence[tuple[str, int]]:
        """What there is, and how much of each."""
        return (
            ("lately", len(self.lately)),
            ("series", len(self.series)),
            ("promised", len(self.promised)),
            ("inspected", len(self.inspected)),
            ("exchanges", len(self.exchanges)),
            ("drafts", len(self.drafts)),
        )
