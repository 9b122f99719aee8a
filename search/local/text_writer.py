"""Documents, words and columns of a build: what has not changed is copied, the rest is written.

A document that keeps its number keeps its rows, and the piece of the word index in which it lies,
unless something else in that piece has changed. The outcome answers as one written from nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.fields import FIELDS
from corpus.ledger import Matter
from corpus.model import Understanding
from search.disk import write, write_array
from search.index import document_of, ordinal_of, place_of
from search.index_writer import Unread
from search.local import columns
from search.local.columns import LABELLED, LABELS, ROW, ROWS, Held, Labels
from search.local.lexical_writer import LexicalWriter, pieces, size_of, unbroken
from search.local.numbers import numbered
from search.local.reader import LocalIndex
from search.local.store_writer import StoreWriter, sections_of
from search.ranking.context import heading_terms
from search.tokens import TOKENISER, TermsOf

Rows = NDArray[np.void]
Given = Understanding | Unread | str
"""A document, or the id of one that is as the build before holds it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A document with its number in this build; ``before`` is the one of that name in the build
    before, ``given`` is None where nothing has changed since, and ``same`` tells that its rows can
    be copied as they are."""

    number: int
    given: Unread | None
    before: Held | None
    same: bool

    @property
    def count(self) -> int:
        """How many passages it has."""
        if self.given is not None:
            return self.given.passages
        return self.before.count if self.before else 0


def placed(documents: Sequence[Given], earlier: LocalIndex | None, spread: int) -> list[Placed]:
    """The documents with their numbers; raises KeyError for an id that ``earlier`` lacks."""
    before = {one.id: one for one in earlier.store.documents} if earlier else {}
    given = [_unread(one) if isinstance(one, Understanding) else one for one in documents]
    ids = [one if isinstance(one, str) else one.id for one in given]
    numbers = numbered(ids, {name: one.number for name, one in before.items()}, spread)
    words = earlier is not None and earlier.meta.tokeniser == TOKENISER
    return [
        Placed(number, None, before[one], words and before[one].number == number)
        if isinstance(one, str)
        else Placed(number, one, before.get(one.id), False)
        for number, one in zip(numbers, given, strict=True)
    ]


def _unread(one: Understanding) -> Unread:
    return Unread(one.document.id, len(one.passages), lambda: one)


@dataclass(slots=True)
class TextWriter:
    """Writes into ``folder``; ``write`` is the list, the methods below it stand in its order."""

    folder: Path
    earlier: LocalIndex | None
    documents: Sequence[Placed]
    terms_of: TermsOf
    told: Callable[[int], None]
    base: LocalIndex | None = field(init=False)
    labels: Labels = field(init=False)
    store: StoreWriter = field(init=False)
    words: LexicalWriter = field(init=False)
    groups: dict[int, str] = field(default_factory=dict)
    """By row, of passages that are written and not the first ones of their group."""

    def __post_init__(self) -> None:
        copied = self.earlier and any(one.same for one in self.documents)
        self.base = self.earlier if copied else None
        self.labels = Labels(self.base.columns.labels.to_json() if self.base else None)

    def write(self, matters: Sequence[Matter | str]) -> dict[str, str]:
        """The sha256 of what is written, by name, as far as it is known.

        Raises sqlite3.Error, ValueError, RuntimeError or OSError on a full disk.
        """
        opened: list[StoreWriter | LexicalWriter] = []
        try:
            self.store = StoreWriter(self.folder, self.base.folder if self.base else None)
            opened.append(self.store)
            self.words = LexicalWriter(
                self.folder, size_of(sum(one.count for one in self.documents))
            )
            opened.append(self.words)
            gone = self._without_what_is_gone()
            table = self._rows()
            self._grouped(table, gone)
            self._spelt(table, gone)
            self._ledger(matters)
            self.store.finish()
            expected = self.words.finish()
        finally:
            for writer in opened:
                writer.abandon()
        expected[ROWS] = write_array(self.folder / ROWS, table)
        longest = {name: int(table[name].max(initial=0)) for name in ("words", "place")}
        described = {"labels": self.labels.to_json(), "longest": longest}
        expected[LABELS] = write(self.folder / LABELS, json.dumps(described).encode())
        return expected

    def _without_what_is_gone(self) -> NDArray[np.int64]:
        """The numbers of the documents of the build before that are not copied."""
        if self.base is None:
            return np.zeros(0, dtype=np.int64)
        same = {one.number for one in self.documents if one.same}
        gone = [one.number for one in self.base.store.documents if one.number not in same]
        self.store.drop(gone)
        return np.array(gone, dtype=np.int64)

    def _rows(self) -> Rows:
        """The columns of all passages, with the words and documents that they are of."""
        whole = self._copied_pieces()
        tables: list[Rows] = [np.zeros(0, dtype=ROW)]
        first = 0
        for one in self.documents:
            if one.same:
                rows = self._copied(one, first, one.number in whole)
            else:
                rows = self._added(one, first)
            tables.append(rows)
            first += len(rows)
            self.told(first)
        return np.concatenate(tables)

    def _copied_pieces(self) -> set[int]:
        """Copy what can be copied of the word index; the documents that are in it."""
        if self.base is None:
            return set()
        same = {one.number for one in self.documents if one.same}
        held = unbroken(pieces(self.base.folder), same, self.words.size)
        self.words.take(self.base.folder, held)
        return {number for piece in held for number in piece.documents}

    def _copied(self, one: Placed, first: int, whole: bool) -> Rows:
        assert self.base is not None
        assert one.before is not None
        start = one.before.first
        rows = np.array(self.base.columns.rows[start : start + one.count])
        self.store.place(one.number, first)
        if not whole and one.count:
            passages = self.base.understanding(one.before.id).passages
            self.words.begin(one.number)
            for at, (passage, row) in enumerate(zip(passages, rows.tolist(), strict=True)):
                own, place = self.terms_of(passage.text), heading_terms(passage)
                self._say(ordinal_of(one.number, at), own, place, row)
        return rows

    def _added(self, one: Placed, first: int) -> Rows:
        understood = self._understood(one)
        sections = sections_of(understood)
        sizes = Counter(sections)
        self.store.add(understood, sections, one.number, first)
        self.words.begin(one.number)
        rows = []
        for at, (passage, section) in enumerate(zip(understood.passages, sections, strict=True)):
            own, place = self.terms_of(passage.text), heading_terms(passage)
            lengths = len(own), len(place)
            told = (section, sizes[section])
            row = columns.row(passage, one.number, told, lengths, self.labels)
            if passage.group != passage.id:
                self.groups[first + at] = passage.group
            self._say(ordinal_of(one.number, at), own, place, row)
            rows.append(row)
        return np.array(rows, dtype=ROW)

    def _understood(self, one: Placed) -> Understanding:
        if one.given is not None:
            return one.given.read()
        assert self.earlier is not None
        assert one.before is not None
        return self.earlier.understanding(one.before.id)

    def _say(
        self, ordinal: int, own: Sequence[str], place: Sequence[str], row: tuple[Any, ...]
    ) -> None:
        self.words.add(ordinal, own, place, dict(zip(ROW.names or (), row, strict=True)))

    def _grouped(self, table: Rows, gone: NDArray[np.int64]) -> None:
        """For each passage the ordinal of the first one that prints the same words."""
        ordinals, added = self._ordinals(table), ~self._same(table)
        moved = np.isin(document_of(table["group"]), gone) & ~added
        table["group"][added] = ordinals[added]
        for row, group in self.groups.items():
            table["group"][row] = self._first_of(group, int(ordinals[row]))
        for row in np.flatnonzero(moved).tolist():
            ordinal = int(ordinals[row])
            table["group"][row] = self._first_of(self.store.group_of(ordinal), ordinal)

    def _same(self, table: Rows) -> NDArray[np.bool_]:
        """Which rows are copied and not written."""
        numbers = [one.number for one in self.documents if one.same]
        return np.isin(table["document"], np.array(numbers, dtype=np.int64))

    def _first_of(self, group: str, own: int) -> int:
        found = self.store.ordinal(group) if group else None
        return own if found is None else found

    def _ordinals(self, table: Rows) -> NDArray[np.int64]:
        counts = [one.count for one in self.documents]
        numbers = np.array([one.number for one in self.documents], dtype=np.int64)
        firsts = np.repeat(np.cumsum([0, *counts[:-1]]) if counts else [], counts)
        places = np.arange(len(table), dtype=np.int64) - firsts.astype(np.int64)
        return np.asarray(ordinal_of(np.repeat(numbers, counts), places), dtype=np.int64)

    def _ledger(self, held: Sequence[Matter | str]) -> None:
        """In a store that is no copy of the one before, what has not changed is written too."""
        if self.base is None and self.earlier is not None:
            known = self.earlier.store
            held = [known.matter(one) if isinstance(one, str) else one for one in held]
        self.store.record(held, self.terms_of)

    def _spelt(self, table: Rows, gone: NDArray[np.int64]) -> None:
        """A label is spelt as where it stands first, and one that stands nowhere is none."""
        if self.base is None:
            return
        before = self.base.columns.rows
        lost = before[np.isin(before["document"], gone)]
        same, ordinals = self._same(table), self._ordinals(table)
        held = {one.number: one for one in self.documents}
        values = {one.name: one.value for one in FIELDS}
        for name in LABELLED:
            for number in np.union1d(lost[name], table[name][~same]).tolist():
                rows = np.flatnonzero(table[name] == number)
                text: str | None = None
                if len(rows):
                    ordinal = int(ordinals[rows[0]])
                    of = held[int(document_of(np.array([ordinal]))[0])]
                    if of.same:
                        [passage] = self.base.fetch([ordinal])
                    else:
                        place = int(place_of(np.array([ordinal]))[0])
                        passage = self._understood(of).passages[place]
                    text = values[name](passage)
                self.labels.spell(name, number, text)
