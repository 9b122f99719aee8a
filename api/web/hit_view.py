"""A passage as a page shows it: when, where, the quote in pieces, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.export import citation_styles
from api.views import wording
from api.views.highlighting import Piece, headed, pieces
from api.views.permalinks import permalink
from api.views.request import Wanted
from api.views.serialise import Citing
from corpus.model import Passage
from search.index import Index
from search.results import Asked, Citation, Hit

_CARRIED = 500
"""A longer question is not repeated in the address of every passage."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Where the same words stand again."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """One hit. ``mark`` is what the reader said of it; ``number`` its place in the list."""

    number: int
    hit: Hit
    citation: Citation
    pieces: tuple[Piece, ...]
    href: str
    when: str
    heading: str
    page: str
    why: str
    copies: tuple[Copy, ...]
    level: str = ""
    mark: bool | None = None

    @property
    def passage(self) -> Passage:
        return self.hit.passage

    @property
    def id(self) -> str:
        return self.hit.passage.id

    @property
    def anchor(self) -> str:
        return anchor(self.hit.passage)

    @property
    def name(self) -> str:
        """The meeting, report or letter it stands in."""
        return self.citation.part or self.citation.title or self.citation.document


def anchor(passage: Passage) -> str:
    """The id of a passage on a page of results, the same in each list it is in."""
    return f"h-{passage.id}"


def address(passage: Passage, want: Wanted | None = None, mode: str = "") -> str:
    """The reading page at a passage; with ``want`` it knows the other occurrences."""
    pairs: list[tuple[str, str]] = []
    if want is not None and 0 < len(want.text) <= _CARRIED:
        pairs = [pair for pair in want.pairs() if pair[0] != "by"]
        pairs.append(("mode", mode))
    return permalink(passage, more=pairs)


def address_of(index: Index, passage: str) -> str:
    """The reading page at a passage of which only the id is known."""
    return address(index.fetch([index.ordinal(passage)])[0])


def card(
    engine: Citing,
    found: Hit,
    number: int,
    want: Wanted,
    mode: str,
    level: str = "",
    asked: Asked | None = None,
) -> Card:
    """A hit made ready for a page. Raises QuoteMismatch."""
    passage = found.passage
    citation = engine.cite(found)
    return Card(
        number=number,
        hit=found,
        citation=citation,
        pieces=tuple(headed(pieces(citation.quote, citation.start, found.marks), citation.columns)),
        href=address(passage, want, mode),
        when=wording.when(passage),
        heading=citation_styles.heading(citation),
        page=wording.page(citation.page, citation.page_label),
        why=wording.why(found, asked),
        copies=tuple(copies(found.copies, want, mode)),
        level=level,
        mark=want.marks.get(passage.id),
    )


def copies(found: Iterable[Passage], want: Wanted, mode: str) -> Iterable[Copy]:
    """The other places that print the same words."""
    for passage in found:
        printed = passage.document.published_on or passage.document.said_on
        name = passage.document.title or passage.document.id
        near = "nearly the same words" if passage.copy == "near" else ""
        label = ", ".join(filter(None, [name, wording.date(printed) if printed else "", near]))
        yield Copy(label, address(passage, want, mode))


@dataclass(frozen=True, slots=True)
class Discussion:
    """The passages under one heading: one discussion with its passages."""

    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What stands in one meeting, report or letter; ``when`` is set where it is a reprint."""

    name: str
    body: str
    when: str
    discussions: tuple[Discussion, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What was said on one day (or in one month, or on no known day)."""

    date: str | None
    meetings: tuple[Meeting, ...]


def by_day(cards: Sequence[Card]) -> list[Day]:
    """A list in order of date, cut at each day, each meeting and each heading; in its order."""
    return [
        Day(said, tuple(_meeting(list(inside)) for _, inside in groupby(of_day, key=_part)))
        for said, of_day in groupby(cards, key=lambda card: card.passage.said_on)
    ]


def _part(card: Card) -> tuple[str, int]:
    return card.passage.document.id, card.passage.part.number


def _meeting(cards: Sequence[Card]) -> Meeting:
    first = cards[0]
    discussions = [
        Discussion(heading, tuple(inside))
        for heading, inside in groupby(cards, key=lambda card: card.heading)
    ]
    when = first.when if ", printed in" in first.when else ""
    return Meeting(first.name, first.citation.body, when, tuple(discussions))
