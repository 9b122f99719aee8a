"""Writes one build: everything that ``search.local.reader`` reads, then the pointer."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import MinutedError
from corpus.ledger import Matter
from corpus.model import Understanding
from search.disk import storage_failed, write
from search.index import Vector, ordinal_of
from search.local import columns, dense, snapshot
from search.local.lexical import LexicalWriter
from search.local.store import StoreWriter, sections_of
from search.local.taken import Taken
from search.ranking.context import heading_terms
from search.tokens import TOKENISER, TermsOf, terms

ROWS = "columns.npy"
LABELS = "labels.json"


@dataclass(frozen=True, slots=True)
class Embedded:
    """Unit vectors of all passages, in order.

    ``vectors`` (windows, d) float32; ``owners`` (windows,) int32, ascending: the passage that each
    window belongs to; ``texts`` (passages, 32) uint8: the sha256 of the text that was embedded.
    """

    vectors: Vector
    owners: NDArray[np.int32]
    texts: NDArray[np.uint8]


def write_build(
    location: Path,
    understood: Sequence[Understanding],
    embedded: Embedded,
    facts: Mapping[str, Any],
    extras: Mapping[str, Callable[[], bytes]],
    told: Callable[[int], None] = lambda passages: None,
    matters: Sequence[Matter] = (),
    exact: int = dense.EXACT,
    terms_of: TermsOf = terms,
    taken: Taken | None = None,
) -> str:
    """Write, check and publish a build; the caller holds ``snapshot.building(location)``.

    ``facts`` go into meta.json beside what is counted here: model, encoder, archive, settings.
    ``extras`` make files of the builder's own, ``matters`` the ledger over all documents. ``told``
    hears how many passages are written, ``terms_of`` gives the terms of a passage's text. What is
    ``taken`` is copied from an earlier build.
    Returns the build's name. Raises StorageFailed; whatever is raised, the live build stays.
    """
    folder: Path | None = None
    try:
        folder = snapshot.begin(location)
        documents, passages, expected = _write_text(
            folder, understood, matters, told, terms_of, taken
        )
        expected[dense.OWNERS] = write(folder / dense.OWNERS, _npy(embedded.owners))
        expected[dense.TEXTS] = write(folder / dense.TEXTS, _npy(embedded.texts))
        expected |= dense.write_vectors(folder, embedded.vectors, exact)
        for name, content in extras.items():
            expected[name] = write(folder / name, content())
        counted = {
            "dimension": int(embedded.vectors.shape[1]),
            "tokeniser": TOKENISER,
            "documents": documents,
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
            raise storage_failed(location, reason, error.errno) from error
        raise
    with suppress(OSError):  # the new build is live; what cannot be removed now is removed later
        snapshot.sweep(location)
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
