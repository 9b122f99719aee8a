"""What lies in an index's folder after a build, and a reader that tells what it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from made import (
    Line,
    document,
    ordinals,
    read_lines,
)

from corpus.model import SourceFile
from indexer.readers.archive import Reading
from search.index import open_index
from search.settings import Settings

OLD = [document("a.txt", [Line("old words"), Line("more old words")])]
NEW = [document("a.txt", [Line("new words")])]


def live(place: Path) -> Path:
    return place / (place / "CURRENT").read_text().split()[0]


def builds(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir())


def holds(place: Path) -> str:
    with closing(open_index(place)) as index:
        return index.fetch([0])[0].text.split()[0]


def texts(settings: Settings) -> list[str]:
    with closing(open_index(settings.index, model=settings.model)) as index:
        return [passage.text for passage in index.fetch(ordinals(index))]


def folders(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.index.iterdir() if path.is_dir())


class Reader:
    """``read_lines`` that tells what it was asked to read."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def __call__(self, root: Path, sources: Sequence[SourceFile], *how: Any) -> Iterator[Reading]:
        self.paths += [source.path for source in sources]
        return read_lines(root, sources, *how)
