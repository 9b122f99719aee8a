"""What shapes an index: what two builds agree on need not be done again.

A stage has a number, raised by hand when its outcome changes. A digest of the sources would have
an archive read again for a comment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata

from corpus.model import SourceFile
from indexer.readers.manifest import Entry

STAGES = {"reading": 5, "understanding": 8, "writing": 6}
"""``reading``: files to texts; ``understanding``: texts to parts, sections, passages and what they
hold; ``writing``: those to terms, windows and what lies on disk."""

_READERS = (
    "pypdf",
    "pypdfium2",
    "python-docx",
    "lxml",
    "pyspellchecker",
    "python-oxmsg",
    "openpyxl",
    "python-pptx",
    "markdown-it-py",
)
"""Distributions that turn a file into text: another version of one may give another text (the
dictionary of the spelling checker tells which broken words are whole)."""


@lru_cache(maxsize=1)
def reading_shape() -> str:
    """Of the programs that make an Understanding out of a file."""
    versions = [f"{name} {_version(name)}" for name in _READERS]
    return _digest([_stage("reading"), _stage("understanding"), *versions])


@lru_cache(maxsize=1)
def writing_shape() -> str:
    """Of the programs that make an index out of Understandings."""
    return _digest([reading_shape(), _stage("writing"), f"PyStemmer {_version('PyStemmer')}"])


def file_shape(source: SourceFile, entry: Entry | None, *inside: Entry | None) -> str:
    """Of one file's content, what its keeper says of it and of the files in it, and the programs
    that read it."""
    return _digest([repr(source), repr(entry), *map(repr, inside), reading_shape()])


def _stage(name: str) -> str:
    return f"{name} {STAGES[name]}"


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "none"


def _digest(lines: Iterable[str]) -> str:
    joined = "\n".join(lines).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()
