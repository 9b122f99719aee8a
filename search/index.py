"""What an index answers. It takes terms and vectors, never a query string or a model.

A passage is named by its ``ordinal``, 64 bits: the number of its document above, its place in the
document, from 0 and without gaps, below. So a new document renumbers nothing, order of ordinals is
order on the page, and the neighbours of a passage are ``ordinal - 1`` and ``ordinal + 1``. Numbers
of documents ascend, but there may be gaps between them.

Rankings come unfused. Nothing that is handed out is as long as the archive: what is asked for by
a filter is counted, what is asked for by ordinals is as long as these. Whatever part of an index
cannot be reached, the answer is IndexUnavailable and never a shorter list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, overload

import numpy as np
from numpy.typing import NDArray

from corpus.fields import FIELD_NAMES
from corpus.ledger import Matter
from corpus.model import Definition, Document, Passage, Understanding
from search.ledger import MatterFilter, Matters
from search.opener import implementation

Vector = NDArray[np.float32]
Ints = NDArray[np.int64]
Ordinals = Sequence[int] | Ints

_PLACES = 32
"""Bits of an ordinal that hold the place in the document."""


@overload
def ordinal_of(document: int, place: int = 0) -> int: ...
@overload
def ordinal_of(document: Ints, place: Ints | int = 0) -> Ints: ...
def ordinal_of(document: int | Ints, place: int | Ints = 0) -> int | Ints:
    """The name of a passage, or of several."""
    return document << _PLACES | place


def document_of(ordinals: Ints) -> Ints:
    """The numbers of the documents in which passages lie."""
    documents: Ints = ordinals >> _PLACES
    return documents


def place_of(ordinals: Ints) -> Ints:
    """Where passages stand in their documents, from 0."""
    places: Ints = ordinals & (2**_PLACES - 1)
    return places


@dataclass(frozen=True, slots=True)
class Filter:
    """What a passage must satisfy to be found at all; applied inside the index, before any cut.

    ``since`` and ``until`` are ISO dates of any precision, both inclusive, and mean their first
    and last day. A passage dated by month or year satisfies them when any day that it may mean
    does ("2018-05" is found since 2018-05-10): who asks for all of it would rather read one too
    many than miss one. A passage without a date satisfies neither.

    ``chosen`` holds, for some of ``corpus.fields.FIELDS`` and in their order, the values of which
    a passage must have one; a value that no passage has is satisfied by none. Case is not looked
    at, but in names of documents. Made by ``Filter.of``, read by ``where["body"]``.
    """

    since: str | None = None
    until: str | None = None
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(
        cls, since: str | None = None, until: str | None = None, **chosen: Sequence[str]
    ) -> Filter:
        """``Filter.of(kind=["letter"])``; raises TypeError for a field that there is not."""
        if unknown := chosen.keys() - set(FIELD_NAMES):
            raise TypeError(f"no field to filter by: {', '.join(sorted(unknown))}")
        kept = ((name, tuple(chosen.get(name, ()))) for name in FIELD_NAMES)
        return cls(since, until, tuple((name, values) for name, values in kept if values))

    def __getitem__(self, field: str) -> tuple[str, ...]:
        """The values asked for in a field; none where it may have any."""
        return dict(self.chosen).get(field, ())

    def __bool__(self) -> bool:
        return self != Filter()


NO_FILTER = Filter()


class Ranked(NamedTuple):
    """A passage in one ranking. Scores of different rankings are not comparable."""

    ordinal: int
    score: float


_ranked: Callable[[tuple[int, float]], Ranked] = partial(tuple.__new__, Ranked)
"""As ``Ranked._make``, in half the time: a question makes some thousands."""


def in_order(ordinals: Ints, scores: NDArray[np.float64]) -> list[Ranked]:
    """A ranking out of both, the best first; ties by ordinal."""
    order = np.lexsort((ordinals, -scores))
    return as_ranked(ordinals[order], scores[order])


def as_ranked(ordinals: Ints, scores: NDArray[np.float64]) -> list[Ranked]:
    """A ranking out of both, in the order that they have."""
    return list(map(_ranked, zip(ordinals.tolist(), scores.tolist(), strict=True)))


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself."""

    format: int
    build: str
    model: str
    encoder: str
    dimension: int
    tokeniser: str
    documents: int
    passages: int
    built_at: str
    archive: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How passages lie together: one entry for each that was asked for, shape (n,).

    ``section`` names the section within its document; ``in_section`` and ``in_document`` count the
    passages of both; ``group`` is the ordinal of the first passage that prints the same words, its
    own when it stands alone; ``length`` is in code points; ``heading`` marks passages that are
    headings; ``first`` is the first day (``date.toordinal``) that the passage's date may mean, the
    greatest number there is for no date.
    """

    section: NDArray[np.int32]
    in_section: NDArray[np.int32]
    in_document: NDArray[np.int32]
    group: Ints
    length: NDArray[np.int32]
    heading: NDArray[np.bool_]
    first: NDArray[np.int32]


NO_DAY = 2**31 - 1
"""``Layout.first`` of a passage without a date."""


def in_time(first: NDArray[np.int32], newest: bool = False) -> NDArray[np.int32]:
    """First days as keys to sort by, oldest or newest first; what has no date comes last."""
    return np.where(first == NO_DAY, first, -first) if newest else first


class Index(Protocol):
    """One implementation is embedded (``search.local``); CLUSTER.md says how another would be."""

    @property
    def meta(self) -> Meta: ...

    def lexical(
        self, terms: Sequence[str], limit: int, where: Filter = NO_FILTER, heading: float = 0.5
    ) -> list[Ranked]:
        """BM25 over the passages' own terms plus ``heading`` times that over their place.

        Stop words are dropped unless there is nothing else; a term asked twice counts twice; of a
        very long query the rarest terms are used. Best first, ties by ordinal.
        """
        ...

    def dense(self, vector: Vector, limit: int, where: Filter = NO_FILTER) -> list[Ranked]:
        """Cosine to the nearest window of each passage, best first, ties by ordinal.

        An implementation may look only where the nearest are likely to be, as ``open_index`` says.
        ``vector`` has shape (d,); raises ModelMismatch for one of another dimension.
        """
        ...

    def phrase(
        self, terms: Sequence[str], where: Filter = NO_FILTER, heading: bool = False
    ) -> Ints:
        """Every passage in which the terms stand in this order, ascending; no cut-off.

        With ``heading`` the place of the passage is searched instead of its words.
        """
        ...

    def phrase_count(
        self, terms: Sequence[str], where: Filter = NO_FILTER, heading: bool = False
    ) -> int:
        """How many passages ``phrase`` would find."""
        ...

    def vectors(self, ordinals: Ordinals) -> Vector:
        """The first window's vector of each passage, shape (n, d); zeros where there is none."""
        ...

    def cosines(self, ordinals: Ordinals, vectors: Sequence[Vector]) -> Vector:
        """Cosines of these passages' first windows to unit vectors, shape (n, len(vectors))."""
        ...

    def sentences(self, ordinals: Ordinals) -> list[Vector]:
        """For each passage the vectors of its sentences (``embedded_sentences``) in order, shape
        (s, d), near enough to unit length for a cosine; none where its build made none."""
        ...

    def frequency(self, terms: Sequence[str]) -> Mapping[str, int]:
        """In how many passages each term stands (0 for unknown ones)."""
        ...

    def resembling(self, term: str, limit: int, where: Filter = NO_FILTER) -> Ints:
        """The first passages that hold a term at most two edits away from this one, ascending."""
        ...

    def count(self, where: Filter = NO_FILTER) -> int:
        """How many passages satisfy the filter; raises BadFilter for a wrong date."""
        ...

    def satisfying(self, ordinals: Ordinals, where: Filter) -> NDArray[np.bool_]:
        """Which of these passages satisfy the filter, shape (n,); raises BadFilter."""
        ...

    def layout(self, ordinals: Ordinals) -> Layout:
        """How these passages lie together; raises PassageMissing for one that is not there."""
        ...

    def last_day(self) -> int | None:
        """The latest of all ``Layout.first``; None where no passage has a date."""
        ...

    def fetch(self, ordinals: Ordinals) -> list[Passage]:
        """The passages, whole, in the order asked for; raises PassageMissing."""
        ...

    def ordinal(self, passage_id: str) -> int:
        """Where a stable id is now; raises PassageMissing."""
        ...

    def document_ids(self) -> list[str]:
        """All of them, by number."""
        ...

    def names_of(self, documents: Ordinals) -> list[str]:
        """The ids of the documents with these numbers; raises DocumentMissing."""
        ...

    def values(self, field: str) -> list[str]:
        """The values that one of ``corpus.fields.FIELDS`` has, in order, without the empty one."""
        ...

    def documents_by(self, field: str) -> Mapping[str, Ints]:
        """For each value of one of ``corpus.fields.FIELDS`` the numbers of the documents that have
        a passage with it, ascending; values in order, without the empty one. Of ``document`` all
        that there are, also those without a passage."""
        ...

    def document(self, document_id: str) -> Document:
        """Raises DocumentMissing."""
        ...

    def understanding(self, document_id: str) -> Understanding:
        """All that was understood of one document; raises DocumentMissing."""
        ...

    def ordinals_of(self, document_id: str) -> range:
        """The passages of one document; raises DocumentMissing."""
        ...

    def definitions(self) -> Iterator[Definition]:
        """Every abbreviation that the archive itself defines."""
        ...

    def matters(self, where: MatterFilter, limit: int, offset: int = 0) -> Matters:
        """Matters of the ledger, those said last first; raises IndexForeign for a build that was
        made before there was one."""
        ...

    def matters_in(self, document_id: str) -> list[Matter]:
        """All that a document prints, first or again, forecasts too."""
        ...

    def facets(self, found: Ordinals | Filter) -> Mapping[str, Mapping[str, int]]:
        """Counts by ``year`` and by each of ``corpus.fields.FIELDS`` over these passages, or over
        all that satisfy a filter.

        Passages without a date are counted in the year "undated", the last one; those without a
        body, a speaker or another such value in none. Years and documents come in order, the
        others most frequent first.
        """
        ...

    def report(self) -> Mapping[str, Any]:
        """What the build that made this index could read and what not, as plain JSON values.

        ``files`` lists ``path``, ``status``, ``detail``, ``cure`` and ``document`` of each file.
        Empty for an index that was not made from files.
        """
        ...

    def close(self) -> None: ...


def open_index(location: str | Path, model: str | None = None, exact: bool = False) -> Index:
    """Open the live build at a location.

    ``model`` is the encoder the caller will use; an index built with another is refused
    (ModelMismatch). ``exact`` compares a query with every vector, however many there are. Raises
    IndexMissing, IndexForeign, IndexDamaged.
    """
    module, place = implementation(location)
    index: Index = module.open_index(place, model, exact)
    return index
