"""One file read in this process, without a worker: what tests of readers look at."""

from __future__ import annotations

from pathlib import Path

from corpus.model import SourceFile
from eval.labels.gold import Texts
from indexer.readers import archive, endings
from indexer.readers.endings import Reading
from indexer.readers.manifest import Entry, read_manifest
from indexer.readers.ocr import find_program
from indexer.readers.worker import ReadTask, Step, steps
from search.settings import Settings


def read_file(root: Path, source: SourceFile, ocr: bool = False) -> Reading:
    """As ``read_archive`` reads it, but for the limits of a process."""
    program = find_program() if ocr else None
    told: list[Step] = []
    trouble = ""
    try:
        path = archive._locate(root.resolve(), source)
        told.extend(steps(ReadTask(str(path), source, program)))
    except MemoryError:
        trouble = "memory"
    entry = read_manifest(root).get(source.path, Entry()) if root.is_dir() else Entry()
    return endings.conclude(source, told, endings.Spent(trouble), entry, Settings())


def folder_texts(folder: Path) -> Texts:
    """The text files of a folder, by the end of their path: what labels are checked against."""

    def text(name: str) -> str | None:
        found = (path for path in sorted(folder.rglob("*.txt")) if path.as_posix().endswith(name))
        path = next(found, None)
        return None if path is None else path.read_bytes().decode("utf-8")

    return text
