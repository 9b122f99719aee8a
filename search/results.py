"""What the engine gives back. Every word of it can be found again in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

from corpus.model import Passage
from search.index import Filter

Why = Literal["words", "name", "heading", "meaning", "neighbour"]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a thing. ``source``: asked, glossary, archive or reader; ``origin`` in words.

    ``count`` is in how many passages of the archive it stands.
    """

    text: str
    source: Literal["asked", "glossary", "archive", "reader"]
    origin: str = ""
    count: int = 0
    on: bool = True


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it was found. ``score`` is in 0..1 and belongs to this query alone.

    ``marks`` are the spans of the matched words in document offsets; ``matched`` the names they
    are; ``ranks`` the place in each ranking (``bm25``, ``vectors``), from 1.
    """

    passage: Passage
    score: float
    why: tuple[Why, ...] = ()
    matched: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[Passage, ...] = ()


class Hits(Sequence[Hit]):
    """A list of hits that are fetched when they are read, a page at a time.

    A topic that fifty thousand passages are about is as quick to begin reading as one of five.
    ``ordinals`` and ``scores`` tell of the passages without fetching them.
    """

    _PAGE = 200

    def __init__(
        self,
        size: int,
        make: Callable[[int, int], list[Hit]],
        ordinals: Sequence[int] = (),
        scores: Sequence[float] = (),
    ) -> None:
        self._size = size
        self._make = make
        self.ordinals = ordinals
        self.scores = scores

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
    each cell of ``quote.split("\t")``, '' where a cell has none; empty outside tables.
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

    def to_json(self) -> dict[str, Any]:
        """The one spelling of the contract."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name in self.__slots__
            for value in [getattr(self, name)]
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """Text of an answer, in the source's own words; cannot be built without a citation."""

    text: str
    citation: Citation

    def __post_init__(self) -> None:
        if self.text not in self.citation.quote:
            raise ValueError("a statement must be part of what it cites")


@dataclass(frozen=True, slots=True)
class Answer:
    """No statements means that the archive does not say."""

    statements: tuple[Statement, ...]
    confidence: float

    @property
    def abstained(self) -> bool:
        return not self.statements


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first."""

    asked: Asked
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class AskResult:
    """An answer, and the passages it was chosen from, best first."""

    asked: Asked
    answer: Answer
    hits: tuple[Hit, ...]
    searched: int


@dataclass(frozen=True, slots=True)
class EveryResult:
    """Every time a topic was discussed, in order of date, undated last.

    ``discussed`` and ``named`` (in passing) lie above the line; ``below`` holds the nearest
    passages under it, best first, and ``below_total`` how many there are in all. Reprints are
    folded into ``Hit.copies`` and counted once.
    Where nothing is above the line, ``documents`` are those that were searched.
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
