"""Is what lies on disk what its meta.json says it is? All of it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from search.index_writer import Stored
from search.local import snapshot
from search.local.reader import LocalIndex
from search.local.store import StoreError

_AT_ONCE = 4096
"""Vectors that are held in memory together."""


def open_verified(path: Path) -> tuple[LocalIndex, Stored]:
    """See ``search.index_writer.open_verified``."""
    index = LocalIndex.open(path)
    try:
        snapshot.compare(path, index.folder, index.facts, anew=True)
        if fault := _counts(index) or _vectors(index):
            raise snapshot.damaged(path, fault, index.meta.archive)
        listed = index.facts["files"]
        size = sum(entry["size"] for entry in listed.values())
        return index, Stored(len(listed), size, index.windows.windows)
    except BaseException:
        index.close()
        raise


def _counts(index: LocalIndex) -> str:
    promised = (index.meta.documents, index.meta.passages)
    try:
        if not index.store.sound():
            return "SQLite finds its file torn"
        held = index.store.counts()
    except StoreError as error:
        return f"SQLite cannot read its file ({error})"
    if held != promised:
        return f"{held} documents and passages are stored instead of {promised}"
    if index.words.passages != index.meta.passages:
        return f"{index.words.passages:,} passages have words instead of {index.meta.passages:,}"
    return ""


def _vectors(index: LocalIndex) -> str:
    rows, owners = index.windows.all_rows()
    if len(rows) != index.facts["windows"] or len(owners) != len(rows):
        return f"{len(rows):,} vectors are stored instead of {index.facts['windows']:,}"
    for start in range(0, len(rows), _AT_ONCE):
        lengths = np.linalg.norm(rows[start : start + _AT_ONCE].astype(np.float32), axis=1)
        if not np.all(np.isfinite(lengths)) or np.any(np.abs(lengths - 1) > 0.01):
            return "a vector is not of unit length"
    return ""
