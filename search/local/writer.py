"""``IndexWriter`` for folders: all that ``search.local.reader`` reads, then the pointer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.errors import IndexMissing, MinutedError
from corpus.ledger import Matter
from corpus.model import Understanding
from search.disk import remove, storage_failed, write
from search.index_writer import Embedded, Streamed, Unread
from search.local import dense, snapshot
from search.local.numbers import SPREAD
from search.local.reader import LocalIndex
from search.local.text_writer import TextWriter, placed
from search.local.vector_writer import Vectors
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
        embedded: Embedded | Streamed,
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
            vectors = Vectors(held, embedded, self.earlier)
            expected |= vectors.write(folder, self._exact)
            for name, content in (extras or {}).items():
                expected[name] = write(folder / name, content())
            counted = {
                "dimension": vectors.dimension,
                "tokeniser": TOKENISER,
                "documents": len(held),
                "passages": sum(one.count for one in held),
                "windows": vectors.windows,
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
