"""What ``search.opener`` asks of an implementation, for indexes in folders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import IndexDamaged
from search.index import Index
from search.index_writer import IndexWriter, Stored
from search.local import snapshot
from search.local.snapshot import META, POINTER


def open_index(path: Path, model: str | None, exact: bool) -> Index:
    """See ``search.index.open_index``."""
    from search.local.reader import LocalIndex

    return LocalIndex.open(path, model, exact)


def open_writer(path: Path, rebuild: bool) -> IndexWriter:
    """See ``search.index_writer.open_writer``."""
    from search.local.writer import LocalWriter

    return LocalWriter(path, rebuild)


def open_verified(path: Path) -> tuple[Index, Stored]:
    """See ``search.index_writer.open_verified``."""
    from search.local import verify

    return verify.open_verified(path)


def damaged(path: Path, fault: str, archive: str) -> IndexDamaged:
    """The error for a fault that was found in the index here."""
    return snapshot.damaged(path, fault, archive)


def is_index(path: Path) -> bool:
    """Whether an index lies here, whole or not."""
    return (path / POINTER).exists()


def facts_at(path: Path) -> Mapping[str, Any] | None:
    """What the live build here says of itself; nothing is checked. None where none can be read."""
    try:
        build = (path / POINTER).read_text(encoding="ascii").split()[0]
        facts: Mapping[str, Any] = json.loads((path / build / META).read_bytes())
        return facts
    except (OSError, ValueError, IndexError):
        return None
