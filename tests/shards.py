"""An index in three shards: the documents dealt out in turn, each shard a local index of its own.

What a cluster would do, so that the contract can fail at a shard's edge. BM25 weighs a term by how
many passages of all shards hold it, and a passage by the mean length of all; its formula is written
out here, so that it is also a second opinion on the local index's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from made import embedded_of, write
from numpy.typing import NDArray

from corpus.errors import DocumentMissing, IndexUnavailable, PassageMissing
from corpus.ledger import Matter
from corpus.model import Definition, Document, Passage, Understanding
from search.index import (
    NO_FILTER,
    Filter,
    Index,
    Ints,
    Layout,
    Meta,
    Ordinals,
    Ranked,
    Vector,
    document_of,
    ordinal_of,
    place_of,
)
from search.index_writer import Embedded, Sentences
from search.ledger import MatterFilter, Matters
from search.local.reader import LocalIndex
from search.ranking.context import heading_terms
from search.tokens import content_terms, terms

SHARDS = 3
K1, B = 1.2, 0.75
_NOTHING: Ints = np.zeros(0, dtype=np.int64)

Found = TypeVar("Found")


def write_shards(
    location: Path, understood: Sequence[Understanding], embedded: Embedded | None, **how: int
) -> None:
    """The documents dealt out in turn, with their vectors."""
    held = embedded or embedded_of(understood)
    numbers = [n for n, one in enumerate(understood) for _ in one.passages]
    for shard in range(SHARDS):
        mine = np.array([n % SHARDS == shard for n in numbers], dtype=np.bool_)
        windows = mine[held.owners] if len(mine) else np.zeros(0, dtype=np.bool_)
        owners = (np.cumsum(mine) - 1)[held.owners[windows]].astype(np.int32)
        said = held.sentences and _dealt(held.sentences, mine)
        part = Embedded(held.vectors[windows], owners, held.texts[mine], said)
        write(location / str(shard), understood[shard::SHARDS], part, **how)


def _dealt(held: Sentences, mine: NDArray[np.bool_]) -> Sentences:
    counts = np.diff(held.ends, prepend=0)
    return Sentences(held.rows[np.repeat(mine, counts)], np.cumsum(counts[mine]))


class ShardedIndex:
    """``search.index.Index`` over the shards in a folder. ``lost`` are those out of reach."""

    def __init__(self, location: Path, model: str | None = None) -> None:
        paths = [location / str(shard) for shard in range(SHARDS)]
        self._all = [LocalIndex.open(path, model) for path in paths]
        self.lost: set[int] = set()
        metas = [shard.meta for shard in self._all]
        self.meta: Meta = replace(
            metas[0],
            documents=sum(meta.documents for meta in metas),
            passages=sum(meta.passages for meta in metas),
        )

    def _shard(self, number: int) -> LocalIndex:
        if number in self.lost:
            raise IndexUnavailable(f"Shard {number} of the index cannot be reached. Try again.")
        return self._all[number]

    def _each(self, ask: Callable[[LocalIndex], Found]) -> list[Found]:
        """The answers of all shards; raises IndexUnavailable where one is lost."""
        return [ask(self._shard(number)) for number in range(SHARDS)]

    def _one(
        self, ask: Callable[[LocalIndex], Found], missing: type[Exception]
    ) -> tuple[int, Found]:
        """The answer of the only shard that has one. Only where all were asked is it missing."""
        lost: IndexUnavailable | None = None
        nothing: Exception | None = None
        for number in range(SHARDS):
            try:
                return number, ask(self._shard(number))
            except IndexUnavailable as error:
                lost = error
            except missing as error:
                nothing = error
        raise lost or nothing or AssertionError

    @staticmethod
    def _whole(shard: int, ordinals: Iterable[int]) -> Ints:
        """What a shard calls so, as the whole index does."""
        local = np.array(list(ordinals), dtype=np.int64)
        return ordinal_of(document_of(local) * SHARDS + shard, place_of(local))

    def _all_of(self, ask: Callable[[LocalIndex], Iterable[int]]) -> Ints:
        found = self._each(ask)
        return np.sort(np.concatenate([self._whole(n, one) for n, one in enumerate(found)]))

    def _parted(self, ordinals: Ordinals) -> Iterator[tuple[LocalIndex, NDArray[Any], Ints]]:
        """Each shard that holds some of these, where they stand among them, and its names of them.

        A whole index that lacks one of them says so, by the name that was asked for.
        """
        asked = np.asarray(ordinals, dtype=np.int64)
        documents = document_of(asked)
        for number in range(SHARDS):
            places = np.flatnonzero(documents % SHARDS == number)
            if len(places):
                local = ordinal_of(documents[places] // SHARDS, place_of(asked[places]))
                shard = self._shard(number)
                for place, ordinal in zip(places, local, strict=True):
                    try:
                        shard.columns.rows_of([int(ordinal)])
                    except PassageMissing:
                        raise PassageMissing(
                            f"The index holds no passage number {int(asked[place])}."
                        ) from None
                yield shard, places, local

    def lexical(
        self, terms: Sequence[str], limit: int, where: Filter = NO_FILTER, heading: float = 0.5
    ) -> list[Ranked]:
        asked = Counter(content_terms([term for term in terms if term.isprintable()]))
        fields = ((False, 1.0, "words"), (True, heading, "place"))
        size = self.meta.passages
        scores: dict[int, float] = {}
        for over, weight, column in fields if heading > 0 else fields[:1]:
            counted = sum(self._each(lambda s, c=column: int(s.columns.rows[c].sum())))
            mean = counted / size if size else 1.0
            for term, times in asked.items():
                known = self.phrase_count([term], NO_FILTER, over)
                idf = math.log(1 + (size - known + 0.5) / (known + 0.5))
                held = self.phrase([term], where, over)
                for ordinal, passage in zip(held.tolist(), self.fetch(held), strict=True):
                    said = _said(passage, over)
                    count = said.count(term)
                    norm = K1 * (1 - B + B * len(said) / mean)
                    score = times * weight * idf * count * (K1 + 1) / (count + norm)
                    scores[ordinal] = scores.get(ordinal, 0.0) + score
        self.count(where)
        rounded = [(round(score, 4), ordinal) for ordinal, score in scores.items()]
        rounded.sort(key=lambda pair: (-pair[0], pair[1]))
        return [Ranked(ordinal, score) for score, ordinal in rounded[: max(0, limit)]]

    def dense(self, vector: Vector, limit: int, where: Filter = NO_FILTER) -> list[Ranked]:
        found = [
            Ranked(int(ordinal), one.score)
            for n, ranking in enumerate(self._each(lambda s: s.dense(vector, limit, where)))
            for one, ordinal in zip(
                ranking, self._whole(n, (one.ordinal for one in ranking)), strict=True
            )
        ]
        return sorted(found, key=lambda one: (-one.score, one.ordinal))[:limit]

    def phrase(
        self, terms: Sequence[str], where: Filter = NO_FILTER, heading: bool = False
    ) -> Ints:
        return self._all_of(lambda shard: shard.phrase(terms, where, heading))

    def phrase_count(
        self, terms: Sequence[str], where: Filter = NO_FILTER, heading: bool = False
    ) -> int:
        return sum(self._each(lambda shard: shard.phrase_count(terms, where, heading)))

    def vectors(self, ordinals: Ordinals) -> Vector:
        found = np.zeros((len(ordinals), self._all[0].windows.dimension), dtype=np.float32)
        for shard, places, local in self._parted(ordinals):
            found[places] = shard.vectors(local)
        return found

    def cosines(self, ordinals: Ordinals, vectors: Sequence[Vector]) -> Vector:
        found = np.zeros((len(ordinals), len(vectors)), dtype=np.float32)
        for shard, places, local in self._parted(ordinals):
            found[places] = shard.cosines(local, vectors)
        return found

    def sentences(self, ordinals: Ordinals) -> list[Vector]:
        found: dict[int, Vector] = {}
        for shard, places, local in self._parted(ordinals):
            found |= zip(places.tolist(), shard.sentences(local), strict=True)
        return [found[place] for place in range(len(ordinals))]

    def frequency(self, terms: Sequence[str]) -> Mapping[str, int]:
        found = self._each(lambda shard: shard.frequency(terms))
        return {term: sum(one[term] for one in found) for term in terms}

    def resembling(self, term: str, limit: int, where: Filter = NO_FILTER) -> Ints:
        return self._all_of(lambda shard: shard.resembling(term, limit, where))[: max(0, limit)]

    def count(self, where: Filter = NO_FILTER) -> int:
        return sum(self._each(lambda shard: shard.count(where)))

    def satisfying(self, ordinals: Ordinals, where: Filter) -> NDArray[np.bool_]:
        self._all[0].count(where)  # raises BadFilter, also where nothing is asked about
        found = np.zeros(len(ordinals), dtype=np.bool_)
        for shard, places, local in self._parted(ordinals):
            found[places] = shard.satisfying(local, where)
        return found

    def layout(self, ordinals: Ordinals) -> Layout:
        laid = self._all[0].layout(_NOTHING)
        columns = {
            name: np.zeros(len(ordinals), dtype=getattr(laid, name).dtype)
            for name in Layout.__slots__
        }
        for shard, places, local in self._parted(ordinals):
            found = shard.layout(local)
            for name, column in columns.items():
                column[places] = getattr(found, name)
        # The first that prints the same words may lie in another shard, and is named as a whole.
        for place, passage in enumerate(self.fetch(ordinals)):
            own = int(np.asarray(ordinals)[place])
            columns["group"][place] = self._first(passage.group, own) if passage.group else own
        return Layout(**columns)

    def _first(self, passage_id: str, own: int) -> int:
        try:
            return self.ordinal(passage_id)
        except PassageMissing:
            return own

    def last_day(self) -> int | None:
        days = [day for day in self._each(lambda shard: shard.last_day()) if day is not None]
        return max(days, default=None)

    def fetch(self, ordinals: Ordinals) -> list[Passage]:
        found: dict[int, Passage] = {}
        for shard, places, local in self._parted(ordinals):
            found |= zip(places.tolist(), shard.fetch(local), strict=True)
        return [found[place] for place in range(len(ordinals))]

    def ordinal(self, passage_id: str) -> int:
        number, local = self._one(lambda shard: shard.ordinal(passage_id), PassageMissing)
        return int(self._whole(number, [local])[0])

    def document_ids(self) -> list[str]:
        held = self._each(lambda shard: shard.document_ids())
        return [held[n % SHARDS][n // SHARDS] for n in range(self.meta.documents)]

    def names_of(self, documents: Ordinals) -> list[str]:
        held = dict(enumerate(self.document_ids()))
        try:
            return [held[int(number)] for number in documents]
        except KeyError as missing:
            raise DocumentMissing(f"The index holds no document {missing}.") from None

    def values(self, field: str) -> list[str]:
        return sorted({text for one in self._each(lambda s: s.values(field)) for text in one})

    def documents_by(self, field: str) -> Mapping[str, Ints]:
        found: dict[str, list[int]] = {}
        for n, one in enumerate(self._each(lambda shard: shard.documents_by(field))):
            for text, numbers in one.items():
                found.setdefault(text, []).extend((numbers * SHARDS + n).tolist())
        return {text: np.array(sorted(found[text]), dtype=np.int64) for text in sorted(found)}

    def document(self, document_id: str) -> Document:
        return self._one(lambda shard: shard.document(document_id), DocumentMissing)[1]

    def understanding(self, document_id: str) -> Understanding:
        return self._one(lambda shard: shard.understanding(document_id), DocumentMissing)[1]

    def ordinals_of(self, document_id: str) -> range:
        n, held = self._one(lambda shard: shard.ordinals_of(document_id), DocumentMissing)
        first = int(self._whole(n, [held.start])[0])
        return range(first, first + len(held))

    def definitions(self) -> Iterator[Definition]:
        order = {name: number for number, name in enumerate(self.document_ids())}
        held = [one for found in self._each(lambda s: list(s.definitions())) for one in found]
        return iter(sorted(held, key=lambda one: order[one.document]))

    def matters(self, where: MatterFilter, limit: int, offset: int = 0) -> Matters:
        found = self._each(lambda shard: shard.matters(where, limit + offset))
        held = sorted(
            (one for each in found for one in each.matters),
            key=lambda one: one.said_on or "",
            reverse=True,
        )
        counts = sum((Counter(one.counts) for one in found), Counter[str]())
        total = sum(one.total for one in found)
        return Matters(total, tuple(held[offset : offset + limit]), counts)

    def matters_in(self, document_id: str) -> list[Matter]:
        return [one for each in self._each(lambda s: s.matters_in(document_id)) for one in each]

    def facets(self, found: Ordinals | Filter) -> Mapping[str, Mapping[str, int]]:
        if isinstance(found, Filter):
            where = found
            parts = self._each(lambda shard: shard.facets(where))
        else:
            parts = [shard.facets(local) for shard, _, local in self._parted(found)]
        names = self._all[0].facets(_NOTHING)
        counted = {
            name: sum((Counter(one[name]) for one in parts), Counter[str]()) for name in names
        }
        order = {name: n for n, name in enumerate(self.document_ids())}
        placed: dict[str, Callable[[tuple[str, int]], Any]] = {
            "year": lambda pair: (pair[0] == "undated", pair[0]),
            "document": lambda pair: order[pair[0]],
        }
        return {
            name: dict(sorted(one.items(), key=placed.get(name, lambda pair: (-pair[1], pair[0]))))
            for name, one in counted.items()
        }

    def report(self) -> Mapping[str, Any]:
        return self._shard(0).report()

    def close(self) -> None:
        for shard in self._all:
            shard.close()


def _said(passage: Passage, over: bool) -> list[str]:
    return heading_terms(passage) if over else terms(passage.text)


_: type[Index] = ShardedIndex
