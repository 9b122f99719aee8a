"""``IndexWriter`` for folders: all that ``search.local.reader`` reads, then the pointer."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
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
from search.disk import storage_failed, write
from search.index import ordinal_of
from search.index_writer import Embedded
from search.local import columns, dense, sentence_vectors, snapshot
from search.local.columns import LABELS, ROWS
from search.local.lexical import LexicalWriter
from search.local.reader import LocalIndex
from search.local.store import StoreWriter, sections_of
from search.local.taken import Taken
from search.ranking.context import heading_terms
from search.tokens import TOKENISER, TermsOf, terms


class LocalWriter:
    """See ``search.index_writer.IndexWriter``. ``exact`` is up to how many windows vectors are kept
    whole (``search.local.dense``)."""

    def __init__(self, location: Path, rebuild: bool = False, exact: int = dense.EXACT) -> None:
        self._location = location
        self._rebuild = rebuild
        self._exact = exact
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
        documents: Sequence[Understanding],
        embedded: Embedded,
        facts: Mapping[str, Any],
        extras: Mapping[str, Callable[[], bytes]] | None = None,
        matters: Sequence[Matter] = (),
        same: Collection[str] = (),
        told: Callable[[int], None] = lambda passages: None,
        terms_of: TermsOf = terms,
    ) -> str:
        folder: Path | None = None
        try:
            folder = snapshot.begin(self._location)
            taken = Taken(self.earlier.folder, same) if self.earlier and same else None
            count, passages, expected = _write_text(
                folder, documents, matters, told, terms_of, taken
            )
            expected[dense.OWNERS] = write(folder / dense.OWNERS, _npy(embedded.owners))
            expected[dense.TEXTS] = write(folder / dense.TEXTS, _npy(embedded.texts))
            expected |= dense.write_vectors(folder, embedded.vectors, self._exact)
            if embedded.sentences is not None:
                expected |= sentence_vectors.write_sentences(folder, embedded.sentences)
            for name, content in (extras or {}).items():
                expected[name] = write(folder / name, content())
            counted = {
                "dimension": int(embedded.vectors.shape[1]),
                "tokeniser": TOKENISER,
                "documents": count,
                "passages": passages,
                "windows": len(embedded.owners),
                "built_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            snapshot.publish(folder, {**facts, **counted}, expected)
        except BaseException as error:
            if folder is not None and not snapshot.is_live(folder):
                _remove(folder)
            if isinstance(error, OSError):
                reason = error.strerror or str(error)
                raise storage_failed(self._location, reason, error.errno) from error
            raise
        with suppress(OSError):  # it is live; what cannot be removed now is removed later
            snapshot.sweep(self._location)
        return folder.name


def _remove(folder: Path) -> None:
    """Removes a folder in which a thread of the word index may still leave a last lock."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def _write_text(
    folder: Path,
    understood: Sequence[Understanding],
    matters: Sequence[Matter],
    told: Callable[[int], None],
    terms_of: TermsOf,
    taken: Taken | None,
) -> tuple[int, int, dict[str, str]]:
    """The passages, their words and their columns; how many there are, and digests known."""
    labels = columns.Labels()
    rows: list[tuple[int, ...]] = []
    store: StoreWriter | None = None
    words: LexicalWriter | None = None
    try:
        store = StoreWriter(folder, taken.folder if taken else None)
        words = LexicalWriter(folder)
        for number, one in enumerate(understood):
            sections = sections_of(one)
            sizes = Counter(sections)
            if taken and one.document.id in taken.documents:
                store.take(one.document.id)
            else:
                store.add(one, sections)
            for at, (passage, section) in enumerate(zip(one.passages, sections, strict=True)):
                own, place = terms_of(passage.text), heading_terms(passage)
                lengths = len(own), len(place)
                row = columns.row(passage, number, (section, sizes[section]), lengths, labels)
                named = dict(zip(columns.ROW.names or (), row, strict=True))
                words.add(ordinal_of(number, at), own, place, named)
                rows.append(row)
            told(len(rows))
        store.record(matters)
        store.finish()
        words.finish()
    except (sqlite3.Error, ValueError, RuntimeError) as error:
        if isinstance(error, MinutedError):
            raise
        raise storage_failed(folder.parent, str(error)) from error
    finally:
        for writer in (store, words):
            if writer is not None:
                writer.abandon()
    table = np.array(rows, dtype=columns.ROW)
    table["group"] = _groups(understood)
    expected = {ROWS: write(folder / ROWS, _npy(table))}
    longest = {name: int(table[name].max(initial=0)) for name in ("words", "place")}
    described = {"labels": labels.to_json(), "longest": longest}
    expected[LABELS] = write(folder / LABELS, json.dumps(described).encode())
    return len(understood), len(rows), expected


def _groups(understood: Sequence[Understanding]) -> list[int]:
    """For each passage, the ordinal of the first one that prints the same words."""
    ordinals = {
        passage.id: ordinal_of(number, place)
        for number, one in enumerate(understood)
        for place, passage in enumerate(one.passages)
    }
    return [
        ordinals.get(passage.group, ordinals[passage.id])
        for one in understood
        for passage in one.passages
    ]


def _npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
