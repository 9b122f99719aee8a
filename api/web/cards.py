"""A passage as a page shows it: when, where, the quote in pieces, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from api import citing, plain
from api.marked import Piece, pieces
from api.records import Citing
from api.wanted import Wanted
from corpus.model import Passage
from search.results import Citation, Hit


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
    def name(self) -> str:
        """The meeting, report or letter it stands in."""
        return self.citation.part or self.citation.title or self.citation.document


def address(passage: Passage, want: Wanted | None = None, mode: str = "") -> str:
    """The reading page at a passage; with ``want`` it knows the other occurrences.

    The offset goes along, so that the address finds the nearest words when the passage is gone.
    """
    pairs = [("at", passage.id), ("o", str(passage.span.start))]
    if want is not None and want.text:
        pairs += [pair for pair in want.pairs() if pair[0] not in ("page", "by", "show")]
        pairs.append(("mode", mode))
    path = quote(passage.document.id, safe="/")
    return f"/documents/{path}?{urlencode(pairs)}#p{passage.number}"


def card(engine: Citing, found: Hit, number: int, want: Wanted, mode: str, level: str = "") -> Card:
    """A hit made ready for a page. Raises QuoteMismatch."""
    passage = found.passage
    citation = engine.cite(found)
    return Card(
        number=number,
        hit=found,
        citation=citation,
        pieces=tuple(pieces(citation.quote, citation.start, found.marks)),
        href=address(passage, want, mode),
        when=plain.when(passage),
        heading=citing.heading(citation),
        page=plain.page(citation.page, citation.page_label),
        why=plain.why(found),
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
        label = ", ".join(filter(None, [name, plain.date(printed) if printed else "", near]))
        yield Copy(label, address(passage, want, mode))


@dataclass(frozen=True, slots=True)
class Meeting:
    """The passages of one meeting, report or letter that stand one after another in a list."""

    name: str
    body: str
    when: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What was said on one day (or in one month, or on no known day)."""

    date: str | None
    meetings: tuple[Meeting, ...]


def by_day(cards: Sequence[Card]) -> list[Day]:
    """A list in order of date, cut at each day and each meeting; the order is kept."""
    days: list[tuple[str | None, list[list[Card]]]] = []
    for one in cards:
        said = one.passage.said_on
        if not days or days[-1][0] != said:
            days.append((said, []))
        meetings = days[-1][1]
        key = (one.passage.document.id, one.passage.part.number)
        last = meetings[-1][0].passage if meetings else None
        if last is None or (last.document.id, last.part.number) != key:
            meetings.append([])
        meetings[-1].append(one)
    return [
        Day(
            said,
            tuple(Meeting(m[0].name, m[0].citation.body, m[0].when, tuple(m)) for m in meetings),
        )
        for said, meetings in days
    ]
