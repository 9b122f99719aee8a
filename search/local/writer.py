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
from numpy.typing import NDArray

from corpus.errors import IndexMissing, MinutedError
from corpus.ledger import Matter
from corpus.model import Understanding
from search.disk import remove, storage_failed, write
from search.index import Vector
from search.index_writer import Embedded, Sentences
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
        documents: Sequence[Understanding | str],
        embedded: Embedded,
        facts: Mapping[str, Any],
        extras: Mapping[str, Callable[[], bytes]] | None = None,
        matters: Sequence[Matter] = (),
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
            whole = _joined(held, embedded, self.earlier)
            expected[dense.OWNERS] = write(folder / dense.OWNERS, npy.dumped(whole.owners))
            expected[dense.TEXTS] = write(folder / dense.TEXTS, npy.dumped(whole.texts))
            expected |= dense.write_vectors(folder, whole.vectors, self._exact)
            if whole.sentences is not None:
                expected |= sentence_vectors.write_sentences(folder, whole.sentences)
            for name, content in (extras or {}).items():
                expected[name] = write(folder / name, content())
            counted = {
                "dimension": int(whole.vectors.shape[1]),
                "tokeniser": TOKENISER,
                "documents": len(held),
                "passages": sum(one.count for one in held),
                "windows": len(whole.owners),
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

    def _write_text(self, writer: TextWriter, matters: Sequence[Matter]) -> dict[str, str]:
        try:
            return writer.write(matters)
        except (sqlite3.Error, ValueError, RuntimeError) as error:
            if isinstance(error, MinutedError):
                raise
            raise storage_failed(self._location, str(error)) from error


def _joined(documents: Sequence[Placed], fresh: Embedded, earlier: LocalIndex | None) -> Embedded:
    """The vectors of all passages: those of what has not changed, and the fresh ones."""
    if earlier is None or all(one.given is not None for one in documents):
        return fresh
    held = earlier.embedded()
    vectors: list[Vector] = []
    owners: list[NDArray[np.int32]] = []
    texts: list[NDArray[np.uint8]] = []
    spoken: list[NDArray[np.float16]] = []
    spoken_of: list[NDArray[np.int64]] = []
    row = made = 0
    for one in documents:
        source, first = fresh, made
        if one.given is not None:
            made += one.count
        elif one.before is not None:
            source, first = held, one.before.first
        start, end = np.searchsorted(source.owners, [first, first + one.count])
        vectors.append(source.vectors[start:end])
        owners.append((source.owners[start:end] + (row - first)).astype(np.int32))
        texts.append(source.texts[first : first + one.count])
        if source.sentences is not None:
            ends = np.concatenate([[0], source.sentences.ends])[first : first + one.count + 1]
            spoken.append(source.sentences.rows[ends[0] : ends[-1]])
            spoken_of.append(np.diff(ends))
        row += one.count
    sentences = None
    if len(spoken) == len(documents):
        sentences = Sentences(np.concatenate(spoken), np.cumsum(np.concatenate(spoken_of)))
    return Embedded(
        np.concatenate(vectors), np.concatenate(owners), np.concatenate(texts), sentences
    )
