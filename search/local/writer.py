"""``IndexWriter`` for folders: all that ``search.local.reader`` reads, then the pointer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from corpus.errors import IndexMissing, MinutedError
from corpus.ledger import Matter
from corpus.model import Understanding
from search.disk import remove, storage_failed, write
from search.index_writer import Embedded, Sentences, Unread
from search.local import dense, npy, sentence_vectors, snapshot
from search.local.numbers import SPREAD
from search.local.reader import LocalIndex
from search.local.text_writer import Placed, TextWriter, placed
from search.tokens import TOKENISER, TermsOf, terms


class LocalWriter:
    """See ``search.index_writer.IndexWriter``. ``exact`` is up to how many windows vectors are kept
    whole (``search.local.dense``), ``spread`` how far apart documents are numbered."""

    def __init__(
        self,
        location: Path,
        rebuild: bool = False,
        exact: int = dense.EXACT,
        spread: int = SPREAD,
    ) -> None:
        self._location = location
        self._rebuild = rebuild
        self._exact = exact
        self._spread = spread
        self._stack = ExitStack()
        self.earlier: LocalIndex | None = None
        self.kept = location / snapshot.KEPT

    def __enter__(self) -> LocalWriter:
        self._stack.enter_context(snapshot.building(self._location))
        try:
            if not self._rebuild:
                # One whose words were made by another version will do: they are made anew.
                with suppress(IndexMissing):
                    self.earlier = LocalIndex(snapshot.hold(self._location))
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._stack:
            if self.earlier is not None:
                self.earlier.close()
            if error is None:
                with suppress(OSError):  # the build before, which only this process held until now
                    snapshot.sweep(self._location)

    def write(
        self,
        documents: Sequence[Understanding | Unread | str],
        embedded: Embedded,
        facts: Mapping[str, Any],
        extras: Mapping[str, Callable[[], bytes]] | None = None,
        matters: Sequence[Matter | str] = (),
        told: Callable[[int], None] = lambda passages: None,
        terms_of: TermsOf = terms,
    ) -> str:
        folder: Path | None = None
        try:
            folder = snapshot.begin(self._location)
            held = placed(documents, self.earlier, self._spread)
            expected = self._write_text(
                TextWriter(folder, self.earlier, held, terms_of, told), matters
            )
            parts = _parts(held, embedded, self.earlier)
            firsts = np.cumsum([0, *(len(one.texts) for one in parts)]).tolist()
            owners = [one.owners + first for one, first in zip(parts, firsts, strict=False)]
            owned = np.concatenate(owners).astype(np.int32)
            texts = np.concatenate([one.texts for one in parts])
            expected[dense.OWNERS] = write(folder / dense.OWNERS, npy.dumped(owned))
            expected[dense.TEXTS] = write(folder / dense.TEXTS, npy.dumped(texts))
            vectors = [one.vectors for one in parts]
            expected |= dense.write_vectors(folder, vectors, self._exact)
            sentences = [one.sentences for one in parts if one.sentences is not None]
            if len(sentences) == len(parts):
                expected |= sentence_vectors.write_sentences(folder, sentences)
            for name, content in (extras or {}).items():
                expected[name] = write(folder / name, content())
            counted = {
                "dimension": int(vectors[0].shape[1]),
                "tokeniser": TOKENISER,
                "documents": len(held),
                "passages": sum(one.count for one in held),
                "windows": len(owned),
                "built_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            snapshot.publish(folder, {**facts, **counted}, expected)
        except BaseException as error:
            if folder is not None and not snapshot.is_live(folder):
                remove(folder)
            if isinstance(error, OSError):
                reason = error.strerror or str(error)
                raise storage_failed(self._location, reason, error.errno) from error
            raise
        with suppress(OSError):  # it is live; what cannot be removed now is removed later
            snapshot.sweep(self._location)
        return folder.name

    def _write_text(self, writer: TextWriter, matters: Sequence[Matter | str]) -> dict[str, str]:
        try:
            return writer.write(matters)
        except (sqlite3.Error, ValueError, RuntimeError) as error:
            if isinstance(error, MinutedError):
                raise
            raise storage_failed(self._location, str(error)) from error


def _parts(
    documents: Sequence[Placed], fresh: Embedded, earlier: LocalIndex | None
) -> list[Embedded]:
    """The vectors of all passages, in order: those of what has not changed where the build before
    holds them, and the fresh ones."""
    if earlier is None or all(one.given is not None for one in documents):
        return [fresh]
    held = earlier.embedded()
    found: list[Embedded] = []
    made = 0
    for one in documents:
        source, first = fresh, made
        if one.given is not None:
            made += one.count
        elif one.before is not None:
            source, first = held, one.before.first
        found.append(_part(source, first, first + one.count))
    return found


def _part(source: Embedded, first: int, last: int) -> Embedded:
    """Of the passages from ``first`` on and before ``last``, nothing copied but what is small."""
    start, end = np.searchsorted(source.owners, [first, last])
    sentences = source.sentences
    if sentences is not None:
        before = int(sentences.ends[first - 1]) if first else 0
        ends = sentences.ends[first:last] - before
        rows = sentences.rows[before : before + (int(ends[-1]) if len(ends) else 0)]
        sentences = Sentences(rows, ends)
    owners = (source.owners[start:end] - first).astype(np.int32)
    return Embedded(source.vectors[start:end], owners, source.texts[first:last], sentences)
