"""The embedded index: the ``Index`` protocol over one build on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexForeign, ModelMismatch
from corpus.ledger import Matter
from corpus.model import Definition, Document, Passage, Understanding
from search.index import (
    NO_FILTER,
    Filter,
    Ints,
    Layout,
    Meta,
    Ordinals,
    Ranked,
    Vector,
    as_ranked,
    ordinal_of,
)
from search.index_writer import REPORT, Embedded
from search.ledger import MatterFilter, Matters
from search.local import snapshot
from search.local.columns import LABELS, ROW, ROWS, Bounds, Columns, Labels
from search.local.dense import Dense
from search.local.lexical import PLACE, WORDS, Lexical
from search.local.sentence_vectors import SentenceVectors
from search.local.store import Store
from search.tokens import TOKENISER


class LocalIndex:
    """One build, kept as long as it is open. May be used by several threads at once."""

    def __init__(self, held: snapshot.Snapshot, exact: bool = False) -> None:
        self._held = held
        folder, facts = held.folder, held.meta
        self.meta = Meta(**{name: facts[name] for name in Meta.__slots__})
        self.store = Store(folder)
        self.words = Lexical(folder)
        described = json.loads((folder / LABELS).read_bytes())
        self._longest: Mapping[str, int] = described["longest"]
        rows = np.load(folder / ROWS, mmap_mode="r", allow_pickle=False)
        if rows.dtype != ROW:
            raise TypeError(f"{ROWS} holds {rows.dtype}")
        self.columns = Columns(
            rows.view(np.ndarray), Labels(described["labels"]), self.store.documents
        )
        self.windows = Dense(folder, exact)
        self.spoken = SentenceVectors(folder)

    @classmethod
    def open(cls, path: Path, model: str | None = None, exact: bool = False) -> LocalIndex:
        """Open the live build in a folder.

        Raises IndexMissing, IndexForeign (no index, or of another version), ModelMismatch and,
        every file's sha256 being compared, IndexDamaged.
        """
        held = snapshot.hold(path)
        try:
            archive = held.meta.get("archive")
            if held.meta["tokeniser"] != TOKENISER:
                raise IndexForeign(
                    f"The index at {path} was built by another version of Minuted, which made "
                    f"words differently. {snapshot.cure(path, archive)}"
                )
            if model is not None and held.meta["model"] != model:
                raise ModelMismatch(
                    f"The index at {path} was built with the model {held.meta['model']!r}, not "
                    f"{model!r}. Set MINUTED_MODEL={held.meta['model']}, or build it again with "
                    f"the other: minuted index {archive} --index {path}"
                )
            return cls(held, exact)
        except BaseException:
            held.close()
            raise

    def lexical(
        self, terms: Sequence[str], limit: int, where: Filter = NO_FILTER, heading: float = 0.5
    ) -> list[Ranked]:
        bounds = self.columns.bounds(where) if where else None
        return self.words.ranking(terms, limit, bounds, heading)

    def dense(self, vector: Vector, limit: int, where: Filter = NO_FILTER) -> list[Ranked]:
        mask = self.columns.mask(where) if where else None
        found = self.windows.ranking(vector, limit, mask)
        return as_ranked(self.columns.ordinals_at(found.rows), found.scores)

    def phrase(
        self, terms: Sequence[str], where: Filter = NO_FILTER, heading: bool = False
    ) -> Ints:
        return self.words.holding(*self._phrase(terms, where, heading))

    def phrase_count(
        self, terms: Sequence[str], where: Filter = NO_FILTER, heading: bool = False
    ) -> int:
        return self.words.held(*self._phrase(terms, where, heading))

    def _phrase(
        self, terms: Sequence[str], where: Filter, heading: bool
    ) -> tuple[Sequence[str], Bounds | None, str]:
        field = PLACE if heading else WORDS
        bounds = self.columns.bounds(where) if where else None
        # Five thousand times the same word takes seconds to look for, and is never there.
        return (terms if len(terms) <= self._longest[field] else ()), bounds, field

    def vectors(self, ordinals: Ordinals) -> Vector:
        return self.windows.first_windows(self.columns.rows_of(ordinals))

    def cosines(self, ordinals: Ordinals, vectors: Sequence[Vector]) -> Vector:
        return self.windows.cosines(self.columns.rows_of(ordinals), vectors)

    def sentences(self, ordinals: Ordinals) -> list[Vector]:
        return self.spoken.of(self.columns.rows_of(ordinals))

    def frequency(self, terms: Sequence[str]) -> Mapping[str, int]:
        return self.words.frequency(terms)

    def resembling(self, term: str, limit: int, where: Filter = NO_FILTER) -> Ints:
        bounds = self.columns.bounds(where) if where else None
        return self.words.resembling(term, limit, bounds)

    def count(self, where: Filter = NO_FILTER) -> int:
        return self.words.within(self.columns.bounds(where)) if where else self.meta.passages

    def satisfying(self, ordinals: Ordinals, where: Filter) -> NDArray[np.bool_]:
        return self.columns.satisfying(ordinals, where)

    def layout(self, ordinals: Ordinals) -> Layout:
        return self.columns.layout(ordinals)

    def last_day(self) -> int | None:
        return self.columns.last_day

    def fetch(self, ordinals: Ordinals) -> list[Passage]:
        return self.store.fetch(ordinals)

    def ordinal(self, passage_id: str) -> int:
        return self.store.ordinal(passage_id)

    def document_ids(self) -> list[str]:
        return [one.id for one in self.store.documents]

    def names_of(self, documents: Ordinals) -> list[str]:
        return self.columns.names_of(documents)

    def values(self, field: str) -> list[str]:
        return self.columns.values(field)

    def documents_by(self, field: str) -> Mapping[str, Ints]:
        return self.columns.documents_by(field)

    def document(self, document_id: str) -> Document:
        return self.store.frame(self.store.number(document_id)).document

    def understanding(self, document_id: str) -> Understanding:
        return self.store.understanding(document_id)

    def ordinals_of(self, document_id: str) -> range:
        number = self.store.number(document_id)
        return range(ordinal_of(number), ordinal_of(number, self.store.frame(number).count))

    def definitions(self) -> Iterator[Definition]:
        return self.store.definitions()

    def matters(self, where: MatterFilter, limit: int, offset: int = 0) -> Matters:
        return self.store.matters(where, limit, offset)

    def matters_in(self, document_id: str) -> list[Matter]:
        return self.store.matters_in(document_id)

    def facets(self, found: Ordinals | Filter) -> Mapping[str, Mapping[str, int]]:
        return self.columns.facets(found)

    def report(self) -> Mapping[str, Any]:
        plain = self.extra(REPORT)
        return dict(json.loads(plain)) if plain else {}

    def extra(self, name: str) -> bytes:
        """A file that its builder added; empty where it did not."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return b""

    def embedded(self) -> Embedded:
        """All vectors, for the build that follows."""
        return Embedded(*self.windows.all_rows(), self.windows.texts(), self.spoken.all())

    def rows_of(self, document_id: str) -> slice:
        """Which rows of the columns, and of ``embedded``, are passages of a document."""
        return self.columns.rows_of_document(document_id)

    @property
    def facts(self) -> Mapping[str, Any]:
        """All of meta.json."""
        return self._held.meta

    @property
    def folder(self) -> Path:
        """Where the build lies."""
        return self._held.folder

    def close(self) -> None:
        """Let go of the build: once nobody holds an old one, it is removed by the next builder."""
        self.store.close()
        self.windows.close()
        self.spoken.close()
        self._held.close()
