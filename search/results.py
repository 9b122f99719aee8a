"""What the engine gives back. Every word of it can be found again in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, overload

from corpus import periods
from corpus.model import Passage, Person
from search.index import Filter
from search.query.question_kind import QuestionKind

Why = Literal["words", "name", "heading", "meaning", "neighbour"]


Sort = Literal["relevance", "date", "oldest", "newest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""In which order passages come; ``date`` is ``oldest``. Undated ones come last in both."""
APART = " … "
"""Between the pieces of a name that may stand apart in one sentence."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a thing. ``source``: asked, glossary, archive or reader; ``origin`` in words.

    ``count`` is in how many passages of the archive it stands. ``beside``: it is broader than the
    thing or lies beside it, so it is told, never looked for unless a reader adds it.
    """

    text: str
    source: Literal["asked", "glossary", "archive", "reader"]
    origin: str = ""
    count: int = 0
    on: bool = True
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """Something read out of the query: ``kind`` since/until/kind/body/person/phrase/name/without.

    ``text`` is the query's own words, ``value`` what was made of them; each can be taken back.
    """

    kind: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood of a query."""

    text: str
    intent: Literal["search", "every", "ask"]
    where: Filter
    topics: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    names: tuple[Name, ...] = ()


Standing = Literal["whole", "part", "heading", "meaning"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it was found. ``score`` is in 0..1 and belongs to this query alone.

    ``standing`` says, of a topic's list, how much of the topic the passage names: the ``whole``
    (what its words lack, its own heading may say), ``part`` of it, nothing but what stands in its
    ``heading``, or nothing at all, so that ``meaning`` and what stands beside it speak alone.

    ``marks`` are the spans of the matched words in document offsets; ``matched`` the names they
    are; ``ranks`` the place in each ranking, from 1: ``bm25``, ``vectors``; of an answer also both
    together, ``ranking``, and after reading, ``reader``.
    """

    passage: Passage
    score: float
    why: tuple[Why, ...] = ()
    matched: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[Passage, ...] = ()
    standing: Standing = "whole"


class Hits(Sequence[Hit]):
    """A list of hits that are fetched when they are read, a page at a time.

    A topic that fifty thousand passages are about is as quick to begin reading as one of five.
    ``ordinals``, ``scores`` and ``standings`` tell of the passages without fetching them.
    """

    _PAGE = 200

    def __init__(
        self,
        size: int,
        make: Callable[[int, int], list[Hit]],
        ordinals: Sequence[int] = (),
        scores: Sequence[float] = (),
        standings: Sequence[Standing] = (),
    ) -> None:
        self._size = size
        self._make = make
        self.ordinals = ordinals
        self.scores = scores
        self.standings = standings

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._size)
            if step == 1:
                return tuple(self._make(start, stop)) if stop > start else ()
            return tuple(self[n] for n in range(start, stop, step))
        place = at + self._size if at < 0 else at
        if not 0 <= place < self._size:
            raise IndexError(at)
        return self._make(place, place + 1)[0]

    def __iter__(self) -> Iterator[Hit]:
        for start in range(0, self._size, self._PAGE):
            yield from self._make(start, min(start + self._PAGE, self._size))


@dataclass(frozen=True, slots=True)
class Citation:
    """Flat and complete: all a reader needs to find the words again. Only ``cite`` makes one.

    ``columns`` are the heads of the table columns that the quote stands under: of a row one for
    each cell of ``quote.split("\t")``, '' where a cell has none; empty outside tables. ``body`` is
    whose words they are, ``publisher`` who published the file: of a letter in a panel's pack these
    are two.
    """

    document: str
    title: str
    kind: str
    body: str
    part: str
    headings: tuple[str, ...]
    said_on: str | None
    published_on: str | None
    page: int | None
    page_label: str | None
    start: int
    end: int
    quote: str
    passage: str
    score: float
    matched: tuple[str, ...]
    url: str | None
    columns: tuple[str, ...] = ()
    publisher: str = ""

    def to_json(self) -> dict[str, Any]:
        """The one spelling of the contract."""
        plain = {
            name: list(value) if isinstance(value, tuple) else value
            for name in self.__slots__
            for value in [getattr(self, name)]
        }
        return plain | when(self.said_on)


def when(said_on: str | None) -> dict[str, str | None]:
    """A date as scripts are given it: ``said_on`` a day, month or year; a stretch of days has its
    first and last as ``said_from`` and ``said_until`` beside it."""
    first, last = periods.first_and_last(said_on)
    stretch = {"said_from": first, "said_until": last} if first else {}
    return {"said_on": periods.holding(said_on), **stretch}


