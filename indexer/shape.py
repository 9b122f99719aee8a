"""Digests of everything that shapes an index: what they agree on need not be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import corpus
import indexer
import search
from corpus.model import SourceFile
from indexer.manifest import Entry

_READERS = ("pypdf", "pypdfium2", "python-docx", "lxml")
"""Distributions that turn a file into text: another version of one may give another text."""

_NO_MATTER = frozenset({"build", "check", "embed", "plan", "progress", "report", "shape"})
"""Modules of ``indexer`` that do not touch what a text says or how it is understood."""


@lru_cache(maxsize=1)
def reading_shape() -> str:
    """Of the programs that make an Understanding out of a file."""
    here = Path(indexer.__file__).parent
    sources = [path for path in here.rglob("*.py") if path.stem not in _NO_MATTER]
    data = Path(corpus.__file__).parent
    sources += [*data.glob("*.py"), *data.glob("*.toml")]
    versions = [f"{name} {_version(name)}" for name in _READERS]
    return _digest([*_contents(sources), *versions])


@lru_cache(maxsize=1)
def writing_shape() -> str:
    """Of the programs that make an index out of Understandings."""
    here = Path(search.__file__).parent
    sources = [here / "tokens.py", here / "place.py", *(here / "local").glob("*.py")]
    return _digest([reading_shape(), *_contents(sources), f"PyStemmer {_version('PyStemmer')}"])


def file_shape(source: SourceFile, entry: Entry | None) -> str:
    """Of one file's content, what its keeper says of it, and the programs that read it."""
    return _digest([repr(source), repr(entry), reading_shape()])


def _contents(paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(paths)
    ]


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "none"


def _digest(lines: Iterable[str]) -> str:
    joined = "\n".join(lines).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()