@dataclass(frozen=True, slots=True)
class Statement:
    """Text of an answer, in the source's own words; cannot be built without a citation.

    ``point`` is where in ``text`` that stands which was asked for, an amount, a date or a place,
    None where no one such thing is; ``people`` are who did it, where it was asked who.
    """

    text: str
    citation: Citation
    point: tuple[int, int] | None = None
    people: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        if self.text not in self.citation.quote:
            raise ValueError("a statement must be part of what it cites")


@dataclass(frozen=True, slots=True)
class Remark:
    """What another paper says to a statement of an answer: it ``corrects`` its figure, or
    ``differs`` from it about the same thing. ``of`` is the statement's place, from 0."""

    kind: Literal["corrects", "differs"]
    of: int
    by: Statement


SureLevel = Literal["likely", "unsure"]


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure an answer is: of ``of`` answers of this level to labelled questions ``right`` were
    right when it was measured."""

    level: SureLevel
    right: int
    of: int


HandoverTo = Literal["every", "figures", "actions", "changes"]


@dataclass(frozen=True, slots=True)
class Handover:
    """Who answers a question better than sentences do: the list of every time, figures over time,
    the ledger of actions, or what changed (``since``: a date as it was typed, '' for none).
    ``topic`` is empty where all is asked for."""

    to: HandoverTo
    topic: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """No statements means that the archive does not say, or that ``handover`` answers.

    ``kind`` is the kind of question, ``remarks`` what other papers say to the statements, ``sure``
    how sure these are, None where there are none.
    """

    statements: tuple[Statement, ...]
    confidence: float
    kind: QuestionKind = "other"
    remarks: tuple[Remark, ...] = ()
    handover: Handover | None = None
    sure: Sure | None = None

    @property
    def abstained(self) -> bool:
        return not self.statements


@dataclass(frozen=True, slots=True)
class Meant:
    """``words`` of the archive that those asked for may be meant to be, the likest first, lower
    case; ``texts`` are the whole query with each such word in place of the other. ``missing`` are
    the words asked for, as written, that stand nowhere in what was searched."""

    words: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first. ``total`` are those that hold a word of the query, or are near to it
    in meaning by a stated bar; where there is none, ``hits`` are the nearest all the same.
    ``meant`` as in ``EveryResult``."""

    asked: Asked
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    meant: Meant = Meant()


@dataclass(frozen=True, slots=True)
class AskResult:
    """An answer, and the passages it was chosen from, best first.

    ``unsearched`` is told where there is no answer: for each other language than the question's
    how many passages are in it, which its words cannot find. They are not among ``searched``.
    ``unread`` where the reader was still being loaded, so that the ranking alone chose.
    """

    asked: Asked
    answer: Answer
    hits: tuple[Hit, ...]
    searched: int
    unsearched: Mapping[str, int] = field(default_factory=dict)
    meant: Meant = Meant()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class EveryResult:
    """Every time a topic was discussed, in order of date, undated last.

    ``discussed`` and ``named`` (in passing) lie above the line; ``below`` holds the nearest
    passages under it, best first, and ``below_total`` how many there are in all. Reprints are
    folded into ``Hit.copies`` and counted once.
    Where nothing is above the line, ``documents`` are those that were searched.
    ``meant`` are what the words asked for may be meant to be, where one of them stands nowhere,
    ``senses`` what a short form stands for here where it is several things.
    ``unsearched`` tells how many passages are in another language than the topic, which its words
    cannot find.
    """

    asked: Asked
    discussed: Sequence[Hit]
    named: Sequence[Hit]
    below: Sequence[Hit]
    below_total: int
    line: float
    facets: Mapping[str, Mapping[str, int]]
    searched: int
    documents: tuple[str, ...] = ()
    meant: Meant = Meant()
    unsearched: Mapping[str, int] = field(default_factory=dict)
    senses: tuple[str, ...] = ()

    @property
    def standings(self) -> Mapping[Standing, int]:
        """How many passages above the line name how much of the topic."""
        above = [*standings_of(self.discussed), *standings_of(self.named)]
        return {standing: above.count(standing) for standing in STANDINGS}


def standings_of(hits: Sequence[Hit]) -> Sequence[Standing]:
    """How much of the topic each names, without fetching them where they tell it."""
    return hits.standings if isinstance(hits, Hits) else [hit.standing for hit in hits]
